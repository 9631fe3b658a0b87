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
    let notes = AnkiNotes(content.topics)
    // Twice two halves of about the same work, each on a thread of its own.
    let (noteLeaves, study) = try Parallel.both(
      { notes.leaves(at: content.now) },
      { () throws(SQLiteError) in
        try AnkiStudy(store, notes, content)
      })
    let (cardLeaves, reviewLeaves) = Parallel.both(
      { study.cardLeaves(notes, content) },
      { study.reviewLeaves() })
    let database = try MemoryDatabase()
    try database.execute(AnkiSchema.tables)
    try writeCollection(content, notes, firstDay: study.firstDay, to: database)
    var image = try DatabaseImage(database)
    try image.fill(root: database.rootPage(of: "notes"), with: noteLeaves)
    try image.fill(root: database.rootPage(of: "cards"), with: cardLeaves)
    try image.fill(root: database.rootPage(of: "revlog"), with: reviewLeaves)
    var zip = ZipWriter()
    // A protobuf with the package's version in field 1: 2 is schema 11, not compressed by zstd.
    zip.add("meta", [0x08, 0x02])
    zip.add("collection.anki21", image.bytes)
    zip.add("media", Array("{}".utf8))
    return zip.finish()
  }

  private static func writeCollection(
    _ content: AnkiContent, _ notes: AnkiNotes, firstDay: Day, to database: MemoryDatabase
  ) throws(SQLiteError) {
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
  }
}
