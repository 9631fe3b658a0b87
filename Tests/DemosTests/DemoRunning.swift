import Basics
import Decks
import Testing

@testable import Demos

/// Runs a call such as `conv --k 3` as the program would.
func run(
  _ call: String, seed: UInt64 = 1, language: Language = .english,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws -> DemoResult {
  let words = try DemoCall(
    "study demo " + call, location: Decks.SourceLocation(file: "test", line: 1, column: 1))
  let demo = try #require(Catalogue.demo(named: words.name), sourceLocation: sourceLocation)
  return try demo.run(try demo.parse(words.arguments), seed: seed, language: language)
}

/// Whether the result's field is what is claimed, by the deck's own rules.
func expectClaim(
  _ call: String, _ path: String, _ value: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let result = try run(call, sourceLocation: sourceLocation)
  let field = try #require(FieldPath(path), sourceLocation: sourceLocation)
  let claimed = try #require(ClaimedValue(value), sourceLocation: sourceLocation)
  let computed = try field.value(in: result.json)
  #expect(
    claimed.isMet(by: computed), "\(call): \(path) is \(JSONWriter.write(computed)), not \(value)",
    sourceLocation: sourceLocation)
}
