public import Basics
public import Scheduling

extension ReviewStore {
  /// Gives the history of a card that left the decks, and what was said of it, to the card in its place.
  ///
  /// The log stays as it is: an entry says that the two belong together, and states follow from it.
  public func relink(
    old: CardID, new: CardID, at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      try link(old: old, new: new, at: now)
      try settleHeirs(replay: replay)
    }
  }

  /// The entry alone: states follow when heirs are settled.
  func link(old: CardID, new: CardID, at now: Timestamp) throws(SQLiteError) {
    let link = try setLink(old: old, new: new, isLinked: true, at: now)
    let past = try card(old)?.mark ?? CardMark.none
    let present = try card(new)?.mark ?? CardMark.none
    if past != .none, present == .none { try mark(new, at: now, answering: link) { $0 = past } }
  }

  /// Takes a link back, in whichever direction it was made; returns whether there was one.
  public func unlink(
    _ one: CardID, _ other: CardID, at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> Bool {
    try connection.transaction { () throws(SQLiteError) in
      let standing = try links().filter {
        ($0.old, $0.new) == (one, other) || ($0.old, $0.new) == (other, one)
      }
      for link in standing { try setLink(old: link.old, new: link.new, isLinked: false, at: now) }
      try settleHeirs(replay: replay)
      return !standing.isEmpty
    }
  }

  /// The card of the decks that has the history of this one; nil when it has its own.
  public func heir(of card: CardID) throws(SQLiteError) -> CardID? {
    try connection.firstRow(
      "SELECT present.id FROM card JOIN card AS present ON present.number = card.heir WHERE card.id = ?",
      [.card(card)]
    ) { $0.card(0) }
  }

  /// The links that stand, oldest first.
  public func links() throws(SQLiteError) -> [(old: CardID, new: CardID)] {
    try connection.rows(
      """
      SELECT past.id, present.id FROM (\(Connection.standingLinks)) AS link
      JOIN card AS past ON past.number = link.old JOIN card AS present ON present.number = link.new
      ORDER BY link.id
      """
    ) { (old: $0.card(0), new: $0.card(1)) }
  }

  @discardableResult
  private func setLink(
    old: CardID, new: CardID, isLinked: Bool, at now: Timestamp
  ) throws(SQLiteError) -> ReviewID {
    precondition(old != new, "a card cannot take its own place")
    let entry = LinkEntry(id: try nextID(at: now), old: old, new: new, isLinked: isLinked)
    _ = try connection.insert(entry, old: connection.number(of: old), new: connection.number(of: new))
    return entry.id
  }

  /// Finds for each linked card that stands in no deck the nearest one that does, and replays what that changes.
  ///
  /// A card that stands in a deck always keeps its own history. Costs one query where nothing was ever linked.
  /// Returns how many cards changed their heir.
  @discardableResult
  public func settleHeirs(replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) -> Int {
    guard try connection.int("SELECT 1 FROM card_link LIMIT 1") != nil else { return 0 }
    return try connection.transaction { () throws(SQLiteError) in
      let before = try connection.heirs()
      let after = try connection.wantedHeirs()
      var heads: Set<Int> = []
      for number in Set(before.keys).union(after.keys) where before[number] != after[number] {
        try connection.run(
          "UPDATE card SET heir = ? WHERE number = ?", [.optional(after[number]), .integer(number)])
        heads.formUnion([number, before[number] ?? number, after[number] ?? number])
      }
      try restoreStates(of: heads, replay: replay)
      // What is no head has no state; the bulk replay passes it over.
      try connection.run(
        "DELETE FROM card_state WHERE card IN (SELECT number FROM card WHERE heir IS NOT NULL)")
      if !heads.isEmpty { try connection.repairNewness() }
      return before.filter { after[$0.key] != $0.value }.count + after.filter { before[$0.key] == nil }.count
    }
  }
}

extension Connection {
  /// Of the entries for a pair of cards the latest, where it links.
  fileprivate static let standingLinks =
    "SELECT * FROM (SELECT max(id) AS id, old, new, is_linked FROM card_link GROUP BY old, new) WHERE is_linked = 1"

  /// The cards that have left their history to another.
  func heirs() throws(SQLiteError) -> [Int: Int] {
    var heirs: [Int: Int] = [:]
    try forEachRow("SELECT number, heir FROM card WHERE heir IS NOT NULL") { row in
      heirs[row.int(0)] = row.int(1)
      return true
    }
    return heirs
  }

  /// Breadth first from each card that left the decks, through others that did; of two as near the later link wins.
  fileprivate func wantedHeirs() throws(SQLiteError) -> [Int: Int] {
    var neighbours: [Int: [Int]] = [:]
    try forEachRow("SELECT old, new FROM (\(Self.standingLinks)) ORDER BY id DESC") { row in
      neighbours[row.int(0), default: []].append(row.int(1))
      neighbours[row.int(1), default: []].append(row.int(0))
      return true
    }
    var standing: Set<Int> = []
    for number in neighbours.keys
    where try int("SELECT 1 FROM deck_card WHERE card = ? LIMIT 1", [.integer(number)]) != nil {
      standing.insert(number)
    }
    var heirs: [Int: Int] = [:]
    for start in neighbours.keys where !standing.contains(start) {
      var queue = [start]
      var seen: Set<Int> = [start]
      search: while !queue.isEmpty {
        for next in neighbours[queue.removeFirst()] ?? [] where seen.insert(next).inserted {
          if standing.contains(next) {
            heirs[start] = next
            break search
          }
          queue.append(next)
        }
      }
    }
    return heirs
  }
}
