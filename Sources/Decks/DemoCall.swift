/// A command line `study demo NAME …` as a card writes it.
public struct DemoCall: Hashable, Sendable {
  /// As written, from `study` to the last argument.
  public var text: String { source.string }
  public let location: SourceLocation
  let source: DeckText

  public enum Malformation: Error, Hashable, Sendable {
    /// The text does not begin with `study demo`.
    case notADemo
    case nameMissing
    case unterminatedQuote
  }

  public init(_ text: String, location: SourceLocation) throws(Malformation) {
    try self.init(DeckText(text), location: location)
  }

  init(_ text: DeckText, location: SourceLocation) throws(Malformation) {
    // Nothing quoted and a name in place: the common case is decided without making a single word.
    if !text.withBytes(DemoCall.isPlain) {
      let words = try DemoCall.words(of: text.string)
      guard words.count >= 2, words[0] == "study", words[1] == "demo" else { throw .notADemo }
      guard words.count >= 3, let first = words[2].utf8.first, first != UInt8(ascii: "-") else {
        throw .nameMissing
      }
    }
    source = text
    self.location = location
  }

  public var name: String { words[2] }

  /// What follows the name, split at spaces as a shell would, quotes taken off.
  public var arguments: [String] { Array(words[3...]) }

  private var words: [String] {
    do {
      return try DemoCall.words(of: text)
    } catch {
      preconditionFailure("a call that was split once does not split again: \(error)")
    }
  }

  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.has("study demo ", at: 0, before: bytes.count), bytes.count > 11, bytes[11].isWord else {
      return false
    }
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
        return false
      }
    }
    return true
  }

  /// Splits as a POSIX shell does without expansions: spaces part words; '…' keeps all, "…" and \ keep the next.
  static func words(of text: String) throws(Malformation) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var isOpen = false
    var quote: UInt8?
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        word.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        isEscaped = true
        isOpen = true
      } else if let mark = quote {
        if byte == mark { quote = nil } else { word.append(byte) }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
        isOpen = true
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") {
        if isOpen { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
        isOpen = false
      } else {
        word.append(byte)
        isOpen = true
      }
    }
    guard quote == nil, !isEscaped else { throw .unterminatedQuote }
    if isOpen { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }
}
