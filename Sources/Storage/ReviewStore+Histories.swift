public import Basics
public import Scheduling

extension ReviewStore {
  /// What stands in the log of each card and of those whose place it took, oldest first; in a deck or not.
  public func logs() throws(SQLiteError) -> [(card: CardID, log: [ReviewLog])] {
    var logs: [(card: CardID, log: [ReviewLog])] = []
    try forEachHistory { history throws(SQLiteError) in
      if !history.log.isEmpty { logs.append((history.card, history.log)) }
    }
    return logs
  }
}
