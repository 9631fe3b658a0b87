/// The delays within a day by which a card is learned, or learned again. Source: py-fsrs 6.3.2, as Anki does it.
struct Steps: Sendable {
  let seconds: [Double]

  /// Where a rating on `step` leads; nil when the card leaves the steps for review.
  func next(after step: Int, _ rating: Rating) -> (step: Int, seconds: Double)? {
    guard let first = seconds.first else { return nil }
    if rating == .again { return (0, first) }
    // The learner may have shortened the list since the card was on this step.
    guard step < seconds.count else { return nil }
    switch rating {
    case .again, .easy: return nil
    case .hard: return (step, step > 0 ? seconds[step] : hardOnFirst(first))
    case .good: return step + 1 < seconds.count ? (step + 1, seconds[step + 1]) : nil
    }
  }

  /// Half way to the second step; with one step, half as long again.
  private func hardOnFirst(_ first: Double) -> Double {
    seconds.count == 1 ? first * 1.5 : (first + seconds[1]) / 2
  }
}
