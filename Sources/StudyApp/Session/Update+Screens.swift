import Basics
import Decks
import TerminalUI

/// Commands, and the screens that open over a question.
extension Model {
  /// Commands that work on either side of the answer.
  mutating func command(_ key: Key, question: Question) -> [Effect] {
    guard let action = keymap.action(for: key) else { return [] }
    return perform(action, question: question)
  }

  mutating func perform(_ action: KeyAction, question: Question) -> [Effect] {
    let id = question.queued.id
    switch action {
    case .demo:
      let calls = Marker.demoCalls(of: question).map(DemoRequest.init)
      return openDemo(calls)
    case .undo: return clock == nil ? [.undo] : []
    case .suspend, .bury:
      if clock != nil {
        notice = text("An interview puts no card away.", "面试中不能暂停或搁置卡片。")
        return []
      }
      return [action == .suspend ? .suspend(id) : .bury(id)]
    case .flag: return [.flag(id)]
    case .edit: return [.edit(question)]
    case .note:
      screen = .noting(Noting(card: id, field: TextField(question.note ?? "")), back: screen)
      return []
    case .why: return [.open(.why(id))]
    case .browse, .stats, .readiness, .today, .help, .palette, .quit: return perform(action)
    default: return []
    }
  }

  /// What works on every screen.
  mutating func perform(_ action: KeyAction) -> [Effect] {
    switch action {
    case .browse:
      screen = .browsing(Browser(), back: screen.underPages)
      return [.search("")]
    case .stats: return [.open(.statistics)]
    case .readiness: return [.open(.readiness)]
    case .today: return [.open(.today)]
    case .help:
      screen = .keys(KeysScreen(), back: screen)
      return []
    case .palette:
      screen = .palette(Palette(), back: screen)
      return []
    case .quit: return [clock == nil ? .quit : .end]
    default: return []
    }
  }

  private mutating func openDemo(_ requests: [DemoRequest]) -> [Effect] {
    guard let first = requests.first else {
      notice = text("This card has no demo.", "这张卡片没有演示。")
      return []
    }
    screen = .demo(Explorer(requests), back: screen)
    return [.runDemo(first)]
  }

  mutating func press(_ key: Key, demo: Explorer, back: Screen?) -> [Effect] {
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

  mutating func press(_ key: Key, keys: KeysScreen, back: Screen) -> [Effect] {
    var keys = keys
    switch key {
    case .escape, .enter: screen = back
    case .down, .up, .pageDown, .pageUp, .wheelDown, .wheelUp:
      keys.scroll = max(0, keys.scroll + (scrollStep(key, page: size.rows - 4) ?? 0))
      screen = .keys(keys, back: back)
    default:
      if keys.field.handle(key) {
        keys.scroll = 0
        screen = .keys(keys, back: back)
      }
    }
    return []
  }

  mutating func press(_ key: Key, palette: Palette, back: Screen, at now: Timestamp) -> [Effect] {
    var palette = palette
    let entries = palette.entries(language)
    switch key {
    case .escape:
      screen = back
      return []
    case .up, .control("p"): palette.selected = max(0, palette.selected - 1)
    case .down, .control("n"): palette.selected = min(max(0, entries.count - 1), palette.selected + 1)
    case .enter:
      screen = back
      guard entries.indices.contains(palette.selected) else { return [] }
      return run(entries[palette.selected].action, at: now)
    default:
      if palette.field.handle(key) { palette.selected = 0 }
    }
    screen = .palette(palette, back: back)
    return []
  }

  /// An action chosen by name does what its key does on the screen below.
  private mutating func run(_ action: KeyAction, at now: Timestamp) -> [Effect] {
    switch screen {
    case .asking(let asking):
      if action == .reveal || action == .type {
        return press(keymap.key(for: action) ?? .enter, asking: asking, at: now)
      }
      return perform(action, question: asking.question)
    case .answered(let answered):
      if let key = keymap.key(for: action),
        action.rating != nil || [.tick, .another, .reveal].contains(action)
      {
        return press(key, answered: answered)
      }
      return perform(action, question: answered.question)
    default:
      return perform(action)
    }
  }

  mutating func press(_ key: Key, reader: Reader, back: Screen?) -> [Effect] {
    var reader = reader
    if let step = scrollStep(key, page: size.rows - 4) {
      reader.scroll = max(0, reader.scroll + step)
      screen = .reading(reader, back: back)
      return []
    }
    switch keymap.action(for: key) {
    case .quit?:
      guard let back else { return [.quit] }
      screen = back
      return []
    case .demo?:
      return openDemo(reader.demos)
    case .why?:
      return reader.card.map { [.open(.why($0))] } ?? []
    case .suspend?:
      return reader.card.map { [.suspend($0)] } ?? []
    case .flag?:
      return reader.card.map { [.flag($0)] } ?? []
    case .stats?, .readiness?, .today?, .browse?, .help?, .palette?:
      return keymap.action(for: key).map { perform($0) } ?? []
    default:
      if key == .home { reader.scroll = 0 }
      screen = .reading(reader, back: back)
      return []
    }
  }

  mutating func press(_ key: Key, browser: Browser, back: Screen?) -> [Effect] {
    var browser = browser
    switch key {
    case .escape:
      guard let back else { return [.quit] }
      screen = back
      return []
    case .up, .wheelUp: browser.move(-1)
    case .down, .wheelDown: browser.move(1)
    case .pageUp: browser.move(-max(1, size.rows - 6))
    case .pageDown: browser.move(max(1, size.rows - 6))
    case .enter:
      screen = .browsing(browser, back: back)
      return browser.current.map { [.open(.card($0.id))] } ?? []
    default:
      let before = browser.field.text
      guard browser.field.handle(key) else { return [] }
      screen = .browsing(browser, back: back)
      return browser.field.text == before ? [] : [.search(browser.field.text)]
    }
    screen = .browsing(browser, back: back)
    return []
  }

  mutating func press(_ key: Key, noting: Noting, back: Screen) -> [Effect] {
    var noting = noting
    switch key {
    case .escape:
      screen = back
    case .enter:
      screen = back
      return [.setNote(noting.card, noting.field.text)]
    default:
      _ = noting.field.handle(key)
      screen = .noting(noting, back: back)
    }
    return []
  }
}

extension Screen {
  /// What lies under pages and lists, so that opening one from the other piles nothing up.
  fileprivate var underPages: Screen? {
    switch self {
    case .reading(_, let back), .browsing(_, let back): back?.underPages
    default: self
    }
  }
}
