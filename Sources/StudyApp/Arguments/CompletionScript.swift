import Basics
import Demos

/// Shell completions, made from the option table and the catalogue.
enum CompletionScript {
  static func bash(_ commands: [CommandSpec]) -> String {
    var cases = ""
    for command in commands where command.name != "today" {
      cases += "    \(command.name)) words=\"\(options(of: command))\" ;;\n"
    }
    return """
      # bash completion of study
      _study() {
        local current="${COMP_WORDS[COMP_CWORD]}" words=""
        case "${COMP_WORDS[1]}" in
      \(cases)  esac
        [ "${COMP_WORDS[1]}" = demo ] && [ "$COMP_CWORD" -eq 2 ] && words="$words \(demoNames)"
        [ "${COMP_WORDS[1]}" = demo ] && case "${COMP_WORDS[2]}" in
      \(demoCases { "    \($0)) words=\"$words \($1)\" ;;" })
        esac
        [ "$COMP_CWORD" -eq 1 ] && words="\(names(commands))"
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -o default -F _study study

      """
  }

  static func zsh(_ commands: [CommandSpec]) -> String {
    "#compdef study\nautoload -U +X bashcompinit && bashcompinit\n" + bash(commands)
  }

  static func fish(_ commands: [CommandSpec], _ language: Language) -> String {
    var lines = ["# fish completion of study", "complete -c study -f"]
    for command in commands where command.name != "today" {
      lines.append(
        "complete -c study -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary[language]))"
      )
      for option in command.allOptions {
        let value = option.takesValue ? " -r" : ""
        lines.append(
          "complete -c study -n '__fish_seen_subcommand_from \(command.name)' -l \(option.name)\(value) -d \(quoted(option.meaning[language]))"
        )
      }
    }
    for demo in Catalogue.demos {
      lines.append(
        "complete -c study -n '__fish_seen_subcommand_from demo' -a \(demo.name) -d \(quoted(demo.purpose[language]))"
      )
      for option in demo.options {
        lines.append(
          "complete -c study -n '__fish_seen_subcommand_from \(demo.name)' -l \(option.name) -d \(quoted(option.meaning[language]))"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static var demoNames: String { Catalogue.demos.map(\.name).joined(separator: " ") }

  private static func demoCases(_ line: (String, String) -> String) -> String {
    Catalogue.demos.map { demo in line(demo.name, demo.options.map { "--\($0.name)" }.joined(separator: " "))
    }
    .joined(separator: "\n")
  }

  private static func names(_ commands: [CommandSpec]) -> String {
    commands.dropFirst().map(\.name).joined(separator: " ")
  }

  private static func options(of command: CommandSpec) -> String {
    command.allOptions.map { "--\($0.name)" }.joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "'"
    for character in text { quoted += character == "'" ? "'\\''" : String(character) }
    return quoted + "'"
  }
}
