import Basics
import Decks
import Scheduling
import TerminalUI

/// Everything the quiz's screen shows, as a value.
struct Model: Sendable {
  var size: Size
  let capabilities: Capabilities
  let language: Language
  var screen = Screen.loading
  var progress = SessionProgress()
  /// One line about what just happened, until the next key.
  var notice: String?
  /// Ratings given in this session that can be taken back.
  var undoable = 0

  init(size: Size, capabilities: Capabilities, language: Language) {
    self.size = size
    self.capabilities = capabilities
    self.language = language
  }

  /// Time until a tick is wanted: a demo moves by itself.
  var tickMilliseconds: Int? {
    if case .demo(let demo, _) = screen, demo.isPlaying { demo.speed.rawValue } else { nil }
  }
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
  case keys(scroll: Int, back: Screen)
  case finished(SessionSummary)
}

/// A question that waits for an answer.
struct Asking: Sendable {
  let question: Question
  /// What is typed so far: the answer of a drill or cloze, or a free answer.
  var field = TextField()
  var isTyping: Bool
  /// The option or step that the arrows stand on.
  var cursor = 0
  /// Places chosen: options ticked, or steps in the order in which they were picked.
  var chosen: [Int] = []
  var scroll = 0

  init(_ question: Question) {
    self.question = question
    switch question.exercise {
    case .drill, .cloze: isTyping = true
    case .recall, .choice, .order: isTyping = false
    }
  }
}

/// A question with its answer shown, waiting for a rating.
struct Answered: Sendable {
  let question: Question
  /// What was typed or chosen; nil when the answer was only revealed.
  let given: String?
  let marking: Marking?
  /// Places chosen in a choice or an order, to show them beside the right ones.
  let chosen: [Int]
  /// Key points the learner has ticked.
  var ticked: Set<Int> = []
  var scroll = 0
  let thinkingMilliseconds: Int
}

/// What a session did, for the last screen and the line printed after leaving.
struct SessionSummary: Hashable, Sendable {
  var answered = 0
  var again = 0
  var newCards = 0
  var seconds = 0
  /// Seconds until the next learning card is due, if that ended the session.
  var nextDueSeconds: Double?
}
