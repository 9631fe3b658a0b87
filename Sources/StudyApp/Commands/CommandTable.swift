/// Every subcommand, the bare `study` first.
enum CommandTable {
  static let commands: [CommandSpec] = [
    .today, .quiz, .interview, .demo, .show, .list, .search, .stats, .suspend, .unsuspend, .undo, .export,
    .importFile,
    .check,
    .doctor, .config,
    .help, .completions, .man,
  ]
}
