public import Basics

/// The ids of cards that have none written.
public enum CardIdentity {
  /// `@` and 32 hexadecimal digits, which no written id can be.
  public static func id(ofQuestion question: String) -> CardID { id(prefix: 0x71, question) }

  /// A cloze is known by its whole text, gaps included.
  public static func id(ofCloze text: String) -> CardID { id(prefix: 0x63, text) }

  /// 128 bits over length-prefixed fields: version, kind, text.
  private static func id(prefix kind: UInt8, _ text: String) -> CardID {
    var field = normalised(text)
    var bytes: [UInt8] = [1, 1, 1, kind]
    let count = UInt64(field.count)
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
    }
    bytes += field
    let (high, low) = Hash128.of(bytes.span)
    field.removeAll(keepingCapacity: true)
    field.append(UInt8(ascii: "@"))
    for word in [high, low] {
      for shift in stride(from: 60, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 0x0F
        field.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    return CardID(rawValue: String(decoding: field, as: UTF8.self))
  }

  /// Small letters, full-width forms as ASCII, runs of white space as one space, none at the ends.
  ///
  /// Composed and decomposed accents stay different: normalising them needs tables that only Foundation has.
  static func normalised(_ question: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(question.utf8.count + 16)
    let source = question.utf8.span
    for index in source.indices {
      let byte = source[index]
      if byte >= 0x80 { return normalisedUnicode(question) }
      append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte, to: &bytes)
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return bytes
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    if !byte.isSpace {
      bytes.append(byte)
    } else if let last = bytes.last, last != 0x20 {
      bytes.append(0x20)
    }
  }

  private static func normalisedUnicode(_ question: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in FullWidth.folded(question).lowercased().unicodeScalars {
      if scalar.value < 0x80 {
        append(UInt8(scalar.value), to: &bytes)
      } else if scalar.properties.isWhitespace {
        append(0x20, to: &bytes)
      } else {
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
      }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return bytes
  }
}

/// The forms that Chinese and Japanese input methods type for ASCII.
enum FullWidth {
  /// U+FF01…FF5E become U+0021…7E, the ideographic space a space, `、` a comma and `。` a point.
  static func folded(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var folded = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      case 0x3000: folded += " "
      case 0x3001: folded += ","
      case 0x3002: folded += "."
      default: folded.unicodeScalars.append(scalar)
      }
    }
    return folded
  }
}
