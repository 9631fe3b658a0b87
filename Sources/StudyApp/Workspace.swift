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
  /// The learner's settings; those a command line overrides are read from there.
  let configuration: Configuration
  /// Colours of the learner's own; nil takes the standard ones for the background.
  let theme: Theme?

  static let largestConfiguration = 1 << 20

  init(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
    self.environment = environment
    paths = Paths(invocation, environment)
    let (configuration, problems) = Workspace.configuration(paths.configuration)
    self.configuration = configuration
    let typed = invocation.text("lang")
    if let wanted = environment.setting("STUDY_LANG"), Language(rawValue: wanted) == nil {
      throw .badEnvironment(variable: "STUDY_LANG", typed: wanted, allowed: .list(["en", "zh"]))
    }
    if let now = environment.setting("STUDY_NOW"), Timestamp(iso: now) == nil {
      throw .badEnvironment(
        variable: "STUDY_NOW", typed: now,
        allowed: LocalizedText("ISO 8601, such as 2026-11-20T09:00:00Z", "ISO 8601，如 2026-11-20T09:00:00Z"))
    }
    let spoken = Language.spoken(typed: typed, environment, configured: configuration.text("lang"))
    language = spoken
    cardLanguages = typed == "both" ? [spoken, spoken == .english ? .chinese : .english] : [spoken]
    isAccessible =
      invocation.has("accessible") || environment.setting("STUDY_ACCESSIBLE").map { $0 != "0" } ?? false
    capabilities = Capabilities.detect(
      environment: environment.variables, isInputTerminal: environment.isInputTerminal,
      isOutputTerminal: environment.isOutputTerminal,
      color: invocation.text("color").flatMap(Capabilities.ColorChoice.init(rawValue:)) ?? .auto)
    deckPaths = invocation.texts("deck")
    seed = invocation.integer("seed").map { UInt64($0) }
    var complaints: [LocalizedText] = []
    for problem in problems { complaints.append(problem.sentence(file: paths.configuration)) }
    var own: Theme?
    do throws(ThemeProblem) {
      own = try Workspace.theme(configuration.text("theme"), capabilities)
    } catch {
      complaints.append(error.sentence)
    }
    theme = own
    // A setting that is wrong must not keep anybody from studying: it is named, and the standard one stands.
    for complaint in complaints {
      try? environment.errors.write("study: \(SafeText.line(complaint[spoken]))\n")
    }
  }

  private static func configuration(_ path: String) -> (Configuration, [Configuration.Problem]) {
    guard let text = try? FileSystem.text(path, limit: largestConfiguration) else {
      return (Configuration(), [])
    }
    return Configuration.parse(text)
  }

  /// The theme that a setting names: nil for `auto`.
  static func theme(_ name: String, _ capabilities: Capabilities) throws(ThemeProblem) -> Theme? {
    switch name {
    case "auto": return nil
    case "dark": return .dark
    case "light": return .light
    default:
      let text: String?
      do throws(FileError) {
        text = try FileSystem.text(name, limit: largestConfiguration)
      } catch {
        throw .unreadable(error)
      }
      guard let text else { throw .missing(path: name) }
      do throws(ThemeFile.Problem) {
        return try ThemeFile.parse(text, base: .standard(isLightBackground: capabilities.isLightBackground))
      } catch {
        throw .malformed(path: name, error)
      }
    }
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
    try environment.output.write(ANSIEncoder(capabilities, theme: theme).lines(lines))
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

  /// Asks on standard error; anything but a yes is a no.
  func isAgreed(_ english: String, _ chinese: String) throws(WriteError) -> Bool {
    try environment.errors.write(text(english, chinese) + " [y/N] ")
    return ["y", "yes", "是"].contains(environment.readLine()?.trimmedBlanks.lowercased())
  }

  /// A message for the person, not for the pipe.
  func tell(_ text: String) throws(WriteError) {
    try environment.errors.write("study: " + SafeText.lines(text) + "\n")
  }
}

extension Language {
  /// What was typed, else `STUDY_LANG`, else the setting, else the locale, else English.
  static func spoken(typed: String?, _ environment: Environment, configured: String = "auto") -> Language {
    typed.flatMap(Language.init(rawValue:))
      ?? environment.setting("STUDY_LANG").flatMap(Language.init(rawValue:))
      ?? Language(rawValue: configured)
      ?? ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment.setting($0) }.first
      .flatMap { Language(locale: $0) } ?? .english
  }
}

/// Where files lie, by the XDG base directory rules.
struct Paths: Sendable {
  let database: String
  let decks: String
  let configuration: String

  init(_ invocation: Invocation, _ environment: Environment) {
    let home = environment.setting("HOME") ?? "."
    // A relative XDG path is to be ignored, the specification says.
    let data =
      environment.setting("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.local/share"
    database = invocation.text("db") ?? environment.setting("STUDY_DB") ?? data + "/study/study.db"
    decks = data + "/study/decks"
    let settings =
      environment.setting("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.config"
    configuration = settings + "/study/config"
  }
}

/// Why a theme cannot be used.
enum ThemeProblem: Error, Sendable {
  case missing(path: String)
  case unreadable(FileError)
  case malformed(path: String, ThemeFile.Problem)

  var sentence: LocalizedText {
    switch self {
    case .missing(let path):
      LocalizedText(
        "there is no theme file \(path); theme takes auto, dark, light, or a file.",
        "没有主题文件 \(path)；theme 可取 auto、dark、light 或文件路径。")
    case .unreadable(let error): CommandFailure.cannotRead(error).sentence
    case .malformed(let path, let problem):
      LocalizedText(
        "\(path):\(problem.line): \"\(problem.text)\" is no line of a theme, such as accent = #6cb6ff bold.",
        "\(path):\(problem.line)：“\(problem.text)”不是主题文件的有效行，例如 accent = #6cb6ff bold。")
    }
  }
}
