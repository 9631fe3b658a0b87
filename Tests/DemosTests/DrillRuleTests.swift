import Basics
import BuiltInDecks
import Decks
import Testing

@testable import Demos

/// The drills of the built-in decks against the mistakes that the demos know.
@Suite struct DrillRuleTests {
  static let drills: [(card: String, drill: Drill)] = BuiltInDecks.files.filter { $0.language == .english }
    .flatMap { file in
      DeckParser.parse(file.text, file: file.path, options: .builtIn).deck.cards.flatMap { card in
        card.exercises.compactMap { exercise in
          if case .drill(let drill) = exercise { ("\(file.topic): \(card.id)", drill) } else { nil }
        }
      }
    }

  @Test func everyFieldThatADrillAsksHasAKnownMistakeThatShows() throws {
    for (card, drill) in Self.drills {
      var generator = SplitMix64(seed: 5)
      var shown: Set<String> = []
      var known: Set<String> = []
      for _ in 0..<12 {
        let drawn = try drill.draw(using: &generator)
        let demo = try #require(Catalogue.demo(named: drawn.call.name))
        let options = try demo.parse(drawn.call.arguments)
        guard let result = try? demo.run(options, seed: 1, language: .english) else { continue }
        let right = try drawn.field.value(in: result.json)
        let field = "\(drawn.field)"
        known.formUnion(demo.mistakes(about: field).map(\.name))
        shown.formUnion(demo.mistakes(showingIn: field, options: options, right: right).map(\.name))
      }
      #expect(!known.isEmpty, "\(card) at \(drill.location.line): \(drill.call.text) → \(drill.field)")
      #expect(!shown.isEmpty, "\(card) at \(drill.location.line): none of \(known.sorted()) ever shows")
    }
  }

  @Test func theWorkingOfADrillBeginsWithTheFieldItAsks() throws {
    for (card, drill) in Self.drills {
      var generator = SplitMix64(seed: 5)
      let drawn = try drill.draw(using: &generator)
      let demo = try #require(Catalogue.demo(named: drawn.call.name))
      let result = try demo.run(try demo.parse(drawn.call.arguments), seed: 1, language: .english)
      let names = Set(result.fields.map(\.name))
      for step in result.steps {
        #expect(
          step.fields.isEmpty || !names.isDisjoint(with: step.fields),
          "\(drawn.call.text) has no field \(step.fields)")
      }
      guard result.steps.count > 1 else { continue }
      let asked = String("\(drawn.field)".prefix { $0 != "." && $0 != "[" })
      let shown = result.steps.first { $0.fields.isEmpty || $0.fields.contains(asked) }
      #expect(
        shown.map { $0.fields.contains(asked) } ?? true,
        "\(card): \(drawn.call.text) → \(drawn.field): \(shown?.formula ?? "") \(shown?.substituted ?? "")")
    }
  }

  @Test func aReLUOfANeuronIsWrittenInItsOwnArgument() throws {
    let result = try run("neuron --act relu")
    #expect(result.steps[1].formula == "a = g(z),  g(z) = max(0, z)")
  }
}
