public import Basics

/// The ids of cards that have none written.
public enum CardIdentity {
  /// `@` and 32 hexadecimal digits, which no written id can be.
  public static func id(ofQuestion question: String) -> CardID { id("question", question) }

  /// A cloze is known by its whole text, gaps included.
  public static func id(ofCloze text: String) -> CardID { id("cloze", text) }

  /// 128 bits of SHA-256 over length-prefixed fields, so that no two lists of fields give the same bytes.
  private static func id(_ fields: String...) -> CardID {
    var hash = SHA256()
    for field in ["study-card-1"] + fields {
      let bytes = Array(normalised(field).utf8)
      for shift in stride(from: 56, through: 0, by: -8) {
        hash.update(CollectionOfOne(UInt8(truncatingIfNeeded: UInt64(bytes.count) >> shift)))
      }
      hash.update(bytes)
    }
    var text = "@"
    for byte in hash.finalize().prefix(16) {
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return CardID(rawValue: text)
  }

  /// Small letters, full-width forms as ASCII, runs of white space as one space, none at the ends.
  ///
  /// Composed and decomposed accents stay different: normalising them needs tables that only Foundation has.
  static func normalised(_ question: String) -> String {
    var text = ""
    var isSpacePending = false
    for scalar in FullWidth.folded(question).lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpacePending = !text.isEmpty
      } else {
        if isSpacePending { text += " " }
        isSpacePending = false
        text.unicodeScalars.append(scalar)
      }
    }
    return text
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
