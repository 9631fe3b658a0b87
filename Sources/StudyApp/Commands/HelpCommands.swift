import Basics

extension CommandSpec {
  static let help = CommandSpec(
    "help", LocalizedText("Help on a command or a topic", "命令或主题的帮助"),
    operands: Operands(usage: "[TOPIC]", count: 0...1),
    examples: [
      ("study help exit-codes", LocalizedText("what the exit status means", "退出状态的含义")),
      ("study help quiz", LocalizedText("the same as study quiz --help", "等同于 study quiz --help")),
    ],
    run: { invocation, workspace in
      let language = workspace.language
      let commands = CommandTable.commands
      guard let word = invocation.operands.first else {
        try workspace.environment.output.write(
          HelpText.overview(commands, topics: HelpTopic.all, language: language))
        return .success
      }
      if let topic = HelpTopic.all.first(where: { $0.name == word }) {
        try workspace.say(topic.title[language] + "\n\n" + topic.text[language])
      } else if let command = commands.first(where: { $0.name == word }) {
        try workspace.environment.output.write(HelpText.page(for: command, language: language))
      } else {
        let known = HelpTopic.all.map(\.name) + commands.map(\.name)
        throw UsageError.unknown(.helpTopic, word, suggestion: Suggestion.nearest(to: word, among: known))
      }
      return .success
    })

  static let completions = CommandSpec(
    "completions",
    LocalizedText("Print completions for a shell: bash, zsh or fish", "输出 shell 补全脚本：bash、zsh 或 fish"),
    operands: Operands(usage: "SHELL", count: 1...1),
    examples: [
      (
        "study completions bash > ~/.local/share/bash-completion/completions/study",
        LocalizedText("for bash", "用于 bash")
      ),
      (
        "study completions fish > ~/.config/fish/completions/study.fish", LocalizedText("for fish", "用于 fish")
      ),
    ],
    run: { invocation, workspace in
      let commands = CommandTable.commands
      switch invocation.operands[0] {
      case "bash": try workspace.environment.output.write(CompletionScript.bash(commands))
      case "zsh": try workspace.environment.output.write(CompletionScript.zsh(commands))
      case "fish": try workspace.environment.output.write(CompletionScript.fish(commands, workspace.language))
      case let shell:
        throw UsageError.notAllowed(
          name: "study completions", typed: shell, allowed: .list(["bash", "zsh", "fish"]))
      }
      return .success
    })

  static let man = CommandSpec(
    "man", LocalizedText("Print the manual page", "输出手册页"),
    examples: [("study man | man -l -", LocalizedText("read it", "阅读手册"))],
    run: { _, workspace in
      try workspace.environment.output.write(
        ManualPage.text(CommandTable.commands, version: StudyProgram.version, language: workspace.language))
      return .success
    })
}
