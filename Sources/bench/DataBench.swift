import Basics
import Decks
import Exchange
import Scheduling
import Storage

/// Export and import of 10,000 cards with 100,000 reviews, in memory: what files cost beside reading and writing them.
enum DataBench {
  static let rows = [
    Row("export-apkg", group: "data", unit: "ms") {
      let store = try filledStore()
      let cards = deck
      return try Clock.samples(count: 7, work: { try Clock.seconds { _ = try package(store, cards) } * 1e3 })
    },
    Row("export-json", group: "data", unit: "ms") {
      let store = try filledStore()
      return try written { try StudyArchive.write(store, to: $0) }
    },
    Row("export-csv", group: "data", unit: "ms") {
      let store = try filledStore()
      return try written { try CSVTables.writeReviews(of: store, to: $0) }
    },
    Row("import-csv", group: "data", unit: "ms") {
      let table = researchLog(rows: 100_000)
      return try Clock.samples(
        count: 5,
        work: {
          let store = try ReviewStore(.memory, now: StorageBench.start, idSeed: 1)
          return try Clock.seconds { try importFile(table, "log.csv", into: store) } * 1e3
        })
    },
    Row("read-jsonl", group: "data", unit: "ms") {
      let lines = try united { try LogLine.write(filledStore(), to: $0) }
      return try Clock.samples(count: 7, work: { Clock.seconds { _ = LogLines(lines) } * 1e3 })
    },
    Row("import-apkg", group: "data", unit: "ms") {
      let bytes = try package(filledStore(), deck)
      return try Clock.samples(
        count: 5,
        work: { try Clock.seconds { _ = try AnkiPackage(bytes, offsetMinutes: 60) } * 1e3 })
    },
  ]

  /// What an export costs beside writing its pieces.
  private static func written(_ export: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws -> Samples
  {
    try Clock.samples(
      count: 7,
      work: {
        var count = 0
        let seconds = try Clock.seconds { try export { count += $0.count } }
        precondition(count > 10 << 20, "every review has a line")
        return seconds * 1e3
      })
  }

  /// All pieces of an export as one.
  static func united(_ export: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try export { bytes += $0 }
    return bytes
  }

  private static func importFile(_ bytes: [UInt8], _ name: String, into store: ReviewStore) throws {
    let context = try ImportContext(
      cards: [], files: [:], offsetMinutes: 0, now: StorageBench.start, store: store)
    let plan = try ImportPlan(bytes, name: name, against: context)
    let scheduler = Scheduler()
    let summary = try plan.apply(to: store) { scheduler.replay($1, of: $0) }
    precondition(summary.added == plan.entries.count, "every row is new")
  }

  static func package(_ store: ReviewStore, _ cards: [Card]) throws -> [UInt8] {
    try AnkiPackageWriter.package(
      AnkiContent(
        topics: [.init(name: "study::Bench", cards: cards)], scheduler: Scheduler(),
        now: StorageBench.start.adding(days: 1100), offsetMinutes: 60), of: store)
  }

  /// Questions and answers of the length of people's own notes: a line, and a line with a formula.
  static var deck: [Card] {
    var text = "# Bench\n"
    for index in 0..<10_000 {
      text +=
        "\n## What does layer \(index) of the network compute?\n<!-- id: card-number-\(index); tags: bench -->\n\n"
        + "A weighted sum of $x_{\(index)}$ and a **bias**, passed through `relu`.\n"
    }
    return DeckParser.parse(text, file: "bench.md", options: .user).deck.cards
  }

  static func filledStore(cards: Int = 10_000) throws -> ReviewStore {
    let store = try ReviewStore(.memory, now: StorageBench.start, idSeed: 1)
    try store.transaction { () throws(SQLiteError) in
      for review in 0..<10 {
        for card in 0..<cards {
          let day = Double(review * 100)
          let time = StorageBench.start.adding(days: day).adding(seconds: Double(card))
          try StorageBench.record(in: store, card: card, at: time)
        }
      }
    }
    return store
  }

  /// Ten reviews each of as many cards as it takes.
  static func researchLog(rows: Int) -> [UInt8] {
    var text = "card_id,review_index,day,elapsed_days,rating\n"
    for row in 0..<rows {
      let index = row % 10
      text += "\(row / 10),\(index),\(index * (index + 1) / 2 + 40),\(index),\(row % 7 == 0 ? 1 : 3)\n"
    }
    return Array(text.utf8)
  }
}
