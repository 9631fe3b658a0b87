/// Where the decks put a card: the active source it is first found in, and its level.
public struct CardPlace: Hashable, Sendable {
  /// Of the list of topics.
  public var topic: Int
  public var level: Int
}

/// The topics of the active sources, and the place of each of their cards.
public struct CardPlaces: Sendable {
  public internal(set) var topics: [(topic: String, title: String)] = []
  /// By card number; nil where no active source has the card.
  public internal(set) var places: [CardPlace?] = []

  public subscript(card: Int) -> CardPlace? { places.indices.contains(card) ? places[card] : nil }
}

extension DeckIndex {
  /// Topics in the order in which they were first indexed.
  public func cardPlaces() throws(SQLiteError) -> CardPlaces {
    var result = CardPlaces()
    let (topics, topicOfSource) = try activeTopics()
    result.topics = topics
    // In the order of the table: sorting a hundred thousand rows takes longer than comparing sources here.
    var sources = [Int](repeating: .max, count: try connection.lastCardNumber() + 1)
    var places = [CardPlace?](repeating: nil, count: sources.count)
    // Most cards stand beside one of the same source, whose topic need not be looked up again.
    var last: (source: Int, topic: Int?) = (.min, nil)
    try connection.forEachRow("SELECT card, source, level FROM deck_card") { row in
      let (card, source) = (row.int(0), row.int(1))
      if source != last.source { last = (source, topicOfSource[source]) }
      guard sources.indices.contains(card), source < sources[card], let topic = last.topic else {
        return true
      }
      sources[card] = source
      places[card] = CardPlace(topic: topic, level: row.int(2))
      return true
    }
    result.places = places
    return result
  }
}
