/// What a break has left behind is spread over days, never asked all at once.
public struct Backlog: Hashable, Sendable {
  /// Reviews that a usual day brings.
  public var usualPerDay: Int
  /// How many days the rest may take.
  public var days: Int

  public init(usualPerDay: Int, days: Int = 7) {
    precondition(days >= 1, "a backlog is worked off in a day at least")
    self.usualPerDay = usualPerDay
    self.days = days
  }

  /// How many of `due` reviews are asked today: a usual day's, or as many as clear the rest in `days`.
  public func limit(due: Int) -> Int {
    guard due > usualPerDay else { return due }
    let rest = due - usualPerDay
    return usualPerDay + (rest + days - 1) / days
  }

  /// Places of today's share of `recalls` (the recall of each due card): those best remembered first.
  ///
  /// A card just forgotten is saved by a review today; one that is gone costs the same tomorrow. Source: the comparison of
  /// review orders in Anki's manual, "retrievability descending".
  public func today(_ recalls: [Double]) -> [Int] {
    let order = recalls.indices.sorted { (recalls[$1], $0) < (recalls[$0], $1) }
    return Array(order.prefix(limit(due: recalls.count)))
  }
}
