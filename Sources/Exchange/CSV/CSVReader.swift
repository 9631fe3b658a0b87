/// Why a file is no table of separated values.
public enum CSVError: Error, Hashable, Sendable {
  /// A quote that never closes began on this line.
  case unclosedQuote(line: Int)
  /// Something stands between a closing quote and the next separator.
  case textAfterQuote(line: Int)
  case tooManyColumns(line: Int)
  case fieldTooLong(line: Int)
}

/// Reads separated values record by record. Source: RFC 4180; LF alone ends a record too, and a byte order mark is passed over.
struct CSVReader {
  static let mostColumns = 256
  static let longestField = 1 << 20

  let bytes: [UInt8]
  let separator: UInt8
  private var position: Int
  private var nextLine = 1
  /// Where the record read last begins, from 1.
  private(set) var line = 0
  /// The places of the fields of the record read last, without their quotes.
  private(set) var fields: [Range<Int>] = []
  /// Which of them hold doubled quotes.
  private var escaped: [Bool] = []

  init(_ bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The separator that most fields of the first lines suggest: comma, tab or semicolon.
  static func separator(of bytes: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes.prefix(4096) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted, !counts.isEmpty { break }
      if !isQuoted, [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")].contains(byte) {
        counts[byte, default: 0] += 1
      }
    }
    // A tab is never part of a sentence.
    if counts[0x09] != nil { return 0x09 }
    return counts[UInt8(ascii: ";"), default: 0] > counts[UInt8(ascii: ","), default: 0]
      ? UInt8(ascii: ";") : UInt8(ascii: ",")
  }

  /// Reads the next record that is not blank; false at the end.
  mutating func next() throws(CSVError) -> Bool {
    repeat {
      guard position < bytes.count else { return false }
      line = nextLine
      fields.removeAll(keepingCapacity: true)
      escaped.removeAll(keepingCapacity: true)
      try readRecord()
    } while fields.count == 1 && fields[0].isEmpty
    return true
  }

  private mutating func readRecord() throws(CSVError) {
    while true {
      let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
      if isQuoted { try readQuoted() } else { readPlain() }
      guard fields.count <= Self.mostColumns else { throw .tooManyColumns(line: line) }
      if let last = fields.last, last.count > Self.longestField { throw .fieldTooLong(line: line) }
      guard position < bytes.count else { return }
      let byte = bytes[position]
      if byte == separator {
        position += 1
      } else if byte == 0x0A || byte == 0x0D {
        position += byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
        nextLine += 1
        return
      } else {
        throw .textAfterQuote(line: line)
      }
    }
  }

  private mutating func readPlain() {
    let start = position
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      index &+= 1
    }
    fields.append(start..<index)
    escaped.append(false)
    position = index
  }

  private mutating func readQuoted() throws(CSVError) {
    let start = position + 1
    var index = start
    var hasQuotes = false
    var lines = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { break }
        hasQuotes = true
        index += 1
      } else if bytes[index] == 0x0A {
        lines += 1
      }
      index += 1
    }
    guard index < bytes.count else { throw .unclosedQuote(line: line) }
    fields.append(start..<index)
    escaped.append(hasQuotes)
    nextLine += lines
    position = index + 1
  }

  /// The text of a field of the record read last; empty where the record is shorter.
  func text(_ column: Int) -> String {
    guard column < fields.count else { return "" }
    guard escaped[column] else { return String(decoding: bytes[fields[column]], as: UTF8.self) }
    var unescaped: [UInt8] = []
    var wasQuote = false
    for byte in bytes[fields[column]] {
      let isQuote = byte == UInt8(ascii: "\"")
      if !(isQuote && wasQuote) { unescaped.append(byte) }
      wasQuote = isQuote && !wasQuote
    }
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// A whole number; nil where the field is none.
  func integer(_ column: Int) -> Int? {
    guard column < fields.count, !fields[column].isEmpty, fields[column].count <= 18 else { return nil }
    var value = 0
    var index = fields[column].lowerBound
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    guard index < fields[column].upperBound else { return nil }
    while index < fields[column].upperBound {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return isNegative ? -value : value
  }
}
