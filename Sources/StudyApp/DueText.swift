import Basics
import Scheduling
import Storage

/// When a card is due, short enough for a column.
enum DueText {
  static func of(_ id: CardID, _ study: Study) throws -> String {
    let workspace = study.workspace
    guard let record = try study.store.card(id) else { return workspace.text("new", "新") }
    if record.mark.isSuspended { return workspace.text("suspended", "已暂停") }
    guard let schedule = record.state.schedule else { return workspace.text("new", "新") }
    if schedule.isDue(at: study.now, today: study.today) { return workspace.text("now", "现在") }
    return later(schedule, study)
  }

  /// Minutes for a card in its learning steps, days for others.
  static func later(_ schedule: Schedule, _ study: Study) -> String {
    let language = study.workspace.language
    guard schedule.phase == .review else {
      return Wording.duration(seconds: max(0, schedule.due.seconds(since: study.now)), language)
    }
    return Wording.days(max(0, schedule.dueDay.number - study.today.number), language)
  }
}

/// What is known of a card's memory, in one line.
enum CardStateText {
  static func line(_ record: CardRecord?, _ study: Study) -> String {
    let workspace = study.workspace
    guard let schedule = record?.state.schedule else { return workspace.text("never reviewed", "尚未学过") }
    let recall =
      study.scheduler.retrievability(
        of: .scheduled(schedule), at: study.now, offsetMinutes: study.offsetMinutes) ?? 1
    let reviews = Wording.count(schedule.reviews, "review", "reviews", "次复习", workspace.language)
    let isSuspended = record?.mark.isSuspended == true ? workspace.text("suspended, ", "已暂停，") : ""
    let stability = Wording.days(Int(schedule.memory.stability.rounded()), workspace.language)
    let isDue = schedule.isDue(at: study.now, today: study.today)
    let later = DueText.later(schedule, study)
    return isSuspended
      + workspace.text(
        "\(reviews), due \(isDue ? "now" : "in \(later)"), stability \(stability), recall now \(Wording.percent(recall))",
        "\(reviews)，\(isDue ? "现在" : "\(later)后")到期，稳定度 \(stability)，当前回忆概率 \(Wording.percent(recall))")
  }
}
