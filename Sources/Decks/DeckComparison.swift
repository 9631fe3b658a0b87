import Basics

/// Compares two languages of one topic: everything but the words must be the same.
public enum DeckComparison {
  /// Diagnostics stand at the second deck, or at the first where the second lacks something.
  public static func diagnostics(_ first: Deck, _ second: Deck) -> [DeckDiagnostic] {
    var found: [DeckDiagnostic] = []
    let secondCards = Dictionary(second.cards.map { ($0.id, $0) }) { first, _ in first }
    let firstIDs = Set(first.cards.map(\.id))
    for card in first.cards where secondCards[card.id] == nil {
      found.append(
        DeckDiagnostic(.translationMissing, at: card.location, subject: card.id.rawValue, other: second.file))
    }
    for card in second.cards where !firstIDs.contains(card.id) {
      found.append(
        DeckDiagnostic(.translationMissing, at: card.location, subject: card.id.rawValue, other: first.file))
    }
    let common = first.cards.filter { secondCards[$0.id] != nil }
    let order = second.cards.filter { firstIDs.contains($0.id) }
    if let (_, misplaced) = zip(common, order).first(where: { $0.id != $1.id }) {
      found.append(
        DeckDiagnostic(.translationOrder, at: misplaced.location, subject: misplaced.id.rawValue))
    }
    for card in common {
      guard let other = secondCards[card.id] else { continue }
      var comparison = CardComparison(first: card, second: other)
      comparison.run()
      found += comparison.found
    }
    return found
  }
}

private struct CardComparison {
  let first: Card
  let second: Card
  var found: [DeckDiagnostic] = []

  init(first: Card, second: Card) {
    self.first = first
    self.second = second
  }

  private mutating func report(
    _ code: DeckDiagnostic.Code, _ location: SourceLocation, _ subject: String, _ other: String = ""
  ) {
    found.append(DeckDiagnostic(code, at: location, subject: subject, other: other))
  }

  /// Compares two texts that must be equal; the second is the subject.
  private mutating func expect(
    _ code: DeckDiagnostic.Code, _ location: SourceLocation, _ first: String, _ second: String
  ) {
    if first != second { report(code, location, second, first) }
  }

  mutating func run() {
    func list(_ name: String, _ values: [String]) -> String { "\(name): \(values.joined(separator: ", "))" }
    func fields(_ card: Card) -> [String] {
      [
        "level: \(card.level)", list("tags", card.tags), list("source", card.sources),
        list("see", card.see.map(\.rawValue)), list("after", card.after.map(\.rawValue)),
      ]
    }
    for (one, other) in zip(fields(first), fields(second)) {
      expect(.translationMetadata, second.location, one, other)
    }
    func kinds(_ card: Card) -> String { card.exercises.map(\.kind.rawValue).joined(separator: ", ") }
    expect(.translationExercises, second.location, kinds(first), kinds(second))
    if kinds(first) == kinds(second) {
      for (one, other) in zip(first.exercises, second.exercises) { compare(one, other) }
    }
    compareCalls()
    compareClaims()
    compareNumbers()
  }

  private mutating func compare(_ one: Exercise, _ other: Exercise) {
    switch (one, other) {
    case (.choice(let one), .choice(let other)):
      func places(_ choice: Choice) -> String {
        let places = choice.rightIndices.map { String($0 + 1) }.joined(separator: ", ")
        return "\(places) / \(choice.options.count)"
      }
      expect(.translationChoice, other.location, places(one), places(other))
    case (.cloze(let one), .cloze(let other)):
      expect(.translationCloze, other.location, String(one.hidden.count), String(other.hidden.count))
    case (.drill(let one), .drill(let other)):
      compare(one, other)
    case (.order(let one), .order(let other)):
      expect(.translationSteps, other.location, String(one.items.count), String(other.items.count))
    default:
      return
    }
  }

  private mutating func compare(_ one: Drill, _ other: Drill) {
    func domains(_ drill: Drill) -> String {
      drill.domains.map { "\($0.name): \(DeckDump.describe($0.values))" }.joined(separator: "; ")
    }
    expect(.translationDrill, other.location, domains(one), domains(other))
    expect(
      .translationDrill, other.location, "where: \(one.constraint?.description ?? "")",
      "where: \(other.constraint?.description ?? "")")
    expect(
      .translationDrill, other.location, "\(one.call.text) → \(one.field)",
      "\(other.call.text) → \(other.field)")
    func names(_ drill: Drill) -> Set<String> { Set(Template.names(in: drill.question)) }
    let onlyOne = names(one).symmetricDifference(names(other)).sorted().joined(separator: ", ")
    expect(.translationDrill, other.location, "", onlyOne)
  }

  private mutating func compareCalls() {
    let (one, other) = (first.demoCalls, second.demoCalls)
    for index in 0..<max(one.count, other.count) {
      let left = index < one.count ? one[index] : nil
      let right = index < other.count ? other[index] : nil
      guard left?.text != right?.text else { continue }
      report(
        .translationCalls, right?.location ?? left?.location ?? second.location, right?.text ?? "",
        left?.text ?? "")
      return
    }
  }

  private mutating func compareClaims() {
    func text(_ claim: Claim) -> String {
      "\(claim.call.text) → \(claim.path) = \(DeckDump.describe(claim.expected))"
    }
    let (one, other) = (first.claims.map(text), second.claims.map(text))
    for index in 0..<max(one.count, other.count) {
      let left = index < one.count ? one[index] : ""
      let right = index < other.count ? other[index] : ""
      guard left != right else { continue }
      let place = index < other.count ? second.claims[index].location : first.claims[index].location
      report(.translationClaims, place, right, left)
      return
    }
  }

  /// Numbers inside formulas: each that one face has, the other must have somewhere.
  private mutating func compareNumbers() {
    func missing(_ card: Card, from other: Card) -> String {
      let known = CardNumbers.all(of: other)
      return CardNumbers.inMaths(of: card).filter { !known.contains($0) }.sorted().joined(separator: ", ")
    }
    let extra = missing(second, from: first)
    if !extra.isEmpty { report(.translationNumbers, second.location, extra) }
    let lacking = missing(first, from: second)
    if !lacking.isEmpty { report(.translationNumbers, first.location, lacking) }
  }
}

/// The decimal numbers that a card's texts show.
private enum CardNumbers {
  static func inMaths(of card: Card) -> Set<String> {
    var numbers: Set<String> = []
    for text in texts(of: card) {
      for span in InlineMarkdown.spans(of: text) where span.kind == .maths {
        collect(span.text, into: &numbers)
      }
    }
    return numbers
  }

  static func all(of card: Card) -> Set<String> {
    var numbers: Set<String> = []
    for text in texts(of: card) { collect(text, into: &numbers) }
    return numbers
  }

  private static func collect(_ text: String, into numbers: inout Set<String>) {
    for part in text.utf8.split(whereSeparator: { !$0.isDigit && $0 != UInt8(ascii: ".") }) {
      var number = Substring(part)
      while number.hasSuffix(".") { number = number.dropLast() }
      if !number.isEmpty { numbers.insert(String(number)) }
    }
  }

  private static func texts(of card: Card) -> [String] {
    var texts = [card.question, card.answer]
    for exercise in card.exercises {
      switch exercise {
      case .choice(let choice):
        texts.append(choice.question)
        for option in choice.options { texts += [option.text, option.reason ?? ""] }
      case .cloze(let cloze):
        for piece in cloze.pieces {
          switch piece {
          case .text(let text): texts.append(text)
          case .gap(let hidden, let hint): texts += [hidden, hint ?? ""]
          }
        }
      case .drill(let drill): texts.append(drill.question)
      case .order(let order): texts += [order.question] + order.items
      case .demo(let demo): texts.append(demo.text)
      }
    }
    return texts
  }
}
