/// What was answered on one study day, as sums of whole numbers: what was added can be taken away exactly.
struct DayTally: Equatable, Sendable {
  enum Count: Int, CaseIterable {
    /// Answers by rating, of every kind.
    case again, hard, good, easy
    /// Of them, those outside the schedule: cram, drill, interview, predict.
    case practice
    /// Cards asked for the first time.
    case introduced
    case milliseconds
    /// First answers of the day to cards that had left the learning steps and were due.
    case youngAsked, youngRecalled, matureAsked, matureRecalled
  }

  private var counts = SIMD16<Int>()

  subscript(count: Count) -> Int {
    get { counts[count.rawValue] }
    set { counts[count.rawValue] = newValue }
  }

  var answers: Int { self[.again] + self[.hard] + self[.good] + self[.easy] }
  var retention: Retention {
    Retention(
      young: Recall(asked: self[.youngAsked], recalled: self[.youngRecalled]),
      mature: Recall(asked: self[.matureAsked], recalled: self[.matureRecalled]))
  }
  var isZero: Bool { counts == SIMD16() }

  /// - Parameter sign: 1 adds, −1 takes away.
  mutating func add(_ other: DayTally, sign: Int = 1) {
    counts &+= other.counts &* SIMD16(repeating: sign)
  }
}

/// How many were asked, and how many of them recalled.
struct Recall: Equatable, Sendable {
  var asked = 0
  var recalled = 0

  /// nil when nothing was asked.
  var share: Double? { asked == 0 ? nil : Double(recalled) / Double(asked) }

  static func + (left: Recall, right: Recall) -> Recall {
    Recall(asked: left.asked + right.asked, recalled: left.recalled + right.recalled)
  }
}

/// True retention by the age of the card: mature from a stability of 21 days on.
struct Retention: Equatable, Sendable {
  var young = Recall()
  var mature = Recall()

  var all: Recall { young + mature }

  static func + (left: Retention, right: Retention) -> Retention {
    Retention(young: left.young + right.young, mature: left.mature + right.mature)
  }
}

/// What was answered to one card, or to the cards of a topic.
struct AnswerCounts: Equatable, Sendable {
  /// By rating, again first.
  var ratings = SIMD4<Int32>()
  var milliseconds = 0

  var answers: Int { Int(ratings.wrappedSum()) }
  var recall: Recall { Recall(asked: answers, recalled: answers - Int(ratings[0])) }
  var secondsPerAnswer: Double? {
    answers == 0 ? nil : Double(milliseconds) / Double(answers) / 1000
  }

  mutating func add(_ other: AnswerCounts, sign: Int = 1) {
    ratings &+= other.ratings &* SIMD4(repeating: Int32(sign))
    milliseconds += sign * other.milliseconds
  }
}

/// Answers whose predicted recall fell into one bin: what was expected, and what came.
struct CalibrationBin: Equatable, Sendable {
  var count = 0
  var recalled = 0
  /// The sum of predictions in millionths, so that it stays exact.
  var predictedMillionths = 0

  var meanPredicted: Double? { count == 0 ? nil : Double(predictedMillionths) / 1e6 / Double(count) }
  var share: Double? { count == 0 ? nil : Double(recalled) / Double(count) }

  mutating func add(_ other: CalibrationBin, sign: Int = 1) {
    count += sign * other.count
    recalled += sign * other.recalled
    predictedMillionths += sign * other.predictedMillionths
  }
}
