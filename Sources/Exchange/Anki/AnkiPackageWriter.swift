public import Basics
public import Decks
public import Scheduling
public import Storage

/// What becomes a package.
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
  public var records: [CardRecord]
  public var reviews: [StandingReview]
  public var scheduler: Scheduler
  public var now: Timestamp
  public var offsetMinutes: Int

  public init(
    topics: [Topic], records: [CardRecord], reviews: [StandingReview], scheduler: Scheduler, now: Timestamp,
    offsetMinutes: Int
  ) {
    self.topics = topics
    self.records = records
    self.reviews = reviews
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
  public static func package(_ content: AnkiContent) throws(SQLiteError) -> [UInt8] {
    let database = try MemoryDatabase()
    try database.execute(AnkiSchema.tables)
    try database.transaction { () throws(SQLiteError) in
      var writer = try CollectionWriter(content, database)
      try writer.write()
    }
    let image = try database.image()
    var zip = ZipWriter()
    // A protobuf with the package's version in field 1: 2 is schema 11, not compressed by zstd.
    zip.add("meta", [0x08, 0x02].span)
    zip.add("collection.anki21", image.span)
    zip.add("media", [UInt8]("{}".utf8).span)
    return zip.finish()
  }
}

private struct CollectionWriter {
  let content: AnkiContent
  let database: MemoryDatabase
  /// The day on which the collection was made: due days count from it.
  let firstDay: Day
  let today: Day
  var ids: [CardID: Int] = [:]
  var taken: Set<Int> = []
  var records: [CardID: CardRecord] = [:]

  init(_ content: AnkiContent, _ database: MemoryDatabase) throws(SQLiteError) {
    self.content = content
    self.database = database
    today = Day(content.now, offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    let first = content.reviews.first.map {
      Day($0.log.time, offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    }
    firstDay = min(first ?? today, today)
    for record in content.records { records[record.id] = record }
  }

  mutating func write() throws(SQLiteError) {
    var decks: [JSONValue.Member] = [.init("1", AnkiSchema.deck(id: 1, name: "Default"))]
    var notes: [(id: Int, deck: Int, position: Int, card: Card)] = []
    for topic in content.topics {
      let deck = id(of: "deck " + topic.name)
      decks.append(.init(String(deck), AnkiSchema.deck(id: deck, name: topic.name)))
      for card in topic.cards where ids[card.id] == nil {
        let id = id(of: card.id.rawValue)
        ids[card.id] = id
        notes.append((id, deck, notes.count + 1, card))
      }
    }
    // Rows in the order of their ids are appended, not put in between.
    notes.sort { $0.id < $1.id }
    try writeCollection(decks)
    try writeNotes(notes)
    try writeReviews()
  }

  /// A number that Anki takes for a time between 2001 and 2032, always the same for the same words.
  private mutating func id(of words: String) -> Int {
    var id = 1_000_000_000_000 + Int(ContentHash.of(words.utf8.span) % 1_000_000_000_000)
    while !taken.insert(id).inserted { id += 1 }
    return id
  }

  private func writeCollection(_ decks: [JSONValue.Member]) throws(SQLiteError) {
    let row = try database.insertion("INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')")
    let created = firstDay.start(
      offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    row.set(1, Int(created.milliseconds / 1000))
    row.set(2, Int(content.now.milliseconds))
    row.set(3, Int(created.milliseconds))
    row.set(4, JSONWriter.write(AnkiSchema.configuration(offsetMinutes: content.offsetMinutes)))
    row.set(5, JSONWriter.write(AnkiSchema.models))
    row.set(6, JSONWriter.write(.object(decks)))
    row.set(7, JSONWriter.write(AnkiSchema.presets))
    try row.run()
  }

  private func writeNotes(
    _ notes: [(id: Int, deck: Int, position: Int, card: Card)]
  ) throws(SQLiteError) {
    let noteRow = try database.insertion("INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')")
    let cardRow = try database.insertion(
      "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)")
    let seconds = Int(content.now.milliseconds / 1000)
    noteRow.set(3, AnkiSchema.noteType)
    noteRow.set(4, seconds)
    cardRow.set(4, seconds)
    var fields: [UInt8] = []
    var tags: [UInt8] = []
    for note in notes {
      fields.removeAll(keepingCapacity: true)
      CardHTML.append(inline: note.card.question, to: &fields)
      let question = fields
      fields.append(0x1F)
      CardHTML.append(blocks: note.card.answer, to: &fields)
      tags.removeAll(keepingCapacity: true)
      for tag in note.card.tags {
        if tags.isEmpty { tags.append(UInt8(ascii: " ")) }
        // Spaces part tags in Anki.
        for byte in tag.utf8 { tags.append(byte <= 0x20 ? UInt8(ascii: "-") : byte) }
        tags.append(UInt8(ascii: " "))
      }
      noteRow.set(1, note.id)
      noteRow.set(2, AnkiSchema.guidPrefix + note.card.id.rawValue)
      noteRow.set(5, tags)
      noteRow.set(6, fields)
      noteRow.set(7, question)
      noteRow.set(8, Int(SHA1.prefix(of: HTMLText.stripped(question))))
      try noteRow.run()
      cardRow.set(1, note.id)
      cardRow.set(2, note.id)
      cardRow.set(3, note.deck)
      setSchedule(cardRow, records[note.card.id], position: note.position)
      try cardRow.run()
    }
  }

  /// Parameters 5 to 14: type, queue, due, interval, factor, reps, lapses, steps left, flags, data.
  private func setSchedule(_ row: MemoryDatabase.Insertion, _ record: CardRecord?, position: Int) {
    let mark = record?.mark ?? .none
    var type = 0
    var queue = 0
    var due = position
    var left = 0
    var data = "{}"
    let schedule = record?.state.schedule
    if let schedule {
      switch schedule.phase {
      case .review:
        (type, queue, due) = (2, 2, schedule.dueDay.number - firstDay.number)
      case .learning(let step):
        (type, queue, due) = (1, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, content.scheduler.learningSteps.count - step)
      case .relearning(let step):
        (type, queue, due) = (3, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, content.scheduler.relearningSteps.count - step)
      }
      // Anki knows FSRS alone: under another model its standard curve is the nearest.
      var decay = Parameters.standard.decay
      if case .fsrs6(let parameters) = content.scheduler.model { decay = parameters.decay }
      // Numbers as Anki keeps them: four digits after the point for s, three for d.
      data =
        "{\"s\":\(rounded(schedule.memory.stability, 1e4)),\"d\":\(rounded(schedule.memory.difficulty, 1e3)),"
        + "\"dr\":\(content.scheduler.desiredRetention),\"decay\":\(-decay),"
        + "\"lrt\":\(schedule.lastReview.milliseconds / 1000)}"
    }
    if mark.isSuspended { queue = -1 } else if mark.isHidden(on: today) { queue = -3 }
    row.set(5, type)
    row.set(6, queue)
    row.set(7, due)
    row.set(8, type < 2 ? 0 : max(1, schedule?.intervalDays ?? 1))
    row.set(9, schedule == nil ? 0 : 2500)
    row.set(10, schedule?.reviews ?? 0)
    row.set(11, schedule?.lapses ?? 0)
    row.set(12, left * 1001)
    row.set(13, mark.flag & 7)
    row.set(14, data)
  }

  private func rounded(_ number: Double, _ scale: Double) -> Double {
    Double(Int(number * scale + 0.5)) / scale
  }

  private struct LogRow {
    var time: Int
    var card: Int
    var rating: Int
    var interval: Int
    var lastInterval: Int
    var factor: Int
    var duration: Int
    var type: Int
  }

  /// Replays the log, since Anki keeps with every review what it led to.
  private func logRows() -> [LogRow] {
    // One look-up by name for each review; what else belongs to a card lies at its place.
    var places: [CardID: Int] = [:]
    var cards: [(id: Int, state: CardState)] = []
    for (card, id) in ids {
      places[card] = cards.count
      cards.append((id, .new))
    }
    var rows: [LogRow] = []
    rows.reserveCapacity(content.reviews.count)
    for review in content.reviews {
      guard let place = places[review.card] else { continue }
      let before = cards[place].state
      var after = before
      var factor = 0
      if review.log.kind.changesSchedule {
        var generator = Fuzz.generator(card: review.card, reviews: before.reviews)
        let schedule = content.scheduler.review(
          before, review.log.rating, at: review.log.time, offsetMinutes: review.log.offsetMinutes,
          using: &generator)
        after = .scheduled(schedule)
        cards[place].state = after
        // Difficulty as Anki puts it there under FSRS: 100 to 1100.
        factor = Int((schedule.memory.difficulty - 1) / 9 * 1000 + 100)
      }
      rows.append(
        LogRow(
          time: Int(review.log.time.milliseconds), card: cards[place].id, rating: review.log.rating.rawValue,
          interval: Self.interval(after), lastInterval: Self.interval(before), factor: factor,
          duration: review.durationMilliseconds, type: Self.type(review.log.kind)))
    }
    // A clock that went back, or another machine's log, leaves times out of order.
    let isInOrder = rows.indices.dropFirst().allSatisfy { rows[$0 - 1].time <= rows[$0].time }
    return isInOrder ? rows : rows.sorted { $0.time < $1.time }
  }

  private func writeReviews() throws(SQLiteError) {
    let insertion = try database.insertion("INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)")
    // Anki's ids are the times of the answers, and unique.
    var last = Int.min
    for row in logRows() {
      last = max(row.time, last &+ 1)
      insertion.set(1, last)
      insertion.set(2, row.card)
      insertion.set(3, row.rating)
      insertion.set(4, row.interval)
      insertion.set(5, row.lastInterval)
      insertion.set(6, row.factor)
      insertion.set(7, row.duration)
      insertion.set(8, row.type)
      try insertion.run()
    }
  }

  /// Days, or seconds below zero for a step.
  private static func interval(_ state: CardState) -> Int {
    guard let schedule = state.schedule else { return 0 }
    switch schedule.phase {
    case .review: return max(1, schedule.intervalDays)
    case .learning, .relearning:
      return -Int((schedule.due.milliseconds - schedule.lastReview.milliseconds) / 1000)
    }
  }

  private static func type(_ kind: ReviewKind) -> Int {
    switch kind {
    case .learn: 0
    case .review: 1
    case .relearn: 2
    case .cram, .drill, .interview, .predict: 3
    }
  }
}
