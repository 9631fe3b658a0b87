import Basics

/// What is wrong with a command line; it ends with exit status 2.
enum UsageError: Error, Hashable {
  /// A word that names nothing there is.
  case unknown(Named, String, suggestion: String?)
  case unknownOption(String, command: String, suggestion: String?)
  case missingValue(option: String, allowed: LocalizedText)
  case takesNoValue(option: String)
  /// `name` is what takes the value, as it is typed: `--limit`, a setting, a command.
  case notAllowed(name: String, typed: String, allowed: LocalizedText)
  case twice(option: String)
  case missingOperand(command: String, usage: String)
  case tooManyOperands(String, command: String)
  case badEnvironment(variable: String, typed: String, allowed: LocalizedText)
  case needsTerminal(option: String)
  case together(option: String, with: String)

  enum Named: Hashable {
    case command, topic, setting, helpTopic
    case demo(count: Int)

    fileprivate var kind: LocalizedText {
      switch self {
      case .command: LocalizedText("command", "命令")
      case .topic: LocalizedText("topic", "主题")
      case .setting: LocalizedText("setting", "设置")
      case .helpTopic: LocalizedText("help topic", "帮助主题")
      case .demo: LocalizedText("demo", "演示")
      }
    }

    /// What shows all there are.
    fileprivate var list: LocalizedText {
      switch self {
      case .command: LocalizedText("study help lists the commands.", "study help 列出全部命令。")
      case .topic: LocalizedText("study list shows the topics.", "study list 列出全部主题。")
      case .setting: LocalizedText("study config lists the settings.", "study config 列出全部设置。")
      case .helpTopic: LocalizedText("study help lists the topics.", "study help 列出全部主题。")
      case .demo(let count): LocalizedText("study demo lists all \(count).", "study demo 列出全部 \(count) 个。")
      }
    }
  }

  var sentence: LocalizedText {
    switch self {
    case .unknown(let named, let word, _):
      LocalizedText("there is no \(named.kind.english) \"\(word)\".", "没有\(named.kind.chinese)“\(word)”。")
    case .unknownOption(let option, let command, _):
      LocalizedText("\(command) has no option \(option).", "\(command) 没有选项 \(option)。")
    case .missingValue(let option, _):
      LocalizedText("--\(option) needs a value.", "--\(option) 缺少取值。")
    case .takesNoValue(let option):
      LocalizedText("--\(option) takes no value.", "--\(option) 不带取值。")
    case .notAllowed(let name, let typed, _):
      LocalizedText("\(name) does not take \"\(typed)\".", "\(name) 不接受“\(typed)”。")
    case .twice(let option):
      LocalizedText("--\(option) is given twice.", "--\(option) 出现了两次。")
    case .missingOperand(let command, let usage):
      LocalizedText(
        "\(command) needs \(usage)\(usage.hasSuffix("…") ? "" : ".")", "\(command) 缺少 \(usage)。")
    case .tooManyOperands(let word, let command):
      LocalizedText(
        "\(command) does not know what to do with \"\(word)\".", "\(command) 不知道如何处理“\(word)”。")
    case .badEnvironment(let variable, let typed, _):
      LocalizedText("\(variable) is \"\(typed)\".", "\(variable) 的值是“\(typed)”。")
    case .needsTerminal(let option):
      LocalizedText("\(option) needs a terminal.", "\(option) 需要在终端中使用。")
    case .together(let option, let other):
      LocalizedText("--\(option) and --\(other) exclude each other.", "--\(option) 与 --\(other) 不能同时使用。")
    }
  }

  var hint: LocalizedText? {
    switch self {
    case .unknown(let named, _, let suggestion):
      Self.suggestion(suggestion).map {
        LocalizedText("\($0.english) \(named.list.english)", "\($0.chinese)\(named.list.chinese)")
      } ?? named.list
    case .unknownOption(_, let command, let suggestion):
      Self.suggestion(suggestion.map { "--\($0)" })
        ?? LocalizedText("\(command) --help lists the options.", "\(command) --help 列出全部选项。")
    case .missingValue(_, let allowed), .notAllowed(_, _, let allowed), .badEnvironment(_, _, let allowed):
      allowed.english.isEmpty
        ? nil : LocalizedText("Allowed: \(allowed.english).", "允许：\(allowed.chinese)。")
    case .takesNoValue(let option): LocalizedText("Write --\(option) alone.", "只写 --\(option)。")
    case .twice, .together: LocalizedText("Keep one of them.", "只保留一个。")
    case .missingOperand(let command, _), .tooManyOperands(_, let command):
      LocalizedText("\(command) --help shows how.", "\(command) --help 说明用法。")
    case .needsTerminal:
      LocalizedText("Leave it out in a pipe or a script.", "在管道或脚本中请去掉它。")
    }
  }

  private static func suggestion(_ word: String?) -> LocalizedText? {
    word.map { LocalizedText("Did you mean \($0)?", "是不是想用 \($0)？") }
  }
}
