import Basics
import Decks
import Demos
import Scheduling
import TerminalUI

/// The rules of the full screens: a message changes the model and may ask for effects. It reads no clock and writes
/// nothing.
extension Model {
  mutating func update(_ message: Message, at now: Timestamp) -> [Effect] {
    clock?.now = now
    switch message {
    case .resize(let size):
      self.size = size
      return []
    case .asked(let question, let progress, let summary, let clock, let notice):
      if let notice { self.notice = notice }
      self.progress = progress
      self.clock = clock
      screen = question.map { .asking(Asking($0)) } ?? .finished(summary)
      return []
    case .saved(let rating, let due, let leech):
      notice =
        "\(KeyTable.binding(rating.action).short[language]) → \(due)" + (leech.map { "   \($0)" } ?? "")
      return [.next]
    case .undone(let question, let progress, let notice):
      self.progress = progress
      screen = .asking(Asking(question))
      self.notice = notice
      return []
    case .nothingToUndo:
      notice = text("There is nothing to undo.", "没有可撤销的操作。")
      return []
    case .changed(let question, let notice):
      screen = .asking(Asking(question))
      self.notice = notice
      return []
    case .marked(let id, let isFlagged, let note, let notice):
      self.notice = notice
      screen.changeQuestion(of: id) { question in
        question.isFlagged = isFlagged
        question.note = note
      }
      return []
    case .demoRan(let run):
      updateDemo { $0.ran(run) }
      return []
    case .demoFailed(let problem):
      updateDemo { $0.failed(problem) }
      return []
    case .opened(let reader):
      // A page that was asked for from a page takes its place.
      if case .reading(_, let back) = screen {
        screen = .reading(reader, back: back)
      } else if case .loading = screen {
        screen = .reading(reader, back: nil)
      } else {
        screen = .reading(reader, back: screen)
      }
      return []
    case .ended(let reader):
      clock = nil
      progress = SessionProgress()
      screen = .reading(reader, back: nil)
      return []
    case .found(let rows, let typed):
      if case .browsing(var browser, let back) = screen, browser.field.text == typed {
        browser.show(rows)
        screen = .browsing(browser, back: back)
      }
      return []
    case .told(let text), .failed(let text):
      notice = text
      return []
    case .tick:
      updateDemo { $0.tick() }
      return []
    case .paste(let text):
      paste(text)
      if case .browsing(let browser, _) = screen { return [.search(browser.field.text)] }
      return []
    case .click(let position):
      return click(position, at: now)
    case .key(let key):
      notice = nil
      let effects = press(key, at: now)
      guard case .end? = effects.first else {
        wantsToEnd = false
        return effects
      }
      if wantsToEnd { return effects }
      wantsToEnd = true
      let quit = keymap.shown(.quit)
      notice = text(
        "\(quit) again ends the interview and shows its report.", "再按一次 \(quit) 结束面试并显示报告。")
      return []
    }
  }

  private mutating func press(_ key: Key, at now: Timestamp) -> [Effect] {
    switch screen {
    case .loading:
      return keymap.action(for: key) == .quit ? [.quit] : []
    case .asking(let asking):
      return press(key, asking: asking, at: now)
    case .answered(let answered):
      return press(key, answered: answered)
    case .demo(let demo, let back):
      return press(key, demo: demo, back: back)
    case .keys(let keys, let back):
      return press(key, keys: keys, back: back)
    case .palette(let palette, let back):
      return press(key, palette: palette, back: back, at: now)
    case .reading(let reader, let back):
      return press(key, reader: reader, back: back)
    case .browsing(let browser, let back):
      return press(key, browser: browser, back: back)
    case .noting(let noting, let back):
      return press(key, noting: noting, back: back)
    case .finished:
      switch keymap.action(for: key) {
      case .undo?: return [.undo]
      case .quit?, .reveal?: return [.quit]
      case .stats?: return [.open(.statistics)]
      case .readiness?: return [.open(.readiness)]
      case .today?: return [.open(.today)]
      default: return []
      }
    }
  }

  private mutating func paste(_ text: String) {
    switch screen {
    case .asking(var asking) where asking.isTyping:
      asking.field.insert(text)
      screen = .asking(asking)
    case .browsing(var browser, let back) where browser.isTyping:
      browser.field.insert(text)
      screen = .browsing(browser, back: back)
    case .noting(var noting, let back):
      noting.field.insert(text)
      screen = .noting(noting, back: back)
    case .demo:
      updateDemo { $0.insert(text) }
    default: break
    }
  }

  /// A click on an option of a choice is its letter.
  private mutating func click(_ position: Frame.Position, at now: Timestamp) -> [Effect] {
    guard case .asking(let asking) = screen, !asking.isTyping, let place = option(at: position, asking) else {
      return []
    }
    return press(.character(Character(letters([place]))), at: now)
  }

  mutating func updateDemo(_ change: (inout Explorer) -> Void) {
    guard case .demo(var demo, let back) = screen else { return }
    change(&demo)
    screen = .demo(demo, back: back)
  }
}

extension Rating {
  var action: KeyAction {
    switch self {
    case .again: .again
    case .hard: .hard
    case .good: .good
    case .easy: .easy
    }
  }
}

extension KeyAction {
  var rating: Rating? {
    switch self {
    case .again: .again
    case .hard: .hard
    case .good: .good
    case .easy: .easy
    default: nil
    }
  }
}

/// `a` is the first option; a Chinese input method may send it full-width.
func place(of letter: Character, below count: Int) -> Int? {
  let narrow = letter.halfWidth ?? letter
  guard let code = narrow.unicodeScalars.first?.value, narrow.unicodeScalars.count == 1 else { return nil }
  let lower = code >= 65 && code <= 90 ? code + 32 : code
  guard lower >= 97, lower < 97 + UInt32(count) else { return nil }
  return Int(lower - 97)
}

extension Character {
  /// `?` for `？`; nil for a character that has no such form.
  var halfWidth: Character? {
    guard let scalar = unicodeScalars.first, unicodeScalars.count == 1,
      (0xFF01...0xFF5E).contains(scalar.value)
    else { return nil }
    return UnicodeScalar(scalar.value - 0xFEE0).map(Character.init)
  }
}

/// The letters of places, such as `ac` for the first and third option.
func letters(_ places: [Int]) -> String {
  String(places.map { Character(UnicodeScalar(UInt8(97 + $0))) })
}

extension Screen {
  /// Changes the question of a card wherever it stands in front.
  fileprivate mutating func changeQuestion(of id: CardID, _ change: (inout Question) -> Void) {
    switch self {
    case .asking(var asking) where asking.question.queued.id == id:
      change(&asking.question)
      self = .asking(asking)
    case .answered(var answered) where answered.question.queued.id == id:
      change(&answered.question)
      self = .answered(answered)
    default: break
    }
  }
}
