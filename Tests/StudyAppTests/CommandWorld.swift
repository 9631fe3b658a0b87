import Basics
import Foundation
import Scheduling
import Storage
import TerminalUI

@testable import StudyApp

/// Commands run in this process, in a world of their own: an empty home, a clock that stands still, answers prepared.
final class CommandWorld {
  /// 2026-11-20T12:00:00Z
  static let noon = Timestamp(milliseconds: 1_795_176_000_000)

  let folder: String
  private var seeds: UInt64 = 0
  var isTerminal = false
  /// Of a terminal behind standard output; nil is a pipe.
  var size: Size?
  /// Lines of standard input.
  var answers: [String] = []

  final class Buffer: TextSink {
    var text = ""
    func write(_ text: String) { self.text += text }
    func write(bytes: [UInt8]) { text += String(decoding: bytes, as: UTF8.self) }
  }

  init() throws {
    folder = NSTemporaryDirectory() + "study-command-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func environment(_ words: [String], _ output: Buffer, _ errors: Buffer) -> StudyApp.Environment {
    var environment = StudyApp.Environment(
      arguments: words, variables: ["HOME": folder, "STUDY_DB": folder + "/study.db"],
      now: { Self.noon }, utcOffsetMinutes: { _ in 0 }, monotonicNanoseconds: { 0 },
      randomSeed: { [self] in
        seeds += 1
        return seeds
      },
      output: output, errors: errors,
      readLine: { [self] in answers.isEmpty ? nil : answers.removeFirst() }, isInputTerminal: isTerminal,
      isOutputTerminal: size != nil, terminalSize: { [self] in size },
      makeTerminal: { _, _, _ in preconditionFailure("no command here needs a full screen") },
      runProgram: { _ in nil })
    environment.isErrorTerminal = isTerminal
    return environment
  }

  @discardableResult
  func run(_ words: String...) -> (status: ExitStatus, output: String, errors: String) { run(words) }

  func run(_ words: [String]) -> (status: ExitStatus, output: String, errors: String) {
    let (output, errors) = (Buffer(), Buffer())
    let status = StudyProgram.run(environment(words, output, errors))
    return (status, output.text, errors.text)
  }

  func json(_ words: String...) throws -> [String: Any] {
    let (output, errors) = (Buffer(), Buffer())
    _ = StudyProgram.run(environment(words + ["--json"], output, errors))
    let value = try JSONSerialization.jsonObject(with: Data(output.text.utf8))
    guard let object = value as? [String: Any] else { throw JSONError(text: output.text + errors.text) }
    return object
  }

  struct JSONError: Error { var text: String }

  /// The database as a command finds it.
  func study() throws -> Study {
    try Study(Workspace(Invocation(command: "test"), environment([], Buffer(), Buffer())))
  }

  /// Puts the logs of cards that stand in no deck into the database.
  func add(_ logs: [[ReviewLog]]) throws {
    let study = try study()
    var number: UInt64 = 0
    var entries: [LogEntry] = []
    for (index, log) in logs.enumerated() {
      for review in log {
        number += 1
        let time = UInt64(review.time.milliseconds)
        let bytes =
          (0..<6).map { UInt8(truncatingIfNeeded: time >> (40 - 8 * $0)) }
          + [0x70, 0, 0x80, 0] + (0..<6).map { UInt8(truncatingIfNeeded: number >> (40 - 8 * $0)) }
        entries.append(
          .review(
            ReviewEntry(
              id: ReviewID(bytes: bytes)!, card: CardID(rawValue: "card-\(index)"), log: review,
              details: ReviewDetails(
                day: Day(review.time, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour),
                durationMilliseconds: 1000, model: "fsrs-6", parametersVersion: 0))))
      }
    }
    _ = try study.store.merge(entries, replay: study.replay)
  }

  /// Logs of a learner who forgets as FSRS-6 says, with first stabilities and growth `factor` times the standard.
  static func logs(cards: Int, reviews: Int, factor: Double, seed: UInt64 = 3) throws -> [[ReviewLog]] {
    let standard = Parameters.standard.weights
    var weights = standard
    for index in 0..<4 { weights[index] *= factor }
    weights[8] *= factor
    let truth = MemoryUpdate(try Parameters(weights: weights))
    var random = SplitMix64(seed: seed)
    return (0..<cards).map { _ in
      var log: [ReviewLog] = []
      var day = -400 + random.nextIndex(below: 30)
      var memory: MemoryState?
      for _ in 0..<reviews {
        let gap = 1 + random.nextIndex(below: 12)
        var rating = Rating.good
        if let known = memory {
          day += gap
          let recall = truth.retrievability(of: known, after: Elapsed(days: gap))
          rating = random.nextUnit() < recall ? .good : .again
          memory = truth.review(known, rating, after: Elapsed(days: gap))
        } else {
          memory = truth.initial(.good)
        }
        log.append(
          ReviewLog(
            rating: rating, time: noon.adding(days: Double(day)), offsetMinutes: 0,
            kind: log.isEmpty ? .learn : .review))
      }
      return log
    }
  }
}
