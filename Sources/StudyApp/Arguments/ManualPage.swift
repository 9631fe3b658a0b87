import Basics

/// The manual page in roff, made from the option table.
enum ManualPage {
  static func text(_ commands: [CommandSpec], version: String) -> String {
    var lines = [
      ".TH STUDY 1 \"\" \"study \(version)\" \"User Commands\"",
      ".SH NAME", "study \\- questions and answers for machine-learning interviews, with live demos",
      ".SH SYNOPSIS", ".B study", "[\\fICOMMAND\\fR] [\\fIoptions\\fR]", ".SH COMMANDS",
    ]
    for command in commands {
      let name = command.name == "today" ? "study" : "study \(command.name)"
      lines += [
        ".SS \(escaped(name)) \(escaped(command.operands.usage))", escaped(command.summary[.english]),
      ]
      lines += options(command.options)
      for example in command.examples {
        lines += [".PP", ".EX", escaped(example.call), ".EE", escaped(example.effect[.english])]
      }
    }
    lines += [".SH OPTIONS"] + options(OptionTable.everywhere)
    for topic in HelpTopic.all {
      lines += [".SH \(topic.title[.english].uppercased())", ".EX", escaped(topic.text[.english]), ".EE"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func options(_ options: [OptionSpec]) -> [String] {
    options.flatMap { option in
      let short = option.short.map { "\\-\($0), " } ?? ""
      let value = option.takesValue ? " \\fI\(option.valueName)\\fR" : ""
      return [
        ".TP", "\(short)\\fB\\-\\-\(escaped(option.name))\\fR\(value)", escaped(option.meaning[.english]),
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
