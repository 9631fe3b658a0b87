import Basics

/// What can only be seen over all decks of one language: ids, references, prerequisites, and whether drills can be drawn.
public enum DeckCheck {
  public static func diagnostics(_ decks: [Deck]) -> [DeckDiagnostic] {
    var found: [DeckDiagnostic] = []
    var cards: [CardID: Card] = [:]
    for card in decks.flatMap(\.cards) {
      if let first = cards[card.id] {
        found.append(duplicate(card, of: first))
      } else {
        cards[card.id] = card
      }
    }
    let known = cards.keys.filter { cards[$0]?.identity == .written }.map(\.rawValue).sorted()
    for card in decks.flatMap(\.cards) {
      found += references(of: card, cards, known)
      found += drills(of: card)
    }
    found += cycles(decks, cards)
    return found
  }

  private static func duplicate(_ card: Card, of first: Card) -> DeckDiagnostic {
    let place = first.location.description
    return switch card.identity {
    case .written: DeckDiagnostic(.idDuplicate, at: card.location, subject: card.id.rawValue, other: place)
    case .hashed: DeckDiagnostic(.questionDuplicate, at: card.location, other: place)
    }
  }

  private static func references(
    of card: Card, _ cards: [CardID: Card], _ known: [String]
  ) -> [DeckDiagnostic] {
    (card.see + card.after).compactMap { id in
      if id == card.id {
        return DeckDiagnostic(.referenceToItself, at: card.location, subject: id.rawValue)
      }
      guard cards[id] == nil else { return nil }
      let near = Suggestion.nearest(to: id.rawValue, among: known) ?? ""
      return DeckDiagnostic(.referenceUnknown, at: card.location, subject: id.rawValue, other: near)
    }
  }

  private static func drills(of card: Card) -> [DeckDiagnostic] {
    card.exercises.compactMap { exercise in
      guard case .drill(let drill) = exercise else { return nil }
      var generator = SplitMix64(seed: 1)
      do throws(Drill.DrawFailure) {
        _ = try drill.draw(using: &generator)
        return nil
      } catch {
        switch error {
        case .unsatisfiable(let constraint):
          return DeckDiagnostic(.drillUnsatisfiable, at: drill.location, subject: constraint.description)
        case .malformedCall, .valueMissing:
          return DeckDiagnostic(.callMalformed, at: drill.call.location, subject: drill.call.text)
        }
      }
    }
  }

  /// Rings of `after`, each reported once, at its first card.
  private static func cycles(_ decks: [Deck], _ cards: [CardID: Card]) -> [DeckDiagnostic] {
    var found: [DeckDiagnostic] = []
    var done: Set<CardID> = []
    for start in decks.flatMap(\.cards).map(\.id) where !done.contains(start) {
      var path: [CardID] = []
      var onPath: Set<CardID> = []
      // Depth first without recursion: a deck may chain a hundred thousand cards.
      var pending: [(id: CardID, isExit: Bool)] = [(start, false)]
      while let (id, isExit) = pending.popLast() {
        if isExit {
          path.removeLast()
          onPath.remove(id)
          done.insert(id)
        } else if onPath.contains(id) {
          guard let first = path.firstIndex(of: id), let card = cards[id] else { continue }
          let ring = (path[first...] + [id]).map(\.rawValue).joined(separator: " → ")
          found.append(DeckDiagnostic(.prerequisiteCycle, at: card.location, subject: ring))
        } else if !done.contains(id), let card = cards[id] {
          path.append(id)
          onPath.insert(id)
          pending.append((id, true))
          // A card that names itself is reported as such.
          for next in card.after.reversed() where next != id { pending.append((next, false)) }
        }
      }
    }
    return found
  }
}
