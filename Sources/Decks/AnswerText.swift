import Basics

/// Typed text brought to one form, so that only what it means is compared.
enum AnswerText {
  /// Full-width forms as ASCII, the signs of arithmetic as they stand on a keyboard, trimmed.
  static func folded(_ text: String) -> String {
    var folded = ""
    for scalar in FullWidth.folded(text).unicodeScalars {
      switch scalar {
      case "−", "–", "—", "‐", "‑": folded += "-"
      case "×", "✕", "⨯", "·", "⋅", "∗": folded += "*"
      case "÷": folded += "/"
      default: folded.unicodeScalars.append(scalar)
      }
    }
    return String(folded.trimmed)
  }

  /// The items of a list or size: split at commas, semicolons, spaces, and at an `x` or `*` between numbers.
  static func items(of folded: String) -> [String] {
    var text = Substring(folded).trimmed
    while let first = text.utf8.first, let last = text.utf8.last,
      (first == UInt8(ascii: "(") && last == UInt8(ascii: ")"))
        || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
    {
      text = text.dropFirst().dropLast().trimmed
    }
    var items: [String] = []
    var item: [UInt8] = []
    func close() {
      if !item.isEmpty { items.append(String(decoding: item, as: UTF8.self)) }
      item.removeAll()
    }
    for byte in text.utf8 {
      let isTimes = byte | 0x20 == UInt8(ascii: "x") || byte == UInt8(ascii: "*")
      let parts = byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte.isSpace
      if parts || (isTimes && !item.contains { $0.isLetter }) { close() } else { item.append(byte) }
    }
    close()
    return items
  }

  /// Without case, spaces, marks of Markdown and LaTeX: `\frac{d(k-1)}{2}` and `d (k − 1) / 2` come out the same.
  static func normalised(_ text: String) -> String {
    var bytes = Array(folded(text).lowercased().utf8)
    bytes = LaTeXText.plain(bytes)
    bytes.removeAll { byte in
      byte.isSpace
        || [UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "`")].contains(byte)
    }
    var normalised: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      guard byte == UInt8(ascii: "*") else {
        // ‖w‖ is typed with one bar or two.
        if byte != UInt8(ascii: "|") || normalised.last != byte { normalised.append(byte) }
        continue
      }
      // Products are written with and without a sign, except between digits: 3×3, 3x3, 3*3.
      let isBetweenDigits =
        index > 0 && bytes[index - 1].isDigit && index + 1 < bytes.count && bytes[index + 1].isDigit
      if isBetweenDigits { normalised.append(UInt8(ascii: "x")) }
    }
    normalised = withoutBracketsOfIndices(normalised)
    while let last = normalised.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ",") {
      normalised.removeLast()
    }
    return symbols.reduce(String(decoding: normalised, as: UTF8.self)) { text, pair in
      text.replacing(pair.sign, with: pair.word)
    }
  }

  /// `x^(1-y)` as `x^1-y`, which is what the braces of `x^{1-y}` leave.
  private static func withoutBracketsOfIndices(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    // For each bracket that is open, whether it was dropped.
    var open: [Bool] = []
    var previous: UInt8 = 0
    for byte in bytes {
      var isKept = true
      if byte == UInt8(ascii: "(") {
        isKept = previous != UInt8(ascii: "^") && previous != UInt8(ascii: "_")
        open.append(isKept)
      } else if byte == UInt8(ascii: ")") {
        isKept = open.popLast() ?? true
      }
      if isKept { kept.append(byte) }
      previous = byte
    }
    return kept
  }

  /// Signs and the words by which a keyboard without them writes them; also what LaTeX calls them.
  private static let symbols: [(sign: String, word: String)] = [
    ("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("δ", "delta"), ("ε", "epsilon"), ("ϵ", "epsilon"),
    ("η", "eta"), ("θ", "theta"), ("λ", "lambda"), ("μ", "mu"), ("π", "pi"), ("ρ", "rho"), ("σ", "sigma"),
    ("τ", "tau"), ("φ", "phi"), ("ω", "omega"), ("∂", "partial"), ("∑", "sum"), ("∏", "prod"), ("√", "sqrt"),
    ("∞", "infty"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("≈", "approx"), ("→", "->"), ("²", "^2"),
    ("³", "^3"), ("⁻¹", "^-1"), ("½", "1/2"), ("¼", "1/4"), ("⌊", "floor("), ("⌋", ")"), ("⌈", "ceil("),
    ("⌉", ")"), ("′", "'"),
  ]
}

extension String {
  fileprivate func replacing(_ sign: String, with word: String) -> String {
    guard utf8.firstRange(of: sign.utf8) != nil else { return self }
    var replaced: [UInt8] = []
    var rest = Array(utf8)[...]
    let pattern = Array(sign.utf8)
    while let range = rest.firstRange(of: pattern) {
      replaced += rest[..<range.lowerBound]
      replaced += word.utf8
      rest = rest[range.upperBound...]
    }
    return String(decoding: replaced + rest, as: UTF8.self)
  }
}

/// Simple LaTeX as it would be typed on one line.
enum LaTeXText {
  /// `\frac{a}{b}` becomes `a/b`, with brackets where a sum or a product needs them; other commands lose their backslash.
  static func plain(_ bytes: [UInt8], depth: Int = 0) -> [UInt8] {
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      var end = index + 1
      while end < bytes.count, bytes[end].isLetter { end += 1 }
      let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
      index = end
      switch name {
      case "":
        // `\,` and its like are spaces; `\{` is a brace, which counts for nothing either.
        if index < bytes.count { index += 1 }
      case "times", "cdot": plain.append(UInt8(ascii: "*"))
      case "left", "right", "quad", "qquad", "mathrm", "text", "mathbf", "operatorname",
        "bigl", "bigr", "displaystyle":
        continue
      case "lfloor": plain += "floor(".utf8
      case "lceil": plain += "ceil(".utf8
      case "rfloor", "rceil": plain += ")".utf8
      case "le", "leq": plain += "<=".utf8
      case "ge", "geq": plain += ">=".utf8
      case "ne", "neq": plain += "!=".utf8
      case "to", "rightarrow": plain += "->".utf8
      // Single and double bars, whose names differ only in case.
      case "lvert", "rvert", "vert", "mid": plain.append(UInt8(ascii: "|"))
      case "varepsilon": plain += "epsilon".utf8
      case "frac", "dfrac", "tfrac":
        let over = group(bytes, &index)
        let under = group(bytes, &index)
        guard depth < 8 else { continue }
        plain += bracketed(LaTeXText.plain(over, depth: depth + 1), isUnder: false)
        plain.append(UInt8(ascii: "/"))
        plain += bracketed(LaTeXText.plain(under, depth: depth + 1), isUnder: true)
      case "sqrt":
        let root = group(bytes, &index)
        guard depth < 8 else { continue }
        plain += "sqrt(".utf8 + LaTeXText.plain(root, depth: depth + 1) + ")".utf8
      default:
        plain += name.utf8
      }
    }
    return plain
  }

  /// `{…}` with its braces in balance, or the next byte alone.
  private static func group(_ bytes: [UInt8], _ index: inout Int) -> [UInt8] {
    while index < bytes.count, bytes[index].isSpace { index += 1 }
    guard index < bytes.count else { return [] }
    guard bytes[index] == UInt8(ascii: "{") else {
      defer { index += 1 }
      return [bytes[index]]
    }
    let start = index + 1
    var nesting = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "{") { nesting += 1 }
      if bytes[index] == UInt8(ascii: "}") {
        nesting -= 1
        if nesting == 0 {
          defer { index += 1 }
          return Array(bytes[start..<index])
        }
      }
      index += 1
    }
    return Array(bytes[min(start, bytes.count)...])
  }

  /// A sum needs brackets on either side of the stroke, a product or a quotient below it.
  private static func bracketed(_ part: [UInt8], isUnder: Bool) -> [UInt8] {
    var nesting = 0
    var isSum = false
    var isProduct = false
    var atoms = 0
    var previous: UInt8 = 0
    for byte in part where !byte.isSpace {
      switch byte {
      case UInt8(ascii: "("): nesting += 1
      case UInt8(ascii: ")"): nesting -= 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        // A minus in front, or in an exponent, makes no sum.
        if nesting == 0, previous != 0, previous != UInt8(ascii: "^") { isSum = true }
      case UInt8(ascii: "*"), UInt8(ascii: "/"): if nesting == 0 { isProduct = true }
      default:
        // A letter after a digit, as in 2n.
        if nesting == 0, byte.isLetter, previous.isDigit { atoms += 1 }
      }
      previous = byte
    }
    let needs = isSum || (isUnder && (isProduct || atoms > 0))
    return needs ? Array("(".utf8) + part + Array(")".utf8) : part
  }
}
