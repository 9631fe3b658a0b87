import Testing

@testable import StudyApp

@Suite struct MarkCommandsTests {
  let world: CommandWorld

  init() throws {
    world = try CommandWorld()
    try world.add(try CommandWorld.logs(cards: 1, reviews: 3, factor: 1))
  }

  @Test func undoSaysWhatItTookBackAndOfWhichCard() {
    world.run("suspend", "act-why")
    world.run("unsuspend", "act-why")
    world.run("bury", "card-0")
    world.run("flag", "act-why")
    world.run("note", "act-why", "kink")
    let said = (0..<6).map { _ in world.run("undo", "--lang", "zh").output }
    #expect(
      said.dropLast() == [
        "已撤销：act-why 没有笔记\n", "已撤销：act-why 不再带标记\n", "已撤销：card-0 不再搁置\n", "已撤销：act-why 重新暂停\n",
        "已撤销：act-why 不再暂停\n",
      ])
    #expect(said.last?.hasPrefix("已撤销：card-0 的评分“") == true)
  }

  @Test func whatWasForgottenCannotBeUndone() {
    world.run("forget", "card-0")
    let undo = world.run("undo")
    #expect(undo.status == .failure)
    #expect(undo.errors.contains("forgot card-0, which cannot be undone"))
  }
}
