import Basics
import Demos
import Testing

@testable import StudyApp

/// What the arrow keys make of a value.
@Suite struct OptionStepTests {
  private func step(
    _ value: OptionValue?, _ direction: OptionStep.Direction, _ kind: DemoOption.Kind,
    default standard: String? = nil, isLarge: Bool = false
  ) -> String? {
    OptionStep.neighbour(
      of: value, direction, isLarge: isLarge, in: DemoOption("x", kind, default: standard, "", ""))
  }

  @Test func wholeNumbersMoveByOneOrTenAndStopAtTheRange() {
    #expect(step(.integer(3), .up, .integer(1...5)) == "4")
    #expect(step(.integer(3), .up, .integer(1...5), isLarge: true) == "5")
    #expect(step(.integer(5), .up, .integer(1...5)) == nil)
    #expect(step(nil, .up, .integer(2...5)) == "2")
  }

  @Test func sizesMoveOnBothAxes() {
    #expect(step(.size(7, 7), .down, .size(1...9)) == "6")
    #expect(step(.size(7, 5), .up, .size(1...9)) == "8,6")
  }

  @Test func numbersMoveByTheirLeadingDigit() {
    let range = 0.0...10.0
    #expect(step(.number(0.09), .up, .number(range), default: "0.1") == "0.1")
    #expect(step(.number(0.1), .up, .number(range), default: "0.1") == "0.2")
    #expect(step(.number(0.1), .down, .number(range), default: "0.1") == "0.09")
    #expect(step(.number(9.9), .up, .number(range), default: "1") == "10")
    #expect(step(.number(-2), .down, .number(-5...5), default: "1") == "-3")
    #expect(step(.number(0.3), .up, .number(range), default: "0.1", isLarge: true) == "3")
  }

  @Test func everyNumberReachesZeroAndLeavesIt() {
    var text = "1"
    for _ in 0..<60 where text != "0" {
      text = step(.number(Double(text) ?? .nan), .down, .number(0...10), default: "0.1") ?? "stuck"
    }
    #expect(text == "0")
    #expect(step(.number(0), .up, .number(0...10), default: "0.1") == "0.01")
  }

  @Test func wordsTurnRound() {
    let words = DemoOption.Kind.word(["a", "b", "c"])
    #expect(step(.word("c"), .up, words) == "a")
    #expect(step(.word("a"), .down, words) == "c")
    #expect(step(.words(["a", "b"]), .up, .words(["a", "b", "c"])) == "a")
  }

  @Test func listsAndTextsAreTyped() {
    #expect(step(.text("conv"), .up, .text(100)) == nil)
    #expect(step(.integers([1, 2]), .up, .integers(0...9, count: 1...4)) == nil)
  }

  /// Whatever the arrows reach is a value that the demo takes.
  @Test func everyStepOfEveryDemoIsInRange() throws {
    for demo in Catalogue.demos {
      let values = try demo.parse([])
      for option in demo.options {
        for direction in [OptionStep.Direction.up, .down] {
          for isLarge in [false, true] {
            guard
              let text = OptionStep.neighbour(
                of: values.value(option.name), direction, isLarge: isLarge, in: option)
            else { continue }
            #expect(throws: Never.self, "--\(option.name) \(text) of \(demo.name)") {
              try demo.parse(["--\(option.name)", text])
            }
          }
        }
      }
    }
  }
}
