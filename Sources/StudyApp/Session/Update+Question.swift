import Basics
import Decks
import Scheduling
import TerminalUI

/// A question and its answer.
extension Model {
  mutating func press(_ key: Key, asking: Asking, at now: Timestamp) -> [Effect] {
    var asking = asking
    if let pending = asking.pending { return press(key, asking: asking, pending: pending, at: now) }
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
      switch keymap.action(for: key) {
      case .reveal?: return answer(asking, typed: nil, at: now)
      case .type?:
        asking.isTyping = true
        screen = .asking(asking)
        return []
      default: break
      }
    }
    if let step = scrollStep(key, page: size.rows - 4) {
      asking.scroll = max(0, asking.scroll + step)
      screen = .asking(asking)
      return []
    }
    return command(key, question: asking.question)
  }

  /// How sure the learner is, before the answer is shown.
  private mutating func press(
    _ key: Key, asking: Asking, pending: PendingAnswer, at now: Timestamp
  ) -> [Effect] {
    var asking = asking
    switch key {
    case .character("1"), .character("2"), .character("3"):
      guard case .character(let digit) = key, let confidence = digit.wholeNumberValue else { return [] }
      show(asking, pending, confidence: confidence, at: now)
    case .enter, .character(" "):
      show(asking, pending, confidence: nil, at: now)
    case .escape:
      asking.pending = nil
      screen = .asking(asking)
    default: break
    }
    return []
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
    let trimmed = typed.flatMap { $0.isEmpty ? nil : $0 }
    if let trimmed,
      case .unreadable(let hint) = Marker.mark(trimmed, for: asking.question, language: language)
    {
      notice = hint
      screen = .asking(asking)
      return []
    }
    let pending = PendingAnswer(typed: trimmed, chosen: chosen)
    // Who gives a calculation up has said how sure they are.
    if asksConfidence, trimmed != nil || asking.question.exercise.kind == .recall {
      var asking = asking
      asking.pending = pending
      screen = .asking(asking)
    } else {
      show(asking, pending, confidence: nil, at: now)
    }
    return []
  }

  private mutating func show(
    _ asking: Asking, _ pending: PendingAnswer, confidence: Int?, at now: Timestamp
  ) {
    let question = asking.question
    var marking: Marking?
    if let typed = pending.typed {
      if case .marked(let result) = Marker.mark(typed, for: question, language: language) { marking = result }
    } else if question.exercise.kind != .recall {
      marking = Marker.reveal(question, language: language)
    }
    screen = .answered(
      Answered(
        question: question, given: pending.typed, marking: marking, chosen: pending.chosen,
        confidence: confidence,
        thinkingMilliseconds: Int(max(0, now.milliseconds - question.askedAt.milliseconds))))
  }

  // MARK: An answer

  mutating func press(_ key: Key, answered: Answered) -> [Effect] {
    var answered = answered
    let action = keymap.action(for: key)
    if let rating = action?.rating { return save(answered, rating) }
    switch (key, action) {
    case (_, .reveal?):
      return save(answered, answered.suggested)
    case (.tab, _), (.backTab, _):
      guard !answered.points.isEmpty else { return [] }
      let count = answered.points.count
      let step = key == .tab ? 1 : count - 1
      answered.pointCursor = answered.pointCursor.map { ($0 + step) % count } ?? (key == .tab ? 0 : count - 1)
      screen = .answered(answered)
      return []
    case (_, .tick?):
      guard !answered.points.isEmpty else { return [] }
      let point = answered.pointCursor ?? 0
      answered.pointCursor = point
      answered.hasTicks = true
      answered.ticked.formSymmetricDifference([point])
      screen = .answered(answered)
      return []
    case (_, .another?):
      guard let redrawn = answered.question.redrawn() else { return [] }
      screen = .asking(Asking(redrawn))
      return []
    default: break
    }
    if let step = scrollStep(key, page: size.rows - 6) {
      answered.scroll = max(0, answered.scroll + step)
      screen = .answered(answered)
      return []
    }
    return command(key, question: answered.question)
  }

  private func save(_ answered: Answered, _ rating: Rating) -> [Effect] {
    let score: Double? =
      answered.hasTicks && !answered.points.isEmpty
      ? Double(answered.ticked.count) / Double(answered.points.count) : answered.marking?.score
    return [
      .save(
        answered.question,
        GivenAnswer(
          rating: rating, milliseconds: answered.thinkingMilliseconds, typed: answered.given,
          mistake: answered.marking?.mistake, confidence: answered.confidence, score: score))
    ]
  }

  /// Lines to scroll by; nil for other keys.
  func scrollStep(_ key: Key, page: Int) -> Int? {
    switch (key, keymap.action(for: key)) {
    case (.wheelDown, _), (_, .scrollDown?): 1
    case (.wheelUp, _), (_, .scrollUp?): -1
    case (.pageDown, _): max(1, page)
    case (.pageUp, _): -max(1, page)
    default: nil
    }
  }
}

extension Asking {
  fileprivate mutating func toggle(_ place: Int) {
    if let index = chosen.firstIndex(of: place) { chosen.remove(at: index) } else { chosen.append(place) }
  }
}
