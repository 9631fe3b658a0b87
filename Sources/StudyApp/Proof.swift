import Basics
import Decks
import Demos

/// Runs every number of a deck: claims, and each drill with drawn numbers.
struct Proof {
  private(set) var provenClaims = 0
  private(set) var provenNumbers = 0
  private(set) var provenDrills = 0
  /// Claims and drills whose demo is not in the catalogue.
  private(set) var waiting = 0
  private(set) var diagnostics: [DeckDiagnostic] = []
  /// The two languages make the same calls: each runs once.
  private var unknown: Set<String> = []
  private var counted: Set<String> = []
  private var runs: [String: Result<DemoRun, DemoProblem>] = [:]

  /// Draws of each drill: enough to meet a rare degenerate case, few enough to prove the whole deck in seconds.
  static let drawsPerDrill = 5

  mutating func prove(_ decks: [Deck]) {
    for card in decks.flatMap(\.cards) {
      for call in card.demoCalls { check(call) }
      for claim in card.claims { prove(claim) }
      for case .drill(let drill) in card.exercises { prove(drill) }
    }
  }

  private mutating func run(_ call: DemoCall) -> Result<DemoRun, DemoProblem> {
    if let known = runs[call.text] { return known }
    let result = Result<DemoRun, DemoProblem> { () throws(DemoProblem) in
      try DemoRunner.run(call, language: .english)
    }
    runs[call.text] = result
    return result
  }

  /// A call that a card shows must run, claimed or not.
  private mutating func check(_ call: DemoCall) {
    if case .failure(let problem) = run(call) { report(problem, call, at: call.location) }
  }

  private mutating func report(_ problem: DemoProblem, _ call: DemoCall, at location: SourceLocation) {
    if case .unknownDemo(let name, _) = problem {
      reportUnknown(name, at: location)
    } else {
      diagnostics.append(
        DeckDiagnostic(.callFailed, at: location, subject: call.text, other: problem.sentence[.english]))
    }
  }

  /// Each unknown name once a file, at its first place.
  private mutating func reportUnknown(_ name: String, at location: SourceLocation) {
    guard unknown.insert("\(location.file) \(name)").inserted else { return }
    diagnostics.append(DeckDiagnostic(.demoUnknown, at: location, subject: name))
  }

  private mutating func prove(_ claim: Claim) {
    switch run(claim.call) {
    case .failure(let problem):
      if case .unknownDemo = problem {
        waiting += 1
      } else if !diagnostics.contains(where: { $0.location == claim.call.location }) {
        report(problem, claim.call, at: claim.call.location)
      }
    case .success(let run):
      do {
        let computed = try claim.path.value(in: run.result.json)
        guard claim.expected.isMet(by: computed) else {
          diagnostics.append(
            DeckDiagnostic(
              .claimFailed, at: claim.location, subject: "\(claim.path) = \(claim.expectedText)",
              other: Proof.shown(computed)))
          return
        }
        // Both languages claim the same numbers; each is counted once.
        guard counted.insert("\(claim.call.text) \(claim.path) \(claim.expectedText)").inserted else {
          return
        }
        provenClaims += 1
        provenNumbers += claim.expected.numberCount
      } catch {
        diagnostics.append(
          DeckDiagnostic(
            .claimFieldMissing, at: claim.location, subject: "\(claim.path)", other: claim.call.name))
      }
    }
  }

  private mutating func prove(_ drill: Drill) {
    guard Catalogue.demo(named: drill.call.name) != nil else {
      reportUnknown(drill.call.name, at: drill.call.location)
      waiting += 1
      return
    }
    var generator = SplitMix64(seed: ContentHash.of(drill.call.text.utf8.span))
    for _ in 0..<Proof.drawsPerDrill {
      // A drill that cannot be drawn has been reported by the deck check.
      guard let drawn = try? drill.draw(using: &generator) else { return }
      switch run(drawn.call) {
      case .failure(let problem):
        report(problem, drawn.call, at: drill.call.location)
        return
      case .success(let run):
        guard let value = try? drawn.field.value(in: run.result.json), !Proof.isUnanswerable(value) else {
          diagnostics.append(
            DeckDiagnostic(
              .claimFieldMissing, at: drill.call.location, subject: "\(drawn.field)", other: drawn.call.name))
          return
        }
      }
    }
    provenDrills += 1
  }

  /// Nobody can type an object, or what is not there.
  private static func isUnanswerable(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .object: true
    case .number(let number): !number.isFinite
    case .array(let items): items.isEmpty || items.contains(where: isUnanswerable)
    case .bool, .integer, .string: false
    }
  }

  /// A computed value in one short line.
  static func shown(_ value: JSONValue) -> String {
    let text = JSONWriter.write(value)
    return text.utf8.count <= 120 ? text : String(text.prefix(117)) + "…"
  }
}
