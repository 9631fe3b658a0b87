import Basics
import Scheduling
import Storage

/// Reads a collection of schema 11; every table is checked to be a plain one before it is asked, and rows are counted.
struct AnkiCollectionReader {
  private(set) var package = AnkiPackage()
  private let database: MemoryDatabase
  /// More rows than this cannot lie in the file: its pages point to each other in circles.
  private let mostRows: Int
  private let offsetMinutes: Int
  private var decks: [Int: String] = [:]
  private var types: [Int: NoteType] = [:]
  private var notes: [Int: Note] = [:]
  /// By Anki's ids.
  private var cards: [Int: CardID] = [:]
  /// A text holds at most this many bytes, all cards together a hundred times as many as the file.
  private var textLeft: Int

  private struct NoteType {
    var fields: [String] = []
    var templates: [(question: String, answer: String)] = []
    var isCloze = false
  }

  private struct Note {
    var guid: String
    var type: Int
    var tags: [String]
    var fields: [String]
  }

  init(_ database: MemoryDatabase, mostRows: Int, offsetMinutes: Int) {
    self.database = database
    self.mostRows = mostRows
    self.offsetMinutes = offsetMinutes
    textLeft = max(mostRows, 1 << 16) * 800
  }

  mutating func read() throws(AnkiPackageError) {
    try readCollection()
    try readNotes()
    try readCards()
    try readReviews()
  }

  private func forEachRow(
    of table: String, _ columns: String, _ body: (DatabaseRow) -> Void
  ) throws(AnkiPackageError) {
    var rows = 0
    var hasTooMany = false
    let isPlain = try AnkiPackage.database { () throws(SQLiteError) in
      guard try database.isPlainTable(table) else { return false }
      try database.forEachRow("SELECT \(columns) FROM \(table)") { row throws(SQLiteError) in
        rows += 1
        hasTooMany = rows > mostRows
        if !hasTooMany { body(row) }
        return !hasTooMany
      }
      return true
    }
    guard isPlain, !hasTooMany else { throw .badTable(table) }
  }

  private mutating func readCollection() throws(AnkiPackageError) {
    var texts: (version: Int, models: String, decks: String)?
    try forEachRow(of: "col", "ver, models, decks") { texts = ($0.integer(0), $0.text(1), $0.text(2)) }
    guard let texts else { throw .noCollection }
    guard texts.version == 11 else { throw .unknownSchema(texts.version) }
    do throws(JSONError) {
      if case .object(let members) = try JSONReader.value(of: Array(texts.decks.utf8)) {
        for member in members {
          if let id = Int(member.name), case .string(let name)? = member.value["name"] { decks[id] = name }
        }
      }
      if case .object(let members) = try JSONReader.value(of: Array(texts.models.utf8)) {
        for member in members {
          if let id = Int(member.name) { types[id] = Self.noteType(member.value) }
        }
      }
    } catch {
      throw .json(error)
    }
  }

  private static func noteType(_ value: JSONValue) -> NoteType {
    var type = NoteType()
    if case .integer(1)? = value["type"] { type.isCloze = true }
    func text(_ value: JSONValue, _ name: String) -> String {
      if case .string(let text)? = value[name] { text } else { "" }
    }
    if case .array(let fields)? = value["flds"] { type.fields = fields.map { text($0, "name") } }
    if case .array(let templates)? = value["tmpls"] {
      type.templates = templates.map { (text($0, "qfmt"), text($0, "afmt")) }
    }
    return type
  }

  private mutating func readNotes() throws(AnkiPackageError) {
    var notes: [Int: Note] = [:]
    try forEachRow(of: "notes", "id, guid, mid, tags, flds") { row in
      notes[row.integer(0)] = Note(
        guid: row.text(1), type: row.integer(2),
        tags: row.text(3).split(whereSeparator: \.isWhitespace).map(String.init),
        fields: row.text(4).split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init))
    }
    self.notes = notes
  }

  private mutating func readCards() throws(AnkiPackageError) {
    var rows: [(id: Int, note: Int, deck: Int, ordinal: Int, queue: Int, flags: Int)] = []
    try forEachRow(of: "cards", "id, nid, CASE odid WHEN 0 THEN did ELSE odid END, ord, queue, flags") {
      row in
      rows.append(
        (row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)))
    }
    var seen: Set<CardID> = []
    for row in rows.sorted(by: { $0.id < $1.id }) {
      guard let note = notes[row.note], let type = types[note.type] else { continue }
      let isOurs = note.guid.hasPrefix(AnkiSchema.guidPrefix) && row.ordinal == 0
      let id =
        isOurs
        ? CardID(rawValue: String(note.guid.dropFirst(AnkiSchema.guidPrefix.count)))
        : Self.id(guid: note.guid, ordinal: row.ordinal)
      guard !id.rawValue.isEmpty, id.rawValue.utf8.count <= 256, seen.insert(id).inserted else { continue }
      cards[row.id] = id
      guard let (question, answer) = texts(of: note, type, ordinal: row.ordinal) else {
        package.emptyCards += 1
        continue
      }
      package.cards.append(
        AnkiPackage.ImportedCard(
          id: id, deck: decks[row.deck] ?? "Default", question: question, answer: answer, tags: note.tags,
          isSuspended: row.queue == -1, flag: row.flags & 7, isOurs: isOurs))
    }
  }

  /// 16 hexadecimal digits of the note's GUID; a note's further cards have their number after them.
  private static func id(guid: String, ordinal: Int) -> CardID {
    let digits = String(ContentHash.of(guid.utf8.span), radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    return CardID(rawValue: "anki-\(padded)" + (ordinal > 0 ? "-\(ordinal + 1)" : ""))
  }

  private mutating func texts(of note: Note, _ type: NoteType, ordinal: Int) -> (String, String)? {
    var fields: [String: String] = [:]
    for (name, value) in zip(type.fields, note.fields) where fields[name] == nil { fields[name] = value }
    guard textLeft > 0, ordinal >= 0,
      let template = type.isCloze
        ? type.templates.first
        : ordinal < type.templates.count ? type.templates[ordinal] : nil
    else { return nil }
    let sides = AnkiTemplate(fields: fields, number: ordinal + 1).sides(
      question: template.question, answer: template.answer)
    textLeft -= sides.question.utf8.count + sides.answer.utf8.count
    let question = HTMLMarkdown(sides.question)
    let answer = HTMLMarkdown(sides.answer)
    package.media += question.media + answer.media
    guard !question.markdown.isEmpty, !answer.markdown.isEmpty else { return nil }
    return (question.markdown, answer.markdown)
  }

  private mutating func readReviews() throws(AnkiPackageError) {
    var rows: [(id: Int, card: Int, ease: Int, factor: Int, time: Int, type: Int)] = []
    try forEachRow(of: "revlog", "id, cid, ease, factor, time, type") { row in
      rows.append(
        (row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)))
    }
    for row in rows.sorted(by: { $0.id < $1.id }) {
      // Milliseconds of the years 2001 to 2286; anything else is no time of an answer.
      guard let card = cards[row.card], let rating = Rating(rawValue: row.ease),
        (1_000_000_000_000..<10_000_000_000_000).contains(row.id), let kind = Self.kind(row.type, row.factor)
      else {
        package.otherRows += 1
        continue
      }
      let time = Timestamp(milliseconds: Int64(row.id))
      package.reviews.append(
        ReviewEntry(
          id: ReviewID(derivedFrom: "anki \(row.id) \(card.rawValue)", at: time), card: card,
          log: ReviewLog(rating: rating, time: time, offsetMinutes: offsetMinutes, kind: kind),
          details: ReviewDetails(
            day: Day(time, offsetMinutes: offsetMinutes, rolloverHour: Scheduler.rolloverHour),
            durationMilliseconds: min(max(row.time, 0), 86_400_000), model: "anki", parametersVersion: 0)))
    }
  }

  /// Nil for rows that are no answers. A filtered deck that does not reschedule leaves no factor.
  private static func kind(_ type: Int, _ factor: Int) -> ReviewKind? {
    switch type {
    case 0: .learn
    case 1: .review
    case 2: .relearn
    case 3: factor == 0 ? .cram : .review
    default: nil
    }
  }
}
