import Basics
import TerminalUI

/// A setting that a person may change: declared once, read by `study config`, its help and the program.
struct Setting: Sendable {
  enum Kind: Sendable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case word([String])
    case text
    /// Keys separated by blanks, such as `s` or `ctrl-s`.
    case keys
    /// Days of the week separated by blanks; none is allowed too.
    case weekdays
  }

  /// Monday first.
  static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  let name: String
  let kind: Kind
  let standard: String
  let meaning: LocalizedText

  init(_ name: String, _ kind: Kind, _ standard: String, _ english: String, _ chinese: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    meaning = LocalizedText(english, chinese)
  }

  /// What is allowed, in words.
  var allowed: LocalizedText {
    switch kind {
    case .integer(let range): .range(range)
    case .number(let range): .range(range)
    case .word(let words): .list(words)
    case .text: LocalizedText("text", "文本")
    case .keys:
      LocalizedText(
        "keys such as s, F2, ctrl-s, space, separated by blanks", "以空格分隔的按键，如 s、F2、ctrl-s、space")
    case .weekdays:
      LocalizedText(
        "days such as sat sun (\(Self.weekdays.joined(separator: ", ")))",
        "以空格分隔的日子，如 sat sun（\(Self.weekdays.joined(separator: "、"))）")
    }
  }

  func accepts(_ value: String) -> Bool {
    switch kind {
    case .integer(let range): Int(value).map(range.contains) ?? false
    case .number(let range): Double(value).map(range.contains) ?? false
    case .word(let words): words.contains(value)
    case .text: !value.contains("\n") && value.utf8.count <= 1024
    case .weekdays: value.split(separator: " ").allSatisfy { Self.weekdays.contains(String($0)) }
    case .keys: !KeyName.keys(value).isEmpty && KeyName.keys(value).allSatisfy { $0 != nil }
    }
  }

  static let all: [Setting] =
    [
      Setting("lang", .word(["auto", "en", "zh"]), "auto", "Language of interface and cards", "界面与卡片的语言"),
      Setting("new-per-day", .integer(0...10_000), "20", "New cards a day", "每天的新卡数"),
      Setting(
        "reviews-per-day", .integer(1...100_000), "200",
        "Reviews a day; a larger backlog is spread over days",
        "每天的复习数；积压更多时分摊到多天"),
      Setting(
        "balance", .word(["off", "on"]), "off",
        "Pick the day of a review, within its fuzz, by how much is due", "在允许的浮动内，把复习排到到期较少的日子"),
      Setting(
        "easy-days", .weekdays, "", "With balance: days with half the reviews, such as sat sun",
        "与 balance 合用：复习减半的日子，例如 sat sun"),
      Setting(
        "retention", .number(0.7...0.97), "0.9", "Desired probability of recall when a card comes due",
        "卡片到期时期望的回忆概率"),
      Setting(
        "confidence", .word(["off", "on"]), "off", "Ask how sure you are before the answer is shown",
        "看答案前先问把握有多大"),
      Setting("mouse", .word(["off", "on"]), "off", "Wheel and clicks in full screens", "全屏时使用鼠标滚轮与点击"),
      Setting(
        "theme", .text, "auto", "Colours: auto, dark, light, or a file of lines like accent = #6cb6ff bold",
        "配色：auto、dark、light，或一个主题文件，每行如 accent = #6cb6ff bold"),
    ]
    + KeyTable.bindings.map { binding in
      Setting(
        "key.\(binding.action.rawValue)", .keys, binding.standard,
        "\(binding.meaning.english) (keys)", "\(binding.meaning.chinese)（按键）")
    }

  static func named(_ name: String) -> Setting? { all.first { $0.name == name } }
}
