/// A piece of a converted formula; the kind decides the blanks around it and whether it needs parentheses.
struct MathItem: Equatable {
  enum Kind {
    /// Letters, numbers and whatever stands for one value.
    case atom, number
    /// ∂ and Δ: bind to what follows.
    case prefix
    /// log, max: a name set apart from its argument unless that stands in parentheses.
    case name
    /// Σ, ∫ with their limits.
    case large
    case binary, relation, comma, slash, opening, closing
    /// a/b
    case fraction
    /// Blank that the author asked for.
    case space
    /// Words in their own right, blanks included.
    case words
  }

  enum Blank {
    case none
    /// Ends the name of a command; TeX demands it there, so it says little.
    case afterCommand
    case typed
  }

  var text: String
  var kind: Kind
  /// What stood before it in the source.
  var blank = Blank.none

  /// `x_q`: what follows would read as part of the script.
  var endsInBareScript: Bool {
    guard let mark = text.lastIndex(where: { $0 == "_" || $0 == "^" }) else { return false }
    let script = text[text.index(after: mark)...]
    return script.count == 1 || !script.isEmpty && script.allSatisfy { $0.isLetter && $0.isASCII }
  }
}

/// Puts items together with the blanks that a typesetter would leave.
struct MathLine {
  var items: [MathItem] = []

  /// - Parameter isTight: no blanks at all, as in subscripts.
  func text(isTight: Bool = false) -> String {
    var text = ""
    for (index, item) in items.enumerated() {
      if index > 0, !isTight, needsBlank(before: index) { text += " " }
      let needsParentheses = !isTight && isFactor(at: index)
      text += isTight && item.kind == .space ? "" : needsParentheses ? "(\(item.text))" : item.text
    }
    return text
  }

  /// Whether a fraction stands beside something that a reader would draw under its line: (1/m) Σ, log (p/q).
  private func isFactor(at index: Int) -> Bool {
    guard items[index].kind == .fraction else { return false }
    if index > 0, items[index - 1].kind == .name { return true }
    guard let next = items.dropFirst(index + 1).first(where: { $0.kind != .space }) else { return false }
    switch next.kind {
    case .atom, .number, .large, .name, .prefix, .opening, .fraction: return true
    case .binary, .relation, .comma, .slash, .closing, .space, .words: return false
    }
  }

  private func needsBlank(before index: Int) -> Bool {
    let (left, right) = (items[index - 1], items[index])
    switch (left.kind, right.kind) {
    case (.space, _), (_, .space), (.opening, _), (_, .closing), (_, .comma): return false
    case (.words, _) where left.text.last == " ": return false
    case (_, .words) where right.text.first == " ": return false
    case (.relation, .relation): return false
    case (_, .relation), (.relation, _): return true
    case (.comma, _): return !isThousandsSeparator(at: index - 1)
    case (_, .binary), (_, .slash): return isSpacedOperator(at: index)
    case (.binary, _), (.slash, _): return isSpacedOperator(at: index - 1)
    case (.prefix, _): return left.endsInBareScript
    case (.name, .opening), (.closing, .opening), (.words, _), (_, .words): return right.blank == .typed
    case (.name, _), (_, .name), (.large, _), (_, .large), (.fraction, _), (_, .fraction): return true
    case (_, .atom), (_, .number), (_, .prefix): return right.blank == .typed || left.endsInBareScript
    default: return right.blank == .typed
    }
  }

  /// An operator between two values is set apart on both sides or on neither; a sign keeps to its number.
  private func isSpacedOperator(at index: Int) -> Bool {
    guard index > 0 else { return false }
    // A formula that stops here, before a gap to fill in, has only the blank in front.
    guard index + 1 < items.count else { return items[index].blank != .none }
    switch items[index - 1].kind {
    case .opening, .relation, .comma, .binary, .slash, .large, .name: return false
    default: return items[index].blank != .none || items[index + 1].blank == .typed
    }
  }

  private func isThousandsSeparator(at index: Int) -> Bool {
    guard index > 0, index + 1 < items.count, items[index + 1].blank == .none else { return false }
    return items[index - 1].kind == .number && items[index + 1].kind == .number
      && items[index + 1].text.utf8.count == 3
  }

  /// Whether the items mean one value without parentheses: `x`, `2`, `∂w`, `f(x)` after a root or a slash.
  var isAtomic: Bool {
    var rest = items.filter { $0.kind != .space }[...]
    while let first = rest.first, first.kind == .prefix || (first.text == "d" && rest.count == 2) {
      rest = rest.dropFirst()
    }
    guard let first = rest.first else { return !items.isEmpty }
    switch first.kind {
    case .atom, .number, .words: return rest.count == 1
    case .name: return rest.count == 1 || isEnclosed(rest.dropFirst())
    case .opening: return isEnclosed(rest)
    default: return false
    }
  }

  /// Whether a slash behind the items would divide only the last of them.
  var needsParenthesesAsNumerator: Bool {
    if isAtomic { return false }
    var depth = 0
    for (index, item) in items.enumerated() {
      switch item.kind {
      case .opening: depth += 1
      case .closing: depth -= 1
      case .binary where depth == 0 && index > 0 && ["+", "−", "±", "∓"].contains(item.text): return true
      case .relation, .comma, .slash, .fraction, .large, .words: if depth == 0 { return true }
      case .name where depth == 0 && (index + 1 >= items.count || items[index + 1].kind != .opening):
        return true
      default: break
      }
    }
    return false
  }

  private func isEnclosed(_ items: ArraySlice<MathItem>) -> Bool {
    guard items.first?.kind == .opening else { return false }
    var depth = 0
    for (index, item) in zip(items.indices, items) {
      if item.kind == .opening { depth += 1 }
      if item.kind == .closing { depth -= 1 }
      if depth == 0 { return index == items.indices.last }
    }
    return false
  }
}
