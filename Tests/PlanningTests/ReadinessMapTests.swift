import Basics
import Planning
import Testing

@Suite struct ReadinessMapTests {
  private func card(_ id: String, _ topic: String, _ level: Int, after: [String] = []) -> StudyCard {
    StudyCard(
      id: CardID(rawValue: id), topic: topic, level: level,
      prerequisites: after.map { CardID(rawValue: $0) })
  }

  @Test func aCellIsTheMeanOfItsCardsAndCountsWhatWasSeen() throws {
    let map = ReadinessMap(
      [card("a", "t", 1), card("b", "t", 1), card("c", "u", 2)], recalls: [0.5, 0.7, 0])
    let cell = try #require(map.cell(topic: "t", level: 1))
    #expect(abs(cell.recall - 0.6) < 1e-12)
    #expect(cell.cards == 2 && cell.seen == 0)
    #expect(map.cell(topic: "u", level: 1) == nil)
    #expect(map.topics == ["t", "u"] && map.levels == [1, 2])
  }

  @Test func theWeakestCellIsTheOneToDrillAndAmongEqualsTheLowerLevel() {
    let map = ReadinessMap([card("a", "t", 2), card("b", "t", 1), card("c", "u", 3)], recalls: [0, 0, 0.4])
    #expect(map.weakest?.level == 1)
  }

  @Test func aWeakPrerequisiteComesFirstAndAFirmOneNotAtAll() throws {
    let cards = [
      card("base", "t", 1), card("firm", "t", 1), card("top", "u", 2, after: ["base", "firm"]),
      card("other", "u", 2),
    ]
    let map = ReadinessMap(cards, recalls: [0.6, 0.95, 0.1, 0.3])
    #expect(map.cell(topic: "u", level: 2)?.order.map(\.rawValue) == ["base", "top", "other"])
  }
}
