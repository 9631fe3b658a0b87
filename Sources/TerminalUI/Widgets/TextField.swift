/// One line of text that is being typed.
public struct TextField: Sendable, Hashable {
  /// Characters beyond this many are not taken.
  public static let longest = 4096

  /// Perceived characters: one step of the cursor each.
  private var characters: [Character] = []
  /// Characters to the left of the cursor.
  public private(set) var cursor = 0

  public init(_ text: String = "") {
    insert(text)
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }

  /// Typed or pasted text; controls in it become visible marks.
  public mutating func insert(_ text: String) {
    // A mark that is typed by itself joins the letter before it, so the text is cut into characters anew.
    let before = String(characters[..<cursor]) + SafeText.line(text)
    let after = String(characters[cursor...])
    let joined = Array(before + after)
    guard joined.count <= Self.longest else { return }
    characters = joined
    cursor = min(joined.count, before.count)
  }

  public mutating func clear() {
    self = TextField()
  }

  /// Edits for the keys of a line editor; false for any other, which is then left to the screen.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace: remove(cursor - 1..<cursor)
    case .delete, .control("d"): remove(cursor..<cursor + 1)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    case .control("w"): remove(wordStart..<cursor)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .wordLeft, .alt("b"): cursor = wordStart
    case .wordRight, .alt("f"): cursor = wordEnd
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    default: return false
    }
    return true
  }

  /// The whole text on as many lines as it takes, and where the cursor stands on them.
  public func lines(
    width: Int, widths: CharacterWidth = .standard
  ) -> (lines: [StyledText], cursor: (row: Int, column: Int)) {
    var lines = [""]
    var used = 0
    var place = (row: 0, column: 0)
    for (index, character) in characters.enumerated() {
      let columns = widths.columns(character)
      // The cursor may stand behind the last character, and needs a column there.
      if used + columns > max(2, width) - 1 {
        lines.append("")
        used = 0
      }
      if index == cursor { place = (lines.count - 1, used) }
      lines[lines.count - 1].append(character)
      used += columns
    }
    if cursor == characters.count { place = (lines.count - 1, used) }
    return (lines.map { StyledText($0) }, place)
  }

  /// The part of the text around the cursor that fits, and the column of the cursor in it.
  public func view(width: Int, widths: CharacterWidth = .standard) -> (text: StyledText, cursorColumn: Int) {
    let width = max(1, width)
    // The cursor may stand behind the last character, and needs a column there.
    var start = cursor
    var used = 0
    while start > 0 {
      let columns = widths.columns(characters[start - 1])
      guard used + columns <= width - 1 else { break }
      used += columns
      start -= 1
    }
    let cursorColumn = used
    var end = cursor
    while end < characters.count {
      let columns = widths.columns(characters[end])
      guard used + columns <= width else { break }
      used += columns
      end += 1
    }
    return (StyledText(String(characters[start..<end])), cursorColumn)
  }

  private mutating func remove(_ range: Range<Int>) {
    let range = range.clamped(to: 0..<characters.count)
    characters.removeSubrange(range)
    characters = Array(String(characters))
    cursor = min(range.isEmpty ? cursor : range.lowerBound, characters.count)
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = cursor
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    while index < characters.count, !characters[index].isWhitespace { index += 1 }
    return index
  }
}
