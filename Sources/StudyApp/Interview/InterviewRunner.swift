import Basics
import Decks
import Scheduling
import Storage
import TerminalUI

/// Runs an interview: asks, keeps the clock, takes results, writes them down.
final class InterviewRunner {
  struct Settings: Hashable, Sendable {
    let topics: [String]
    let minutes: Int
    let level: Int
    /// Whether answers count as reviews; else they are logged as practice.
    let counts: Bool
    let seed: UInt64
  }

  private let study: Study
  private let library: Library
  private let settings: Settings
  private let maker: QuestionMaker
  private let recorder: ReviewRecorder
  private var interview: Interview
  private var step: Interview.Step?
  private var asked = 0
  private let start: Timestamp
  private var titles: [String: String] = [:]
  private var questions: [CardID: String] = [:]

  init(study: Study, library: Library, settings: Settings) throws {
    self.study = study
    self.library = library
    self.settings = settings
    let load = DueLoad(study)
    maker = QuestionMaker(study: study, library: library, load: load, seed: settings.seed)
    recorder = ReviewRecorder(study: study, load: load)
    start = study.workspace.now
    var cards: [InterviewCard] = []
    for face in try study.store.deckIndex.cards() {
      guard settings.topics.isEmpty || settings.topics.contains(face.topic),
        try study.store.card(face.id)?.mark.isSuspended != true, let card = try library.card(face)
      else { continue }
      titles[face.topic] = library.title(of: face)
      cards.append(
        InterviewCard(
          id: face.id, topic: face.topic, level: card.level, rungs: Rung.rungs(of: card),
          related: Set(card.see + card.after)))
    }
    interview = Interview(cards: cards, level: settings.level, seed: settings.seed)
  }

  var ends: Timestamp { start.adding(seconds: Double(settings.minutes) * 60) }

  var results: [InterviewResult] { interview.results }

  /// The next question with its clock; nil when the time is over or every card was asked.
  func next() throws -> (question: Question, rung: Rung, clock: InterviewClock)? {
    guard study.workspace.now < ends else { return nil }
    while let step = interview.next() {
      asked += 1
      let card = QueuedCard(id: step.card.id, topic: step.card.topic, isNew: false)
      guard let question = try maker.question(card, number: asked, wanted: step.rung.exercise) else {
        // A calculation that cannot be drawn is passed over as if it had not been there.
        guard let other = try maker.question(card, number: asked, wanted: .recall) else { return nil }
        return present(other, step)
      }
      return present(question, step)
    }
    return nil
  }

  private func present(_ question: Question, _ step: Interview.Step) -> (Question, Rung, InterviewClock) {
    self.step = step
    questions[step.card.id] = question.card.question
    let now = study.workspace.now
    return (
      question, step.rung,
      InterviewClock(
        questionEnds: now.adding(seconds: Double(step.rung.seconds)), interviewEnds: ends, now: now)
    )
  }

  /// Writes an answer down and moves on the ladder.
  @discardableResult
  func take(_ question: Question, _ answer: GivenAnswer) throws -> SavedReview {
    let saved = try recorder.record(
      question, answer, settings.counts ? .schedules : .practises(.interview))
    if let step {
      interview.take(
        InterviewResult(
          id: step.card.id, topic: step.card.topic, level: step.card.level, rung: step.rung,
          score: answer.score ?? InterviewRunner.score(of: answer.rating),
          seconds: (answer.milliseconds + 500) / 1000, confidence: answer.confidence,
          mistake: answer.mistake, answer: answer.typed))
    }
    step = nil
    return saved
  }

  /// What the learner's own rating is worth where nothing else tells.
  private static func score(of rating: Rating) -> Double {
    switch rating {
    case .again: 0
    case .hard: 0.5
    case .good: 0.85
    case .easy: 1
    }
  }

  var report: InterviewReport {
    InterviewReport(
      results: interview.results, titles: titles, questions: questions, seed: settings.seed, start: start,
      minutes: settings.minutes, level: settings.level)
  }

  /// Keeps the report beside the database; the path, or nil when nothing was answered.
  func save() throws(FileError) -> String? {
    guard !interview.results.isEmpty else { return nil }
    let folder = InterviewRunner.folder(study.workspace)
    _ = Platform.createPrivateFolder(folder)
    let name = start.iso.prefix(19).map { $0 == ":" ? "-" : String($0) }.joined()
    let path = "\(folder)/\(name).json"
    try FileSystem.write(
      Array((JSONWriter.write(report.json, indented: true) + "\n").utf8), to: path, mode: 0o600)
    return path
  }

  static func folder(_ workspace: Workspace) -> String {
    let folder = Platform.folder(of: workspace.paths.database)
    return "\(folder)/interviews"
  }
}
