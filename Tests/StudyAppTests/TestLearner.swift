import Basics
import Foundation
import Scheduling
import Storage
import TerminalUI

@testable import StudyApp

/// A learner of 24 cards over 200 days, from a seed: breaks, lapses, cramming, answers taken back.
final class TestLearner {
  static let topics = ["sizes", "powers"]
  /// 2026-11-20, nine in the morning, UTC.
  static let now = Timestamp(milliseconds: 1_795_165_200_000)
  static let today = Day(now, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour)

  let folder: String
  let scheduler = Scheduler()
  private var generator: SplitMix64

  /// The database after 200 days with the built-in decks indexed, made once.
  private static let template: Result<Data, any Error> = Result {
    let learner = try TestLearner(seed: 1, days: 200)
    _ = learner.run("list")
    return try Data(contentsOf: URL(filePath: learner.folder + "/study.db"))
  }

  /// The usual learner.
  convenience init() throws {
    try self.init(seed: 1, days: 0)
    try Self.template.get().write(to: URL(filePath: folder + "/study.db"))
  }

  /// - Parameter days: of study; 0 leaves the log empty.
  init(seed: UInt64, days: Int) throws {
    folder = NSTemporaryDirectory() + "study-learner-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    generator = SplitMix64(seed: seed)
    for topic in Self.topics {
      try Data(Self.deck(topic).utf8).write(to: URL(filePath: folder + "/\(topic).md"))
    }
    if days > 0 {
      let store = try store()
      try store.transaction { () throws(SQLiteError) in try study(store, days: days) }
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func deck(_ topic: String) -> String {
    let cards = (0..<12).map { index in
      """
      ## What is \(topic) number \(index), with \(index) < \(index + 1) & "quotes"?
      <!-- id: \(topic)-\(index); level: \(index % 3 + 1) -->

      It is \(index).

      ### Demo
      `study demo conv --in \(index + 5) --k 3`

      """
    }
    return "---\ntopic: \(topic)\ntitle: \(topic.capitalized)\n---\n\n" + cards.joined(separator: "\n")
  }

  func store() throws -> ReviewStore {
    try ReviewStore(.file(folder + "/study.db"), now: Self.now, idSeed: 7)
  }

  static func card(_ topic: String, _ index: Int) -> CardID { CardID(rawValue: "\(topic)-\(index)") }

  private func study(_ store: ReviewStore, days: Int) throws(SQLiteError) {
    let cards = (0..<12).flatMap { index in Self.topics.map { Self.card($0, index) } }
    var states: [CardID: CardState] = [:]
    for day in 0..<days {
      // A day off now and then, and three weeks of holiday.
      if generator.next() % 6 == 0 || (90..<111).contains(day) { continue }
      var now = Self.now.adding(days: Double(day - days + 1)).adding(seconds: -1800)
      let introduced = cards.prefix(1 + day / 4)
      // Towards the end one of the topics is neglected.
      for card in introduced where day < days - 9 || card.rawValue.hasPrefix("sizes") {
        let state = states[card] ?? .new
        if let schedule = state.schedule,
          schedule.dueDay > Day(now, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour)
        {
          continue
        }
        now = now.adding(seconds: 20)
        states[card] = .scheduled(try answer(card, state, at: now, in: store))
      }
      if generator.next() % 9 == 0, let card = introduced.last {
        try answer(card, states[card] ?? .new, at: now.adding(seconds: 60), in: store, kind: .cram)
      }
    }
    // The last answer is taken back, and its card is as it was.
    _ = try store.undoLast(at: Self.now.adding(seconds: -60)) { self.scheduler.replay($1, of: $0) }
  }

  @discardableResult
  func answer(
    _ card: CardID, _ state: CardState, at now: Timestamp, in store: ReviewStore, kind: ReviewKind? = nil,
    _ given: Rating? = nil
  ) throws(SQLiteError) -> Schedule {
    let recall = scheduler.retrievability(of: state, at: now, offsetMinutes: 0) ?? 0.6
    let chance = Double(generator.next() % 1000) / 1000
    let rating = given ?? (chance > recall ? .again : chance < 0.1 ? .easy : chance < 0.2 ? .hard : .good)
    var fuzz = Fuzz.generator(card: card, reviews: state.reviews)
    let next = scheduler.review(state, rating, at: now, offsetMinutes: 0, using: &fuzz)
    let duration = 3000 + Int(generator.next() % 20_000)
    try store.record(card) { _ in
      NewReview(
        log: ReviewLog(
          rating: rating, time: now, offsetMinutes: 0, kind: kind ?? ReviewKind(scheduled: state)),
        details: ReviewDetails(
          day: Day(now, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour),
          durationMilliseconds: duration, exercise: "recall", model: "fsrs-6", parametersVersion: 0),
        schedule: kind == nil ? next : nil)
    }
    return next
  }

  final class Sink: TextSink {
    private(set) var text = ""
    func write(_ text: String) { self.text += text }
    func write(bytes: [UInt8]) { text += String(decoding: bytes, as: UTF8.self) }
  }

  /// Runs the program in this process; what it wrote to standard output.
  func run(_ arguments: String...) -> String { run(arguments) }

  func run(_ arguments: [String]) -> String {
    let output = Sink()
    let errors = Sink()
    _ = StudyProgram.run(environment(arguments + ["--deck", folder], output, errors))
    return output.text + errors.text
  }

  private func environment(_ arguments: [String], _ output: Sink, _ errors: Sink) -> Environment {
    Environment(
      arguments: arguments,
      variables: ["STUDY_DB": folder + "/study.db", "HOME": folder, "LANG": "C.UTF-8"], now: { Self.now },
      utcOffsetMinutes: { _ in 0 }, monotonicNanoseconds: { 0 }, randomSeed: { 3 }, output: output,
      errors: errors, readLine: { nil }, isInputTerminal: false, isOutputTerminal: false,
      terminalSize: { nil },
      makeTerminal: { _, _, _ in preconditionFailure("nothing here opens the screen") },
      runProgram: { _ in nil })
  }

  /// The study of this learner's decks alone, ready to be asked.
  func study() throws -> (Study, Library) {
    let workspace = try Workspace(
      Invocation(command: "stats", values: ["deck": [folder]]),
      environment([], Sink(), Sink()))
    let study = try Study(workspace)
    return (study, try study.library(topics: Self.topics))
  }

  func statistics() throws -> Statistics {
    try Statistics(try study().0, topics: Self.topics)
  }

  /// The standing log, one card after the other, as the scheduler sees it.
  func history() throws -> [ReviewRecord] {
    var records: [ReviewRecord] = []
    try store().forEachReview {
      if !$0.isRetracted { records.append($0) }
      return true
    }
    return records
  }
}
