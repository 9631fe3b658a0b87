import Testing

@testable import Storage

@Suite struct ReviewsByCardTests {
  private func id(_ number: UInt64) -> ReviewID { ReviewID(high: number, low: number) }

  @Test func reviewsAreGroupedByCardInTheOrderInWhichTheyCame() throws {
    var reviews = ReviewsByCard()
    for (number, card) in [(5, 7), (4, 0), (9, 7), (1, 7), (2, 3)] {
      reviews.append(id(UInt64(number)), of: card)
    }
    var groups: [[UInt64]] = []
    try reviews.forEachCard { card, ids in groups.append([UInt64(card)] + ids.map(\.high)) }
    #expect(groups == [[0, 4], [3, 2], [7, 5, 9, 1]])
    #expect(reviews.cards == [0, 3, 7] && reviews.count == 5)
  }

  @Test func noReviewsBelongToNoCard() throws {
    try ReviewsByCard().forEachCard { _, _ in Issue.record("there is none") }
    #expect(ReviewsByCard().cards.isEmpty)
  }
}
