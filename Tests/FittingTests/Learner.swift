import Basics
import Scheduling

/// A learner who forgets exactly as FSRS-6 with known parameters says.
struct Learner {
  var parameters: Parameters
  var seed: UInt64
  /// Entries of this kind stand between the scheduled ones, with ratings that `means` decides.
  var practice: (kind: ReviewKind, means: Bool)?

  func logs(cards: Int, reviews: Int) -> [[ReviewLog]] {
    var random = SplitMix64(seed: seed)
    return (0..<cards).map { _ in log(reviews: reviews, using: &random) }
  }

  private func log(reviews: Int, using random: inout SplitMix64) -> [ReviewLog] {
    let update = MemoryUpdate(parameters)
    var day = random.nextIndex(below: 100)
    var memory = update.initial(.good)
    var log = [ReferenceFolder.entry(3, day: day)]
    var last = day
    func review(on today: Int, kind: ReviewKind) {
      let elapsed = Elapsed(days: today - last)
      let recalled = random.nextUnit() < update.retrievability(of: memory, after: elapsed)
      let isMeant = kind.changesSchedule || practice!.means
      let isShown = isMeant ? recalled : random.nextUnit() < 0.5
      log.append(ReferenceFolder.entry(isShown ? 3 : 1, day: today, kind: kind))
      // Practice that means something changes the memory as a review does.
      if isMeant {
        memory = update.review(memory, recalled ? .good : .again, after: elapsed)
        last = today
      }
    }
    for _ in 1..<reviews {
      let interval = max(2, Int(update.interval(of: memory, retention: 0.85) * (0.6 + random.nextUnit())))
      if let practice { review(on: day + max(1, interval / 2), kind: practice.kind) }
      day += interval
      review(on: day, kind: .review)
    }
    return log
  }
}
