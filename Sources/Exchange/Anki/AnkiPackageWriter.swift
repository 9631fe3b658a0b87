public import Basics
public import Decks
public import Scheduling
public import Storage

/// What becomes a package, besides what the learner has done.
public struct AnkiContent {
  public struct Topic {
    /// What the deck is called in Anki; `::` parts levels.
    public var name: String
    public var cards: [Card]

    public init(name: String, cards: [Card]) {
      self.name = name
      self.cards = cards
    }
  }

  public var topics: [Topic]
  public var scheduler: Scheduler
  public var now: Timestamp
  public var offsetMinutes: Int

  public init(topics: [Topic], scheduler: Scheduler, now: Timestamp, offsetMinutes: Int) {
    self.topics = topics
    self.scheduler = scheduler
    self.now = now
    self.offsetMinutes = offsetMinutes
  }
}

/// Writes an `.apkg` that Anki 2.1 and later import: schema 11, one note and one card for each card here.
///
/// Question and answer are the card's text. Exercises are left out: they practise the same memory, and a
/// drill without its demo has no answer. GUIDs and ids follow from card ids, so a second import updates the first one's notes.
public enum AnkiPackageWriter {
  /// States and log are those of the store; call it within one transaction when another process may write.
  public static func package(_ content: AnkiContent, of store: ReviewStore) throws(SQLiteError) -> [UInt8] {
    // Twice two pieces of about the same work, each on a thread of its own.
    let ((notes, noteLeaves), log) = try Parallel.both(
      {
        let notes = AnkiNotes(content.topics)
        return (notes, notes.leaves(at: content.now))
      }, { () throws(SQLiteError) in try StandingLog(store) })
    let study = AnkiStudy(log, of: notes, content)
    let (reviewLeaves, begun) = try Parallel.both(
      { study.reviewLeaves() },
      { () throws(SQLiteError) in
        var collection = try CollectionFile(content, notes, firstDay: study.firstDay)
        try collection.put(noteLeaves, in: "notes")
        try collection.put(study.cardLeaves(), in: "cards")
        return collection
      })
    var collection = begun
    try collection.put(reviewLeaves, in: "revlog", isLast: true)
    var zip = ZipWriter()
    // A protobuf with the package's version in field 1: 2 is schema 11, not compressed by zstd.
    zip.add("meta", [0x08, 0x02])
    zip.add("collection.anki21", collection.parts)
    zip.add("media", Array("{}".utf8))
    return zip.finish()
  }
}

/// The database of a package, each table compressed as soon as it has its rows.
private struct CollectionFile {
  private let database: MemoryDatabase
  private var image: DatabaseImage
  private var tables: [ZipPart] = []

  init(_ content: AnkiContent, _ notes: AnkiNotes, firstDay: Day) throws(SQLiteError) {
    database = try MemoryDatabase()
    try database.execute(AnkiSchema.tables)
    let row = try database.insertion("INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')")
    let created = firstDay.start(offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    row.set(1, Int(created.milliseconds / 1000))
    row.set(2, Int(content.now.milliseconds))
    row.set(3, Int(created.milliseconds))
    row.set(4, JSONWriter.write(AnkiSchema.configuration(offsetMinutes: content.offsetMinutes)))
    row.set(5, JSONWriter.write(AnkiSchema.models))
    row.set(6, JSONWriter.write(.object(notes.decks)))
    row.set(7, JSONWriter.write(AnkiSchema.presets))
    try row.run()
    image = try DatabaseImage(database)
  }

  /// The largest table comes last, and is compressed on two threads.
  mutating func put(
    _ leaves: consuming TableLeaves, in table: String, isLast: Bool = false
  ) throws(SQLiteError) {
    let pages = TablePages(leaves, after: image.pageCount)
    image.put(pages, root: try database.rootPage(of: table))
    tables +=
      isLast
      ? ZipPart.halves(of: pages.bytes, isLast: true) : [ZipPart(pages.bytes[...], isLast: false)]
  }

  /// Of the whole file, in its order.
  var parts: [ZipPart] { [ZipPart(image.head[...], isLast: false)] + tables }
}
