import Basics
import TerminalUI

/// What a session did, in words.
enum SummaryText {
  static func lines(_ summary: SessionSummary, language: Language) -> [StyledText] {
    guard summary.answered > 0 else {
      return [StyledText(nothingDue(summary, language), .strong)]
    }
    var lines = [StyledText(line(summary, language: language), .strong)]
    if let due = nextDueText(summary, language) { lines += ["", StyledText(due)] }
    return lines
  }

  /// One line, also printed after leaving the full screen.
  static func line(_ summary: SessionSummary, language: Language) -> String {
    let recalled = summary.answered - summary.again
    let time = Wording.duration(seconds: Double(summary.seconds), language)
    return language == .english
      ? "\(Wording.count(summary.answered, "review", "reviews", "", language)) saved, \(recalled) recalled, \(summary.newCards) new, \(time)."
      : "已保存 \(summary.answered) 次复习，记住 \(recalled) 次，新卡 \(summary.newCards) 张，用时\(time)。"
  }

  private static func nothingDue(_ summary: SessionSummary, _ language: Language) -> String {
    nextDueText(summary, language) ?? summary.newLimit.map { newLimitText($0)[language] }
      ?? (language == .english
        ? "Nothing is due. study quiz --cram practises anyway." : "现在没有到期的卡片。study quiz --cram 可以随时练习。")
  }

  private static func newLimitText(_ limit: Int) -> LocalizedText {
    LocalizedText(
      "Nothing is due, and today's limit of \(limit) new cards is reached: --new \(limit + 10) allows ten more (study config new-per-day for every day).",
      "没有到期的卡片，今天的 \(limit) 张新卡也已学完：--new \(limit + 10) 可再学十张（study config new-per-day 改每天的数量）。")
  }

  private static func nextDueText(_ summary: SessionSummary, _ language: Language) -> String? {
    summary.nextDueSeconds.map {
      let time = Wording.duration(seconds: $0, language)
      return language == .english ? "The next card comes back in \(time)." : "下一张卡片 \(time)后回来。"
    }
  }
}
