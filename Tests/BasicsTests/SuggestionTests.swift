import Testing

@testable import Basics

@Suite struct SuggestionTests {
  let words = ["quiz", "demo", "show", "list", "search", "stats", "export", "suspend", "unsuspend"]

  @Test(arguments: [
    ("quizz", "quiz"), ("dmeo", "demo"), ("sho", "show"), ("sear", "search"), ("stat", "stats"),
    ("exprot", "export"),
    ("suspned", "suspend"), ("unsuspnd", "unsuspend"), ("lst", "list"),
  ]) func findsTheWordThatWasMeant(_ typed: String, _ meant: String) {
    #expect(Suggestion.nearest(to: typed, among: words) == meant)
  }

  @Test(arguments: ["", "x", "lots", "quiz", "interview", "zzzz", "conv"]) func staysSilentWhenNothingIsNear(
    _ typed: String
  ) {
    #expect(Suggestion.nearest(to: typed, among: words) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
    ("abc", "abc", 0),
  ]) func countsEdits(_ left: String, _ right: String, _ distance: Int) {
    #expect(Suggestion.editDistance(left, right) == distance)
    #expect(Suggestion.editDistance(right, left) == distance)
  }

  @Test func aLongWordIsComparedByItsBeginning() {
    let long = String(repeating: "a", count: 100_000)
    #expect(Suggestion.editDistance(long, long + "b") == 0)
  }
}
