public import Basics

extension DeckIndex {
  /// Cards never asked and neither suspended nor buried: one of each topic in turn, in the order of their sources.
  ///
  /// The cost grows with the limit and the number of sources, not with the number of cards.
  public func newCards(
    today: Day, _ filter: CardFilter = CardFilter(), limit: Int
  ) throws(SQLiteError) -> [CardFace] {
    var queues = try topicQueues()
    // A card may stand in several sources.
    var chosen: [CardFace] = []
    var ids: Set<CardID> = []
    let share = max(1, limit / max(1, queues.count))
    while chosen.count < limit, !queues.isEmpty {
      for index in queues.indices where chosen.count < limit {
        while let face = try next(of: &queues[index], today: today, filter, share: share) {
          guard ids.insert(face.id).inserted else { continue }
          chosen.append(face)
          break
        }
      }
      queues.removeAll { $0.isEmpty }
    }
    return chosen
  }

  /// The sources of a topic that are still to be read, those in the preferred language first.
  private struct TopicQueue {
    var sources: [Int]
    var position = -1
    var faces: ArraySlice<CardFace> = []

    var isEmpty: Bool { sources.isEmpty && faces.isEmpty }
  }

  private func topicQueues() throws(SQLiteError) -> [TopicQueue] {
    var order: [String: Int] = [:]
    var queues: [TopicQueue] = []
    try connection.forEachRow(
      "SELECT number, topic FROM temp.active_source ORDER BY is_preferred DESC, number"
    ) { row in
      let place = order[row.text(1)] ?? queues.count
      if place == queues.count {
        order[row.text(1)] = place
        queues.append(TopicQueue(sources: []))
      }
      queues[place].sources.append(row.int(0))
      return true
    }
    return queues
  }

  private func next(
    of queue: inout TopicQueue, today: Day, _ filter: CardFilter, share: Int
  ) throws(SQLiteError) -> CardFace? {
    while queue.faces.isEmpty, let source = queue.sources.first {
      var last = queue.position
      let faces = try connection.rows(
        """
        SELECT \(CardFace.columns), deck_card.position
        FROM deck_card INDEXED BY deck_card_that_is_new
        JOIN temp.active_source ON active_source.number = deck_card.source
        JOIN source ON source.number = deck_card.source JOIN card ON card.number = deck_card.card
        WHERE deck_card.source = ?3 AND deck_card.is_new = 1 AND deck_card.position > ?4
        AND \(Self.isShown) AND \(CardFilter.condition)
        AND NOT EXISTS (SELECT 1 FROM card_mark
          WHERE card_mark.card = deck_card.card AND (is_suspended = 1 OR buried_until > ?5))
        ORDER BY deck_card.position LIMIT ?6
        """,
        filter.values + [.integer(source), .integer(queue.position), .day(today), .integer(share)]
      ) { row throws(SQLiteError) in
        last = row.int(10)
        return try CardFace(row: row)
      }
      queue.faces = faces[...]
      queue.position = last
      if faces.count < share {
        queue.sources.removeFirst()
        queue.position = -1
      }
    }
    return queue.faces.popFirst()
  }
}
