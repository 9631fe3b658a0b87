/// Choice, order and demo sections.
extension DeckReader {
  mutating func readChoice(_ heading: Line, _ bytes: Span<UInt8>) -> Choice? {
    let parts = listParts(markedBy: .bullet)
    reportStray(parts.stray, bytes)
    var options: [Choice.Option] = []
    for item in parts.items {
      guard let isRight = box(lines[item.lowerBound].body, bytes) else {
        let line = lines[item.lowerBound]
        report(.choicePlainBullet, line, bytes, subject: excerpt(line.body, bytes))
        continue
      }
      var line = lines[item.lowerBound]
      line.body = bytes.trimming((line.body.lowerBound + 3)..<line.body.upperBound)
      let place = location(at: line.text.lowerBound, of: line, bytes)
      if item.count == 1 {
        options.append(option(bytes, line.body, isRight, place))
      } else {
        let text = itemText([line] + lines[item.dropFirst()], bytes)
        options.append(option(text.utf8.span, 0..<text.utf8.count, isRight, place))
      }
      if options.last?.text.isEmpty == true {
        report(.choiceEmptyOption, place)
        options.removeLast()
      } else if let text = options.last?.text, options.dropLast().contains(where: { $0.text == text }) {
        report(.choiceDuplicateOption, place, subject: text)
        options.removeLast()
      }
    }
    guard (2...26).contains(options.count) else {
      let code: DeckDiagnostic.Code = options.count < 2 ? .choiceTooFewOptions : .choiceTooManyOptions
      report(code, heading, bytes, subject: String(options.count))
      return nil
    }
    guard options.contains(where: \.isRight) else {
      report(.choiceWithoutAnswer, heading, bytes)
      return nil
    }
    if options.allSatisfy(\.isRight) { report(.choiceAllRight, heading, bytes) }
    return Choice(
      question: text(of: lines[parts.lead], bytes), options: options,
      location: location(at: heading.text.lowerBound, of: heading, bytes))
  }

  /// Whether `[x]` or `[ ]` opens the text; nil when neither does.
  private func box(_ body: Range<Int>, _ bytes: Span<UInt8>) -> Bool? {
    let start = body.lowerBound
    guard body.count >= 3, bytes[start] == UInt8(ascii: "["), bytes[start + 2] == UInt8(ascii: "]"),
      body.count == 3 || bytes[start + 3].isSpace
    else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): return true
    case UInt8(ascii: " "): return false
    default: return nil
    }
  }

  /// Splits an option at the first `: ` or `：` outside maths and code.
  private func option(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ isRight: Bool, _ location: SourceLocation
  ) -> Choice.Option {
    let end = range.upperBound
    var index = range.lowerBound
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        index = next
        continue
      }
      let width = bytes.has(": ", at: index, before: end) ? 2 : bytes.has("：", at: index, before: end) ? 3 : 0
      if width > 0 {
        let reason = bytes.trimming((index + width)..<end)
        return Choice.Option(
          text: bytes.text(bytes.trimming(range.lowerBound..<index)), isRight: isRight,
          reason: reason.isEmpty ? nil : bytes.text(reason), location: location)
      }
      index += 1
    }
    return Choice.Option(text: bytes.text(range), isRight: isRight, reason: nil, location: location)
  }

  mutating func readOrder(_ heading: Line, _ bytes: Span<UInt8>) -> Order? {
    let parts = listParts(markedBy: .numbered)
    reportStray(parts.stray, bytes)
    var items: [String] = []
    var isUnique = true
    for item in parts.items {
      let text = itemText(lines[item], bytes)
      if items.contains(text) {
        report(.orderDuplicateItem, lines[item.lowerBound], bytes, subject: text)
        isUnique = false
      }
      items.append(text)
    }
    guard (3...9).contains(items.count) else {
      let code: DeckDiagnostic.Code = items.count < 3 ? .orderTooFewItems : .orderTooManyItems
      report(code, heading, bytes, subject: String(items.count))
      return nil
    }
    guard isUnique else { return nil }
    return Order(
      question: text(of: lines[parts.lead], bytes), items: items,
      location: location(at: heading.text.lowerBound, of: heading, bytes))
  }

  mutating func readDemo(_ heading: Line, _ bytes: Span<UInt8>) -> DemoSection? {
    guard !draft.calls.isEmpty else {
      report(.demoWithoutCall, heading, bytes)
      return nil
    }
    return DemoSection(
      text: text(of: lines[...], bytes), calls: draft.calls,
      location: location(at: heading.text.lowerBound, of: heading, bytes))
  }
}
