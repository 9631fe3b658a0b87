import Basics
import Scheduling

/// Reviews that are predicted by parameters which were fitted to earlier reviews only.
///
/// The items in order of time are cut into six equal parts; each of the last five is predicted from those before it.
/// Source: fsrs-rs, `evaluate_with_time_series_splits`.
struct HeldOut {
  static let folds = 5

  let log: RecallLog
  /// The items of the last five parts, oldest first.
  let items: ArraySlice<Int>
  /// Where each fold begins in the log's items.
  private let starts: [Int]
  private let size: Int

  init(_ log: RecallLog) {
    self.log = log
    let count = log.items.count
    size = count / (Self.folds + 1)
    starts = (0..<Self.folds).map { [size] fold in count - (Self.folds - fold) * size }
    items = log.items[(starts.first ?? 0)...]
  }

  /// What a model with parameters fitted to the past expects of each review; only those of `items` mean something.
  func fittedPredictions(
    _ fit: FSRS6Fit, observer: FitObserver = { _ in true }
  ) throws(Cancelled) -> [Double] {
    var predictions = [Double](repeating: 1, count: log.reviews.count)
    var done = 0
    let total = steps(fit)
    for start in starts {
      let outcome = try fit.fit(log, first: start) {
        observer(FitProgress(step: done + $0.step, steps: total))
      }
      done += fit.steps(items: start)
      let all = log.predictions(of: .fsrs6(outcome.parameters))
      for place in log.items[start..<start + size] { predictions[place] = all[place] }
    }
    return predictions
  }

  func steps(_ fit: FSRS6Fit) -> Int { starts.reduce(0) { $0 + fit.steps(items: $1) } }

  /// The share of recalls among all items before each fold, as the expectation of every review in it.
  func averagePredictions() -> [Double] {
    var predictions = [Double](repeating: 1, count: log.reviews.count)
    for start in starts where start > 0 {
      let recalled = log.items[..<start].count { log.reviews[$0].isRecalled }
      let mean = Double(recalled) / Double(start)
      for place in log.items[start..<start + size] { predictions[place] = mean }
    }
    return predictions
  }

  /// Predictions of these reviews by another reading of the same entries: `other` holds more kinds than `log` does.
  ///
  /// Each fold is fitted to what `other` knew before the fold began. By source; nil where `other` sees no item.
  func fittedPredictions(_ fit: FSRS6Fit, reading other: RecallLog) throws(Cancelled) -> [Int: Double] {
    var predictions: [Int: Double] = [:]
    let items = Set(other.items)
    let places = Dictionary(
      uniqueKeysWithValues: other.reviews.indices.map { (other.reviews[$0].source, $0) })
    for start in starts {
      let time = log.reviews[log.items[start]].time
      let known = other.items.count { other.reviews[$0].time < time }
      let all = other.predictions(
        of: .fsrs6(try fit.fit(other, first: known) { _ in true }.parameters))
      for place in log.items[start..<start + size] {
        let source = log.reviews[place].source
        if let otherPlace = places[source], items.contains(otherPlace) {
          predictions[source] = all[otherPlace]
        }
      }
    }
    return predictions
  }
}

/// How much one set of predictions is better than another on the same reviews.
public struct Advantage: Hashable, Sendable {
  /// The mean of the loss of the other minus that of this one; above 0 this one is better.
  public var mean: Double
  /// Of the mean; reviews of one card vary together, so cards are the sample.
  public var standardError: Double
  public var reviews: Int

  /// Better by more than one standard error: five times in six no accident, and a little better soon shows in more reviews.
  public var isClear: Bool { mean > standardError }
}

extension RecallLog {
  /// The advantage of one set of predictions over another on some items.
  func advantage(
    of predictions: [Double], over others: [Double], on items: some Sequence<Int>
  ) -> Advantage {
    var isCompared = [Bool](repeating: false, count: reviews.count)
    for place in items { isCompared[place] = true }
    var sums: [(difference: Double, count: Double)] = []
    for card in cards {
      var (difference, count) = (0.0, 0.0)
      for place in card where isCompared[place] {
        let isRecalled = reviews[place].isRecalled
        difference +=
          Evaluation.loss(others[place], isRecalled) - Evaluation.loss(predictions[place], isRecalled)
        count += 1
      }
      if count > 0 { sums.append((difference, count)) }
    }
    let count = sums.reduce(0) { $0 + $1.count }
    guard count > 0 else { return Advantage(mean: 0, standardError: .infinity, reviews: 0) }
    let mean = sums.reduce(0) { $0 + $1.difference } / count
    // The variance of a ratio of sums over cards (W. G. Cochran, Sampling Techniques, 1977, section 2.11).
    let squares = sums.reduce(0.0) { sum, card in
      let residual = card.difference - mean * card.count
      return sum + residual * residual
    }
    let cardCount = Double(sums.count)
    let error =
      sums.count < 2 ? .infinity : (squares * cardCount / (cardCount - 1)).squareRoot() / count
    return Advantage(mean: mean, standardError: error, reviews: Int(count))
  }
}
