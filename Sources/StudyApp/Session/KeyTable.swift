import Basics

/// What a key of a quiz does.
enum KeyAction: String, CaseIterable, Sendable {
  case reveal, again, hard, good, easy, type, demo, undo, suspend, bury, another, scrollUp, scrollDown, help,
    quit
}

/// The keys of a quiz: one table feeds the decoder, the hints at the bottom, the `?` page and `study help keys`.
struct KeyBinding: Sendable {
  let action: KeyAction
  /// As it is shown: `space`, `1`, `d`.
  let shown: String
  let short: LocalizedText
  let meaning: LocalizedText
}

enum KeyTable {
  static let bindings: [KeyBinding] = [
    KeyBinding(
      action: .reveal, shown: "space", short: LocalizedText("show the answer", "看答案"),
      meaning: LocalizedText("Show the answer (Enter too)", "显示答案（回车亦可）")),
    KeyBinding(
      action: .again, shown: "1", short: LocalizedText("again", "重来"),
      meaning: LocalizedText("Again: not recalled", "重来：没想起来")),
    KeyBinding(
      action: .hard, shown: "2", short: LocalizedText("hard", "困难"),
      meaning: LocalizedText("Hard: recalled with effort", "困难：费力才想起")),
    KeyBinding(
      action: .good, shown: "3", short: LocalizedText("good", "记得"),
      meaning: LocalizedText(
        "Good: recalled (space or Enter takes the suggested one)", "记得：想起来了（空格或回车采用建议的评分）")),
    KeyBinding(
      action: .easy, shown: "4", short: LocalizedText("easy", "轻松"),
      meaning: LocalizedText("Easy: at once", "轻松：立刻想起")),
    KeyBinding(
      action: .type, shown: "t", short: LocalizedText("type it", "输入"),
      meaning: LocalizedText("Type the answer first", "先把答案写下来")),
    KeyBinding(
      action: .demo, shown: "d", short: LocalizedText("demo", "演示"),
      meaning: LocalizedText("Open the card's demo; d or Esc comes back", "打开卡片的演示；d 或 Esc 返回")),
    KeyBinding(
      action: .another, shown: "n", short: LocalizedText("another like it", "再来一题"),
      meaning: LocalizedText("After a drill: the same question with other numbers", "计算题之后：换一组数字再练")),
    KeyBinding(
      action: .undo, shown: "u", short: LocalizedText("undo", "撤销"),
      meaning: LocalizedText("Take back the last rating, as often as you like", "撤销上一次评分，可多次")),
    KeyBinding(
      action: .suspend, shown: "s", short: LocalizedText("suspend", "暂停"),
      meaning: LocalizedText(
        "Never ask this card again (study unsuspend brings it back)", "不再询问这张卡片（study unsuspend 恢复）")),
    KeyBinding(
      action: .bury, shown: "b", short: LocalizedText("bury", "推迟"),
      meaning: LocalizedText("Not today: ask again tomorrow", "今天不问，明天再来")),
    KeyBinding(
      action: .scrollDown, shown: "j", short: LocalizedText("down", "下移"),
      meaning: LocalizedText("Scroll down (arrows, Page keys, the wheel too)", "向下滚动（方向键、翻页键、滚轮亦可）")),
    KeyBinding(
      action: .scrollUp, shown: "k", short: LocalizedText("up", "上移"),
      meaning: LocalizedText("Scroll up", "向上滚动")),
    KeyBinding(
      action: .help, shown: "?", short: LocalizedText("keys", "按键"),
      meaning: LocalizedText("All keys", "全部按键")),
    KeyBinding(
      action: .quit, shown: "q", short: LocalizedText("quit", "退出"),
      meaning: LocalizedText("Quit; every rating given is saved", "退出；给出的评分都已保存")),
  ]

  static func binding(_ action: KeyAction) -> KeyBinding {
    guard let binding = bindings.first(where: { $0.action == action }) else {
      preconditionFailure("the key table lacks \(action)")
    }
    return binding
  }

  static var helpText: LocalizedText {
    LocalizedText(
      bindings.map { "  \($0.shown)\(pad($0.shown))\($0.meaning.english)" }.joined(separator: "\n"),
      bindings.map { "  \($0.shown)\(pad($0.shown))\($0.meaning.chinese)" }.joined(separator: "\n"))
  }

  private static func pad(_ text: String) -> String { String(repeating: " ", count: max(1, 8 - text.count)) }
}
