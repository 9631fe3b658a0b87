import Basics
import Scheduling
import Storage

extension CommandSpec {
  static let suspend = mark(
    "suspend", LocalizedText("Never ask these cards again, until unsuspended", "不再询问这些卡片，直到恢复"),
    done: LocalizedText("suspended", "已暂停")
  ) { store, id in try store.suspend(id) }

  static let unsuspend = mark(
    "unsuspend", LocalizedText("Ask suspended cards again", "恢复被暂停的卡片"),
    done: LocalizedText("unsuspended", "已恢复")
  ) { store, id in try store.unsuspend(id) }

  static let undo = CommandSpec(
    "undo", LocalizedText("Take back the last rating, also after a restart", "撤销上一次评分，重启后也可以"),
    examples: [("study undo", LocalizedText("the last rating", "上一次评分"))],
    run: { _, workspace in
      let study = try Study(workspace)
      guard let record = try study.undoLast(at: study.now) else {
        throw CommandFailure.nothingToUndo
      }
      try workspace.say("undone \(record.card) \(record.log.rating) \(record.log.time.iso)")
      return .success
    })

  private static func mark(
    _ name: String, _ summary: LocalizedText, done: LocalizedText,
    change: @escaping @Sendable (ReviewStore, CardID) throws -> Void
  ) -> CommandSpec {
    CommandSpec(
      name, summary, operands: Operands(usage: "CARD…", count: 1...1000),
      examples: [("study \(name) conv-out-size", summary)],
      run: { invocation, workspace in
        let study = try Study(workspace)
        let index = study.store.deckIndex
        _ = try study.library()
        // All names are checked before anything is changed.
        for id in invocation.operands where try index.face(of: CardID(rawValue: id)) == nil {
          guard try study.store.card(CardID(rawValue: id)) != nil else { throw try study.noSuchCard(id) }
        }
        for id in invocation.operands {
          try change(study.store, CardID(rawValue: id))
          try workspace.say("\(done[workspace.language]) \(id)")
        }
        return .success
      })
  }
}
