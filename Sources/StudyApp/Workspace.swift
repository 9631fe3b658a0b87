import Basics
import TerminalUI

/// What a command works with: the environment, read once and given a meaning.
struct Workspace {
  let environment: Environment
  let language: Language
  /// The languages in which cards are shown: one, or both under each other.
  let cardLanguages: [Language]
  let capabilities: Capabilities
  let isAccessible: Bool
  let paths: Paths
  /// Decks named with `--deck`.
  let deckPaths: [String]
  /// nil draws a seed nobody can foresee.
  let seed: UInt64?

  init(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
    self.environment = environment
    let typed = invocation.text("lang")
    if let wanted = environment.setting("STUDY_LANG"), Language(rawValue: wanted) == nil {
      throw .badEnvironment(variable: "STUDY_LANG", typed: wanted, allowed: "en, zh")
    }
    if let now = environment.setting("STUDY_NOW"), Timestamp(iso: now) == nil {
      throw .badEnvironment(
        variable: "STUDY_NOW", typed: now, allowed: "ISO 8601, such as 2026-11-20T09:00:00Z")
    }
    let spoken = Language.spoken(typed: typed, environment)
    language = spoken
    cardLanguages = typed == "both" ? [spoken, spoken == .english ? .chinese : .english] : [spoken]
    isAccessible =
      invocation.has("accessible") || environment.setting("STUDY_ACCESSIBLE").map { $0 != "0" } ?? false
    capabilities = Capabilities.detect(
      environment: environment.variables, isInputTerminal: environment.isInputTerminal,
      isOutputTerminal: environment.isOutputTerminal,
      color: invocation.text("color").flatMap(Capabilities.ColorChoice.init(rawValue:)) ?? .auto)
    paths = Paths(invocation, environment)
    deckPaths = invocation.texts("deck")
    seed = invocation.integer("seed").map { UInt64($0) }
  }

  /// Picks the words of the interface's language.
  func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }

  var now: Timestamp { environment.now() }

  var utcOffsetMinutes: Int { environment.utcOffsetMinutes(now) }

  /// Columns to write for: the terminal's, or 80 in a pipe.
  var width: Int { max(20, environment.terminalSize()?.columns ?? 80) }

  /// The seed of this run.
  var runSeed: UInt64 { seed ?? environment.randomSeed() }

  func say(_ text: String) throws(WriteError) {
    try environment.output.write(text + "\n")
  }

  /// Styled lines as text for the terminal or the pipe behind standard output.
  func say(_ lines: [StyledText]) throws(WriteError) {
    try environment.output.write(ANSIEncoder(capabilities).lines(lines))
  }

  func say(_ drawing: Drawing) throws(WriteError) {
    if isAccessible {
      try say(drawing.spoken(in: language).map { StyledText($0) })
    } else {
      try say(drawing.lines(width: min(width, 110), capabilities: capabilities, language: language))
    }
  }

  func say(_ table: Table) throws(WriteError) { try say(.table(table)) }

  func say(_ json: JSONValue) throws(WriteError) {
    try say(JSONWriter.write(json, indented: true))
  }

  /// A message for the person, not for the pipe.
  func tell(_ text: String) throws(WriteError) {
    try environment.errors.write("study: " + text + "\n")
  }
}

extension Language {
  /// What was typed, else `STUDY_LANG`, else the locale, else English.
  static func spoken(typed: String?, _ environment: Environment) -> Language {
    typed.flatMap(Language.init(rawValue:))
      ?? environment.setting("STUDY_LANG").flatMap(Language.init(rawValue:))
      ?? ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment.setting($0) }.first
      .flatMap { Language(locale: $0) } ?? .english
  }
}

/// Where files lie, by the XDG base directory rules.
struct Paths: Sendable {
  let database: String
  let decks: String

  init(_ invocation: Invocation, _ environment: Environment) {
    let home = environment.setting("HOME") ?? "."
    // A relative XDG path is to be ignored, the specification says.
    let data =
      environment.setting("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.local/share"
    database = invocation.text("db") ?? environment.setting("STUDY_DB") ?? data + "/study/study.db"
    decks = data + "/study/decks"
  }
}
