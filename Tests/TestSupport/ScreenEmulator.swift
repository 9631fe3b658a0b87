/// A small terminal: turns the bytes that our encoder writes back into the text that a person would see.
///
/// It knows cursor moves, erasing, the alternate screen and private modes, and ignores styles.
public struct ScreenEmulator {
  public private(set) var rows: Int
  public private(set) var columns: Int
  public private(set) var isAlternateScreen = false
  public private(set) var isCursorVisible = true
  public private(set) var cursor = (row: 0, column: 0)
  /// Private modes that were set and not reset, such as 2004 for bracketed paste.
  public private(set) var modes: Set<Int> = []
  /// Parameters of the last SGR sequence.
  public private(set) var lastStyle = ""
  /// Sequences that it does not know; a test expects none.
  public private(set) var unknown: [String] = []

  private var screen: [[Character]]
  private var main: [[Character]]
  private var pending: [UInt8] = []
  private let columnsOf: (Character) -> Int

  /// - Parameter columnsOf: the width of a character; the right half of a wide one holds NUL.
  public init(columns: Int, rows: Int, columnsOf: @escaping (Character) -> Int) {
    (self.rows, self.columns) = (rows, columns)
    screen = Self.blank(columns, rows)
    main = screen
    self.columnsOf = columnsOf
  }

  private static func blank(_ columns: Int, _ rows: Int) -> [[Character]] {
    Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  public mutating func resize(columns: Int, rows: Int) {
    (self.rows, self.columns) = (rows, columns)
    screen = Self.blank(columns, rows)
    cursor = (0, 0)
  }

  /// The rows without blanks at their ends.
  public var lines: [String] {
    screen.map { row in
      var text = String(row.filter { $0 != "\0" })
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  public var text: String { lines.joined(separator: "\n") }

  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var start = 0
    while start < pending.count, let end = step(from: start) { start = end }
    pending.removeFirst(start)
  }

  /// Acts on what begins at `start`; nil when more bytes are needed.
  private mutating func step(from start: Int) -> Int? {
    switch pending[start] {
    case 0x1B:
      guard start + 1 < pending.count else { return nil }
      guard pending[start + 1] == UInt8(ascii: "[") else {
        unknown.append("ESC " + String(UnicodeScalar(pending[start + 1])))
        return start + 2
      }
      guard let end = pending[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
        return nil
      }
      control(
        String(decoding: pending[(start + 2)..<end], as: UTF8.self),
        final: Character(UnicodeScalar(pending[end])))
      return end + 1
    case 0x0A:
      newLine()
      return start + 1
    case 0x0D:
      cursor.column = 0
      return start + 1
    case 0x07: return start + 1
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      return start + 1
    default:
      // All text up to the next control, so that marks join their letter.
      let end = pending[start...].firstIndex { $0 < 0x20 } ?? completeEnd(from: start)
      guard end > start else { return nil }
      for character in String(decoding: pending[start..<end], as: UTF8.self) { put(character) }
      return end
    }
  }

  /// The end of the bytes without a character that is cut in two.
  private func completeEnd(from start: Int) -> Int {
    var end = pending.count
    var back = end - 1
    while back > start, end - back < 4, pending[back] & 0xC0 == 0x80 { back -= 1 }
    let length = pending[back] < 0x80 ? 1 : pending[back] >= 0xF0 ? 4 : pending[back] >= 0xE0 ? 3 : 2
    if pending[back] >= 0xC0, end - back < length { end = back }
    return end
  }

  private mutating func put(_ character: Character) {
    let width = columnsOf(character)
    guard width > 0, cursor.row < rows else { return }
    if cursor.column + width > columns {
      // Without automatic wrap the last column is written over.
      if modes.contains(7) || !isAlternateScreen {
        newLine(toStart: true)
      } else {
        cursor.column = columns - width
      }
    }
    guard cursor.column >= 0, cursor.column < columns else { return }
    screen[cursor.row][cursor.column] = character
    if width == 2, cursor.column + 1 < columns { screen[cursor.row][cursor.column + 1] = "\0" }
    cursor.column += width
  }

  private mutating func newLine(toStart: Bool = false) {
    if toStart { cursor.column = 0 }
    if cursor.row + 1 < rows {
      cursor.row += 1
    } else {
      screen.removeFirst()
      screen.append(Array(repeating: " ", count: columns))
    }
  }

  private mutating func control(_ parameters: String, final: Character) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    switch final {
    case "H":
      cursor = (min(rows, first) - 1, min(columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1)
    case "A": cursor.row = max(0, cursor.row - first)
    case "B": cursor.row = min(rows - 1, cursor.row + first)
    case "C": cursor.column = min(columns - 1, cursor.column + first)
    case "D": cursor.column = max(0, cursor.column - first)
    case "G": cursor.column = min(columns, first) - 1
    case "J" where parameters == "2": screen = Self.blank(columns, rows)
    case "J" where parameters.isEmpty || parameters == "0":
      erase(row: cursor.row, from: cursor.column)
      for row in cursor.row + 1..<max(cursor.row + 1, rows) { erase(row: row, from: 0) }
    case "K" where parameters.isEmpty || parameters == "0": erase(row: cursor.row, from: cursor.column)
    case "K" where parameters == "2": erase(row: cursor.row, from: 0)
    case "m": lastStyle = parameters
    case "h", "l": mode(parameters, isSet: final == "h")
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func erase(row: Int, from column: Int) {
    for place in column..<max(column, columns) { screen[row][place] = " " }
  }

  private mutating func mode(_ parameters: String, isSet: Bool) {
    guard parameters.hasPrefix("?"), let number = Int(parameters.dropFirst()) else {
      unknown.append("mode \(parameters)")
      return
    }
    if isSet { modes.insert(number) } else { modes.remove(number) }
    switch number {
    case 25: isCursorVisible = isSet
    case 1049 where isSet != isAlternateScreen:
      isAlternateScreen = isSet
      if isSet {
        main = screen
        screen = Self.blank(columns, rows)
      } else {
        screen = main
      }
    default: break
    }
  }
}
