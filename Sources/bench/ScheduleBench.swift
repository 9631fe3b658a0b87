import Basics
import Scheduling

/// How fast a log is replayed: reviews a second on one thread.
enum ScheduleBench {
  /// `rounds` figures, each from the same synthetic log of 1,000 cards with 20 reviews.
  static func reviewsPerSecond(rounds: Int) -> [Double] {
    let scheduler = Scheduler()
    let logs = (0..<1000).map { log(seed: UInt64($0), count: 20) }
    var checksum = 0.0
    let figures = (0..<rounds).map { _ in
      let repeats = 50
      let start = Platform.monotonicNanoseconds()
      for _ in 0..<repeats {
        for (card, log) in logs {
          checksum += scheduler.replay(log, of: card).schedule?.memory.stability ?? 0
        }
      }
      let nanoseconds = Double(Platform.monotonicNanoseconds() - start)
      return Double(repeats * 20_000) / nanoseconds * 1e9
    }
    precondition(checksum > 0, "a replay that nobody reads would be optimised away")
    return figures
  }

  /// Reviews when due or a little late, nine of ten remembered.
  private static func log(seed: UInt64, count: Int) -> (CardID, [ReviewLog]) {
    let card = CardID(rawValue: "card-\(seed)")
    let scheduler = Scheduler()
    var random = SplitMix64(seed: seed)
    var now = Timestamp(milliseconds: 1_700_000_000_000)
    var state = CardState.new
    var log: [ReviewLog] = []
    for _ in 0..<count {
      let ratings: [Rating] = [.again, .hard, .good, .good, .good, .good, .good, .good, .good, .easy]
      let rating = ratings[random.nextIndex(below: 10)]
      log.append(
        ReviewLog(rating: rating, time: now, offsetMinutes: 60, kind: ReviewKind(scheduled: state)))
      var generator = Fuzz.generator(card: card, reviews: state.reviews)
      let next = scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator)
      now = next.due.adding(seconds: Double(random.nextIndex(below: 100_000)))
      state = .scheduled(next)
    }
    return (card, log)
  }
}
