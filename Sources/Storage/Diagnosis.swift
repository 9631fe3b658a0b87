public import Basics
public import Scheduling

/// Something that is not as it should be with a database.
public enum Finding: Hashable, Sendable {
  /// What SQLite finds damaged, one sentence each.
  case damage([String])
  case danglingRows([String])
  /// Search would miss cards or find what is not there.
  case searchIndexDiffers
  case statesDiffer([StateDifference])
  /// Cards whose remembered reviews are not those of the log.
  case reviewsDiffer([CardID])
  /// Cards whose cached mark is not what the entries lead to.
  case marksDiffer([CardID])
  /// Cards with a history that stand in no deck; it comes back with them.
  case orphans([CardID])
  /// Reviews dated before the one that precedes them in the log.
  case clockWentBack([ClockJump])
  /// Reviews dated later than now.
  case future([ClockJump])
  /// Files that others than their owner may read or write, with their permission bits.
  case openToOthers([FileMode])

  public struct FileMode: Hashable, Sendable {
    public var path: String
    public var mode: UInt32
  }

  /// What mends it; nil where there is nothing to mend, or only the learner can.
  public var repair: RepairAction? {
    switch self {
    case .damage: .salvage
    case .searchIndexDiffers: .rebuildSearchIndex
    case .statesDiffer: .rebuildStates
    case .reviewsDiffer: .rebuildReviews
    case .marksDiffer: .rebuildMarks
    case .openToOthers(let files): .restrict(files.map(\.path))
    case .danglingRows: .salvage
    case .orphans, .clockWentBack, .future: nil
    }
  }

  /// False for what is worth knowing, and right as it is.
  public var isProblem: Bool {
    switch self {
    case .orphans, .clockWentBack: false
    default: true
    }
  }
}

/// A review whose time contradicts the log or the clock.
public struct ClockJump: Hashable, Sendable {
  public var review: ReviewID
  public var card: CardID
  public var time: Timestamp
  /// The time it contradicts.
  public var other: Timestamp
}

public enum RepairAction: Hashable, Sendable {
  case rebuildStates
  case rebuildReviews
  case rebuildMarks
  case rebuildSearchIndex
  case restrict([String])
  /// For ``ReviewStore/salvage(_:at:idSeed:replay:)``, once no store has the file open.
  case salvage
}

extension ReviewStore {
  /// Everything that is wrong, the worst first; empty when all is well.
  ///
  /// A clock that is set right moves by minutes: `toleranceSeconds` is what counts as no jump.
  public func findings(
    at now: Timestamp, toleranceSeconds: Double = 300, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> [Finding] {
    var damage: [String] = []
    do {
      damage = try connection.rows("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
    } catch .corrupt(let detail) {
      damage = [detail]
    }
    // What follows reads every row, which a damaged file cannot give.
    guard damage.isEmpty else { return [.damage(damage)] }
    var findings: [Finding] = []
    func add<Item>(_ items: [Item], _ finding: ([Item]) -> Finding) {
      if !items.isEmpty { findings.append(finding(items)) }
    }
    add(try foreignKeyProblems()) { .danglingRows($0) }
    if try !searchIndexAgrees() { findings.append(.searchIndexDiffers) }
    add(try connection.cardsWithOtherReviews()) { .reviewsDiffer($0) }
    add(try compareStates(replay: replay)) { .statesDiffer($0) }
    add(try cardsWithOtherMarks()) { .marksDiffer($0) }
    add(try jumps(at: now, toleranceSeconds: toleranceSeconds, isFuture: true)) { .future($0) }
    add(try jumps(at: now, toleranceSeconds: toleranceSeconds, isFuture: false)) { .clockWentBack($0) }
    add(filesOpenToOthers()) { .openToOthers($0) }
    add(try orphans()) { .orphans($0) }
    return findings
  }

  /// Mends what can be mended with the file open; false for `salvage`, which needs it closed.
  public func repair(
    _ action: RepairAction, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> Bool {
    switch action {
    case .rebuildStates: _ = try rebuildStates(replay: replay)
    case .rebuildReviews:
      try connection.transaction { () throws(SQLiteError) in try connection.rebuildCardReviews() }
    case .rebuildMarks:
      try connection.transaction { () throws(SQLiteError) in
        for card in try cardsWithOtherMarks() {
          let number = try connection.number(of: card)
          try connection.setMark(connection.replayedMark(of: number), of: number)
        }
      }
    case .rebuildSearchIndex:
      try connection.run("INSERT INTO card_search (card_search) VALUES ('rebuild')")
    case .restrict(let paths):
      for path in paths {
        let failure = Platform.makePrivate(path)
        guard failure == 0 else { throw .cannotOpen(reason: Platform.message(ofError: failure)) }
      }
    case .salvage: return false
    }
    return true
  }

  /// Cards with a history that neither stand in a deck nor left it to a card that does.
  public func orphans() throws(SQLiteError) -> [CardID] {
    try connection.rows(
      """
      SELECT id FROM card WHERE heir IS NULL
      AND NOT EXISTS (SELECT 1 FROM deck_card WHERE deck_card.card = card.number)
      AND EXISTS (SELECT 1 FROM card_reviews WHERE card_reviews.card = card.number) ORDER BY number
      """
    ) { $0.card(0) }
  }

  func searchIndexAgrees() throws(SQLiteError) -> Bool {
    do {
      try connection.run("INSERT INTO card_search (card_search, rank) VALUES ('integrity-check', 1)")
      return true
    } catch .corrupt {
      return false
    }
  }

  private func cardsWithOtherMarks() throws(SQLiteError) -> [CardID] {
    let marked = try connection.rows(
      "SELECT number, id FROM card WHERE number IN (SELECT card FROM mark_change UNION SELECT card FROM card_mark)"
    ) { (number: $0.int(0), id: $0.card(1)) }
    var cards: [CardID] = []
    for card in marked {
      let cached = try self.card(card.id)?.mark ?? CardMark.none
      if try connection.replayedMark(of: card.number) != cached { cards.append(card.id) }
    }
    return cards
  }

  private func jumps(
    at now: Timestamp, toleranceSeconds: Double, isFuture: Bool
  ) throws(SQLiteError) -> [ClockJump] {
    let tolerance = SQLiteValue.integer(Int64(toleranceSeconds * 1000))
    let (columns, source, condition) =
      isFuture
      ? ("?2", "SELECT id, card, time FROM review", "time > ?2 + ?1")
      : (
        "before", "SELECT id, card, time, lag(time) OVER (ORDER BY id) AS before FROM review",
        "time < before - ?1 AND ?2 IS NOT NULL"
      )
    return try connection.rows(
      """
      SELECT log.id, card.id, time, \(columns) FROM (\(source)) AS log JOIN card ON card.number = log.card
      WHERE \(condition) ORDER BY log.id
      """, [tolerance, .time(now)]
    ) { row throws(SQLiteError) in
      guard let id = ReviewID(bytes: row.blob(0)) else { throw .corrupt(detail: "a review has no id") }
      return ClockJump(review: id, card: row.card(1), time: row.time(2), other: row.time(3))
    }
  }

  private func filesOpenToOthers() -> [Finding.FileMode] {
    guard case .file(let path) = location else { return [] }
    return (["", "-wal", "-shm"].map { path + $0 } + backupPaths()).compactMap { path in
      guard let mode = Platform.mode(of: path), mode & 0o077 != 0 else { return nil }
      return Finding.FileMode(path: path, mode: mode)
    }
  }
}
