public import Basics
public import Scheduling

/// What a learner has and wants: cards, a date, and time.
public struct PlanRequest: Sendable {
  public var cards: [StudyCard]
  public var today: Day
  /// The day of the interview, on which nothing is studied any more.
  public var date: Day
  public var minutesPerDay: Double
  /// What is left of today's minutes.
  public var minutesToday: Double
  public var memory: MemoryUpdate
  public var habits: Habits

  public init(
    cards: [StudyCard], today: Day, date: Day, minutesPerDay: Double, minutesToday: Double? = nil,
    memory: MemoryUpdate = MemoryUpdate(.standard), habits: Habits = .standard
  ) {
    self.cards = cards
    self.today = today
    self.date = date
    self.minutesPerDay = minutesPerDay
    self.minutesToday = minutesToday ?? minutesPerDay
    self.memory = memory
    self.habits = habits
  }
}

public enum PlanError: Error, Hashable, Sendable {
  /// The date is today or has passed.
  case dateNotAhead(days: Int)
  case dateTooFar(days: Int, most: Int)
  case minutesNotPositive(Double)
}

/// Which cards on which day, so that expected recall on the day of the interview is highest for the time there is.
public struct Plan: Sendable {
  /// Beyond a year a plan would say nothing that a plan for a year does not.
  public static let mostDays = 365

  /// A card of today's queue.
  public struct Item: Hashable, Sendable {
    public var card: CardID
    public var isNew: Bool
    public var expectedSeconds: Double
  }

  /// A day of a likely course: drawn from a fixed seed, so it is the same each time it is asked.
  public struct PlannedDay: Hashable, Sendable {
    public var day: Day
    public var new: [CardID]
    public var reviews: [CardID]
    public var minutes: Double
  }

  /// Weighted means of expected recall, 0…1; cards never seen count 0.
  public struct Readiness: Hashable, Sendable {
    public var today: Double
    /// On the date, when nothing more is studied.
    public var untouched: Double
    /// On the date, with the plan.
    public var planned: Double
  }

  public struct Topic: Hashable, Sendable {
    public var name: String
    public var cards: Int
    public var readiness: Readiness
  }

  /// All that is worth today's time, best first; a session goes on until the time is spent.
  public let queue: [Item]
  /// How much of `queue` is expected to fit into today's minutes.
  public let fitting: Int
  public let readiness: Readiness
  /// In the order in which the cards first name them.
  public let topics: [Topic]
  /// By card, in the order of the request: recall on the date with the plan.
  public let plannedRecall: [Double]
  private let draft: PlanDraft

  public init(_ request: PlanRequest) throws(PlanError) {
    let daysLeft = request.date.number - request.today.number
    guard daysLeft >= 1 else { throw .dateNotAhead(days: daysLeft) }
    guard daysLeft <= Self.mostDays else { throw .dateTooFar(days: daysLeft, most: Self.mostDays) }
    guard request.minutesPerDay > 0, request.minutesPerDay.isFinite else {
      throw .minutesNotPositive(request.minutesPerDay)
    }
    let draft = PlanDraft(request, daysLeft: daysLeft)
    self.draft = draft
    let recall = draft.plannedRecall()
    plannedRecall = recall
    queue = draft.queue()
    var seconds = 0.0
    fitting =
      queue.prefix { item in
        defer { seconds += item.expectedSeconds }
        return seconds < request.minutesToday * 60
      }.count
    let total = draft.readiness(recall, of: Array(request.cards.indices))
    readiness = total
    var places: [String: [Int]] = [:]
    var names: [String] = []
    for (place, card) in request.cards.enumerated() {
      if places[card.topic] == nil { names.append(card.topic) }
      places[card.topic, default: []].append(place)
    }
    topics = names.map { name in
      let members = places[name] ?? []
      return Topic(name: name, cards: members.count, readiness: draft.readiness(recall, of: members))
    }
  }

  /// Played anew each time it is asked: a quiz has no use for it.
  public var days: [PlannedDay] { draft.days() }

  /// How much readiness today's session adds; computed each time it is asked.
  public var gainOfToday: Double { draft.gainOfToday }

  /// How much readiness ten more minutes on every day would add; computed each time it is asked.
  public var gainOfTenMinutes: Double { draft.gainOfTenMinutes }
}
