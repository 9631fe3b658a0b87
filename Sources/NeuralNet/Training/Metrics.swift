/// How good predictions are.
public enum Metrics {
  /// The share of predictions that are right; 0 of nothing.
  public static func accuracy(_ predictions: [Int], _ labels: [Int]) -> Double {
    if predictions.count != labels.count { trapMismatch("accuracy", [predictions.count], [labels.count]) }
    return ratio(zip(predictions, labels).count { $0 == $1 }, labels.count)
  }

  /// The share of rows whose label is among the `k` largest logits.
  public static func topAccuracy(_ logits: Tensor, _ labels: [Int], k: Int) -> Double {
    let hits = logits.rows.enumerated().count { row, values in
      values.count { $0 > values[labels[row]] } < k
    }
    return ratio(hits, labels.count)
  }

  /// The area under precision over recall, precision made falling from the right, over all recall levels.
  ///
  /// `hits` says of every prediction whether it is right; `positives` counts all there are to find. 0 without any.
  /// Source: M. Everingham et al., "The PASCAL VOC challenge", as computed from 2010 on.
  public static func averagePrecision(scores: [Double], hits: [Bool], positives: Int) -> Double {
    let curve = precisionRecall(scores: scores, hits: hits, positives: positives)
    var area = 0.0
    var best = 0.0
    for index in curve.indices.reversed() {
      best = max(best, curve[index].precision)
      let before = index > 0 ? curve[index - 1].recall : 0
      area += (curve[index].recall - before) * best
    }
    return area
  }

  /// The older eleven-point form: the mean of the best precision at recalls 0, 0.1, …, 1.
  public static func elevenPointPrecision(scores: [Double], hits: [Bool], positives: Int) -> Double {
    let curve = precisionRecall(scores: scores, hits: hits, positives: positives)
    let total = (0...10).reduce(0.0) { sum, level in
      // The bound forgives the rounding of a recall such as 3/10.
      sum + (curve.filter { $0.recall >= Double(level) / 10 - 1e-12 }.map(\.precision).max() ?? 0)
    }
    return total / 11
  }

  /// Precision and recall after each prediction, from the best score down; equal scores keep their order.
  public static func precisionRecall(
    scores: [Double], hits: [Bool], positives: Int
  ) -> [(precision: Double, recall: Double)] {
    if scores.count != hits.count { trapMismatch("precision and recall", [scores.count], [hits.count]) }
    var found = 0
    return Suppression.ranking(scores).enumerated().map { rank, index in
      found += hits[index] ? 1 : 0
      return (Double(found) / Double(rank + 1), ratio(found, positives))
    }
  }

  static func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
}

/// How often each class was taken for each other; rows are the truth, columns the prediction.
public struct ConfusionMatrix: Sendable, Hashable {
  public let counts: [[Int]]

  public init(_ predictions: [Int], _ labels: [Int], classes: Int) {
    if predictions.count != labels.count {
      trapMismatch("a confusion matrix", [predictions.count], [labels.count])
    }
    var counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (prediction, label) in zip(predictions, labels) { counts[label][prediction] += 1 }
    self.counts = counts
  }

  public var accuracy: Double {
    Metrics.ratio(counts.indices.reduce(0) { $0 + counts[$1][$1] }, counts.joined().reduce(0, +))
  }

  /// Of those taken for the class, the share that is; 0 when none was.
  public func precision(_ label: Int) -> Double {
    Metrics.ratio(counts[label][label], counts.reduce(0) { $0 + $1[label] })
  }

  /// Of those of the class, the share that was found; 0 when there are none.
  public func recall(_ label: Int) -> Double {
    Metrics.ratio(counts[label][label], counts[label].reduce(0, +))
  }

  /// The harmonic mean of precision and recall: 2PR / (P + R); 0 when both are.
  public func f1(_ label: Int) -> Double {
    let (p, r) = (precision(label), recall(label))
    return p + r > 0 ? 2 * p * r / (p + r) : 0
  }

  /// The plain mean of F1 over the classes.
  public var macroF1: Double { counts.indices.reduce(0) { $0 + f1($1) } / Double(max(counts.count, 1)) }
}
