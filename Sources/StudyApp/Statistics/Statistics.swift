import Basics
import Scheduling
import Storage

/// What the log and the cards add up to: everything that `study stats`, its JSON and the report show.
struct Statistics: Sendable {
  let today: Day
  /// Days of forecast.
  let forecastDays: Int
  let reviewCount: Int
  let cards: CardCounts
  let dueNow: Int
  let forecast: Forecast
  /// By the number of the study day; days without an answer are not there.
  let days: [Int: DayTally]
  let calibration: [CalibrationBin]
  let topics: [GroupStatistics]
  let levels: [GroupStatistics]
  /// Of the cards seen.
  let memory: MemoryHistograms
  /// Mean probability of recall of the cards seen, now.
  let meanRecall: Double?
  /// Right answers by the confidence stated before the reveal; empty where none was stated.
  var confidence: [ConfidenceCount] = []
  /// Numbers of the cards seen that are least likely to be recalled now, the weakest first.
  let weakest: [WeakCard]
}

/// Cards by how far they have come.
struct CardCounts: Equatable, Sendable {
  var new = 0, learning = 0, young = 0, mature = 0, suspended = 0

  mutating func add(_ other: CardCounts) {
    new += other.new
    learning += other.learning
    young += other.young
    mature += other.mature
    suspended += other.suspended
  }
}

/// Cards by the day on which they fall due; suspended ones are left out.
struct Forecast: Equatable, Sendable {
  /// Due before today and not answered: the backlog.
  var overdue: Int
  /// From today on.
  var days: [Int]
}

/// The cards of a topic or of a level, and what was answered to them.
struct GroupStatistics: Sendable {
  let name: String
  let title: String
  var total = 0
  var seen = 0
  var due = 0
  /// The sum of the probabilities of recall of the cards seen.
  var expected = 0.0
  var answers = AnswerCounts()

  /// The share of all its cards that would be recalled now; those never seen count as not recalled.
  var readiness: Double { total == 0 ? 0 : expected / Double(total) }

  init(name: String, title: String) {
    self.name = name
    self.title = title
  }

  /// Adds what was counted of other cards that were seen.
  mutating func addSeen(_ other: GroupStatistics) {
    seen += other.seen
    due += other.due
    expected += other.expected
  }
}

/// How often answers of one stated confidence (1 a guess, 3 sure) were right.
struct ConfidenceCount: Equatable, Sendable {
  var confidence: Int
  var right: Int
  var count: Int
}

struct WeakCard: Equatable, Sendable {
  let number: Int
  let recall: Double
  let lapses: Int
  let stability: Double
}

extension Statistics {
  /// From the first of the days to the last, both included.
  func tally(from first: Day, through last: Day) -> DayTally {
    var sum = DayTally()
    for (day, tally) in days where (first.number...max(first.number, last.number)).contains(day) {
      sum.add(tally)
    }
    return sum
  }

  /// Of the days up to today.
  func tally(lastDays count: Int) -> DayTally { tally(from: today.advanced(by: 1 - count), through: today) }

  /// Days in a row with an answer, up to today; a day not yet studied does not end it.
  var streak: Int {
    var day = days[today.number] == nil ? today.number - 1 : today.number
    var count = 0
    while days[day] != nil {
      count += 1
      day -= 1
    }
    return count
  }

  var longestStreak: Int {
    var longest = 0
    var count = 0
    var last: Int?
    for day in days.keys.sorted() {
      count = last == day - 1 ? count + 1 : 1
      longest = max(longest, count)
      last = day
    }
    return longest
  }

  /// Answers on each day of the last year, today last.
  var yearOfAnswers: [Int] { (0..<365).map { days[today.number - 364 + $0]?.answers ?? 0 } }

  /// True retention by calendar month, oldest first: at most the last twelve that have any.
  var retentionByMonth: [(year: Int, month: Int, retention: Retention)] {
    var months: [Int: Retention] = [:]
    for (day, tally) in days where tally.retention.all.asked > 0 {
      let date = Day(number: day).date.components
      months[date.year * 12 + date.month - 1, default: Retention()] =
        months[date.year * 12 + date.month - 1, default: Retention()] + tally.retention
    }
    return months.sorted { $0.key < $1.key }.suffix(12).map { ($0.key / 12, $0.key % 12 + 1, $0.value) }
  }

  /// The mean distance between predicted and actual recall, weighted by answers; nil without any.
  var calibrationError: Double? {
    let count = calibration.map(\.count).reduce(0, +)
    guard count > 0 else { return nil }
    let sum = calibration.reduce(0.0) { sum, bin in
      sum + abs(Double(bin.predictedMillionths) / 1e6 - Double(bin.recalled))
    }
    return sum / Double(count)
  }
}
