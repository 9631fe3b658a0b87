import Basics
import Decks
import Demos
import Scheduling
import TerminalUI

/// The session's rules: a message changes the model and may ask for effects. It reads no clock and writes nothing.
extension Model {
  mutating func update(_ message: Message, at now: Timestamp) -> [Effect] {
    switch message {
    case .resize(let size):
      self.size = size
      return []
    case .asked(let question, let progress, let summary):
      self.progress = progress
      screen = question.map { .asking(Asking($0)) } ?? .finished(summary)
      return []
    case .saved(let rating, let due):
      undoable += 1
      notice = "\(KeyTable.binding(rating.action).short[language]) → \(due)"
      return [.next]
    case .undone(let question, let progress):
      undoable = max(0, undoable - 1)
      self.progress = progress
      screen = .asking(Asking(question))
      notice = language == .english ? "The last rating is taken back." : "已撤销上一次评分。"
      return []
    case .nothingToUndo:
      notice = language == .english ? "There is nothing to undo." : "没有可撤销的评分。"
      return []
    case .demoRan(let run):
      updateDemo { $0.ran(run) }
      return []
    case .demoFailed(let problem):
      updateDemo { $0.failed(problem) }
      return []
    case .failed(let text):
      notice = text
      return []
    case .tick:
      updateDemo { $0.tick() }
      return []
    case .paste(let text):
      if case .asking(var asking) = screen, asking.isTyping {
        asking.field.insert(text)
        screen = .asking(asking)
      }
      updateDemo { $0.insert(text) }
      return []
    case .key(let key):
      notice = nil
      return press(key, at: now)
    }
  }

  private mutating func press(_ key: Key, at now: Timestamp) -> [Effect] {
    switch screen {
    case .loading:
      return key == .character("q") ? [.quit] : []
    case .asking(let asking):
      return press(key, asking: asking, at: now)
    case .answered(let answered):
      return press(key, answered: answered)
    case .demo(let demo, let back):
      return press(key, demo: demo, back: back)
    case .keys(let scroll, let back):
      if let step = key.scrollStep(page: size.rows - 4) {
        screen = .keys(scroll: max(0, scroll + step), back: back)
      } else {
        screen = back
      }
      return []
    case .finished:
      switch key {
      case .character("u"): return [.undo]
      case .character("q"), .character(" "), .enter, .escape: return [.quit]
      default: return []
      }
    }
  }

  // MARK: A question

  private mutating func press(_ key: Key, asking: Asking, at now: Timestamp) -> [Effect] {
    var asking = asking
    if asking.isTyping {
      switch key {
      case .enter:
        return answer(asking, typed: asking.field.text, at: now)
      case .escape:
        asking.isTyping = false
      default:
        _ = asking.field.handle(key)
      }
      screen = .asking(asking)
      return []
    }
    switch asking.question.exercise {
    case .choice(let choice, let order):
      if let effects = pick(
        key, asking, count: order.count, isSingle: choice.rightIndices.count == 1, at: now)
      {
        return effects
      }
    case .order(_, let order):
      if let effects = arrange(key, asking, count: order.count, at: now) { return effects }
    case .recall, .cloze, .drill:
      if key == .character(" ") || key == .enter {
        return answer(asking, typed: nil, at: now)
      }
      if key == .character("t") {
        asking.isTyping = true
        screen = .asking(asking)
        return []
      }
    }
    if let step = key.scrollStep(page: size.rows - 4) {
      asking.scroll = max(0, asking.scroll + step)
      screen = .asking(asking)
      return []
    }
    return command(key, question: asking.question)
  }

  /// Letters tick options; with one right option a letter is the answer.
  private mutating func pick(
    _ key: Key, _ asking: Asking, count: Int, isSingle: Bool, at now: Timestamp
  ) -> [Effect]? {
    var asking = asking
    switch key {
    case .up, .character("k"): asking.cursor = max(0, asking.cursor - 1)
    case .down, .character("j"): asking.cursor = min(count - 1, asking.cursor + 1)
    case .enter:
      let chosen = asking.chosen.isEmpty ? [asking.cursor] : asking.chosen.sorted()
      return answer(asking, typed: letters(chosen), chosen: chosen, at: now)
    case .character(" "):
      if isSingle { return answer(asking, typed: letters([asking.cursor]), chosen: [asking.cursor], at: now) }
      asking.toggle(asking.cursor)
    case .character(let character):
      guard let place = place(of: character, below: count) else { return nil }
      if isSingle { return answer(asking, typed: letters([place]), chosen: [place], at: now) }
      asking.cursor = place
      asking.toggle(place)
    default: return nil
    }
    screen = .asking(asking)
    return []
  }

  /// Letters put the steps in order, one after the other; Backspace takes the last one back.
  private mutating func arrange(_ key: Key, _ asking: Asking, count: Int, at now: Timestamp) -> [Effect]? {
    var asking = asking
    switch key {
    case .up, .character("k"): asking.cursor = max(0, asking.cursor - 1)
    case .down, .character("j"): asking.cursor = min(count - 1, asking.cursor + 1)
    case .backspace: asking.chosen = asking.chosen.dropLast()
    case .enter, .character(" "):
      if asking.chosen.isEmpty && key == .enter { return answer(asking, typed: nil, at: now) }
      if !asking.chosen.contains(asking.cursor) { asking.chosen.append(asking.cursor) }
    case .character(let character):
      guard let place = place(of: character, below: count) else { return nil }
      if !asking.chosen.contains(place) { asking.chosen.append(place) }
    default: return nil
    }
    if asking.chosen.count == count {
      return answer(asking, typed: letters(asking.chosen), chosen: asking.chosen, at: now)
    }
    screen = .asking(asking)
    return []
  }

  private mutating func answer(
    _ asking: Asking, typed: String?, chosen: [Int] = [], at now: Timestamp
  ) -> [Effect] {
    let question = asking.question
    let trimmed = typed.flatMap { $0.isEmpty ? nil : $0 }
    var marking: Marking?
    if let trimmed {
      switch Marker.mark(trimmed, for: question, language: language) {
      case .marked(let result): marking = result
      case .unreadable(let hint):
        notice = hint
        screen = .asking(asking)
        return []
      }
    } else if question.exercise.kind != .recall {
      marking = Marker.reveal(question, language: language)
    }
    screen = .answered(
      Answered(
        question: question, given: trimmed, marking: marking, chosen: chosen,
        thinkingMilliseconds: Int(max(0, now.milliseconds - question.askedAt.milliseconds))))
    return []
  }

  // MARK: An answer

  private mutating func press(_ key: Key, answered: Answered) -> [Effect] {
    var answered = answered
    if let rating = key.rating { return save(answered, rating) }
    switch key {
    case .character(" "), .enter:
      return save(answered, answered.marking?.suggested ?? .good)
    case .character("n"):
      guard let redrawn = answered.question.redrawn() else { return [] }
      screen = .asking(Asking(redrawn))
      return []
    default: break
    }
    if let step = key.scrollStep(page: size.rows - 6) {
      answered.scroll = max(0, answered.scroll + step)
      screen = .answered(answered)
      return []
    }
    return command(key, question: answered.question)
  }

  private func save(_ answered: Answered, _ rating: Rating) -> [Effect] {
    [
      .save(
        answered.question,
        GivenAnswer(
          rating: rating, milliseconds: answered.thinkingMilliseconds, typed: answered.given,
          mistake: answered.marking?.mistake))
    ]
  }

  // MARK: Commands that work on either side of the answer

  private mutating func command(_ key: Key, question: Question) -> [Effect] {
    switch key {
    case .character("d"):
      let calls = Marker.demoCalls(of: question)
      guard let first = calls.first else {
        notice = language == .english ? "This card has no demo." : "这张卡片没有演示。"
        return []
      }
      screen = .demo(Explorer(calls.map(DemoRequest.init)), back: screen)
      return [.runDemo(DemoRequest(first))]
    case .character("u"): return [.undo]
    case .character("s"): return [.suspend(question.queued.id)]
    case .character("b"): return [.bury(question.queued.id)]
    case .character("?"):
      screen = .keys(scroll: 0, back: screen)
      return []
    case .character("q"), .escape: return [.quit]
    default: return []
    }
  }

  // MARK: The demo

  private mutating func press(_ key: Key, demo: Explorer, back: Screen?) -> [Effect] {
    var demo = demo
    let outcome = demo.press(key, page: size.rows - 6)
    switch outcome {
    case .leave:
      guard let back else { return [.quit] }
      screen = back
      return []
    case .nothing, .run:
      screen = .demo(demo, back: back)
      if case .run(let request) = outcome { return [.runDemo(request)] }
      return []
    }
  }

  private mutating func updateDemo(_ change: (inout Explorer) -> Void) {
    guard case .demo(var demo, let back) = screen else { return }
    change(&demo)
    screen = .demo(demo, back: back)
  }
}

extension Asking {
  fileprivate mutating func toggle(_ place: Int) {
    if let index = chosen.firstIndex(of: place) { chosen.remove(at: index) } else { chosen.append(place) }
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

extension Key {
  fileprivate var rating: Rating? {
    guard case .character(let character) = self, let digit = character.wholeNumberValue else { return nil }
    return Rating(rawValue: digit)
  }

  /// Lines to scroll by; nil for other keys.
  fileprivate func scrollStep(page: Int) -> Int? {
    switch self {
    case .down, .character("j"), .wheelDown: 1
    case .up, .character("k"), .wheelUp: -1
    case .pageDown: max(1, page)
    case .pageUp: -max(1, page)
    default: nil
    }
  }
}

/// `a` is the first option; a Chinese input method may send it full-width.
func place(of letter: Character, below count: Int) -> Int? {
  guard let scalar = letter.unicodeScalars.first, letter.unicodeScalars.count == 1 else { return nil }
  let code = scalar.value >= 0xFF01 && scalar.value <= 0xFF5E ? scalar.value - 0xFEE0 : scalar.value
  let lower = code >= 65 && code <= 90 ? code + 32 : code
  guard lower >= 97, lower < 97 + UInt32(count) else { return nil }
  return Int(lower - 97)
}

/// The letters of places, such as `ac` for the first and third option.
func letters(_ places: [Int]) -> String {
  String(places.map { Character(UnicodeScalar(UInt8(97 + $0))) })
}
