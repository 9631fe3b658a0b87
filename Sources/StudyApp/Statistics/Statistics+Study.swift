import Basics
import Scheduling
import Storage

extension Statistics {
  static let standardForecastDays = 14
  static let weakestCount = 12

  /// Reads the statistics of the active decks; with topics, of their cards alone.
  ///
  /// The decks must be indexed before (`Study.library`), limited to the same topics.
  init(_ study: Study, forecastDays: Int = standardForecastDays, topics: [String] = []) throws(SQLiteError) {
    let store = study.store
    let scheduler = study.scheduler
    let places: CardPlaces
    let tally: LogTally
    if topics.isEmpty {
      (tally, places) = try store.both(
        { other throws(SQLiteError) -> LogTally in try LogTally.current(other, scheduler) },
        { () throws(SQLiteError) -> CardPlaces in try store.deckIndex.cardPlaces() })
    } else {
      places = try store.deckIndex.cardPlaces()
      tally = try LogTally(store, scheduler) { places[$0] != nil }
    }
    let empty = Collector(
      study: study, places: places, marks: try store.cardMarks(), forecastDays: forecastDays)
    let middle = try store.middleCard()
    let halves = try store.both(
      { other throws(SQLiteError) -> Collector in try empty.adding(Int.min...middle, of: other) },
      { () throws(SQLiteError) -> Collector in try empty.adding(middle + 1...Int.max, of: store) })
    var collector = halves.1
    collector.add(halves.0)
    for (number, counts) in tally.cards.enumerated() where counts.answers > 0 {
      collector.add(number, counts)
    }
    self.init(
      today: study.today, forecastDays: forecastDays,
      reviewCount: tally.days.values.reduce(0) { $0 + $1.answers }, cards: collector.cardCounts,
      dueNow: collector.dueNow,
      forecast: Forecast(overdue: collector.overdue, days: collector.forecast), days: tally.days,
      calibration: tally.calibration, topics: collector.topics, levels: collector.levels,
      memory: collector.memory, meanRecall: collector.meanRecall,
      confidence: tally.confidence.enumerated().filter { $0.element.asked > 0 }.map {
        ConfidenceCount(confidence: $0.offset + 1, right: $0.element.recalled, count: $0.element.asked)
      }, weakest: collector.weakest)
  }
}

/// Sums over the cards, one at a time.
private struct Collector {
  // Of the study, one by one: it is large, and each card would copy what it asks.
  let scheduler: Scheduler
  let now: Timestamp
  let offsetMinutes: Int
  let today: Day
  let places: CardPlaces
  let marks: [Int: CardMark]
  var cards = CardCounts()
  var dueNow = 0
  var overdue = 0
  var forecast: [Int]
  var topics: [GroupStatistics]
  var levels = (1...3).map { GroupStatistics(name: "\($0)", title: "\($0)") }
  var memory = MemoryHistograms()
  private var recall = 0.0
  private var seen = 0
  private(set) var weakest: [WeakCard] = []

  init(study: Study, places: CardPlaces, marks: [Int: CardMark], forecastDays: Int) {
    scheduler = study.scheduler
    now = study.now
    offsetMinutes = study.offsetMinutes
    today = study.today
    self.places = places
    self.marks = marks
    forecast = Array(repeating: 0, count: forecastDays)
    topics = places.topics.map { GroupStatistics(name: $0.topic, title: $0.title) }
    for case let place? in places.places {
      topics[place.topic].total += 1
      levels[Self.level(place)].total += 1
    }
  }

  /// Levels beyond the three, which no deck should have, count as the nearest.
  private static func level(_ place: CardPlace) -> Int { min(3, max(1, place.level)) - 1 }

  var meanRecall: Double? { seen == 0 ? nil : recall / Double(seen) }

  var cardCounts: CardCounts {
    var counts = cards
    counts.suspended = marks.filter { $0.value.isSuspended && places[$0.key] != nil }.count
    let total = topics.map(\.total).reduce(0, +)
    counts.new = total - counts.suspended - counts.learning - counts.young - counts.mature
    return counts
  }

  /// With the schedules of a range of cards.
  func adding(_ cards: ClosedRange<Int>, of store: ReviewStore) throws(SQLiteError) -> Collector {
    var sum = self
    try store.forEachSchedule(of: cards, for: scheduler.model) { sum.add($0, $1) }
    return sum
  }

  /// What another has added to the same empty one.
  mutating func add(_ other: Collector) {
    cards.add(other.cards)
    dueNow += other.dueNow
    overdue += other.overdue
    for day in forecast.indices { forecast[day] += other.forecast[day] }
    for topic in topics.indices { topics[topic].addSeen(other.topics[topic]) }
    for level in levels.indices { levels[level].addSeen(other.levels[level]) }
    memory.add(other.memory)
    recall += other.recall
    seen += other.seen
    for card in other.weakest { keep(card) }
  }

  private mutating func add(_ number: Int, _ schedule: Schedule) {
    guard let place = places[number] else { return }
    let mark = marks[number] ?? .none
    let probability =
      scheduler.retrievability(of: .scheduled(schedule), at: now, offsetMinutes: offsetMinutes) ?? 0
    let level = Self.level(place)
    seen += 1
    recall += probability
    memory.add(
      stability: schedule.memory.stability, difficulty: schedule.memory.difficulty, recall: probability)
    topics[place.topic].seen += 1
    topics[place.topic].expected += probability
    levels[level].seen += 1
    levels[level].expected += probability
    guard !mark.isSuspended else { return }
    if schedule.phase != .review {
      cards.learning += 1
    } else if schedule.memory.stability >= ExercisePicker.matureStabilityDays {
      cards.mature += 1
    } else {
      cards.young += 1
    }
    let isBuried = mark.isHidden(on: today)
    if schedule.isDue(at: now, today: today), !isBuried {
      dueNow += 1
      topics[place.topic].due += 1
      levels[level].due += 1
    }
    let day = (isBuried ? max(schedule.dueDay, mark.buriedUntil ?? schedule.dueDay) : schedule.dueDay).number
    let offset = day - today.number
    if offset < 0 { overdue += 1 } else if offset < forecast.count { forecast[offset] += 1 }
    keep(
      WeakCard(
        number: number, recall: probability, lapses: schedule.lapses, stability: schedule.memory.stability))
  }

  /// The few weakest so far, in order: least likely to be recalled, then most often forgotten.
  private mutating func keep(_ card: WeakCard) {
    func isWeaker(_ left: WeakCard, _ right: WeakCard) -> Bool {
      (left.recall, -left.lapses, left.number) < (right.recall, -right.lapses, right.number)
    }
    if weakest.count == Statistics.weakestCount, let last = weakest.last, !isWeaker(card, last) { return }
    let place = weakest.firstIndex { isWeaker(card, $0) } ?? weakest.count
    weakest.insert(card, at: place)
    if weakest.count > Statistics.weakestCount { weakest.removeLast() }
  }

  mutating func add(_ number: Int, _ counts: AnswerCounts) {
    guard let place = places[number] else { return }
    topics[place.topic].answers.add(counts)
    levels[Self.level(place)].answers.add(counts)
  }
}
