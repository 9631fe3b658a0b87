public import Basics

/// Which cards that left the decks are the same as cards that came into them: a pure decision over their texts.
public struct IdentityPairing: Hashable, Sendable {
  /// A card as it stands, or last stood, in a deck.
  public struct Face: Hashable, Sendable {
    public var id: CardID
    /// Where it stands: tells two equal cards of different files apart.
    public var origin: String
    public var question: String
    public var answer: String

    public init(id: CardID, origin: String, question: String, answer: String) {
      self.id = id
      self.origin = origin
      self.question = question
      self.answer = answer
    }
  }

  public enum Reason: Hashable, Sendable {
    /// The same text under another name or in another place.
    case moved
    /// Another text, like enough, and no other is nearly as like.
    case edited
  }

  public struct Pair: Hashable, Sendable {
    public var old: CardID
    public var new: CardID
    public var reason: Reason
    /// 0…1.
    public var similarity: Double
  }

  /// A card that several may be, or one that is only somewhat like it: the learner decides.
  public struct Doubt: Hashable, Sendable {
    public struct Candidate: Hashable, Sendable {
      public var id: CardID
      public var similarity: Double
    }

    public var old: CardID
    /// The most alike first.
    public var candidates: [Candidate]
  }

  public var pairs: [Pair] = []
  public var doubts: [Doubt] = []
  /// Cards that nothing resembles.
  public var gone: [CardID] = []

  /// From here a card counts as edited.
  public static let editedSimilarity = 0.6
  /// By so much an edited card must be more alike than any other, seen from either side.
  public static let margin = 0.1
  /// From here the learner is asked.
  public static let doubtfulSimilarity = 0.4
  private static let mostCandidates = 5

  public init(vanished: [Face], appeared: [Face]) {
    let old = vanished.sorted { $0.id < $1.id }.map(Profile.init)
    let new = appeared.sorted { $0.id < $1.id }.map(Profile.init)
    let scores = Self.scores(old, new)
    var taken: Set<Int> = []
    var open: [Int] = []
    for (place, candidates) in scores.enumerated() {
      if let best = Self.certain(place, candidates, scores) {
        let reason: Reason = best.similarity == 1 ? .moved : .edited
        pairs.append(
          Pair(
            old: old[place].face.id, new: new[best.place].face.id, reason: reason, similarity: best.similarity
          ))
        taken.insert(best.place)
      } else {
        open.append(place)
      }
    }
    for place in open {
      let left = scores[place].filter { !taken.contains($0.place) }
      if left.isEmpty {
        gone.append(old[place].face.id)
      } else {
        doubts.append(
          Doubt(
            old: old[place].face.id,
            candidates: left.prefix(Self.mostCandidates).map {
              Doubt.Candidate(id: new[$0.place].face.id, similarity: $0.similarity)
            }))
      }
    }
  }

  private typealias Score = (place: Int, similarity: Double)

  /// For each old card the new ones that resemble it, the most alike first.
  private static func scores(_ old: [Profile], _ new: [Profile]) -> [[Score]] {
    // Only cards that share a rare piece of text are compared: a long deck is not compared with itself.
    var holders: [UInt64: [Int]] = [:]
    for (place, profile) in new.enumerated() {
      for gram in profile.question.counts.keys { holders[gram, default: []].append(place) }
    }
    return old.map { profile in
      var shared: [Int: Int] = [:]
      for gram in profile.question.counts.keys {
        for place in holders[gram] ?? [] { shared[place, default: 0] += 1 }
      }
      // With less than a quarter in common no answer lifts a card to where it counts as edited.
      return shared.filter { 4 * $0.value >= profile.question.counts.count }
        .map { (place: $0.key, similarity: profile.similarity(to: new[$0.key])) }
        .filter { $0.similarity >= doubtfulSimilarity }
        .sorted { ($1.similarity, $0.place) < ($0.similarity, $1.place) }
    }
  }

  /// The best candidate when it is like enough, and no other is nearly so from either side.
  private static func certain(_ place: Int, _ candidates: [Score], _ scores: [[Score]]) -> Score? {
    guard let best = candidates.first, best.similarity >= editedSimilarity else { return nil }
    let rival = candidates.dropFirst().first?.similarity ?? 0
    guard best.similarity - rival >= margin else { return nil }
    for (other, list) in scores.enumerated() where other != place {
      for score in list where score.place == best.place && best.similarity - score.similarity < margin {
        return nil
      }
    }
    return best
  }
}

/// The pieces that a card's text is made of.
private struct Profile {
  let face: IdentityPairing.Face
  let question: Grams
  let answer: Grams

  init(_ face: IdentityPairing.Face) {
    self.face = face
    question = Grams(face.question)
    answer = Grams(face.answer)
  }

  /// The question says what a card is; its answer may grow without its becoming another.
  func similarity(to other: Profile) -> Double {
    let question = question.similarity(to: other.question)
    if answer.total == 0 && other.answer.total == 0 { return question }
    return 0.65 * question + 0.35 * answer.similarity(to: other.answer)
  }
}

/// How often each sequence of three characters stands in a text, without regard to case and spacing.
private struct Grams {
  var counts: [UInt64: Int] = [:]
  var total = 0

  init(_ text: String) {
    var scalars: [UInt64] = [0]
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        if scalars.last != 0 { scalars.append(0) }
      } else {
        // An ideograph says about as much as two letters, so it stands twice.
        scalars.append(UInt64(scalar.value))
        if (0x2E80...0x9FFF).contains(scalar.value) { scalars.append(UInt64(scalar.value) | 1 << 20) }
      }
    }
    if scalars.last != 0 { scalars.append(0) }
    guard scalars.count >= 3 else { return }
    for start in 0...scalars.count - 3 {
      counts[scalars[start] << 42 | scalars[start + 1] << 21 | scalars[start + 2], default: 0] += 1
    }
    total = scalars.count - 2
  }

  /// Sørensen–Dice: twice what both have, over what they have together.
  func similarity(to other: Grams) -> Double {
    guard total + other.total > 0 else { return 1 }
    let (few, many) = counts.count < other.counts.count ? (counts, other.counts) : (other.counts, counts)
    let shared = few.reduce(0) { $0 + min($1.value, many[$1.key] ?? 0) }
    return Double(2 * shared) / Double(total + other.total)
  }
}
