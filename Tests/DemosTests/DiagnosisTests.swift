import Basics
import Testing

@testable import Demos

/// Which mistake a wrong number betrays, and on which numbers it shows.
@Suite struct DiagnosisTests {
  private func options(_ demo: Demo, _ words: [String]) throws -> OptionValues { try demo.parse(words) }

  private func names(_ demo: Demo, _ field: String, _ words: [String], right: JSONValue) throws -> [String] {
    demo.mistakes(showingIn: field, options: try options(demo, words), right: right).map(\.name)
  }

  @Test func aMistakeShowsOnlyWhereItsValueIsNotTheRightOne() throws {
    // ⌊(7 + 2·1 − 3) / 2⌋ + 1 = 4, and 3 without the padding.
    let padded = try names(.conv, "out", ["--in", "7", "--k", "3", "--s", "2", "--p", "1"], right: [4, 4])
    #expect(padded.contains("no-padding") == false, "padding-once and no-plus-one lead to 3 as well")
    let bare = try names(.conv, "out", ["--in", "7", "--k", "3", "--s", "1", "--p", "0"], right: [5, 5])
    #expect(!bare.contains("no-padding"), "there is no padding to forget")
    #expect(bare.contains("no-plus-one"))
    let wide = try names(.conv, "out", ["--in", "20", "--k", "3", "--s", "1", "--p", "3"], right: [24, 24])
    #expect(wide.contains("no-padding") && wide.contains("padding-once"))
  }

  @Test func twoMistakesWithOneValueHideEachOther() throws {
    let demo = Demo.conv
    let options = try options(demo, ["--in", "7", "--k", "3", "--s", "2", "--p", "1"])
    let three = demo.mistakes(about: "out").filter { $0.value(for: options) == [3, 3] }
    #expect(three.count > 1)
    let shown = demo.mistakes(showingIn: "out", options: options, right: [4, 4]).map(\.name)
    for rule in three { #expect(!shown.contains(rule.name)) }
  }

  @Test func aValueOfTwoMistakesIsEitherAndOfThreeIsNeither() throws {
    func diagnosis(_ words: [String], typed: JSONValue, right: JSONValue) throws -> Diagnosis? {
      Demo.conv.diagnose(field: "out", options: try options(.conv, words), right: right) { $0 == typed }
    }
    // ⌊(31 + 2·2 − 7) / 2⌋ + 1 = 15: 14 without the + 1, and with the padding counted once.
    let two = try diagnosis(
      ["--in", "31", "--k", "7", "--s", "2", "--p", "2"], typed: [14, 14], right: [15, 15])
    #expect(
      two?.mistake.english
        == "either the padding is counted on one side only or the + 1 at the end is forgotten")
    #expect(two?.mistake.chinese == "只算了一侧的填充或者忘了最后的 +1")
    #expect(two?.name == nil)
    let one = try diagnosis(["--in", "20", "--k", "3", "--p", "3"], typed: [18, 18], right: [24, 24])
    #expect(one?.name == "no-padding")
    #expect(try diagnosis(["--in", "20", "--k", "3", "--p", "3"], typed: [99, 99], right: [24, 24]) == nil)
  }

  @Test func halfAPercentIsNoDifferenceUnlessBothAreWhole() {
    #expect(JSONValue.number(0.2).isNear(0.2005))
    #expect(!JSONValue.number(0.2).isNear(0.202))
    #expect(!JSONValue.integer(1000).isNear(1001))
    #expect(!JSONValue.number(1000).isNear(.integer(1001)))
    #expect(JSONValue.array([3, 3]).isNear(3))
    #expect(!JSONValue.array([3, 4]).isNear(3))
    #expect(JSONValue.string("same").isNear("same"))
  }

  @Test(arguments: ["layers[3].rf", "layers.conv2.rf", "layers[-1].rf"])
  func aRuleAboutRowsSpeaksOfEachRow(_ field: String) throws {
    let demo = Demo.net
    let spec = "32x32x3 | conv 3/2/1 8 | pool 2 | conv 3/1/1 8 | conv 3/1/1 8"
    let rule = try #require(demo.mistakes(about: field).first { $0.name == "strides-forgotten" })
    // 3, then + 1, + 2 and + 2 where the jumps of 2 and 4 are forgotten.
    let expected: JSONValue = field == "layers.conv2.rf" ? 6 : 8
    #expect(rule.value(for: try options(demo, [spec])) == expected)
    #expect(rule.field == field)
  }

  @Test func aRuleAboutRowsLeavesOtherFieldsAlone() {
    for field in ["layers", "layers.rf", "layers[3].size", "layers[3][0].rf", "total.rf", "layers.a.b.rf"] {
      #expect(Demo.net.mistakes(about: field).isEmpty, "\(field)")
    }
  }

  @Test func aRowThatIsNotThereCannotBeGotWrong() throws {
    let options = try options(.net, ["--name", "lenet5"])
    for rule in Demo.net.mistakes(about: "layers[99].rf") + Demo.net.mistakes(about: "layers.conv9.macs") {
      #expect(rule.value(for: options) == nil)
    }
  }

  @Test func everyMistakeIsSaidInBothLanguages() {
    for demo in Catalogue.demos {
      for rule in demo.wrongRules {
        #expect(!rule.mistake.english.isEmpty && !rule.mistake.chinese.isEmpty)
        #expect(rule.mistake.english != rule.mistake.chinese, "\(demo.name) \(rule.field) \(rule.name)")
      }
      let keys = demo.wrongRules.map { "\($0.field) \($0.name)" }
      #expect(Set(keys).count == keys.count, "\(demo.name) names a mistake twice")
    }
  }
}
