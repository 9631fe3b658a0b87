import Basics

/// Turns words into an `Invocation` by the option table.
struct ArgumentParser {
  let commands: [CommandSpec]

  /// The command and what was typed for it; `study` alone is the command `today`.
  func parse(_ words: [String]) throws(UsageError) -> (CommandSpec, Invocation) {
    guard let position = commandPosition(words) else {
      let today = commands[0]
      return (today, try parse(words, for: today))
    }
    var rest = words
    let word = rest.remove(at: position)
    guard let command = commands.first(where: { $0.name == word }) else {
      throw .unknown(.command, word, suggestion: Suggestion.nearest(to: word, among: commands.map(\.name)))
    }
    return (command, try parse(rest, for: command))
  }

  /// Options that work everywhere may also stand before the command.
  private func commandPosition(_ words: [String]) -> Int? {
    var position = 0
    while position < words.count {
      let word = words[position]
      guard word.hasPrefix("-"), word != "-" else { return position }
      let name = word.drop { $0 == "-" }
      if let option = OptionTable.everywhere.first(where: { $0.name == name }), option.takesValue {
        position += 1
      }
      position += 1
    }
    return nil
  }

  private func parse(_ words: [String], for command: CommandSpec) throws(UsageError) -> Invocation {
    var invocation = Invocation(command: command.name)
    let options = command.allOptions
    let shown = command.name == "today" ? "study" : "study \(command.name)"
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        invocation.operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-", !isNumber(word) else {
        invocation.operands.append(word)
        continue
      }
      let equals = word.firstIndex(of: "=")
      let head = word[..<(equals ?? word.endIndex)]
      let found = options.first { option in
        head == "--\(option.name)" || option.short.map { head == "-\($0)" } == true
      }
      guard let option = found else {
        if command.passesUnknownOptions {
          invocation.operands.append(word)
          continue
        }
        let names = options.map(\.name)
        throw .unknownOption(
          String(head), command: shown,
          suggestion: Suggestion.nearest(to: String(head.drop { $0 == "-" }), among: names))
      }
      guard option.isRepeatable || invocation.values[option.name] == nil else {
        throw .twice(option: option.name)
      }
      guard option.takesValue else {
        guard equals == nil else { throw .takesNoValue(option: option.name) }
        invocation.values[option.name, default: []].append("")
        continue
      }
      let value: String
      if let equals {
        value = String(word[word.index(after: equals)...])
      } else if let next = rest.popFirst() {
        value = next
      } else {
        throw .missingValue(option: option.name, allowed: option.allowed)
      }
      guard option.accepts(value) else {
        throw .notAllowed(name: "--\(option.name)", typed: value, allowed: option.allowed)
      }
      invocation.values[option.name, default: []].append(value)
    }
    // Help is given whatever else was typed.
    if !invocation.has("help"), !invocation.has("version") {
      let count = invocation.operands.count
      if count < command.operands.count.lowerBound {
        throw .missingOperand(command: shown, usage: command.operands.usage)
      }
      if count > command.operands.count.upperBound {
        throw .tooManyOperands(invocation.operands[command.operands.count.upperBound], command: shown)
      }
    }
    return invocation
  }

  /// `-3` is a value, not an option.
  private func isNumber(_ word: String) -> Bool { Double(word) != nil }
}
