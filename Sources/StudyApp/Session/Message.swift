import Basics
import Decks
import Scheduling
import TerminalUI

/// What can happen to a session.
enum Message: Sendable {
  case key(Key)
  case paste(String)
  case resize(Size)
  /// Time passes: the next frame of a playing demo.
  case tick
  /// The next question, or none.
  case asked(Question?, SessionProgress, SessionSummary)
  case saved(Rating, due: String)
  /// A rating was taken back: its card is asked again.
  case undone(Question, SessionProgress)
  case nothingToUndo
  case demoRan(DemoRun)
  case demoFailed(LocalizedText)
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
  case runDemo(DemoRequest)
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
}
