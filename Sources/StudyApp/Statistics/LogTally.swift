import Basics
import Scheduling
import Storage

/// What the whole log adds up to: by day, by card, and by predicted recall.
///
/// How each kind counts: every answer counts as work (heat map, time, ratings). Retention takes the first answer of a
/// card on a day, when the schedule asked for it (learn, review, relearn), the card had left its learning steps and was
/// due; practice (cram, drill, interview, predict) never counts, and an earlier practice on the same day bars the rest.
/// Calibration takes every first answer of a day for which the model had a prediction, due or not.
struct LogTally: Equatable, Sendable {
  static let binCount = 20
  /// A longer answer counts as this: the learner was away.
  static let longestAnswerMilliseconds = 300_000

  private(set) var days: [Int: DayTally] = [:]
  /// By card number.
  private(set) var cards: [AnswerCounts] = []
  private(set) var calibration = Array(repeating: CalibrationBin(), count: binCount)
  /// Answers by the confidence stated before the reveal, a guess first.
  private(set) var confidence = Array(repeating: Recall(), count: 3)

  init() {}

  init(
    days: [Int: DayTally], cards: [AnswerCounts], calibration: [CalibrationBin], confidence: [Recall]
  ) {
    self.confidence = confidence
    self.days = days
    self.cards = cards
    self.calibration = calibration
  }

  /// Adds all standing answers of one card, or with a sign of −1 takes them away; oldest first.
  mutating func add(
    _ answers: some Sequence<LoggedAnswer>, of card: CardID, sign: Int = 1, _ scheduler: Scheduler
  ) {
    var state = CardState.new
    var lastDay: Day?
    var sum = AnswerCounts()
    var number: Int?
    for answer in answers {
      var tally = DayTally()
      let milliseconds = min(max(0, answer.durationMilliseconds), Self.longestAnswerMilliseconds)
      let rating = answer.log.rating.rawValue - 1
      tally[DayTally.Count.ratings[rating]] = 1
      tally[.milliseconds] = milliseconds
      sum.ratings[rating] += 1
      sum.milliseconds += milliseconds
      number = answer.card
      if let stated = answer.confidence, confidence.indices.contains(stated - 1) {
        confidence[stated - 1].asked += sign
        confidence[stated - 1].recalled += answer.log.rating == .again ? 0 : sign
      }
      if answer.log.kind.changesSchedule {
        switch state {
        case .new: tally[.introduced] = 1
        case .scheduled(let before):
          if lastDay != answer.day, before.lastDay < answer.day {
            judge(answer, before, &tally, sign: sign, scheduler)
          }
        }
        if let next = scheduler.schedule(after: state, answer.log, of: card) { state = .scheduled(next) }
      } else {
        tally[.practice] = 1
      }
      lastDay = answer.day
      days[answer.day.number, default: DayTally()].add(tally, sign: sign)
    }
    guard let number else { return }
    if cards.count <= number {
      cards += Array(repeating: AnswerCounts(), count: number + 1 - cards.count)
    }
    cards[number].add(sum, sign: sign)
  }

  /// The first answer of a day to a card that was known before.
  private mutating func judge(
    _ answer: LoggedAnswer, _ before: Schedule, _ tally: inout DayTally, sign: Int, _ scheduler: Scheduler
  ) {
    let isRecalled = answer.log.rating != .again
    if before.phase == .review, before.dueDay <= answer.day {
      let isMature = before.memory.stability >= ExercisePicker.matureStabilityDays
      tally[isMature ? .matureAsked : .youngAsked] = 1
      tally[isMature ? .matureRecalled : .youngRecalled] = isRecalled ? 1 : 0
    }
    guard
      let predicted = scheduler.retrievability(
        of: .scheduled(before), at: answer.log.time, offsetMinutes: answer.log.offsetMinutes)
    else { return }
    let bin = min(Self.binCount - 1, max(0, Int(predicted * Double(Self.binCount))))
    calibration[bin].add(
      CalibrationBin(
        count: 1, recalled: isRecalled ? 1 : 0, predictedMillionths: Int((predicted * 1e6).rounded())),
      sign: sign)
  }

  /// Days whose answers were all taken back are gone.
  mutating func prune() {
    days = days.filter { !$0.value.isZero }
  }
}

extension DayTally.Count {
  fileprivate static let ratings: [DayTally.Count] = [.again, .hard, .good, .easy]
}
