import Basics

/// A subcommand as it is declared: one table of these feeds parser, help, man page and completions.
struct CommandSpec: Sendable {
  /// What may stand besides options.
  struct Operands: Sendable {
    /// As the usage line shows them, such as `[TOPIC…]`.
    let usage: String
    let count: ClosedRange<Int>

    static let none = Operands(usage: "", count: 0...0)
  }

  let name: String
  let summary: LocalizedText
  let operands: Operands
  let options: [OptionSpec]
  /// Whole command lines with what they do.
  let examples: [(call: String, effect: LocalizedText)]
  /// Words that are not ours go on to the command in their order: `study demo` hands them to the demo.
  let passesUnknownOptions: Bool
  let run: @Sendable (Invocation, borrowing Workspace) throws -> ExitStatus

  init(
    _ name: String, _ summary: LocalizedText, operands: Operands = .none, options: [OptionSpec] = [],
    examples: [(call: String, effect: LocalizedText)], passesUnknownOptions: Bool = false,
    run: @escaping @Sendable (Invocation, borrowing Workspace) throws -> ExitStatus
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.options = options
    self.examples = examples
    self.passesUnknownOptions = passesUnknownOptions
    self.run = run
  }

  var allOptions: [OptionSpec] { options + OptionTable.everywhere }
}
