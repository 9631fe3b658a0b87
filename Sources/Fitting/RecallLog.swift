public import Basics
public import Scheduling

/// The log of a learner as a model sees it: what happened to each card, and which reviews can be predicted.
public struct RecallLog: Sendable {
  public struct Review: Hashable, Sendable {
    public var rating: Rating
    /// Since the card's review before; zero at the first.
    public var elapsed: Elapsed
    public var time: Timestamp
    /// The place among all entries the log was made of, whatever their kind.
    public var source: Int
    public var kind: ReviewKind

    /// Every rating but *again*.
    public var isRecalled: Bool { rating != .again }
  }

  /// Card after card, each from its oldest review.
  public let reviews: [Review]
  /// The reviews of each card.
  public let cards: [Range<Int>]
  /// Places of the reviews that a model can be judged by, a day or more after the one before, oldest first.
  public let items: [Int]

  /// The kinds that change a schedule.
  public static let scheduledKinds = Set(ReviewKind.allCases.filter(\.changesSchedule))

  /// One log for each card, oldest entry first; entries of other kinds are left out as if they had not happened.
  public init(
    _ logs: [[ReviewLog]], kinds: Set<ReviewKind> = scheduledKinds,
    elapsedDays: ElapsedDays = .studyDays(rolloverHour: Scheduler.rolloverHour)
  ) {
    var reviews: [Review] = []
    var cards: [Range<Int>] = []
    reviews.reserveCapacity(logs.reduce(0) { $0 + $1.count })
    var source = 0
    for log in logs {
      let start = reviews.count
      var last: ReviewLog?
      for entry in log {
        defer { source += 1 }
        // Practice before a card was introduced changes no memory that a schedule knows of.
        guard kinds.contains(entry.kind), entry.kind.changesSchedule || last != nil else { continue }
        reviews.append(
          Review(
            rating: entry.rating,
            elapsed: last.map {
              elapsedDays.elapsed(since: $0, at: entry.time, offsetMinutes: entry.offsetMinutes)
            } ?? Elapsed(days: 0),
            time: entry.time, source: source, kind: entry.kind))
        last = entry
      }
      if reviews.count > start { cards.append(start..<reviews.count) }
    }
    self.reviews = reviews
    self.cards = cards
    items = reviews.indices
      .filter { reviews[$0].elapsed.studyDays >= 1 }
      .map { (time: reviews[$0].time.milliseconds, place: $0) }
      // Equal times keep the order of the cards, so that the result never depends on the sort.
      .sorted { $0 < $1 }
      .map(\.place)
  }

  /// What the model expects of every review, in the order of `reviews`; 1 for one on the same day as the last.
  public func predictions(of model: some RecallModel) -> [Double] {
    var predictions = [Double](repeating: 1, count: reviews.count)
    for card in cards {
      var memory = model.initial(reviews[card.lowerBound].rating)
      for place in card.dropFirst() {
        let review = reviews[place]
        if review.elapsed.studyDays >= 1 {
          predictions[place] = model.retrievability(of: memory, after: review.elapsed)
        }
        memory = model.review(memory, review.rating, after: review.elapsed)
      }
    }
    return predictions
  }

  public func predictions(of model: MemoryModel) -> [Double] {
    switch model {
    case .fsrs6(let parameters): predictions(of: MemoryUpdate(parameters))
    case .fsrs7(let parameters): predictions(of: FSRS7(parameters))
    case .sm2: predictions(of: SM2())
    }
  }
}
