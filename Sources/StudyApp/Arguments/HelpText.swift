import Basics
import TerminalUI

/// Help pages, made from the same declarations that the parser reads.
enum HelpText {
  /// `study COMMAND --help`: what it does, examples first, then the options.
  static func page(for command: CommandSpec, language: Language) -> String {
    let name = command.name == "today" ? "study" : "study \(command.name)"
    var lines = [command.summary[language], "", "  " + usage(name, command), ""]
    lines += examples(command.examples, language)
    if !command.options.isEmpty {
      lines += [language == .english ? "Options" : "选项"] + rows(command.options, language) + [""]
    }
    lines += [language == .english ? "Everywhere" : "通用选项"] + rows(OptionTable.everywhere, language)
    return lines.joined(separator: "\n") + "\n"
  }

  static let purpose = LocalizedText(
    "questions and answers for machine-learning interviews, with live demos", "机器学习面试题，配有实时演示")

  /// `study help`: every command in one line.
  static func overview(_ commands: [CommandSpec], topics: [HelpTopic], language: Language) -> String {
    var lines = [
      language == .english ? "study: \(purpose.english)" : "study：\(purpose.chinese)", "",
    ]
    lines += table(
      commands.map {
        ($0.name == "today" ? "study" : "study \($0.name) \($0.operands.usage)", $0.summary[language])
      })
    lines += ["", language == .english ? "Topics of help" : "帮助主题"]
    lines += table(topics.map { ("study help \($0.name)", $0.title[language]) })
    lines += ["", language == .english ? "study COMMAND --help shows examples." : "study 命令 --help 显示示例。"]
    return lines.joined(separator: "\n") + "\n"
  }

  static func examples(_ examples: [(call: String, effect: LocalizedText)], _ language: Language) -> [String]
  {
    guard !examples.isEmpty else { return [] }
    return [language == .english ? "Examples" : "示例"] + table(examples.map { ($0.call, $0.effect[language]) })
      + [""]
  }

  static func rows(_ options: [OptionSpec], _ language: Language) -> [String] {
    table(
      options.map { option in
        let short = option.short.map { "-\($0), " } ?? ""
        let value = option.takesValue ? " \(option.valueName)" : ""
        return ("\(short)--\(option.name)\(value)", option.meaning[language])
      })
  }

  /// Help is written for eighty columns, in a pipe too.
  private static let width = 80

  /// Two columns; a first cell too long for its column stands on a line of its own.
  static func table(_ rows: [(String, String)]) -> [String] {
    let widths = rows.map { $0.0.count }.filter { $0 <= 34 }
    let column = (widths.max() ?? 0) + 2
    return rows.flatMap { head, text -> [String] in
      let indent = 2 + column
      let texts = StyledText(text).wrapped(to: width - indent).map(\.plainText)
      let blank = String(repeating: " ", count: indent)
      guard head.count + 2 <= column else { return ["  " + head] + texts.map { blank + $0 } }
      let first = "  " + head + String(repeating: " ", count: column - head.count)
      return [first + (texts.first ?? "")] + texts.dropFirst().map { blank + $0 }
    }
  }

  private static func usage(_ name: String, _ command: CommandSpec) -> String {
    let words = [name, command.operands.usage, command.options.isEmpty ? "" : "[options]"]
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// A page of `study help` that belongs to no command.
struct HelpTopic: Sendable {
  let name: String
  let title: LocalizedText
  let text: LocalizedText

  static let all: [HelpTopic] = [exitCodes, environment, decks, keys]

  static let exitCodes = HelpTopic(
    name: "exit-codes", title: LocalizedText("What the exit status means", "退出状态的含义"),
    text: LocalizedText(
      """
        0    done; nothing due is no error
        1    it failed, or a check found problems
        2    wrong usage
        130  interrupted with Ctrl-C

      A reader that closes the pipe early (study list | head) is no error.
      """,
      """
        0    完成；没有到期的卡片不算错误
        1    失败，或检查发现了问题
        2    用法错误
        130  被 Ctrl-C 中断

      管道的读取方提前关闭（study list | head）不算错误。
      """))

  static let environment = HelpTopic(
    name: "environment", title: LocalizedText("Variables the program reads", "程序读取的环境变量"),
    text: LocalizedText(
      """
        STUDY_DB           the database (default $XDG_DATA_HOME/study/study.db)
        STUDY_LANG         en or zh (default: the locale)
        STUDY_NOW          the present, ISO 8601: 2026-11-20T09:00:00Z
        STUDY_ACCESSIBLE   1: linear, numbered output
        STUDY_AMBIGUOUS    wide: characters of ambiguous width take two columns
        XDG_DATA_HOME      database and decks (default ~/.local/share)
        NO_COLOR           set and not empty: no colour
        CLICOLOR_FORCE     set and not 0: colour even in a pipe
        TERM, COLORTERM    what the terminal can show

      An option beats a variable.
      """,
      """
        STUDY_DB           数据库（默认 $XDG_DATA_HOME/study/study.db）
        STUDY_LANG         en 或 zh（默认取自区域设置）
        STUDY_NOW          视为当前的时间，ISO 8601：2026-11-20T09:00:00Z
        STUDY_ACCESSIBLE   1：线性、编号的输出
        STUDY_AMBIGUOUS    wide：宽度不定的字符占两列
        XDG_DATA_HOME      数据库与卡组的位置（默认 ~/.local/share）
        NO_COLOR           非空：不用颜色
        CLICOLOR_FORCE     非 0：管道中也用颜色
        TERM、COLORTERM    终端的显示能力

      选项优先于环境变量。
      """))

  static let decks = HelpTopic(
    name: "decks", title: LocalizedText("How to write cards of your own", "如何编写自己的卡片"),
    text: LocalizedText(
      """
      Put Markdown files into $XDG_DATA_HOME/study/decks, or name them with
      --deck PATH.

        ## What does weight decay do to SGD?
        <!-- id: my-weight-decay; level: 1; tags: regularisation -->

        It shrinks every weight by a factor at each step.

        - For plain SGD it equals an L2 penalty.

        ### Demo
        `study demo gd --x0 5 --lr 0.1` → `path[1] = 4`

      A ## heading is a question, what follows is the answer, ### sections are
      exercises: Choice, Cloze, Drill, Order, Demo. `study check FILE` says what is
      wrong, and --prove runs every number.
      """,
      """
      把 Markdown 文件放进 $XDG_DATA_HOME/study/decks，或用 --deck PATH 指定。

        ## 权重衰减对 SGD 做了什么？
        <!-- id: my-weight-decay; level: 1; tags: regularisation -->

        每一步都把所有权重缩小一个比例。

        - 对普通 SGD，它等价于 L2 惩罚。

        ### 演示
        `study demo gd --x0 5 --lr 0.1` → `path[1] = 4`

      ## 标题是问题，其后是答案，### 小节是练习：选择、填空、计算、排序、演示。
      `study check 文件` 指出错误，--prove 会运行其中的每一个数字。
      """))

  static let keys = HelpTopic(
    name: "keys", title: LocalizedText("Keys of a quiz", "答题时的按键"), text: KeyTable.helpText)
}
