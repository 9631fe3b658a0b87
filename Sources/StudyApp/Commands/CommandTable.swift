/// Every subcommand, the bare `study` first.
enum CommandTable {
  static let commands: [CommandSpec] = [
    .today, .quiz, .interview, .demo, .show, .list, .search, .stats, .why, .fit,
    .suspend, .unsuspend, .bury, .flag, .note, .forget, .edit, .relink, .undo,
    .export, .importFile, .merge, .sync, .backup, .restore,
    .check,
    .doctor, .config,
    .plan, .readiness, .simulate,
    .help, .completions, .man,
  ]
}
