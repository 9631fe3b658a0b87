import Basics
import Decks
import Demos

/// A demo that ran: what was asked, and what came out.
struct DemoRun: Sendable {
  let demo: Demo
  let options: OptionValues
  let result: DemoResult
  let seed: UInt64

  /// The command line that gives this run again.
  let call: String
}

/// Why a call of a demo gave no result.
enum DemoProblem: Error, Sendable {
  case unknownDemo(String, suggestion: String?)
  case badOption(OptionError)
  case impossible(DemoFailure)

  var sentence: LocalizedText {
    switch self {
    case .unknownDemo(let name, _):
      LocalizedText("there is no demo named \"\(name)\".", "没有名为“\(name)”的演示。")
    case .badOption(let error): error.sentence
    case .impossible(let failure): failure.reason
    }
  }

  var hint: LocalizedText {
    switch self {
    case .unknownDemo(_, let suggestion?):
      LocalizedText("Did you mean \(suggestion)?", "是不是想用 \(suggestion)？")
    case .unknownDemo:
      LocalizedText(
        "study demo      lists all \(Catalogue.demos.count).",
        "study demo      列出全部 \(Catalogue.demos.count) 个。")
    case .badOption(let error): error.hint
    case .impossible(let failure): failure.advice
    }
  }
}

/// Runs demos by name, in process: for the command, for cards, drills and proofs.
enum DemoRunner {
  /// The seed of a demo when none is given, so that a call names one result.
  static let standardSeed: UInt64 = 1

  static func run(
    _ name: String, _ arguments: [String], seed: UInt64? = nil, language: Language
  ) throws(DemoProblem) -> DemoRun {
    guard let demo = Catalogue.demo(named: name) else {
      throw .unknownDemo(name, suggestion: Catalogue.suggestion(for: name))
    }
    let (words, written) = try takeSeed(arguments)
    let seed = seed ?? written ?? standardSeed
    let options: OptionValues
    do {
      options = try demo.parse(words)
    } catch {
      throw .badOption(error)
    }
    do {
      let result = try demo.run(options, seed: seed, language: language)
      let shown = words.map { $0.contains(where: { " ;|'\"".contains($0) }) ? "'\($0)'" : $0 }
      let call = (["study demo", name] + shown + (seed == standardSeed ? [] : ["--seed \(seed)"]))
      return DemoRun(
        demo: demo, options: options, result: result, seed: seed, call: call.joined(separator: " "))
    } catch {
      throw .impossible(error)
    }
  }

  static func run(_ request: DemoRequest, language: Language) throws(DemoProblem) -> DemoRun {
    try run(request.name, request.arguments, language: language)
  }

  static func run(_ call: DemoCall, language: Language) throws(DemoProblem) -> DemoRun {
    try run(call.name, call.arguments, language: language)
  }

  /// `--seed` belongs to every demo, so a card may write it in a call.
  private static func takeSeed(_ arguments: [String]) throws(DemoProblem) -> ([String], UInt64?) {
    guard let position = arguments.firstIndex(of: "--seed") else { return (arguments, nil) }
    var words = arguments
    words.remove(at: position)
    guard position < words.count, let seed = UInt64(words.remove(at: position)) else {
      throw .badOption(.missingValue(option: "seed", wanted: LocalizedText("a whole number", "一个整数")))
    }
    return (words, seed)
  }
}
