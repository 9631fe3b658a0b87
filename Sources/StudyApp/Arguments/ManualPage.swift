import Basics

/// The manual page in roff, made from the option table.
enum ManualPage {
  static func text(_ commands: [CommandSpec], version: String, language: Language) -> String {
    func heading(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }
    var lines = [
      ".TH STUDY 1 \"\" \"study \(version)\" \"User Commands\"",
      ".SH \(heading("NAME", "名称"))", "study \\- \(HelpText.purpose[language])",
      ".SH \(heading("SYNOPSIS", "用法"))", ".B study",
      "[\\fI\(heading("COMMAND", "命令"))\\fR] [\\fI\(heading("options", "选项"))\\fR]",
      ".SH \(heading("COMMANDS", "命令"))",
    ]
    for command in commands {
      let name = command.name == "today" ? "study" : "study \(command.name)"
      lines += [
        ".SS \(escaped(name)) \(escaped(command.operands.usage))", escaped(command.summary[language]),
      ]
      lines += options(command.options, language)
      for example in command.examples {
        lines += [".PP", ".EX", escaped(example.call), ".EE", escaped(example.effect[language])]
      }
    }
    lines += [".SH \(heading("OPTIONS", "选项"))"] + options(OptionTable.everywhere, language)
    for topic in HelpTopic.all {
      lines += [".SH \(topic.title[language].uppercased())", ".EX", escaped(topic.text[language]), ".EE"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func options(_ options: [OptionSpec], _ language: Language) -> [String] {
    options.flatMap { option in
      let short = option.short.map { "\\-\($0), " } ?? ""
      let value = option.takesValue ? " \\fI\(option.valueName)\\fR" : ""
      return [
        ".TP", "\(short)\\fB\\-\\-\(escaped(option.name))\\fR\(value)", escaped(option.meaning[language]),
      ]
    }
  }

  /// Backslashes, dashes, and dots or quotes at the start of a line mean something to roff.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var out = line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : ""
      for character in line {
        switch character {
        case "\\": out += "\\e"
        case "-": out += "\\-"
        default: out.append(character)
        }
      }
      return out
    }.joined(separator: "\n")
  }
}
