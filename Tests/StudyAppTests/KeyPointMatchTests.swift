import Scheduling
import Testing

@testable import StudyApp

/// Which key points a free answer holds.
@Suite struct KeyPointMatchTests {
  private let points = [
    "**Dilation** stretches the kernel to $d(k-1)+1$.", "The floor drops a window that does not fit.",
    "Padding counts on both sides.",
  ]

  @Test func aPointIsFoundByItsWordsInAnyFormAndOrder() {
    #expect(KeyPointMatch.matches(points, in: "windows that don't fit are dropped by the floor") == [1])
    #expect(
      KeyPointMatch.matches(points, in: "padding on each side counts, and dilated kernels: d(k-1)+1") == [
        0, 2,
      ])
  }

  @Test func smallWordsAloneFindNothing() {
    #expect(KeyPointMatch.matches(points, in: "the that to a on is not").isEmpty)
    #expect(KeyPointMatch.matches(points, in: "").isEmpty)
  }

  @Test func chineseIsComparedByPairsOfCharacters() {
    let points = ["膨胀卷积扩大感受野，不增加参数。", "步长决定输出的尺寸。"]
    #expect(KeyPointMatch.matches(points, in: "膨胀卷积可以扩大感受野，参数不变") == [0])
    #expect(KeyPointMatch.matches(points, in: "输出尺寸由步长决定") == [1])
  }

  @Test func theShareOfPointsSuggestsTheRating() {
    #expect(KeyPointMatch.rating(said: 4, of: 5) == .good)
    #expect(KeyPointMatch.rating(said: 2, of: 5) == .hard)
    #expect(KeyPointMatch.rating(said: 1, of: 5) == .again)
  }
}
