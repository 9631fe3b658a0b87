/// How long a card may wait for its next review, seen from each number of days that are left.
struct Waits {
  /// The waits that are considered with n days left stand in `days[starts[n]..<starts[n + 1]]`, in rising order.
  private(set) var days: [Int] = []
  private(set) var starts: [Int] = [0]

  /// Every wait up to 5 days, then a quarter longer each, and those that end on the last three days.
  init(horizon: Int) {
    var usual = Array(1...5)
    while let last = usual.last, last < horizon { usual.append(last + max(1, last / 4)) }
    for left in 0...horizon {
      let sweep = (1...3).map { left - $0 }
      days += Set((usual + sweep).filter { $0 >= 1 && $0 < left }).sorted()
      starts.append(days.count)
    }
  }

  func indices(daysLeft: Int) -> Range<Int> { starts[daysLeft]..<starts[daysLeft + 1] }
}
