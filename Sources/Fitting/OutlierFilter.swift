import Scheduling

/// First intervals that too few cards share to be the scheduler's doing, by first rating. Source: fsrs-rs, `dataset.rs`.
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
      let quota = max(20, groups.reduce(0) { $0 + $1.value } / 20)
      var removed = 0
      for (start, count) in groups {
        if removed + count < quota {
          removed += count
          dropped.insert(start)
        } else if count < 6 || start.days > (rating == .easy ? 365 : 100) {
          dropped.insert(start)
        }
      }
    }
  }
}
