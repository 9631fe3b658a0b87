import Basics
import Decks
import Scheduling
import TerminalUI

/// Everything a full screen shows, as a value.
struct Model: Sendable {
  var size: Size
  let capabilities: Capabilities
  let language: Language
  let keymap: Keymap
  /// Whether the learner says how sure they are before an answer is shown.
  let asksConfidence: Bool
  var screen = Screen.loading
  var progress = SessionProgress()
  /// One line about what just happened, until the next key.
  var notice: String?
  /// Runs in an interview.
  var clock: InterviewClock?
  /// The key that ends an interview was pressed, and waits to be pressed again.
  var wantsToEnd = false

  init(
    size: Size, capabilities: Capabilities, language: Language, keymap: Keymap = .standard,
    asksConfidence: Bool = false
  ) {
    self.size = size
    self.capabilities = capabilities
    self.language = language
    self.keymap = keymap
    self.asksConfidence = asksConfidence
  }

  /// Time until a tick is wanted: a demo moves by itself, an interview's clock runs.
  var tickMilliseconds: Int? {
    switch screen {
    case .demo(let demo, _) where demo.isPlaying: demo.speed.rawValue
    case .asking, .answered: clock == nil ? nil : 1000
    default: nil
    }
  }

  func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }
}

/// The time of an interview: of this question, and of the whole.
struct InterviewClock: Hashable, Sendable {
  let questionEnds: Timestamp
  let interviewEnds: Timestamp
  var now: Timestamp

  /// Negative when the time is up.
  var questionSeconds: Int { Int(questionEnds.seconds(since: now).rounded()) }
  var interviewSeconds: Int { Int(interviewEnds.seconds(since: now).rounded()) }
}

/// Where a session stands.
struct SessionProgress: Hashable, Sendable {
  var answered = 0
  var remaining = 0
  var total: Int { answered + remaining }
}

/// What is in front of the learner. Only screens that can follow one another hold each other.
indirect enum Screen: Sendable {
  case loading
  case asking(Asking)
  case answered(Answered)
  /// A demo; without a screen to go back to, leaving it ends the program.
  case demo(Explorer, back: Screen?)
  case keys(KeysScreen, back: Screen)
  case palette(Palette, back: Screen)
  case reading(Reader, back: Screen?)
  case browsing(Browser, back: Screen?)
  case noting(Noting, back: Screen)
  case finished(SessionSummary)
}

/// A question that waits for an answer.
struct Asking: Sendable {
  var question: Question
  /// What is typed so far: the answer of a drill or cloze, or a free answer.
  var field = TextField()
  var isTyping: Bool
  /// The option or step that the arrows stand on.
  var cursor = 0
  /// Places chosen: options ticked, or steps in the order in which they were picked.
  var chosen: [Int] = []
  var scroll = 0
  /// The answer that waits until the learner has said how sure they are.
  var pending: PendingAnswer?

  init(_ question: Question) {
    self.question = question
    switch question.exercise {
    case .drill, .cloze: isTyping = true
    case .recall, .choice, .order: isTyping = false
    }
  }
}

/// An answer that was given but not yet marked.
struct PendingAnswer: Hashable, Sendable {
  let typed: String?
  let chosen: [Int]
}

/// A question with its answer shown, waiting for a rating.
struct Answered: Sendable {
  var question: Question
  /// What was typed or chosen; nil when the answer was only revealed.
  let given: String?
  let marking: Marking?
  /// Places chosen in a choice or an order, to show them beside the right ones.
  let chosen: [Int]
  /// 1 unsure to 3 sure, said before the answer was shown.
  let confidence: Int?
  /// Key points that were said: found in the typed answer, or ticked by the learner.
  var ticked: Set<Int>
  /// The key point that Tab stands on.
  var pointCursor: Int?
  /// Whether the ticks say something: an answer was typed, or a point was ticked by hand.
  var hasTicks: Bool
  var scroll = 0
  let thinkingMilliseconds: Int

  init(
    question: Question, given: String?, marking: Marking?, chosen: [Int], confidence: Int? = nil,
    thinkingMilliseconds: Int
  ) {
    self.question = question
    self.given = given
    self.marking = marking
    self.chosen = chosen
    self.confidence = confidence
    self.thinkingMilliseconds = thinkingMilliseconds
    let comparesPoints = question.exercise.kind == .recall && given != nil
    hasTicks = comparesPoints
    ticked = comparesPoints ? KeyPointMatch.matches(question.card.keyPoints, in: given ?? "") : []
  }

  /// Key points that can be ticked: a free answer is held against them.
  var points: [String] { question.exercise.kind == .recall ? question.card.keyPoints : [] }

  /// What space takes.
  var suggested: Rating {
    if hasTicks, !points.isEmpty { return KeyPointMatch.rating(said: ticked.count, of: points.count) }
    return marking?.suggested ?? .good
  }
}

/// The `?` page, filtered by what is typed.
struct KeysScreen: Sendable {
  var field = TextField()
  var scroll = 0
}

/// A note of the learner's own, being typed.
struct Noting: Sendable {
  let card: CardID
  var field: TextField
}

/// What a session did, for the last screen and the line printed after leaving.
struct SessionSummary: Hashable, Sendable {
  var answered = 0
  var again = 0
  var newCards = 0
  var seconds = 0
  /// Seconds until the next learning card is due, if that ended the session.
  var nextDueSeconds: Double?
  /// New cards a day, where this limit alone keeps unseen cards back.
  var newLimit: Int?
}
