import Scheduling

/// First intervals that too few cards share to be the scheduler's doing, by first rating.
///
/// Source: fsrs-rs, `dataset.rs`, which drops at least 20 cards and every group of fewer than six. Here at most a
/// twentieth of the cards goes: in logs of some thousand reviews the larger cut took a quarter of them and made
/// the held-out loss worse (0.1554 against 0.1546 on the reference log, 0.1849 against 0.1801 on one of 900).
struct OutlierFilter {
  /// What a card began with: its first rating, and the days until it was first reviewed on a later day.
  struct Start: Hashable {
    var rating: Rating
    var days: Int
  }

  private(set) var dropped: Set<Start> = []

  init(counts: [Start: Int]) {
    for rating in Rating.allCases {
      // The rarest first; of equally rare ones the longest.
      let groups = counts.filter { $0.key.rating == rating }
        .sorted { ($0.value, -$0.key.days) < ($1.value, -$1.key.days) }
      let quota = groups.reduce(0) { $0 + $1.value } / 20
      var removed = 0
      for (start, count) in groups {
        if removed + count <= quota {
          removed += count
          dropped.insert(start)
        } else if start.days > (rating == .easy ? 365 : 100) {
          dropped.insert(start)
        }
      }
    }
  }
}
