import Basics

/// What is wrong with a command line; it ends with exit status 2.
enum UsageError: Error, Hashable {
  case unknownCommand(String, suggestion: String?)
  case unknownOption(String, command: String, suggestion: String?)
  case missingValue(option: String, allowed: String)
  case takesNoValue(option: String)
  case notAllowed(option: String, typed: String, allowed: String)
  case twice(option: String)
  case missingOperand(command: String, usage: String)
  case tooManyOperands(String, command: String)
  case unknownHelpTopic(String, suggestion: String?)
  case unknownDemo(String, suggestion: String?, count: Int)
  case badEnvironment(variable: String, typed: String, allowed: String)
  case needsTerminal(option: String)
  case together(option: String, with: String)

  var sentence: LocalizedText {
    switch self {
    case .unknownCommand(let word, _):
      LocalizedText("there is no command named \"\(word)\".", "没有名为 “\(word)” 的命令。")
    case .unknownOption(let option, let command, _):
      LocalizedText("\(command) has no option \(option).", "\(command) 没有选项 \(option)。")
    case .missingValue(let option, _):
      LocalizedText("--\(option) needs a value.", "--\(option) 缺少取值。")
    case .takesNoValue(let option):
      LocalizedText("--\(option) takes no value.", "--\(option) 不带取值。")
    case .notAllowed(let option, let typed, _):
      LocalizedText("--\(option) does not take \"\(typed)\".", "--\(option) 不接受 “\(typed)”。")
    case .twice(let option):
      LocalizedText("--\(option) is given twice.", "--\(option) 出现了两次。")
    case .missingOperand(let command, let usage):
      LocalizedText("\(command) needs \(usage).", "\(command) 缺少 \(usage)。")
    case .tooManyOperands(let word, let command):
      LocalizedText(
        "\(command) does not know what to do with \"\(word)\".", "\(command) 不知道如何处理 “\(word)”。")
    case .unknownHelpTopic(let word, _):
      LocalizedText("there is no help on \"\(word)\".", "没有关于 “\(word)” 的帮助。")
    case .unknownDemo(let word, _, _):
      LocalizedText("there is no demo named \"\(word)\".", "没有名为 “\(word)” 的演示。")
    case .badEnvironment(let variable, let typed, _):
      LocalizedText("\(variable) is \"\(typed)\".", "\(variable) 的值是 “\(typed)”。")
    case .needsTerminal(let option):
      LocalizedText("\(option) needs a terminal.", "\(option) 需要在终端中使用。")
    case .together(let option, let other):
      LocalizedText("--\(option) and --\(other) exclude each other.", "--\(option) 与 --\(other) 不能同时使用。")
    }
  }

  var hint: LocalizedText? {
    switch self {
    case .unknownCommand(_, let suggestion):
      Self.suggestion(suggestion, otherwise: "study help", "lists the commands.", "列出全部命令。")
    case .unknownOption(_, let command, let suggestion):
      Self.suggestion(
        suggestion.map { "--\($0)" }, otherwise: "\(command) --help", "lists the options.", "列出全部选项。")
    case .missingValue(_, let allowed), .notAllowed(_, _, let allowed), .badEnvironment(_, _, let allowed):
      allowed.isEmpty ? nil : LocalizedText("Allowed: \(allowed).", "允许：\(allowed)。")
    case .takesNoValue(let option): LocalizedText("Write --\(option) alone.", "只写 --\(option)。")
    case .twice, .together: LocalizedText("Keep one of them.", "只保留一个。")
    case .missingOperand(let command, _), .tooManyOperands(_, let command):
      LocalizedText("\(command) --help shows how.", "\(command) --help 说明用法。")
    case .unknownHelpTopic(_, let suggestion):
      Self.suggestion(suggestion, otherwise: "study help", "lists the topics.", "列出全部主题。")
    case .unknownDemo(_, let suggestion, let count):
      Self.suggestion(suggestion, otherwise: "study demo", "lists all \(count).", "列出全部 \(count) 个。")
    case .needsTerminal:
      LocalizedText("Leave it out in a pipe or a script.", "在管道或脚本中请去掉它。")
    }
  }

  private static func suggestion(
    _ word: String?, otherwise command: String, _ english: String, _ chinese: String
  ) -> LocalizedText {
    if let word {
      LocalizedText("Did you mean \(word)?", "是不是想用 \(word)？")
    } else {
      LocalizedText("\(command) \(english)", "\(command) \(chinese)")
    }
  }
}
