import Basics
import Decks
import Scheduling
import Storage

extension ImportPlan {
  mutating func add(_ new: [LogEntry], _ context: ImportContext) {
    var seen: Set<ReviewID> = []
    var known = 0
    var repeated = 0
    for entry in new {
      if context.entries.contains(entry.id) {
        known += 1
      } else if !seen.insert(entry.id).inserted {
        repeated += 1
      } else {
        entries.append(entry)
      }
    }
    skip(.known, count: known)
    skip(.repeated, count: repeated)
  }

  /// A setting that is here stays as it is.
  mutating func add(_ new: [StudyArchive.Setting], _ context: ImportContext) {
    for setting in new {
      switch context.settings[setting.key] {
      case nil: settings.append(setting)
      case setting.value: skip(.known)
      default: skip(.settingDiffers(key: setting.key))
      }
    }
  }

  mutating func add(_ table: CSVImport, _ name: String, _ context: ImportContext) {
    for problem in table.problems { skip(.row(problem)) }
    add(table.entries, context)
    guard !table.pairs.isEmpty else { return }
    let cards = table.pairs.map {
      DeckMarkdown.NewCard(question: $0.question, answer: $0.answer, tags: $0.tags)
    }
    addDeck(stem: Self.stem(of: name), title: Self.stem(of: name), cards, context)
  }

  mutating func add(_ package: AnkiPackage, _ context: ImportContext) {
    skip(.media, count: package.media)
    skip(.noAnswer, count: package.otherRows)
    skip(.emptyCard, count: package.emptyCards)
    let new = package.reviews.filter { !context.knows($0) }
    skip(.known, count: package.reviews.count - new.count)
    add(new.map { .review($0) }, context)
    var decks: [String: [DeckMarkdown.NewCard]] = [:]
    for card in package.cards {
      addMarks(of: card, context)
      guard !context.cards.contains(card.id) else {
        skip(.known)
        continue
      }
      // What a deck may not write as an id is known by its question again.
      let id = CardID(written: card.id.rawValue)
      decks[card.deck, default: []].append(
        DeckMarkdown.NewCard(id: id, question: card.question, answer: card.answer, tags: card.tags))
    }
    for (deck, cards) in decks.sorted(by: { $0.key < $1.key }) {
      addDeck(
        stem: "anki-" + Self.stem(of: deck), title: deck.split(separator: ":").joined(separator: " / "),
        cards, context)
    }
  }

  /// What was said in Anki holds where nothing was said here.
  private mutating func addMarks(of card: AnkiPackage.ImportedCard, _ context: ImportContext) {
    let mark = context.marks[card.id] ?? .none
    func entry(_ change: MarkEntry.Change, _ words: String) -> LogEntry {
      // An old time: every mark made here is younger.
      let time = Timestamp(milliseconds: 1_000_000_000_000)
      return .mark(
        MarkEntry(
          id: ReviewID(derivedFrom: "anki \(words) \(card.id)", at: time), card: card.id, change: change))
    }
    if card.isSuspended, !mark.isSuspended { add([entry(.suspended(true), "suspended")], context) }
    if card.flag > 0, mark.flag == 0 { add([entry(.flag(card.flag), "flag \(card.flag)")], context) }
  }

  /// A deck of this program is taken as it is; notes of other tools are written as one.
  mutating func addMarkdown(_ bytes: [UInt8], _ name: String, _ context: ImportContext) {
    let parsed = DeckParser.parse(bytes.span, file: name, options: .user)
    for diagnostic in parsed.diagnostics where diagnostic.severity == .error { skip(.diagnostic(diagnostic)) }
    let text = String(decoding: bytes, as: UTF8.self)
    for (card, note) in DeckMarkdown.notes(text, parsed.deck.cards).sorted(by: { $0.key < $1.key }) {
      let here = context.marks[card]?.note
      if here == note {
        skip(.known)
      } else if here != nil {
        skip(.noteDiffers(card))
      } else {
        let id = ReviewID(derivedFrom: "note \(card) \(note)", at: Timestamp(milliseconds: 1_000_000_000_000))
        add([.mark(MarkEntry(id: id, card: card, change: .note(note)))], context)
      }
    }
    let new = parsed.deck.cards.filter { !context.cards.contains($0.id) }
    skip(.known, count: parsed.deck.cards.count - new.count)
    guard !new.isEmpty else { return }
    if new.count == parsed.deck.cards.count {
      addFile(stem: Self.stem(of: name), bytes, cards: new.count, context)
      return
    }
    // Only the cards that are not here: their text as it stands, under the file's own title.
    var content: [UInt8] = []
    content.append("---\ntopic: \(parsed.deck.topic)\ntitle: \(parsed.deck.title)\n---\n\n")
    for card in new where card.byteRange.upperBound <= bytes.count {
      content += bytes[card.byteRange]
      content.append("\n\n")
    }
    addFile(stem: Self.stem(of: name), content, cards: new.count, context)
  }

  private mutating func addDeck(
    stem: String, title: String, _ cards: [DeckMarkdown.NewCard], _ context: ImportContext
  ) {
    var seen: Set<CardID> = []
    var new: [DeckMarkdown.NewCard] = []
    for card in cards {
      let question = card.question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let id = card.id ?? CardIdentity.id(ofQuestion: question)
      if context.cards.contains(id) {
        skip(.known)
      } else if seen.insert(id).inserted {
        new.append(card)
      } else {
        skip(.repeated)
      }
    }
    guard !new.isEmpty else { return }
    addFile(stem: stem, DeckMarkdown.deck(topic: stem, title: title, cards: new), cards: new.count, context)
  }

  /// Takes the first name that is free: a file that is here is never written over.
  private mutating func addFile(stem: String, _ content: [UInt8], cards: Int, _ context: ImportContext) {
    var name = stem + ".md"
    var number = 1
    while true {
      if context.files[name] == content { return skip(.known, count: cards) }
      if context.files[name] == nil, !files.contains(where: { $0.name == name }) { break }
      number += 1
      name = "\(stem)-\(number).md"
    }
    files.append(DeckFile(name: name, content: content, cards: cards))
  }

  /// Small letters, digits and dashes: a file name on every system, and no path.
  static func stem(of name: String) -> String {
    var last = name.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? name
    if let dot = last.lastIndex(of: "."), dot > last.startIndex { last = String(last[..<dot]) }
    var stem = ""
    for character in last.lowercased() {
      if character.isLetter || character.isNumber {
        stem.append(character)
      } else if stem.last != "-" {
        stem += "-"
      }
    }
    let words = stem.split(separator: "-").joined(separator: "-")
    var short = ""
    for character in words where short.utf8.count + String(character).utf8.count <= 100 {
      short.append(character)
    }
    return short.isEmpty ? "imported" : short
  }
}
