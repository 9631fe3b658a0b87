/// Choice, order and demo sections.
extension DeckReader {
  mutating func readChoice(_ heading: Line, _ bytes: Span<UInt8>) -> Choice? {
    let parts = ListParts(lines, markedBy: .bullet)
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
      let option: Choice.Option
      if item.count == 1 {
        option = self.option(source, bytes, line.body, isRight, place)
      } else {
        let text = itemText([line] + lines[item.dropFirst()], bytes)
        option = self.option(text, text.utf8.span, 0..<text.utf8.count, isRight, place)
      }
      if option.isEmpty {
        report(.choiceEmptyOption, place)
      } else if options.contains(where: { $0.hasSameText(as: option) }) {
        report(.choiceDuplicateOption, place, subject: option.text)
      } else {
        options.append(option)
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
    _ source: String, _ bytes: Span<UInt8>, _ range: Range<Int>, _ isRight: Bool, _ location: SourceLocation
  ) -> Choice.Option {
    let end = range.upperBound
    var index = range.lowerBound
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        index = next
        continue
      }
      let width = separatorWidth(at: index, before: end, bytes)
      if width > 0 {
        let reason = bytes.trimming((index + width)..<end)
        return Choice.Option(
          text: DeckText(source, bytes.trimming(range.lowerBound..<index)), isRight: isRight,
          reason: reason.isEmpty ? nil : DeckText(source, reason), location: location)
      }
      index += 1
    }
    return Choice.Option(text: DeckText(source, range), isRight: isRight, reason: nil, location: location)
  }

  private func separatorWidth(at index: Int, before end: Int, _ bytes: Span<UInt8>) -> Int {
    switch bytes[index] {
    case UInt8(ascii: ":"): index + 1 < end && bytes[index + 1].isSpace ? 2 : 0
    case 0xEF: bytes.has("：", at: index, before: end) ? 3 : 0
    default: 0
    }
  }

  mutating func readOrder(_ heading: Line, _ bytes: Span<UInt8>) -> Order? {
    let parts = ListParts(lines, markedBy: .numbered)
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
