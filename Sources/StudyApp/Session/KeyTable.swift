import Basics
import TerminalUI

/// What a key of a full screen does; the raw value names it in the configuration.
enum KeyAction: String, CaseIterable, Sendable {
  case reveal, again, hard, good, easy, type, tick, demo, undo, suspend, bury, flag, note, edit, another, why
  case scrollDown = "down"
  case scrollUp = "up"
  case browse, stats, readiness, today, palette, help, quit
}

/// The keys of a quiz: one table feeds decoder, hints, the `?` page, the palette, the configuration and `study help keys`.
struct KeyBinding: Sendable {
  let action: KeyAction
  /// Names of keys, the one shown in hints first.
  let standard: String
  let short: LocalizedText
  let meaning: LocalizedText

  init(
    _ action: KeyAction, _ standard: String, _ short: (String, String), _ meaning: (String, String)
  ) {
    self.action = action
    self.standard = standard
    self.short = LocalizedText(short.0, short.1)
    self.meaning = LocalizedText(meaning.0, meaning.1)
  }
}

enum KeyTable {
  static let bindings: [KeyBinding] = [
    KeyBinding(.reveal, "space enter", ("show the answer", "看答案"), ("Show the answer", "显示答案")),
    KeyBinding(.again, "1", ("again", "重来"), ("Again: not recalled", "重来：没想起来")),
    KeyBinding(.hard, "2", ("hard", "困难"), ("Hard: recalled with effort", "困难：费力才想起")),
    KeyBinding(
      .good, "3", ("good", "记得"),
      ("Good: recalled (space or Enter takes the suggested one)", "记得：想起来了（空格或回车采用建议的评分）")),
    KeyBinding(.easy, "4", ("easy", "轻松"), ("Easy: at once", "轻松：立刻想起")),
    KeyBinding(.type, "t", ("type it", "输入"), ("Type the answer first", "先把答案写下来")),
    KeyBinding(
      .tick, "x", ("tick a point", "勾选要点"),
      ("Tick the key point that Tab stands on: you said it", "勾选 Tab 所在的要点：你说到了")),
    KeyBinding(
      .demo, "d", ("demo", "演示"), ("Open the card's demo; d or Esc comes back", "打开卡片的演示；d 或 Esc 返回")),
    KeyBinding(
      .another, "n", ("another like it", "再来一题"),
      ("After a drill: the same question with other numbers", "计算题之后：换一组数字再练")),
    KeyBinding(
      .why, "w", ("why", "缘由"),
      ("The card's memory: its reviews, its curve, what each rating would do", "卡片的记忆：复习记录、遗忘曲线、各评分的后果")),
    KeyBinding(
      .undo, "u", ("undo", "撤销"), ("Take back the last rating, as often as you like", "撤销上一次评分，可多次")),
    KeyBinding(
      .suspend, "s", ("suspend", "暂停"),
      ("Never ask this card again (study unsuspend brings it back)", "不再询问这张卡片（study unsuspend 恢复）")),
    KeyBinding(.bury, "b", ("bury", "搁置"), ("Not today: ask again tomorrow", "今天不问，明天再来")),
    KeyBinding(.flag, "f", ("flag", "标记"), ("Flag the card, or take the flag off", "给卡片加标记，或去掉标记")),
    KeyBinding(.note, "m", ("note", "笔记"), ("Write a note of your own on the card", "给卡片写一条自己的笔记")),
    KeyBinding(
      .edit, "e", ("edit", "编辑"), ("Edit the card in $EDITOR at its line", "用 $EDITOR 打开卡片所在的行")),
    KeyBinding(
      .scrollDown, "j down", ("down", "下移"), ("Scroll down (Page keys and the wheel too)", "向下滚动（翻页键、滚轮亦可）")),
    KeyBinding(.scrollUp, "k up", ("up", "上移"), ("Scroll up", "向上滚动")),
    KeyBinding(.browse, "/", ("search", "查找"), ("Search and read all cards", "查找并阅读所有卡片")),
    KeyBinding(.stats, "S", ("statistics", "统计"), ("Statistics", "统计")),
    KeyBinding(
      .readiness, "R", ("readiness", "掌握程度"),
      ("Readiness by topic and level, and where to begin", "各主题各级别的掌握程度，以及从哪里开始")),
    KeyBinding(.today, "T", ("today", "今天"), ("Today: due, new, readiness", "今天：到期、新卡、掌握程度")),
    KeyBinding(.palette, ": ctrl-p", ("commands", "命令"), ("All commands by name", "按名称选择命令")),
    KeyBinding(.help, "?", ("keys", "按键"), ("All keys; type to search them", "全部按键；可输入文字查找")),
    KeyBinding(.quit, "q esc", ("quit", "退出"), ("Quit; every rating given is saved", "退出；给出的评分都已保存")),
  ]

  static func binding(_ action: KeyAction) -> KeyBinding {
    guard let binding = bindings.first(where: { $0.action == action }) else {
      preconditionFailure("the key table lacks \(action)")
    }
    return binding
  }

  static let helpText: LocalizedText = LocalizedText(text(.english), text(.chinese))

  private static func text(_ language: Language) -> String {
    bindings.map { binding in
      let keys = Keymap.standard.shown(binding.action)
      return "  \(keys)\(String(repeating: " ", count: max(1, 8 - keys.count)))\(binding.meaning[language])"
    }.joined(separator: "\n")
  }
}
