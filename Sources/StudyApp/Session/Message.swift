import Basics
import Decks
import Scheduling
import TerminalUI

/// What can happen to a screen.
enum Message: Sendable {
  case key(Key)
  case paste(String)
  case click(Frame.Position)
  case resize(Size)
  /// Time passes: the next frame of a playing demo, the next second of a clock.
  case tick
  /// The next question, or none.
  case asked(Question?, SessionProgress, SessionSummary, clock: InterviewClock? = nil, notice: String? = nil)
  case saved(Rating, due: String, leech: String?)
  /// A rating or a mark was taken back: its card is asked again.
  case undone(Question, SessionProgress, notice: String)
  case nothingToUndo
  /// The card in front was edited or marked; it stands as it now is.
  case changed(Question, notice: String)
  /// The learner has flagged a card or written a note on it.
  case marked(CardID, isFlagged: Bool, note: String?, notice: String)
  case demoRan(DemoRun)
  case demoFailed(LocalizedText)
  case opened(Reader)
  /// Nothing more will be asked; the page says how it went.
  case ended(Reader)
  case found([BrowseRow], for: String)
  /// Something was done that is worth a line.
  case told(String)
  /// The database or a deck said no; nothing was acknowledged.
  case failed(String)
}

/// What the update function wants done in the world.
enum Effect: Sendable {
  case next
  case save(Question, GivenAnswer)
  case undo
  case suspend(CardID)
  case bury(CardID)
  case flag(CardID)
  case setNote(CardID, String)
  case edit(Question)
  case runDemo(DemoRequest)
  case open(Reader.Request)
  case search(String)
  /// The interview is broken off: the report of what was asked.
  case end
  case quit
}

/// An answer as it is logged.
struct GivenAnswer: Hashable, Sendable {
  let rating: Rating
  let milliseconds: Int
  /// What was typed or chosen, when it was.
  let typed: String?
  /// The wrong rule that explains the answer, when one does.
  let mistake: String?
  /// 1 unsure to 3 sure.
  let confidence: Int?
  /// The share of the answer that was right: of key points said, of places, 0 or 1; nil where only the rating tells.
  let score: Double?
}
