import Glibc
public import Scheduling

/// How well predictions met what happened.
public struct Evaluation: Hashable, Sendable {
  /// Reviews that were predicted.
  public var count: Int
  /// The mean of −ln of the probability that was given to what happened.
  public var logLoss: Double
  /// The root of the mean squared difference between predicted and actual recall of alike reviews.
  public var binError: Double
  /// By predicted recall, in twentieths; only those with reviews.
  public var calibration: [CalibrationBin]

  public struct CalibrationBin: Hashable, Sendable {
    public var predicted: Double
    public var actual: Double
    public var count: Int
  }
}

/// One prediction and what came of it.
struct Judged {
  var prediction: Double
  var isRecalled: Bool
  var bin: Int
  var weight: Double
}

extension Evaluation {
  /// Inside a bin the means are plain; its share is by weight. Source: fsrs-rs, `evaluate`.
  init(_ judged: some Sequence<Judged>) {
    var tallies = [Tally](repeating: Tally(), count: ReviewBin.count)
    var bands = [Tally](repeating: Tally(), count: 20)
    var (loss, total, count) = (0.0, 0.0, 0)
    for item in judged {
      loss += item.weight * Self.loss(item.prediction, item.isRecalled)
      total += item.weight
      count += 1
      tallies[item.bin].add(item)
      bands[min(Int(item.prediction * 20), 19)].add(item)
    }
    let squares = tallies.reduce(0.0) { sum, tally in
      guard tally.count > 0 else { return sum }
      let error = (tally.predicted - tally.recalled) / tally.count
      return sum + error * error * tally.weight
    }
    self.count = count
    logLoss = total > 0 ? loss / total : .nan
    binError = total > 0 ? (squares / total).squareRoot() : .nan
    calibration = bands.filter { $0.count > 0 }.map {
      CalibrationBin(
        predicted: $0.predicted / $0.count, actual: $0.recalled / $0.count, count: Int($0.count))
    }
  }

  /// −ln p or −ln(1 − p); p is kept within 10⁻⁷ of 0 and 1, as in the fit.
  static func loss(_ prediction: Double, _ isRecalled: Bool) -> Double {
    let p = min(max(prediction, 1e-7), 1 - 1e-7)
    return isRecalled ? -log(p) : -log(1 - p)
  }

  private struct Tally {
    var predicted = 0.0
    var recalled = 0.0
    var count = 0.0
    var weight = 0.0

    mutating func add(_ item: Judged) {
      predicted += item.prediction
      recalled += item.isRecalled ? 1 : 0
      count += 1
      weight += item.weight
    }
  }

  /// Which reviews count more.
  public enum Weighting: Hashable, Sendable {
    case equal
    /// As in the fit: the i-th of n in order of time 0.25 + 0.75·(i/(n − 1))³.
    case recency
  }
}

/// Alike reviews: of like interval, number of reviews and number of lapses. Source: fsrs-rs, `r_matrix_index`.
enum ReviewBin {
  private static let lengths = 16
  private static let lapses = 16
  private static let intervals = 16
  static let count = intervals * lengths * lapses

  /// Steps of 3.62 in days, 1.89 in reviews on later days (with this one and the first), 1.73 in lapses.
  static func index(days: Int, length: Int, lapses: Int) -> Int {
    let interval = min(level(days, base: logInterval), Self.intervals - 1)
    let length = min(level(length, base: logLength), Self.lengths - 1)
    let lapse = lapses == 0 ? 0 : min(1 + level(lapses, base: logLapse), Self.lapses - 1)
    return (interval * Self.lengths + length) * Self.lapses + lapse
  }

  private static let logInterval = log(3.62)
  private static let logLength = log(1.89)
  private static let logLapse = log(1.73)

  private static func level(_ count: Int, base: Double) -> Int {
    Int(log(Double(count)) / base)
  }
}

extension RecallLog {
  /// The bin of every review, in the order of `reviews`; that of a review that is no item means nothing.
  func bins() -> [Int] {
    var bins = [Int](repeating: 0, count: reviews.count)
    for card in cards {
      var (length, lapses) = (1, 0)
      for place in card.dropFirst() {
        let review = reviews[place]
        guard review.elapsed.studyDays >= 1 else { continue }
        length += 1
        bins[place] = ReviewBin.index(days: review.elapsed.studyDays, length: length, lapses: lapses)
        if !review.isRecalled { lapses += 1 }
      }
    }
    return bins
  }

  /// How well a model with these parameters predicts the whole log.
  public func evaluate(_ model: MemoryModel, weighting: Evaluation.Weighting = .equal) -> Evaluation {
    evaluate(predictions(of: model), items: items[...], weighting: weighting)
  }

  /// `predictions` are in the order of `reviews`.
  func evaluate(
    _ predictions: [Double], items: ArraySlice<Int>, weighting: Evaluation.Weighting = .equal
  ) -> Evaluation {
    let bins = bins()
    return Evaluation(
      items.enumerated().lazy.map { index, place in
        Judged(
          prediction: predictions[place], isRecalled: reviews[place].isRecalled, bin: bins[place],
          weight: weighting == .equal ? 1 : FitRules.recency(index, of: items.count))
      })
  }
}
