import Glibc
public import Scheduling

/// What a policy may know when it chooses today's cards: never the learner's true memory.
public struct Situation: Sendable {
  public var material: Material
  /// By place; nil for a card never seen.
  public var traces: [Trace?]
  /// From 0.
  public var day: Int
  /// The day of the interview, on which nothing is studied.
  public var lastDay: Int
  public var secondsPerDay: Double

  public init(material: Material, traces: [Trace?], day: Int, lastDay: Int, secondsPerDay: Double) {
    precondition(traces.count == material.count, "a trace, or none, for each card")
    self.material = material
    self.traces = traces
    self.day = day
    self.lastDay = lastDay
    self.secondsPerDay = secondsPerDay
  }
}

/// Which cards are studied today, and when they come back.
public protocol Policy: Sendable {
  /// Places of today's cards in order; the learner stops when the time is spent.
  mutating func queue(_ situation: Situation) -> [Int]
  /// Sets the due day of a card that was studied today, from its new memory and the first rating of the day.
  func reschedule(_ trace: inout Trace, after last: Trace?, _ rating: Rating, today: Int)
}

/// FSRS as everybody runs it: cards that are due, oldest first, then new ones in the order of the deck.
public struct DuePolicy: Policy {
  public var desiredRetention: Double
  public var newPerDay: Int
  public var reviewsPerDay: Int
  /// Spends what time is left on the cards most likely forgotten, although they are not due.
  public var studiesAhead: Bool
  private let curve: ForgettingCurve

  public init(
    parameters: Parameters = .standard, desiredRetention: Double = 0.9, newPerDay: Int = .max,
    reviewsPerDay: Int = .max, studiesAhead: Bool = false
  ) {
    self.desiredRetention = desiredRetention
    self.newPerDay = newPerDay
    self.reviewsPerDay = reviewsPerDay
    self.studiesAhead = studiesAhead
    curve = ForgettingCurve(parameters)
  }

  public func queue(_ situation: Situation) -> [Int] {
    let (due, new) = Self.dueAndNew(situation)
    let queue = Array(due.prefix(reviewsPerDay) + new.prefix(newPerDay))
    guard studiesAhead else { return queue }
    let ahead = situation.traces.enumerated().compactMap { place, trace in
      trace.flatMap { trace in
        trace.dueDay > situation.day && trace.lastDay < situation.day
          ? (
            place,
            curve.retrievability(
              elapsedDays: Double(situation.day - trace.lastDay), stability: trace.memory.stability)
          ) : nil
      }
    }
    return queue + ahead.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  static func dueAndNew(_ situation: Situation) -> (due: [Int], new: [Int]) {
    var due: [(day: Int, place: Int)] = []
    var new: [Int] = []
    for place in situation.traces.indices {
      if let trace = situation.traces[place] {
        if trace.dueDay <= situation.day { due.append((trace.dueDay, place)) }
      } else {
        new.append(place)
      }
    }
    return (due.sorted { $0 < $1 }.map(\.place), new)
  }

  public func reschedule(_ trace: inout Trace, after last: Trace?, _ rating: Rating, today: Int) {
    let days = curve.interval(retention: desiredRetention, stability: trace.memory.stability)
    trace.dueDay = today + max(1, Int(days.rounded()))
  }
}
