import Basics
import TerminalUI
import Testing

@testable import Demos

/// What every demo of the catalogue must do, whatever it shows.
@Suite struct CatalogueTests {
  @Test func namesAreUniqueAndKebabCase() {
    let names = Catalogue.demos.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(CardID(written: name) != nil, "\(name)") }
  }

  @Test(arguments: Catalogue.demos.map(\.name))
  func aDemoRunsWithoutOptionsInBothLanguages(_ name: String) throws {
    for language in Language.allCases {
      let result = try run(name, language: language)
      #expect(!result.fields.isEmpty)
      try expectFits(result, "\(name) \(language)")
    }
  }

  @Test(arguments: Catalogue.demos.map(\.name))
  func everyOptionWorksAtBothEndsOfItsRangeOrSaysWhyNot(_ name: String) throws {
    let demo = try #require(Catalogue.demo(named: name))
    for option in demo.options {
      for typed in option.ends {
        let words = typed.map { ["--\(option.name)", $0] } ?? ["--\(option.name)"]
        let options = try demo.parse(words)
        do {
          let result = try demo.run(options, seed: 1, language: .english)
          try expectFits(result, "\(name) \(words)")
        } catch let failure as DemoFailure {
          for language in Language.allCases {
            #expect(!failure.reason[language].isEmpty && !failure.advice[language].isEmpty)
          }
        }
      }
    }
  }

  @Test(arguments: Catalogue.demos.map(\.name))
  func everyOptionRefusesWhatIsFarOutsideItsRange(_ name: String) throws {
    let demo = try #require(Catalogue.demo(named: name))
    for option in demo.options {
      for typed in option.absurdities {
        #expect(throws: OptionError.self, "\(name) --\(option.name) \(typed)") {
          try demo.parse(["--\(option.name)", typed])
        }
      }
    }
  }

  @Test(arguments: Catalogue.demos.map(\.name))
  func theExamplesRunAndTheDeclaredFieldsAreThere(_ name: String) throws {
    let demo = try #require(Catalogue.demo(named: name))
    #expect(!demo.examples.isEmpty && !demo.fields.isEmpty)
    for example in demo.examples {
      #expect(example.hasPrefix(name), "\(example)")
      _ = try run(example)
    }
    for language in Language.allCases {
      #expect(!demo.purpose[language].isEmpty)
      for option in demo.options { #expect(!option.meaning[language].isEmpty, "--\(option.name)") }
    }
  }

  /// `one output reads 3·3·1 = 9`, never `= 16`: a product behind words is what stands right of the equals sign.
  @Test(arguments: Catalogue.demos.map(\.name))
  func aProductBehindWordsEqualsItsValue(_ name: String) throws {
    let demo = try #require(Catalogue.demo(named: name))
    for call in demo.examples + (name == "fc-as-conv" ? ["fc-as-conv --compare --in 4 --cin 1 --out 2"] : [])
    {
      for language in Language.allCases {
        for step in try run(call, language: language).steps {
          let words = step.substituted.split(separator: " ")
          guard words.count > 1, let product = words.last, let before = words[words.count - 2].last,
            before.isLetter || ":：".contains(before)
          else { continue }
          let factors = product.split(separator: "·").map { Int($0) }
          let number = step.value.prefix { $0.isNumber || $0 == "," }.filter { $0 != "," }
          guard factors.count > 1, !factors.contains(nil), let value = Int(number) else { continue }
          #expect(
            factors.compactMap { $0 }.reduce(1, *) == value, "\(call): \(step.substituted) = \(step.value)")
        }
      }
    }
  }

  @Test(arguments: Catalogue.demos.map(\.name))
  func theSameSeedGivesTheSameResult(_ name: String) throws {
    let first = try run(name, seed: 7)
    let second = try run(name, seed: 7)
    #expect(first.json == second.json)
  }

  /// Every frame at 80, 60 and 40 columns, and nothing wider.
  private func expectFits(_ result: DemoResult, _ what: String) throws {
    let capabilities = Capabilities.plain
    for width in [80, 60, 40] {
      let picked = [0, result.frames.count / 2, result.frames.count - 1]
      for drawing in picked.map({ result.frames[$0] }) + [result.details] {
        let lines = drawing.lines(width: width, capabilities: capabilities)
        for line in lines where line.columns() > width {
          Issue.record("\(what): \(line.columns()) columns in \(width): \(line.plainText)")
        }
      }
    }
  }
}

extension DemoOption {
  /// Values at the ends of the range, as typed; nil stands for the bare flag.
  var ends: [String?] {
    switch kind {
    case .flag: [nil]
    case .integer(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
    case .number(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
    case .size(let range): ["\(range.lowerBound)", "\(range.upperBound),\(range.lowerBound)"]
    case .integers(let range, let count):
      [range.lowerBound, range.upperBound].flatMap { value in
        Set([count.lowerBound, min(count.upperBound, 64)]).map { count in
          Array(repeating: "\(value)", count: count).joined(separator: ",")
        }
      }
    case .numbers(let range, let count):
      [range.lowerBound, range.upperBound].map { value in
        Array(repeating: "\(value)", count: count.upperBound).joined(separator: ",")
      }
    case .matrix(let range, let side):
      [range.lowerBound, range.upperBound].map { value in
        let row = Array(repeating: "\(value)", count: side.lowerBound).joined(separator: ",")
        return Array(repeating: row, count: side.lowerBound).joined(separator: ";")
      }
    case .word(let words): words.map { $0 }
    case .words(let words): [words[0], words.joined(separator: ",")]
    case .text: []
    }
  }

  var absurdities: [String] {
    switch kind {
    case .flag: []
    case .text(let limit): [String(repeating: "x", count: limit + 1)]
    case .word, .words: ["no-such-word", ""]
    case .integer, .size, .integers:
      ["1000000000000", "-1000000000000", "x", "", "1e9", "99999999999999999999"]
    case .number, .numbers, .matrix: ["1e300", "-1e300", "nan", "inf", "x", ""]
    }
  }
}
