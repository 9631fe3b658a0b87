public import Basics

/// What is wrong with a typed option of a demo; the sentences are in `OptionError+Sentences.swift`.
public enum OptionError: Error, Sendable, Hashable {
  case unknown(option: String, demo: String, suggestion: String?)
  case missingValue(option: String, wanted: LocalizedText)
  case twice(option: String)
  case takesNoValue(option: String)
  case notAllowed(option: String, typed: String, allowed: LocalizedText)
  case unknownWord(option: String, typed: String, allowed: [String], suggestion: String?)
  case unexpected(word: String, demo: String)
}

extension Demo {
  /// Parses words such as `["--k", "3", "--s=2"]` into the values of all options, defaults filled in.
  public func parse(_ words: [String]) throws(OptionError) -> OptionValues {
    var typed: [String: String?] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.utf8.count > 2 else {
        guard let bareOption, typed[bareOption] == nil else { throw .unexpected(word: word, demo: name) }
        typed[bareOption] = .some(word)
        continue
      }
      let body = word.dropFirst(2)
      let equals = body.firstIndex(of: "=")
      let optionName = String(body[..<(equals ?? body.endIndex)])
      guard let option = options.first(where: { $0.name == optionName }) else {
        let suggestion = Suggestion.nearest(to: optionName, among: options.map(\.name))
        throw .unknown(option: optionName, demo: name, suggestion: suggestion)
      }
      let earlier = typed[optionName] ?? nil
      guard typed[optionName] == nil || option.takesRows else { throw .twice(option: optionName) }
      if case .flag = option.kind {
        guard equals == nil else { throw .takesNoValue(option: optionName) }
        typed.updateValue(nil, forKey: optionName)
        continue
      }
      guard let value = equals.map({ String(body[body.index(after: $0)...]) }) ?? rest.popFirst() else {
        throw .missingValue(option: optionName, wanted: option.allowed)
      }
      typed[optionName] = .some(earlier.map { "\($0);\(value)" } ?? value)
    }
    var values: [String: OptionValue] = [:]
    for option in options {
      if let text = typed[option.name] {
        values[option.name] = try option.value(of: text)
      } else if let standard = option.standard {
        do {
          values[option.name] = try option.value(of: standard)
        } catch {
          preconditionFailure(
            "the default of --\(option.name) in \(name) is out of its own range: \(standard)")
        }
      } else if case .flag = option.kind {
        values[option.name] = .flag(false)
      }
    }
    return OptionValues(declared: options, values: values)
  }
}

extension DemoOption {
  /// Given again, it adds rows.
  var takesRows: Bool {
    if case .matrix = kind { true } else { false }
  }

  /// The range in words, with its unit, as errors and `--help` show it.
  public var allowed: LocalizedText {
    switch kind {
    case .integer(let range): measured(.range(range))
    case .number(let range): measured(.range(range, short))
    case .size(let range): pair(of: measured(.range(range)))
    case .integers(let range, let count):
      several(LocalizedText("whole numbers", "整数"), count, measured(.range(range)))
    case .numbers(let range, let count):
      several(LocalizedText("numbers", "数"), count, measured(.range(range, short)))
    case .matrix(let range, let side): rows(of: measured(.range(range, short)), .range(side))
    case .word(let words): .list(words)
    case .words(let words):
      LocalizedText(
        "one or more of \(words.joined(separator: ","))", "\(words.joined(separator: ",")) 中的一个或几个")
    case .flag: LocalizedText("no value", "不带取值")
    case .text(let limit): LocalizedText("text of at most \(limit) bytes", "不超过 \(limit) 字节的文本")
    }
  }

  private func measured(_ range: LocalizedText) -> LocalizedText {
    guard let unit else { return range }
    return LocalizedText("\(range.english) \(unit.english)", "\(range.chinese) \(unit.chinese)")
  }

  private func pair(of range: LocalizedText) -> LocalizedText {
    LocalizedText("N or H,W, each \(range.english)", "N 或 H,W，各为 \(range.chinese)")
  }

  private func several(_ noun: LocalizedText, _ count: ClosedRange<Int>, _ range: LocalizedText)
    -> LocalizedText
  {
    let many =
      count.lowerBound == count.upperBound ? LocalizedText(both: "\(count.lowerBound)") : .range(count)
    return LocalizedText(
      "\(many.english) \(noun.english) \(range.english), separated by commas",
      "\(many.chinese) 个\(noun.chinese)，各为 \(range.chinese)，用逗号分隔")
  }

  private func rows(of range: LocalizedText, _ side: LocalizedText) -> LocalizedText {
    LocalizedText(
      "rows of numbers \(range.english), like 1,2;3,4, \(side.english) a side",
      "逐行写出的数，各为 \(range.chinese)，如 1,2;3,4，行数与列数各为 \(side.chinese)")
  }

  func value(of text: String?) throws(OptionError) -> OptionValue {
    guard let text else { return .flag(true) }
    let refused = OptionError.notAllowed(option: name, typed: text, allowed: allowed)
    switch kind {
    case .integer(let range):
      guard let value = Int(text), range.contains(value) else { throw refused }
      return .integer(value)
    case .number(let range):
      guard let value = finite(text), range.contains(value) else { throw refused }
      return .number(value)
    case .size(let range):
      guard let sides = list(text, Int.init), (1...2).contains(sides.count), sides.allSatisfy(range.contains)
      else { throw refused }
      return .size(sides[0], sides[sides.count - 1])
    case .integers(let range, let count):
      guard let values = list(text, Int.init), count.contains(values.count), values.allSatisfy(range.contains)
      else { throw refused }
      return .integers(values)
    case .numbers(let range, let count):
      guard let values = list(text, finite), count.contains(values.count), values.allSatisfy(range.contains)
      else { throw refused }
      return .numbers(values)
    case .matrix(let range, let side):
      var rows: [[Double]] = []
      for row in text.split(separator: ";", omittingEmptySubsequences: false) {
        guard let values = list(row, finite), side.contains(values.count), values.allSatisfy(range.contains),
          values.count == rows.first?.count ?? values.count
        else { throw refused }
        rows.append(values)
      }
      guard side.contains(rows.count) else { throw refused }
      return .matrix(rows)
    case .word(let words):
      return .word(try word(text, among: words))
    case .words(let words):
      var chosen: [String] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let word = try word(String(part), among: words)
        if !chosen.contains(word) { chosen.append(word) }
      }
      return .words(chosen)
    case .flag:
      throw .takesNoValue(option: name)
    case .text(let limit):
      guard text.utf8.count <= limit else { throw refused }
      return .text(text)
    }
  }

  private func word(_ text: String, among words: [String]) throws(OptionError) -> String {
    let trimmed = trim(text)
    guard words.contains(trimmed) else {
      throw .unknownWord(
        option: name, typed: text, allowed: words, suggestion: Suggestion.nearest(to: trimmed, among: words))
    }
    return trimmed
  }
}

private func list<Value>(_ text: some StringProtocol, _ parse: (String) -> Value?) -> [Value]? {
  var values: [Value] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let value = parse(trim(part)) else { return nil }
    values.append(value)
  }
  return values
}

private func trim(_ text: some StringProtocol) -> String {
  String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

private func finite(_ text: String) -> Double? {
  guard let value = Double(text), value.isFinite else { return nil }
  return value
}

/// A number as a person would write it: no `.0` on whole numbers.
func short(_ number: Double) -> String {
  let text = number.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
