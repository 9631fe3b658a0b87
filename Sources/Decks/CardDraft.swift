public import Basics

/// A card under way.
struct CardDraft {
  var heading = Line()
  /// nil while the answer is read; then the exercise, or an unknown section, under which lines fall.
  var section: Section?
  /// Nothing but blank lines so far.
  var isBare = true
  var hasMetadata = false
  /// The end of the last line that belongs to the card.
  var end = 0

  var id: CardID?
  var metadata = CardMetadata()
  /// One, unless unknown sections add to the answer.
  var answer: [DeckText] = []
  var hasKeyPoints = false
  var exercises: [Exercise] = []
  var claims: [Claim] = []
  /// The calls of the section under way.
  var calls: [DemoCall] = []

  struct Section {
    /// nil when the heading names no exercise.
    var kind: Exercise.Kind?
    var heading: Line
  }

  init() {}

  init(heading: Line) {
    self.heading = heading
    end = heading.text.upperBound
  }
}

extension Exercise.Kind {
  /// The `###` heading of each kind, in both languages.
  public var title: LocalizedText {
    switch self {
    case .choice: LocalizedText("Choice", "选择")
    case .cloze: LocalizedText("Cloze", "填空")
    case .drill: LocalizedText("Drill", "计算")
    case .order: LocalizedText("Order", "排序")
    case .demo: LocalizedText("Demo", "演示")
    }
  }
}

extension DeckReader {
  private static let sections: [(name: String, kind: Exercise.Kind)] = Exercise.Kind.allCases.flatMap {
    [($0.title.english, $0), ($0.title.chinese, $0)]
  }

  mutating func openSection(_ line: Line, in bytes: Span<UInt8>) {
    closeSection(bytes)
    draft.isBare = false
    let kind = DeckReader.sections.first { bytes.has($0.name, fillingExactly: line.body) }?.kind
    if kind == nil {
      let name = bytes.text(line.body)
      let known = Exercise.Kind.allCases.flatMap { [$0.title.english, $0.title.chinese] }
      report(
        .sectionUnknown, line, bytes, subject: name,
        other: known.first { $0.lowercased() == name.lowercased() }
          ?? Suggestion.nearest(to: name, among: known) ?? "")
      // The heading is part of the text that is kept.
      lines.append(line)
    }
    draft.section = CardDraft.Section(kind: kind, heading: line)
    draft.end = line.text.upperBound
  }

  /// Turns the lines since the last heading into answer or exercise.
  mutating func closeSection(_ bytes: Span<UInt8>) {
    while lines.last?.kind == .blank { lines.removeLast() }
    while lines.first?.kind == .blank { lines.removeFirst() }
    if let last = lines.last { draft.end = last.text.upperBound }
    defer {
      lines.removeAll(keepingCapacity: true)
      draft.calls.removeAll()
    }
    guard let section = draft.section, let kind = section.kind else {
      guard !lines.isEmpty else { return }
      draft.answer.append(text(of: lines[...], bytes))
      draft.hasKeyPoints = draft.hasKeyPoints || lines.contains { $0.isTopLevelItem }
      return
    }
    let exercise: Exercise? =
      switch kind {
      case .choice: readChoice(section.heading, bytes).map { .choice($0) }
      case .cloze: readCloze(section.heading, bytes).map { .cloze($0) }
      case .drill: readDrill(section.heading, bytes).map { .drill($0) }
      case .order: readOrder(section.heading, bytes).map { .order($0) }
      case .demo: readDemo(section.heading, bytes).map { .demo($0) }
      }
    if let exercise { draft.exercises.append(exercise) }
  }

  mutating func closeCard(_ bytes: Span<UInt8>) {
    let heading = draft.heading
    guard !heading.body.isEmpty else {
      report(.emptyQuestion, heading, bytes)
      return
    }
    if draft.answer.isEmpty { report(.emptyAnswer, heading, bytes) }
    if options.isStrict {
      if draft.id == nil { report(.idMissing, heading, bytes) }
      if !draft.hasKeyPoints, !draft.answer.isEmpty { report(.keyPointsMissing, heading, bytes) }
    }
    let question = DeckText(source, heading.body)
    let answer =
      draft.answer.count == 1
      ? draft.answer[0] : DeckText(draft.answer.map(\.string).joined(separator: "\n\n"))
    add(
      Card(
        id: draft.id ?? CardIdentity.id(ofQuestion: question.string),
        identity: draft.id == nil ? .hashed : .written, question: question, answer: answer,
        metadata: draft.metadata, exercises: draft.exercises, claims: draft.claims,
        location: location(at: heading.text.lowerBound, of: heading, bytes),
        byteRange: heading.start..<draft.end))
  }

  /// A card whose id stands already is left out: two cards cannot share one history.
  mutating func add(_ card: Card) {
    if let first = seen.updateValue(cards.count, forKey: card.id) {
      seen[card.id] = first
      let place = cards[first].location.description
      switch card.identity {
      case .written: report(.idDuplicate, card.location, subject: card.id.rawValue, other: place)
      case .hashed: report(.questionDuplicate, card.location, other: place)
      }
      return
    }
    cards.append(card)
  }

  mutating func reportTightHeading(_ line: Line, in bytes: Span<UInt8>) {
    guard line.indent < 4 else { return }
    var mark = line.text.lowerBound
    while mark < line.text.upperBound, bytes[mark] == UInt8(ascii: "#") { mark += 1 }
    guard (2...3).contains(mark - line.text.lowerBound) else { return }
    report(.headingWithoutSpace, line, bytes, subject: excerpt(line.text, bytes))
  }
}
