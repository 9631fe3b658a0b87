/// Turns the bytes that a terminal sends into events, piece by piece, and forgets what makes no sense.
///
/// Source: ECMA-48 §5.4 (control sequences), xterm's ctlseqs (function keys, bracketed paste, SGR mouse).
public struct KeyDecoder: Sendable {
  /// A paste is cut beyond this many bytes.
  public static let longestPaste = 1 << 20
  /// No sequence that a terminal sends is longer.
  private static let longestSequence = 64

  private var pending: [UInt8] = []
  private var paste: [UInt8]?

  public init() {}

  /// Whether an escape waits for more: call `flush()` when nothing follows for some milliseconds.
  public var isIncomplete: Bool { !pending.isEmpty && paste == nil }

  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Event] {
    pending += bytes
    var events: [Event] = []
    var start = 0
    while start < pending.count, let (event, count) = next(pending[start...]) {
      start += count
      if let event { events.append(event) }
    }
    pending.removeFirst(start)
    return events
  }

  /// What is left is all there is: a lone ESC is the key Escape.
  public mutating func flush() -> [Event] {
    guard paste == nil, !pending.isEmpty else { return [] }
    let rest = pending
    pending = []
    switch rest {
    case [0x1B]: return [.key(.escape)]
    case [0x1B, UInt8(ascii: "[")]: return [.key(.alt("["))]
    case [0x1B, UInt8(ascii: "O")]: return [.key(.alt("O"))]
    default: return []
    }
  }

  /// The first event and how many bytes it took; nil when more are needed.
  private mutating func next(_ bytes: ArraySlice<UInt8>) -> (Event?, Int)? {
    if paste != nil { return continuePaste(bytes) }
    guard let first = bytes.first else { return nil }
    if first == 0x1B { return escape(bytes) }
    guard let (key, count) = Self.plainKey(bytes) else { return nil }
    return (key.map { .key($0) }, count)
  }

  // MARK: Characters

  private static func plainKey(_ bytes: ArraySlice<UInt8>) -> (Key?, Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x08, 0x7F: return (.backspace, 1)
    case 0x00: return (.control(" "), 1)
    case 0x01...0x1A: return (.control(Character(UnicodeScalar(first + 0x60))), 1)
    case 0x1B...0x1F: return (.control(Character(UnicodeScalar(first + 0x40))), 1)
    case 0x20...0x7E: return (.character(Character(UnicodeScalar(first))), 1)
    default: break
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(first) else { return (nil, 1) }
    let sequence = bytes.prefix(length)
    guard sequence.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return (nil, 1) }
    guard sequence.count == length else { return nil }
    // Overlong forms and surrogates do not decode to one scalar; C1 controls are no keys.
    guard let scalar = String(validating: sequence, as: UTF8.self)?.unicodeScalars.first, scalar.value >= 0xA0
    else { return (nil, length) }
    return (.character(Character(scalar)), length)
  }

  // MARK: Escape sequences

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> (Event?, Int)? {
    let rest = bytes.dropFirst()
    guard let second = rest.first else { return nil }
    switch second {
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "O"):
      guard let final = rest.dropFirst().first else { return nil }
      return (Self.letterKey(final, modifiers: 0).map { .key($0) }, 3)
    case 0x1B: return (.key(.escape), 1)
    default:
      guard let (key, count) = Self.plainKey(rest) else { return nil }
      if case .character(let character)? = key { return (.key(.alt(character)), count + 1) }
      return (key.map { .key($0) }, count + 1)
    }
  }

  private mutating func controlSequence(_ bytes: ArraySlice<UInt8>) -> (Event?, Int)? {
    let body = bytes.dropFirst(2)
    // The Linux console sends ESC [ [ A for F1.
    if body.first == UInt8(ascii: "[") {
      guard let letter = body.dropFirst().first else { return nil }
      let number = Int(letter) - Int(UInt8(ascii: "A")) + 1
      return ((1...5).contains(number) ? .key(.function(number)) : nil, 4)
    }
    guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      return bytes.count > Self.longestSequence ? (nil, bytes.count) : nil
    }
    let count = end - bytes.startIndex + 1
    // A byte that cannot stand in a sequence ends it and is read anew.
    guard (0x40...0x7E).contains(bytes[end]) else { return (nil, count - 1) }
    let parameters = body[..<end]
    if bytes[end] == UInt8(ascii: "M"), parameters.isEmpty {
      // The old mouse report: three bytes more.
      return bytes.count >= count + 3 ? (nil, count + 3) : nil
    }
    if parameters.first == UInt8(ascii: "<") {
      return (
        Self.mouse(Self.numbers(parameters.dropFirst()), isPress: bytes[end] == UInt8(ascii: "M")), count
      )
    }
    let numbers = Self.numbers(parameters)
    if bytes[end] == UInt8(ascii: "~"), numbers.first == 200 {
      paste = []
      return (nil, count)
    }
    return (Self.key(numbers, final: bytes[end]).map { .key($0) }, count)
  }

  /// Numbers between semicolons; what is too large or no number is 0.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
      // Sub-parameters behind a colon say nothing that is needed here.
      Int(String(decoding: part.prefix { $0 != UInt8(ascii: ":") }.prefix(6), as: UTF8.self)) ?? 0
    }
  }

  private static func key(_ numbers: [Int], final: UInt8) -> Key? {
    let modifiers = numbers.count > 1 ? max(0, numbers[1] - 1) : 0
    switch final {
    case UInt8(ascii: "~"): return tildeKey(numbers.first ?? 0)
    case UInt8(ascii: "u"): return unicodeKey(numbers.first ?? 0, modifiers: modifiers)
    default: return letterKey(final, modifiers: modifiers)
    }
  }

  /// - Parameter modifiers: 1 Shift, 2 Alt, 4 Control.
  private static func letterKey(_ final: UInt8, modifiers: Int) -> Key? {
    let isWord = modifiers & 6 != 0
    switch Character(UnicodeScalar(final)) {
    case "A": return .up
    case "B": return .down
    case "C": return isWord ? .wordRight : .right
    case "D": return isWord ? .wordLeft : .left
    case "H": return .home
    case "F": return .end
    case "Z": return .backTab
    case "M": return .enter
    case "P", "Q", "R", "S": return .function(Int(final) - Int(UInt8(ascii: "P")) + 1)
    default: return nil
    }
  }

  private static func tildeKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: return .home
    case 2: return .insert
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case 11...15: return .function(number - 10)
    case 17...21: return .function(number - 11)
    case 23, 24: return .function(number - 12)
    default: return nil
    }
  }

  /// `CSI code ; modifiers u`, which some terminals send for chords that have no byte.
  private static func unicodeKey(_ code: Int, modifiers: Int) -> Key? {
    switch code {
    case 9: return modifiers & 1 != 0 ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    default:
      guard code >= 0x20, !(0x7F...0x9F).contains(code),
        let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
      else { return nil }
      let character = Character(scalar)
      if modifiers & 4 != 0 { return .control(character) }
      return modifiers & 2 != 0 ? .alt(character) : .character(character)
    }
  }

  private static func mouse(_ numbers: [Int], isPress: Bool) -> Event? {
    guard numbers.count == 3, isPress else { return nil }
    switch numbers[0] {
    case 64: return .key(.wheelUp)
    case 65: return .key(.wheelDown)
    case 0: return .click(Frame.Position(row: max(0, numbers[2] - 1), column: max(0, numbers[1] - 1)))
    default: return nil
    }
  }

  // MARK: Paste

  private static let endOfPaste = Array("\u{1B}[201~".utf8)

  private mutating func continuePaste(_ bytes: ArraySlice<UInt8>) -> (Event?, Int)? {
    guard var text = paste else { return nil }
    var index = bytes.startIndex
    while let escape = bytes[index...].firstIndex(of: 0x1B) {
      let candidate = bytes[escape...].prefix(Self.endOfPaste.count)
      if candidate.elementsEqual(Self.endOfPaste) {
        text += bytes[bytes.startIndex..<escape].prefix(max(0, Self.longestPaste - text.count))
        paste = nil
        return (.paste(Self.pasted(text)), escape - bytes.startIndex + Self.endOfPaste.count)
      }
      if Self.endOfPaste.starts(with: candidate) {
        // Perhaps the end, cut in two: what stands before it is text.
        return take(bytes[bytes.startIndex..<escape], after: text)
      }
      index = escape + 1
    }
    return take(bytes, after: text)
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, after text: [UInt8]) -> (Event?, Int)? {
    guard !bytes.isEmpty else { return nil }
    paste = text + bytes.prefix(max(0, Self.longestPaste - text.count))
    return (nil, bytes.count)
  }

  private static func pasted(_ bytes: [UInt8]) -> String {
    var text = ""
    var previous: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\r": text.unicodeScalars.append("\n")
      case "\n" where previous == "\r": break
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
