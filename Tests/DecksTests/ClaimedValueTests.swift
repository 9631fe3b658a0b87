import Basics
import Decks
import Testing

@Suite struct ClaimedValueTests {
  @Test(arguments: [
    ("0.0452", "0.045177"), ("0.0452", "0.04515"), ("0.25", "0.25"), ("4.0", "3.96"), ("4.", "4.4"),
    ("1.5e9", "1534000000"), ("-0.5", "-0.5"), ("−0.5", "-0.5"), (".5", "0.5"), ("14450688", "14450688"),
    ("3", "3.0000000000000004"), ("112x96", "[112, 96]"), ("112×96", "[112, 96]"),
    ("1 x 2 x 3", "[1, 2, 3]"), ("3", "[3, 3]"), ("3", "[[3, 3], [3, 3]]"), ("1, 2, 3", "[1, 2, 3]"),
    ("1, 2, 3", "[[1], [2], [3]]"), ("5", "[[[5]]]"), ("1,2", "[[1, 2]]"),
    ("63,81; 153,171", "[[63, 81], [153, 171]]"), ("1;2", "[1, 2]"), ("1;2", "[[1], [2]]"),
    ("[1, 2]", "[1, 2]"), ("true", "true"), ("false", "[false, false]"), ("none", "\"none\""),
    ("valid, same", "[\"valid\", \"same\"]"), ("null", "null"), ("2x", "\"2x\""),
  ]) func isMet(_ text: String, _ computed: String) throws {
    #expect(try #require(ClaimedValue(text)).isMet(by: json(computed)))
  }

  @Test(arguments: [
    ("0.0452", "0.04525001"), ("0.0452", "0.0451"), ("3", "3.001"), ("14450688", "14450689"),
    ("4.0", "3.94"), ("112x96", "[96, 112]"), ("112x96", "[112, 96, 3]"), ("3", "[3, 4]"), ("3", "[]"),
    ("1,2", "[1, 2, 3]"), ("1,2", "[[1, 2], [1, 2]]"), ("63,81; 153,171", "[[63, 81], [153, 170]]"),
    ("true", "false"), ("true", "\"true\""), ("3", "\"3\""), ("none", "\"left\""), ("null", "0"),
    ("0", "null"), ("1,2", "1"),
  ]) func isNotMet(_ text: String, _ computed: String) throws {
    #expect(try #require(ClaimedValue(text)).isMet(by: json(computed)) == false)
  }

  @Test(arguments: ["", "  ", ",", "1,", "1,,2", ";", "1;", "1,2;;3", "[]", "()"])
  func refusesWhatHoldsAnEmptyItem(_ text: String) {
    #expect(ClaimedValue(text) == nil)
  }

  @Test func whatJSONCannotWriteIsNull() {
    #expect(ClaimedValue("null")?.isMet(by: .number(.infinity)) == true)
    #expect(ClaimedValue("3")?.isMet(by: ["a": 3]) == false)
  }

  @Test func numeralsKnowTheirDigits() throws {
    #expect(try #require(Numeral("0.0450")).significantDigits == 3)
    #expect(try #require(Numeral("100")).isWhole)
    #expect(try #require(Numeral("1e2")).isWhole == false)
    #expect(try #require(Numeral("0.0452")).lastDigit == 1e-4)
    #expect(try #require(Numeral("-12.5e-3")).value == -0.0125)
    for text in ["", "-", ".", "e5", "1e", "1.2.3", "0x10", "1 2", "1e999", "inf", "nan"] {
      #expect(Numeral(text) == nil, "\(text)")
    }
  }

  @Test func numeralsReadWhatDoubleReads() {
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      let value = (generator.nextUnit() - 0.5) * [1e-12, 1e-3, 1, 1e5, 1e17][generator.nextIndex(below: 5)]
      #expect(Numeral(String(value))?.value == value, "seed \(seed): \(value)")
    }
  }
}
