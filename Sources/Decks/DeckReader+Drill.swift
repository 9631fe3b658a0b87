import Basics

/// Drill sections: domains, constraint and answer.
extension DeckReader {
  /// What the bullets of a drill said.
  private struct DrillParts {
    var domains: [Drill.Domain] = []
    var constraint: ConstraintExpression?
    var answer: (call: DemoCall, field: FieldPath, line: Line)?
    var isSound = true
  }

  mutating func readDrill(_ heading: Line, _ bytes: Span<UInt8>) -> Drill? {
    let parts = ListParts(lines, markedBy: .bullet)
    reportStray(parts.stray, bytes)
    var drill = DrillParts()
    var answers = 0
    for item in parts.items {
      let line = lines[item.lowerBound]
      if item.count > 1 { reportStray(Array(item.dropFirst()), bytes) }
      if let value = value(of: "where:", line, bytes) {
        readConstraint(value, line, bytes, into: &drill)
      } else if let value = value(of: "answer:", line, bytes) {
        answers += 1
        if answers > 1 { report(.drillMalformedAnswer, line, bytes, subject: excerpt(line.body, bytes)) }
        readDrillAnswer(value, line, bytes, into: &drill)
      } else {
        readDomains(line.body, line, bytes, into: &drill)
      }
    }
    let question = text(of: lines[parts.lead], bytes)
    if question.isEmpty {
      report(.drillWithoutQuestion, heading, bytes)
      return nil
    }
    if answers == 0 { report(.drillWithoutAnswer, heading, bytes) }
    guard drill.isSound, let (call, field, answerLine) = drill.answer else { return nil }
    guard !drill.domains.isEmpty else {
      report(.drillWithoutDomain, heading, bytes)
      return nil
    }
    guard checkNames(question, call, drill, heading, answerLine, bytes) else { return nil }
    return Drill(
      question: question, domains: drill.domains, constraint: drill.constraint, call: call, field: field,
      location: location(at: heading.text.lowerBound, of: heading, bytes))
  }

  private func value(of key: String, _ line: Line, _ bytes: Span<UInt8>) -> Range<Int>? {
    guard bytes.has(key, at: line.body.lowerBound, before: line.body.upperBound) else { return nil }
    return bytes.trimming((line.body.lowerBound + key.utf8.count)..<line.body.upperBound)
  }

  private mutating func readConstraint(
    _ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>, into drill: inout DrillParts
  ) {
    let text = bytes.text(value)
    guard drill.constraint == nil else {
      report(.drillMalformedConstraint, line, bytes, subject: text, other: "where ×2")
      drill.isSound = false
      return
    }
    do throws(ConstraintExpression.Malformation) {
      drill.constraint = try ConstraintExpression(text)
    } catch {
      report(.drillMalformedConstraint, at: value.lowerBound + error.offset, of: line, bytes, subject: text)
      drill.isSound = false
    }
  }

  private mutating func readDrillAnswer(
    _ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>, into drill: inout DrillParts
  ) {
    if !value.isEmpty, bytes[value.lowerBound] == UInt8(ascii: "`"),
      let span = bytes.codeSpan(at: value.lowerBound, before: value.upperBound), isCall(span.content, bytes)
    {
      guard let call = call(span.content, bytes, location(at: value.lowerBound, of: line, bytes)) else {
        drill.isSound = false
        return
      }
      if let arrow = arrowEnd(from: span.end, before: value.upperBound, bytes),
        let field = bytes.codeSpan(at: arrow, before: value.upperBound), field.end == value.upperBound,
        let path = FieldPath(DeckText(source, bytes.trimming(field.content)))
      {
        drill.answer = (call, path, line)
        return
      }
    }
    report(.drillMalformedAnswer, at: value.lowerBound, of: line, bytes, subject: bytes.text(value))
    drill.isSound = false
  }

  /// `n: 7..64; k: 1|3|5`
  private mutating func readDomains(
    _ body: Range<Int>, _ line: Line, _ bytes: Span<UInt8>, into drill: inout DrillParts
  ) {
    var start = body.lowerBound
    repeat {
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: start..<body.upperBound) ?? body.upperBound
      let part = bytes.trimming(start..<end)
      start = end + 1
      // A semicolon may end the list.
      if part.isEmpty, !body.isEmpty { continue }
      guard let domain = domain(part, bytes) else {
        report(
          .drillMalformedDomain, at: part.lowerBound, of: line, bytes, subject: excerpt(part, bytes))
        drill.isSound = false
        continue
      }
      if drill.domains.contains(where: { $0.name == domain.name }) {
        report(.drillDuplicateName, at: part.lowerBound, of: line, bytes, subject: domain.name)
      } else {
        drill.domains.append(domain)
      }
    } while start < body.upperBound
  }

  private func domain(_ part: Range<Int>, _ bytes: Span<UInt8>) -> Drill.Domain? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: part) else { return nil }
    let name = bytes.trimming(part.lowerBound..<colon)
    guard !name.isEmpty, !bytes[name.lowerBound].isDigit else { return nil }
    for index in name where !bytes[index].isWord { return nil }
    return Drill.Domain.Values(bytes, bytes.trimming((colon + 1)..<part.upperBound)).map {
      Drill.Domain(name: bytes.text(name), values: $0)
    }
  }

  /// Every name has a domain, constraints speak of numbers, and every domain is used.
  private mutating func checkNames(
    _ question: DeckText, _ call: DemoCall, _ drill: DrillParts, _ heading: Line, _ answer: Line,
    _ bytes: Span<UInt8>
  ) -> Bool {
    let domains = drill.domains
    var isUsed = [Bool](repeating: false, count: domains.count)
    var unknown: [(name: String, line: Line)] = []
    func look(_ text: DeckText, _ line: Line, isCall: Bool) {
      text.withBytes { bytes in
        Template.forEachName(in: bytes) { name, isMaths in
          if let index = domains.firstIndex(where: { bytes.has($0.name, fillingExactly: name) }) {
            isUsed[index] = true
          } else if isCall || !isMaths {
            unknown.append((bytes.text(name), line))
          }
        }
      }
    }
    look(question, heading, isCall: false)
    look(call.source, answer, isCall: true)
    var isSound = true
    for name in drill.constraint?.names ?? [] {
      guard let index = domains.firstIndex(where: { $0.name == name }) else {
        unknown.append((name, heading))
        continue
      }
      isUsed[index] = true
      if !domains[index].isNumeric {
        let constraint = drill.constraint?.description ?? ""
        report(.drillMalformedConstraint, heading, bytes, subject: constraint, other: "\(name): a|b")
        isSound = false
      }
    }
    for (name, line) in unknown {
      let near = Suggestion.nearest(to: name, among: domains.map(\.name)) ?? ""
      report(.drillUnknownName, line, bytes, subject: name, other: near)
    }
    for (index, domain) in domains.enumerated() where !isUsed[index] {
      report(.drillUnusedName, heading, bytes, subject: domain.name)
    }
    return isSound && unknown.isEmpty
  }
}

extension Drill.Domain.Values {
  private static func dots(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if bytes[index] == UInt8(ascii: "."), bytes[index + 1] == UInt8(ascii: ".") { return index }
      index += 1
    }
    return nil
  }

  /// `7..64` or `a|b|c`; nil when it is neither, or holds nothing or the same twice.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    if let dots = Self.dots(bytes, range) {
      // Bounded so that counting the values of a hostile deck cannot overflow.
      let limit = 1_000_000_000
      guard let lower = Int(bytes.text(bytes.trimming(range.lowerBound..<dots))),
        let upper = Int(bytes.text(bytes.trimming((dots + 2)..<range.upperBound))), lower <= upper,
        abs(lower) <= limit, abs(upper) <= limit
      else { return nil }
      self = .integers(lower...upper)
      return
    }
    var words: [String] = []
    var start = range.lowerBound
    while start <= range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: "|"), in: start..<range.upperBound) ?? range.upperBound
      let word = bytes.text(bytes.trimming(start..<end))
      guard !word.isEmpty, !words.contains(word) else { return nil }
      words.append(word)
      start = end + 1
    }
    self = .words(words)
  }
}
