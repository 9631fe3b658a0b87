public import Basics

/// What the decks hold, so that a file that has not changed need not be parsed again.
///
/// Questions are asked of the active sources alone: those that this run of the program has found.
public struct DeckIndex {
  let connection: Connection

  /// Every source that was ever indexed and not removed.
  public func sources() throws(SQLiteError) -> [SourceRecord] {
    try connection.rows("SELECT \(SourceRecord.columns) FROM source ORDER BY number") {
      row throws(SQLiteError) in try SourceRecord(row: row)
    }
  }

  /// Puts a source and its cards, in their order, in the place of what had the same origin; returns its number.
  @discardableResult
  public func replaceSource(_ source: DeckSource, cards: [IndexedCard]) throws(SQLiteError) -> Int {
    try connection.transaction { () throws(SQLiteError) in
      let origin = SQLiteValue.text(source.origin.text)
      let old = try connection.int("SELECT number FROM source WHERE origin = ?", [origin])
      if let old { try removeCards(of: old, staying: Set(cards.map(\.id))) }
      try connection.run(
        """
        INSERT INTO source (\(SourceRecord.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (number) DO UPDATE SET size = excluded.size, modified = excluded.modified,
          hash = excluded.hash, language = excluded.language, topic = excluded.topic, title = excluded.title,
          card_count = excluded.card_count
        """,
        [
          .optional(old), origin, .integer(source.size), .integer(source.modifiedNanoseconds),
          .integer(Int64(bitPattern: source.hash)), .text(source.language.rawValue), .text(source.topic),
          .text(source.title), .integer(cards.count),
        ])
      let number = old ?? Int(connection.lastInsertedRow)
      for (position, card) in cards.enumerated() {
        try insert(card, source: number, position: position)
      }
      return number
    }
  }

  /// Notes that a file was touched while its content stayed the same.
  public func touchSource(_ number: Int, modifiedNanoseconds: Int64) throws(SQLiteError) {
    try connection.run(
      "UPDATE source SET modified = ? WHERE number = ?", [.integer(modifiedNanoseconds), .integer(number)])
  }

  /// Forgets a source; the log and the state of its cards stay, and the text of those that have one.
  public func removeSource(_ number: Int) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      try removeCards(of: number, staying: [])
      try connection.run("DELETE FROM source WHERE number = ?", [.integer(number)])
    }
  }

  /// Limits every later question to these sources; a card is shown in the preferred language where it has one.
  public func activate(_ numbers: some Sequence<Int>, preferred: Language) throws(SQLiteError) {
    // A temporary table is the connection's own: another process may have found other decks.
    try connection.execute(
      """
      CREATE TEMP TABLE IF NOT EXISTS active_source (
        number INTEGER PRIMARY KEY, topic TEXT NOT NULL, language TEXT NOT NULL, is_preferred INTEGER NOT NULL);
      DELETE FROM temp.active_source;
      """)
    for number in numbers {
      try connection.run(
        """
        INSERT OR IGNORE INTO temp.active_source
        SELECT number, topic, language, language = ? FROM source WHERE number = ?
        """, [.text(preferred.rawValue), .integer(number)])
    }
  }

  private func insert(_ card: IndexedCard, source: Int, position: Int) throws(SQLiteError) {
    let number = try connection.number(of: card.id)
    try connection.run(
      """
      INSERT INTO deck_card (source, position, card, is_new, level, exercises, byte_offset, byte_count, tags,
        question)
      VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM card_state WHERE card = ?3), ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .integer(source), .integer(position), .integer(number), .integer(card.level),
        .integer(Int64(card.exercises)), .integer(card.bytes.lowerBound), .integer(card.bytes.count),
        .text("," + card.tags.map { $0 + "," }.joined()), .text(card.question),
      ])
    let row = SQLiteValue.integer(connection.lastInsertedRow)
    let text = SQLiteValue.text(card.question + "\n" + card.answer)
    try connection.run("INSERT INTO card_text (number, text) VALUES (?, ?)", [row, text])
    try connection.run("INSERT INTO card_search (rowid, text) VALUES (?, ?)", [row, text])
  }

  private func removeCards(of source: Int, staying: Set<CardID>) throws(SQLiteError) {
    try connection.rememberCards(of: source, except: staying)
    let source = [SQLiteValue.integer(source)]
    // An index with external content must be told what it forgets. Source: sqlite.org/fts5.html, "external content".
    try connection.run(
      """
      INSERT INTO card_search (card_search, rowid, text)
      SELECT 'delete', number, text FROM card_text
      WHERE number IN (SELECT number FROM deck_card WHERE source = ?)
      """, source)
    try connection.run(
      "DELETE FROM card_text WHERE number IN (SELECT number FROM deck_card WHERE source = ?)", source)
    try connection.run("DELETE FROM deck_card WHERE source = ?", source)
  }
}

extension ReviewStore {
  /// Shares the store's connection.
  public var deckIndex: DeckIndex { DeckIndex(connection: connection) }
}
