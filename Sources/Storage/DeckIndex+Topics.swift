public import Basics

/// How far the learner is with a topic.
public struct TopicSummary: Hashable, Sendable {
  public var topic: String
  public var title: String
  public var total: Int
  /// Asked at least once.
  public var seen: Int
  public var due: Int
}

extension DeckIndex {
  /// The topics of the active sources, in the order in which they were first indexed, and the topic of each source.
  func activeTopics() throws(SQLiteError) -> (
    topics: [(topic: String, title: String)], ofSource: [Int: Int]
  ) {
    var topics: [(topic: String, title: String)] = []
    var places: [String: Int] = [:]
    var ofSource: [Int: Int] = [:]
    try connection.forEachRow(
      """
      SELECT source.number, source.topic, source.title FROM temp.active_source
      JOIN source ON source.number = active_source.number ORDER BY is_preferred DESC, source.number
      """
    ) { row in
      let topic = row.text(1)
      let place = places[topic] ?? topics.count
      if place == topics.count {
        places[topic] = place
        topics.append((topic, row.text(2)))
      }
      ofSource[row.int(0)] = place
      return true
    }
    return (topics, ofSource)
  }

  /// The topics of the active sources, in the order in which they were first indexed.
  public func topics(at now: Timestamp, today: Day) throws(SQLiteError) -> [TopicSummary] {
    let (topics, places) = try activeTopics()
    var summaries = topics.map { TopicSummary(topic: $0.topic, title: $0.title, total: 0, seen: 0, due: 0) }
    let due = try dueNumbers(at: now, today: today)
    // The index is in the order of cards, so the faces of one stand together; a card counts where it is first found.
    var last = -1
    try connection.forEachRow(
      "SELECT card, source, is_new FROM deck_card INDEXED BY deck_card_by_card ORDER BY card, source"
    ) { row in
      let card = row.int(0)
      guard card != last, let place = places[row.int(1)] else { return true }
      last = card
      summaries[place].total += 1
      if !row.bool(2) { summaries[place].seen += 1 }
      if due.contains(card) { summaries[place].due += 1 }
      return true
    }
    return summaries
  }

  private func dueNumbers(at now: Timestamp, today: Day) throws(SQLiteError) -> Set<Int> {
    Set(
      try connection.rows(
        """
        SELECT card_state.card FROM card_state LEFT JOIN card_mark ON card_mark.card = card_state.card
        WHERE due_day <= ?1 AND (phase = 'review' OR due <= ?2)
        AND coalesce(is_suspended, 0) = 0 AND coalesce(buried_until, 0) <= ?1
        """, [.day(today), .time(now)]
      ) { $0.int(0) })
  }
}
