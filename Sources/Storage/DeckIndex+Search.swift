import Basics

extension DeckIndex {
  /// Cards whose question or answer holds every word of the query, those with the first word in the question first.
  ///
  /// Case is ignored for the letters A to Z.
  public func search(_ query: String, limit: Int) throws(SQLiteError) -> [CardFace] {
    let words = query.split(whereSeparator: \.isWhitespace).prefix(16).map(String.init)
    guard let first = words.first, words.allSatisfy(Self.canStandInText) else { return [] }
    let trigrams = words.flatMap(Self.trigrams(of:))
    // The index finds the texts that hold all trigrams, and LIKE those where they stand together. Words of one or
    // two letters have no trigram: without any, every text is read.
    let indexed = trigrams.isEmpty ? "" : "card_text.number IN (SELECT rowid FROM card_search(?1)) AND"
    let likes = words.indices.map { "card_text.text LIKE ?\($0 + 3) ESCAPE '\\'" }
    let sql = """
      SELECT \(CardFace.columns) \(Self.faces) JOIN card_text ON card_text.number = deck_card.number
      WHERE \(indexed) \(likes.joined(separator: " AND ")) AND ?1 IS NOT NULL
      ORDER BY deck_card.question LIKE ?2 ESCAPE '\\' DESC, is_preferred DESC, deck_card.source,
        deck_card.position
      """
    var faces: [CardFace] = []
    var ids: Set<CardID> = []
    let values = [trigrams.joined(separator: " "), Self.pattern(first)] + words.map(Self.pattern)
    try connection.forEachRow(sql, values.map { .text($0) }) { row throws(SQLiteError) in
      guard faces.count < limit else { return false }
      let face = try CardFace(row: row)
      if ids.insert(face.id).inserted { faces.append(face) }
      return true
    }
    return faces
  }

  /// LIKE ends at a zero byte, and refuses patterns longer than this program will ever be asked for.
  private static func canStandInText(_ word: String) -> Bool {
    word.utf8.count <= 1000 && !word.utf8.contains(0)
  }

  /// The word's sequences of three characters, each as a string of the query language; enough of them to be rare.
  private static func trigrams(of word: String) -> [String] {
    let scalars = Array(word.unicodeScalars)
    guard scalars.count >= 3 else { return [] }
    return (0...min(scalars.count - 3, 15)).map { start in
      var text = String.UnicodeScalarView("\"".unicodeScalars)
      for scalar in scalars[start..<start + 3] {
        if scalar == "\"" { text.append(scalar) }
        text.append(scalar)
      }
      text.append("\"")
      return String(text)
    }
  }

  /// The word anywhere; a wildcard typed by the user stands for itself.
  private static func pattern(_ word: String) -> String {
    var pattern = String.UnicodeScalarView("%".unicodeScalars)
    for scalar in word.unicodeScalars {
      if "\\%_".unicodeScalars.contains(scalar) { pattern.append("\\") }
      pattern.append(scalar)
    }
    pattern.append("%")
    return String(pattern)
  }
}
