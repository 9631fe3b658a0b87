public import Basics
public import Scheduling

/// What uniting the log with another brought.
public struct MergeSummary: Hashable, Sendable {
  public var reviews = 0
  public var retractions = 0
  public var marks = 0
  public var links = 0
  /// Entries that were here already.
  public var known = 0
  /// Entries whose id is here with another content: the one here was kept.
  public var conflicting = 0
  /// Entries that no version of this program can have written.
  public var refused = 0
  /// Cards whose state was replayed.
  public var cards = 0

  public init() {}

  /// Entries that are new here.
  public var added: Int { reviews + retractions + marks + links }
}

/// Takes in entries of other logs, inside one transaction.
public struct LogMerge {
  public internal(set) var summary = MergeSummary()
  let store: ReviewStore
  var newReviews = ReviewsByCard()
  /// Reviews are in the log that `newReviews` does not name.
  var hasUntoldReviews = false
  /// Cards to be replayed besides those of new reviews.
  var touchedCards: Set<Int> = []
  var touchedMarks: Set<Int> = []
  /// Links are new, or a card came into the log that links may name.
  var hasNewLinks = false
  private var numbers: [CardID: Int] = [:]
  private var hasFolders: Bool?

  init(_ store: ReviewStore) {
    self.store = store
  }

  var connection: Connection { store.connection }

  /// Adds the entry unless it is there; returns whether it was new.
  @discardableResult
  public mutating func add(_ entry: LogEntry) throws(SQLiteError) -> Bool {
    guard entry.isPossible else {
      summary.refused += 1
      return false
    }
    let isNew: Bool
    switch entry {
    case .review(let review):
      let number = try number(of: review.card)
      isNew = try connection.insert(review, card: number)
      if isNew {
        summary.reviews += 1
        newReviews.append(review.id, of: number)
      }
    case .retraction(let retraction):
      isNew = try connection.insert(retraction)
      if isNew {
        summary.retractions += 1
        if let card = try connection.int("SELECT card FROM review WHERE id = ?", [.id(retraction.review)]) {
          touchedCards.insert(card)
        }
      }
    case .mark(let mark):
      let number = try number(of: mark.card)
      isNew = try connection.insert(mark, card: number)
      if isNew {
        summary.marks += 1
        touchedMarks.insert(number)
      }
    case .link(let link):
      isNew = try connection.insert(link, old: number(of: link.old), new: number(of: link.new))
      if isNew {
        summary.links += 1
        hasNewLinks = true
      }
    }
    if isNew {
      if try queues() { try store.queueForFolders(entry.id) }
    } else if try store.entry(like: entry) == entry {
      summary.known += 1
    } else {
      summary.conflicting += 1
    }
    return isNew
  }

  /// Whether this database is synchronised with any folder; nobody else can begin to while the lock is held.
  private mutating func queues() throws(SQLiteError) -> Bool {
    if let hasFolders { return hasFolders }
    let found = try connection.int("SELECT EXISTS (SELECT 1 FROM sync_folder)") == 1
    hasFolders = found
    return found
  }

  private mutating func number(of card: CardID) throws(SQLiteError) -> Int {
    if let number = numbers[card] { return number }
    let number = try connection.number(of: card)
    numbers[card] = number
    return number
  }

  /// Brings the caches up to the log; `union` are the states that it leads to, where they are known already.
  mutating func finish(
    replay: (CardID, [ReviewLog]) -> CardState, union: LogUnion.Replayed? = nil
  ) throws(SQLiteError) {
    for number in touchedMarks.sorted() {
      try connection.setMark(connection.replayedMark(of: number), of: number)
    }
    try tellReviews(union)
    if summary.reviews + summary.retractions > 0 {
      try connection.run("UPDATE log_merges SET merges = merges + 1")
    }
    if hasNewLinks { try store.settleHeirs(replay: replay) }
    let heirs = try connection.heirs()
    let heads = Set(touchedCards.union(newReviews.cards).map { heirs[$0] ?? $0 })
    var rest = heads
    // Of two entries with one id the union may have taken theirs, and it knows nothing of new links.
    if let union, !hasNewLinks, summary.conflicting == 0 {
      try connection.setStates(of: union.cards)
      rest.subtract(union.cards.lazy.map(\.number))
    }
    try store.restoreStates(of: rest, replay: replay)
    summary.cards = heads.count
  }

  /// Remembers which cards the new reviews belong to.
  private mutating func tellReviews(_ union: LogUnion.Replayed?) throws(SQLiteError) {
    if hasUntoldReviews {
      guard let theirs = union?.theirs, theirs.count == summary.reviews else {
        // The logs did share something.
        try connection.rebuildCardReviews()
        let cards = "SELECT number FROM temp.card_map WHERE other IN (SELECT card FROM other.review)"
        touchedCards.formUnion(try connection.rows(cards) { $0.int(0) })
        return
      }
      newReviews = theirs
    }
    try connection.addReviews(newReviews)
  }
}

extension LogEntry {
  /// Ids of the far future would leave none for those that follow.
  fileprivate var isPossible: Bool {
    guard id.time.milliseconds < 1 << 47 else { return false }
    switch self {
    case .review(let entry):
      return !entry.card.rawValue.isEmpty && entry.details.durationMilliseconds >= 0
        && ReviewEntry.times.contains(entry.log.time.milliseconds)
        && (1...3).contains(entry.details.confidence ?? 1)
        && (0...ReviewEntry.longestInterval).contains(entry.log.intervalDays ?? 1)
    case .retraction: return true
    case .mark(let entry): return !entry.card.rawValue.isEmpty
    case .link(let entry):
      return !entry.old.rawValue.isEmpty && !entry.new.rawValue.isEmpty && entry.old != entry.new
    }
  }
}

extension ReviewStore {
  /// Unites the log with the entries that the body adds, in one transaction, and replays the cards they touch.
  ///
  /// Order, repetition and clocks do not matter. What the body throws rolls everything back.
  public func merge(
    replay: (CardID, [ReviewLog]) -> CardState, _ body: (inout LogMerge) throws -> Void
  ) throws -> MergeSummary {
    var foreign: (any Error)?
    do throws(SQLiteError) {
      return try connection.transaction { () throws(SQLiteError) in
        var merge = LogMerge(self)
        do {
          try body(&merge)
        } catch let error as SQLiteError {
          throw error
        } catch {
          foreign = error
          throw .constraint(detail: "the entries could not be read")
        }
        try merge.finish(replay: replay)
        return merge.summary
      }
    } catch {
      throw foreign ?? error
    }
  }

  /// The same for entries that are at hand.
  public func merge(
    _ entries: some Sequence<LogEntry>, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    try connection.transaction { () throws(SQLiteError) in
      var merge = LogMerge(self)
      for entry in entries { try merge.add(entry) }
      try merge.finish(replay: replay)
      return merge.summary
    }
  }
}
