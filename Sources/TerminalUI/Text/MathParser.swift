/// Reads LaTeX mathematics by recursive descent and puts it on one line.
struct MathParser {
  /// Braces that do not match, an argument that is missing, or nesting deeper than any formula for people.
  struct Malformed: Error {}

  private enum Stop {
    case end, brace, bracket, cell, row
    case environment(String)
  }

  private static let deepest = 32

  private let source: [Character]
  private var position = 0
  private var depth = 0
  /// Where the last command that is a word ended.
  private var endOfCommand = -1
  private(set) var unknown: [String] = []

  init(_ latex: String) {
    source = Array(latex)
  }

  mutating func formula() throws(Malformed) -> String {
    let (line, stop) = try line(closing: nil)
    guard case .end = stop else { throw Malformed() }
    return line.text()
  }

  private var current: Character? { position < source.count ? source[position] : nil }

  /// Items up to the end, or up to what closes this group.
  private mutating func line(closing: Character?, inEnvironment: Bool = false) throws(Malformed) -> (
    MathLine, Stop
  ) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw Malformed() }
    var line = MathLine()
    var blank = MathItem.Blank.none
    while let character = current {
      if character == closing {
        position += 1
        return (line, character == "}" ? .brace : .bracket)
      }
      switch character {
      case " ", "~":
        blank = position == endOfCommand ? .afterCommand : .typed
        while current == " " || current == "~" { position += 1 }
      case "}": throw Malformed()
      case "_", "^", "'":
        try attachScripts(to: &line)
      case "&" where inEnvironment:
        position += 1
        return (line, .cell)
      case "\\" where position + 1 < source.count && source[position + 1] == "\\":
        position += 2
        if inEnvironment { return (line, .row) }
        blank = .typed
      default:
        if character == "\\", let name = endOfEnvironment() {
          guard inEnvironment else { throw Malformed() }
          return (line, .environment(name))
        }
        var items = try items()
        if !items.isEmpty {
          items[0].blank = blank
          blank = .none
          line.items += items
        }
      }
    }
    if closing != nil || inEnvironment { throw Malformed() }
    return (line, .end)
  }

  /// One symbol, group or command with its arguments; empty for commands that print nothing.
  private mutating func items() throws(Malformed) -> [MathItem] {
    guard let character = current else { throw Malformed() }
    position += 1
    switch character {
    case "\\": return try command()
    case "{":
      let (group, _) = try line(closing: "}")
      // Braces keep a comma from being punctuation: 1{,}000.
      if group.items.count == 1, group.items[0].kind == .comma { return [MathItem(text: ",", kind: .number)] }
      return group.items
    case "0"..."9": return [MathItem(text: String(character) + digits(), kind: .number)]
    case "+": return [MathItem(text: "+", kind: .binary)]
    case "-", "−": return [MathItem(text: "−", kind: .binary)]
    case "*": return [MathItem(text: "*", kind: .binary)]
    case "=", "<", ">": return [MathItem(text: String(character), kind: .relation)]
    case "/": return [MathItem(text: "/", kind: .slash)]
    case ",", ";": return [MathItem(text: String(character), kind: .comma)]
    case "(", "[": return [MathItem(text: String(character), kind: .opening)]
    case ")", "]": return [MathItem(text: String(character), kind: .closing)]
    default: return [MathItem(text: String(character), kind: .atom)]
    }
  }

  private mutating func digits() -> String {
    var text = ""
    while let character = current, character.isASCII, character.isNumber || character == "." {
      text.append(character)
      position += 1
    }
    // A full stop at the end closes the sentence, not the number.
    if text.last == ".", current == nil {
      text.removeLast()
      position -= 1
    }
    return text
  }

  private mutating func commandName() -> String {
    guard let first = current else { return "" }
    position += 1
    guard first.isASCII, first.isLetter else { return String(first) }
    var name = String(first)
    while let character = current, character.isASCII, character.isLetter {
      name.append(character)
      position += 1
    }
    if current == "*", name == "operatorname" { position += 1 }
    endOfCommand = position
    return name
  }

  private mutating func command() throws(Malformed) -> [MathItem] {
    let start = position
    let name = commandName()
    if let item = MathSymbols.commands[name] { return [item] }
    if MathSymbols.typeStyles.contains(name) { return try argument().items }
    if MathSymbols.words.contains(name) { return [MathItem(text: try rawArgument(), kind: .words)] }
    if let accent = MathSymbols.accents[name] { return [try accented(argument(), accent, name: name)] }
    switch name {
    case "": throw Malformed()
    case "left", "right":
      if current == "." { position += 1 }
      return []
    case _ where MathSymbols.ignored.contains(name): return []
    case "operatorname": return [MathItem(text: try rawArgument(), kind: .name)]
    case "frac", "dfrac", "tfrac", "cfrac": return fraction(try argument(), try argument())
    case "sqrt": return [try root()]
    case "binom":
      let (above, below) = (try argument().text(), try argument().text())
      return [MathItem(text: "C(\(above), \(below))", kind: .atom)]
    case "pmod": return [MathItem(text: " (mod \(try argument().text()))", kind: .words)]
    case "mathbb":
      return [
        MathItem(
          text: try rawArgument().map { MathSymbols.doubleStruck[$0] ?? String($0) }.joined(), kind: .atom)
      ]
    case "mathcal", "mathscr":
      return [
        MathItem(text: try rawArgument().map { MathSymbols.script[$0] ?? String($0) }.joined(), kind: .atom)
      ]
    case "begin": return try environment()
    default:
      unknown.append("\\" + name)
      return [MathItem(text: "\\" + String(source[start..<position]) + (try groupsAsSource()), kind: .words)]
    }
  }

  /// The arguments of a command that is not known, as they stand.
  private mutating func groupsAsSource() throws(Malformed) -> String {
    let start = position
    while current == "{" {
      position += 1
      var open = 1
      while open > 0 {
        guard let character = current else { throw Malformed() }
        open += character == "{" ? 1 : character == "}" ? -1 : 0
        position += 1
      }
    }
    return String(source[start..<position])
  }

  /// A group in braces, or the next symbol alone.
  private mutating func argument() throws(Malformed) -> MathLine {
    while current == " " { position += 1 }
    guard let character = current, character != "}" else { throw Malformed() }
    if character == "{" {
      position += 1
      return try line(closing: "}").0
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw Malformed() }
    if character.isNumber {
      position += 1
      return MathLine(items: [MathItem(text: String(character), kind: .number)])
    }
    return MathLine(items: try items())
  }

  /// A group in braces, letter by letter: text, names.
  private mutating func rawArgument() throws(Malformed) -> String {
    while current == " " { position += 1 }
    return current == "{" ? try groupAsText() : try argument().text()
  }

  private mutating func groupAsText() throws(Malformed) -> String {
    position += 1
    var text = ""
    var open = 0
    while let character = current {
      position += 1
      switch character {
      case "{": open += 1
      case "}":
        if open == 0 { return text }
        open -= 1
      case "\\": if let escaped = current, !escaped.isLetter { continue } else { text.append(character) }
      case "$": continue
      default: text.append(character)
      }
    }
    throw Malformed()
  }

  private func accented(_ line: MathLine, _ accent: Character, name: String) -> MathItem {
    let text = line.text()
    if text.count == 1 || name == "overline" || name == "underline" {
      return MathItem(text: text.map { "\($0)\(accent)" }.joined(), kind: .atom)
    }
    return MathItem(text: "\(name)(\(text))", kind: .atom)
  }

  private func fraction(_ above: MathLine, _ below: MathLine) -> [MathItem] {
    let (numerator, denominator) = (above.text(), below.text())
    if let vulgar = MathSymbols.vulgarFractions["\(numerator)/\(denominator)"] {
      return [MathItem(text: vulgar, kind: .atom)]
    }
    let left = above.needsParenthesesAsNumerator ? "(\(numerator))" : numerator
    let right = below.isAtomic ? denominator : "(\(denominator))"
    return [MathItem(text: "\(left)/\(right)", kind: .fraction)]
  }

  private mutating func root() throws(Malformed) -> MathItem {
    var sign = "√"
    if current == "[" {
      position += 1
      let degree = try line(closing: "]").0.text(isTight: true)
      switch degree {
      case "3": sign = "∛"
      case "4": sign = "∜"
      default: sign = (Self.mapped(degree, MathSymbols.superscripts) ?? "(\(degree))") + "√"
      }
    }
    let radicand = try argument()
    return MathItem(text: sign + (radicand.isAtomic ? radicand.text() : "(\(radicand.text()))"), kind: .atom)
  }
}

// MARK: - Scripts and environments

extension MathParser {
  /// Reads `_…`, `^…` and primes in any order and sets them behind the last item: primes, subscript, superscript.
  private mutating func attachScripts(to line: inout MathLine) throws(Malformed) {
    var (primes, lower, upper) = ("", "", "")
    scripts: while let character = current {
      switch character {
      case "'":
        position += 1
        primes += "′"
      case "_":
        position += 1
        lower += Self.set(try argument(), MathSymbols.subscripts, mark: "_")
      case "^":
        position += 1
        upper += Self.set(try argument(), MathSymbols.superscripts, mark: "^")
      default: break scripts
      }
    }
    let scripts = primes + lower + upper
    guard let last = line.items.indices.last, line.items[last].kind != .space else {
      line.items.append(MathItem(text: scripts, kind: .atom))
      return
    }
    if line.items[last].kind == .fraction {
      line.items[last] = MathItem(
        text: "(\(line.items[last].text))", kind: .atom, blank: line.items[last].blank)
    }
    line.items[last].text += scripts
  }

  private static func set(_ line: MathLine, _ table: [Character: Character], mark: Character) -> String {
    let text = line.text(isTight: true)
    if let mapped = mapped(text, table) { return mapped }
    // A word needs no brackets: J_content.
    let isWord = mark == "_" && text.count >= 3 && text.allSatisfy { $0.isLetter && $0.isASCII }
    let isBare = isWord || text.count == 1 || (line.items.first?.kind == .opening && line.isAtomic)
    return isBare ? "\(mark)\(text)" : "\(mark)(\(text))"
  }

  private static func mapped(_ text: String, _ table: [Character: Character]) -> String? {
    var result = ""
    for character in text {
      guard let raised = table[character] else { return nil }
      result.append(raised)
    }
    return result
  }

  /// The name behind `\end` when that is what stands here.
  private mutating func endOfEnvironment() -> String? {
    let word = Array("\\end{")
    guard source.count - position > word.count, Array(source[position..<position + word.count]) == word,
      let brace = source[position...].firstIndex(of: "}")
    else { return nil }
    let name = String(source[position + word.count..<brace])
    position = brace + 1
    return name
  }

  /// `\begin` has been read: rows on one line, cells set apart by commas and rows by semicolons.
  private mutating func environment() throws(Malformed) -> [MathItem] {
    while current == " " { position += 1 }
    guard current == "{" else { throw Malformed() }
    let name = try groupAsText()
    guard let brackets = MathSymbols.environments[name] else { throw Malformed() }
    if name == "array", current == "{" { _ = try groupAsText() }
    let isAligned = name.hasPrefix("align") || name == "split" || name == "gathered"
    var rows: [[String]] = [[]]
    while true {
      let (cell, stop) = try line(closing: nil, inEnvironment: true)
      rows[rows.count - 1].append(cell.text())
      switch stop {
      case .cell: continue
      case .row: rows.append([])
      case .environment(name):
        let text = rows.map { Self.joined($0, isAligned: isAligned) }.filter { !$0.isEmpty }.joined(
          separator: "; ")
        return [MathItem(text: brackets.open + text + brackets.close, kind: .atom)]
      default: throw Malformed()
      }
    }
  }

  private static func joined(_ cells: [String], isAligned: Bool) -> String {
    var text = ""
    for cell in cells.map({ $0.trimmingBlanks }) where !cell.isEmpty {
      if text.isEmpty {
        text = cell
      } else {
        text += (isAligned || text.hasSuffix(",") ? " " : ", ") + cell
      }
    }
    return text
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
