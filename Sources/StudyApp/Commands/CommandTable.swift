/// Every subcommand, the bare `study` first.
enum CommandTable {
  static let commands: [CommandSpec] = [
    .today, .quiz, .interview, .demo, .show, .list, .search, .stats, .why, .fit, .suspend, .unsuspend, .undo,
    .export,
    .check,
    .doctor, .config,
    .plan, .readiness, .simulate,
    .help, .completions, .man,
  ]
}
