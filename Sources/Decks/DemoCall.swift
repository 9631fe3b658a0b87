/// A command line `study demo NAME …` as a card writes it.
public struct DemoCall: Hashable, Sendable {
  /// As written, from `study` to the last argument.
  public var text: String
  public var name: String
  /// What follows the name, split at spaces as a shell would, quotes taken off.
  public var arguments: [String]
  public var location: SourceLocation

  public enum Malformation: Error, Hashable, Sendable {
    /// The text does not begin with `study demo`.
    case notADemo
    case nameMissing
    case unterminatedQuote
  }

  public init(_ text: String, location: SourceLocation) throws(Malformation) {
    var words = try DemoCall.words(of: text)
    guard words.count >= 2, words[0] == "study", words[1] == "demo" else { throw .notADemo }
    guard words.count >= 3, !words[2].isEmpty, !words[2].utf8.starts(with: "-".utf8) else {
      throw .nameMissing
    }
    self.text = text
    self.location = location
    name = words[2]
    words.removeFirst(3)
    arguments = words
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
