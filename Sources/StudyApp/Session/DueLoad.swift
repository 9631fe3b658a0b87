import Basics
import Scheduling
import Storage

/// How many cards fall due on each coming day: counted once for a session, then kept up as its cards are scheduled.
final class DueLoad {
  /// What load picked must be in the log, or a replay would find another day. Whether the store keeps it.
  static let isIntervalStored = false

  private let study: Study
  private var counted: LoadBalance?

  init(_ study: Study) { self.study = study }

  /// nil where the learner wants none: card and number of reviews pick the day alone.
  func balance() throws(SQLiteError) -> LoadBalance? {
    guard Self.isIntervalStored, study.workspace.configuration.isOn("balance") else { return nil }
    if let counted { return counted }
    var due: [Int: Int] = [:]
    for (day, cards) in try study.store.dueForecast(
      through: study.today.advanced(by: LoadBalance.longestDays + 1))
    {
      due[day.number] = cards
    }
    let balance = LoadBalance(due: due, weekdays: DueLoad.weekdays(study.workspace.configuration))
    counted = balance
    return balance
  }

  /// A card has been given another day.
  func move(from last: Schedule?, to next: Schedule) {
    guard counted != nil else { return }
    if let last { counted?.due[last.dueDay.number, default: 1] -= 1 }
    counted?.due[next.dueDay.number, default: 0] += 1
  }

  /// A review was taken back: what is due is counted anew when it is next asked for.
  func forget() { counted = nil }

  /// Monday to Sunday; an easy day takes half of what another does.
  static func weekdays(_ configuration: Configuration) -> [LoadBalance.DayLoad] {
    let easy = configuration.text("easy-days").split(separator: " ").map(String.init)
    return Setting.weekdays.map { easy.contains($0) ? .reduced : .normal }
  }
}
