public import Basics
public import Scheduling

extension ReviewStore {
  /// What should be linked: cards with a history that left the decks, against cards of the decks nobody has met.
  ///
  /// `appeared` limits the latter, to those that came in just now; nil takes all. Changes nothing.
  public func relinkPlan(appeared: Set<CardID>? = nil) throws(SQLiteError) -> IdentityPairing {
    let vanished = try vanishedFaces()
    guard !vanished.isEmpty, appeared?.isEmpty != true else {
      return IdentityPairing(vanished: vanished, appeared: [])
    }
    return IdentityPairing(vanished: vanished, appeared: try unmetFaces(among: appeared))
  }

  /// Links the pairs of a plan; its doubts are left to the learner.
  public func relink(
    _ pairs: [IdentityPairing.Pair], at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) {
    guard !pairs.isEmpty else { return }
    try connection.transaction { () throws(SQLiteError) in
      for pair in pairs { try link(old: pair.old, new: pair.new, at: now) }
      try settleHeirs(replay: replay)
    }
  }

  /// The last text of the cards with a history that stand in no deck and have left it to none.
  public func vanishedFaces() throws(SQLiteError) -> [IdentityPairing.Face] {
    try connection.rows(
      """
      SELECT card.id, origin, question, answer FROM remembered_card
      JOIN card ON card.number = remembered_card.card
      WHERE card.heir IS NULL AND NOT EXISTS (
        SELECT 1 FROM deck_card WHERE deck_card.card = remembered_card.card) ORDER BY card.id
      """
    ) {
      IdentityPairing.Face(
        id: $0.card(0), origin: $0.text(1), question: $0.text(2), answer: $0.text(3))
    }
  }

  /// Cards of the decks without a history of their own or from another.
  private func unmetFaces(among appeared: Set<CardID>?) throws(SQLiteError) -> [IdentityPairing.Face] {
    var faces: [IdentityPairing.Face] = []
    var seen: Set<CardID> = []
    try connection.forEachRow(
      """
      SELECT card.id, source.origin, deck_card.question, card_text.text FROM deck_card
      JOIN card ON card.number = deck_card.card JOIN source ON source.number = deck_card.source
      JOIN card_text ON card_text.number = deck_card.number
      WHERE deck_card.is_new = 1 AND NOT EXISTS (SELECT 1 FROM card_reviews WHERE card_reviews.card = deck_card.card)
      AND NOT EXISTS (SELECT 1 FROM card AS past WHERE past.heir = deck_card.card)
      ORDER BY deck_card.source, deck_card.position
      """
    ) { row in
      let id = row.card(0)
      guard appeared?.contains(id) ?? true, seen.insert(id).inserted else { return true }
      faces.append(
        IdentityPairing.Face(
          id: id, origin: row.text(1), question: row.text(2),
          answer: Connection.answer(in: row.text(3), after: row.text(2))))
      return true
    }
    return faces
  }
}

extension Connection {
  /// The searched text is the question, a line feed, and the answer.
  static func answer(in text: String, after question: String) -> String {
    String(text.dropFirst(question.count + 1))
  }

  /// Keeps the text of those cards of a source that have a history or a mark and are about to leave it.
  func rememberCards(of source: Int, except staying: Set<CardID>) throws(SQLiteError) {
    let leaving = try rows(
      """
      SELECT card.id, deck_card.card, origin, deck_card.question, card_text.text FROM deck_card
      JOIN card ON card.number = deck_card.card JOIN source ON source.number = deck_card.source
      JOIN card_text ON card_text.number = deck_card.number WHERE deck_card.source = ?
      AND (EXISTS (SELECT 1 FROM card_reviews WHERE card_reviews.card = deck_card.card)
        OR EXISTS (SELECT 1 FROM mark_change WHERE mark_change.card = deck_card.card)
        OR EXISTS (SELECT 1 FROM card AS past WHERE past.heir = deck_card.card))
      """, [.integer(source)]
    ) { (id: $0.card(0), number: $0.int(1), origin: $0.text(2), question: $0.text(3), text: $0.text(4)) }
    for card in leaving where !staying.contains(card.id) {
      try run(
        """
        INSERT INTO remembered_card (card, origin, question, answer) VALUES (?, ?, ?, ?)
        ON CONFLICT (card) DO UPDATE SET origin = excluded.origin, question = excluded.question,
          answer = excluded.answer
        """,
        [
          .integer(card.number), .text(card.origin), .text(card.question),
          .text(Self.answer(in: card.text, after: card.question)),
        ])
    }
  }
}
