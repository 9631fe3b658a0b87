import Glibc

/// Removes the weaker of boxes that mean the same object.
public enum Suppression {
  /// Keeps boxes from the best score down, dropping each that overlaps a kept one by more than the threshold.
  ///
  /// The result holds positions in the order kept; of equal scores the earlier comes first. With `classes`, only
  /// boxes of one class compete.
  public static func greedy(
    _ boxes: [Box], scores: [Double], threshold: Double, classes: [Int]? = nil,
    minimumScore: Double = -.infinity
  ) -> [Int] {
    if scores.count != boxes.count { trapMismatch("suppression", [boxes.count], [scores.count]) }
    if let classes, classes.count != boxes.count {
      trapMismatch("suppression", [boxes.count], [classes.count])
    }
    var kept: [Int] = []
    for candidate in ranking(scores) where scores[candidate] >= minimumScore {
      let isDouble = kept.contains { other in
        (classes == nil || classes![other] == classes![candidate])
          && boxes[other].iou(boxes[candidate]) > threshold
      }
      if !isDouble { kept.append(candidate) }
    }
    return kept
  }

  public enum Decay: Sendable, Hashable {
    /// Scores of boxes that overlap by more than the threshold are multiplied by 1 − IoU.
    case linear(threshold: Double)
    /// All scores are multiplied by e^(−IoU²/σ).
    case gaussian(sigma: Double)
  }

  /// Lowers the scores of overlapping boxes instead of dropping them; stops below `minimumScore`.
  ///
  /// Source: N. Bodla et al., "Soft-NMS", 2017.
  public static func soft(
    _ boxes: [Box], scores: [Double], decay: Decay, minimumScore: Double
  ) -> [(index: Int, score: Double)] {
    if scores.count != boxes.count { trapMismatch("suppression", [boxes.count], [scores.count]) }
    var present = scores
    var rest = Array(boxes.indices)
    var kept: [(index: Int, score: Double)] = []
    while let best = rest.max(by: { (present[$0], -$0) < (present[$1], -$1) }), present[best] >= minimumScore
    {
      kept.append((best, present[best]))
      rest.removeAll { $0 == best }
      for other in rest {
        let overlap = boxes[best].iou(boxes[other])
        switch decay {
        case .linear(let threshold): if overlap > threshold { present[other] *= 1 - overlap }
        case .gaussian(let sigma): present[other] *= exp(-overlap * overlap / sigma)
        }
      }
    }
    return kept
  }

  /// Positions from the best score down, stable.
  static func ranking(_ scores: [Double]) -> [Int] {
    scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
  }
}
