public import Basics

/// Marks what a learner types.
public enum AnswerMarking {
  public enum Mark: Hashable, Sendable {
    case right
    case wrong
    /// No answer of the kind asked for: say so, and ask again.
    case unreadable
  }

  /// Marks the answer to a drill against the value its demo computed.
  public static func mark(_ typed: String, against computed: JSONValue) -> Mark {
    let text = AnswerText.folded(typed)
    if text.isEmpty { return .unreadable }
    switch computed.squeezed {
    case .integer(let integer):
      return markNumber(text, Double(integer))
    case .number(let number):
      return markNumber(text, number)
    case .bool(let flag):
      guard let answer = truths[text.lowercased()] else { return .unreadable }
      return answer == flag ? .right : .wrong
    case .string(let word):
      return AnswerText.normalised(typed) == AnswerText.normalised(word) ? .right : .wrong
    case .array(let items):
      return markList(text, items)
    case .null, .object:
      return .unreadable
    }
  }

  /// Marks the text typed for a gap.
  public static func mark(_ typed: String, hidden: String) -> Mark {
    let answer = AnswerText.normalised(typed)
    if answer.isEmpty { return .unreadable }
    let expected = AnswerText.normalised(hidden)
    if answer == expected { return .right }
    // 0.50 for 0.5, 1,024 for 1024.
    if let number = TypedNumber(AnswerText.folded(typed)), let value = TypedNumber(AnswerText.folded(hidden))
    {
      return number.answers(value.value) ? .right : .wrong
    }
    return .wrong
  }

  private static let truths: [String: Bool] = [
    "true": true, "t": true, "yes": true, "y": true, "是": true, "对": true, "真": true,
    "false": false, "f": false, "no": false, "n": false, "否": false, "不": false, "错": false, "假": false,
  ]

  private static func markNumber(_ text: String, _ computed: Double) -> Mark {
    if let number = TypedNumber(text) { return number.answers(computed) ? .right : .wrong }
    // Several numbers where one was asked for: readable, but not the answer.
    return numbers(text) == nil ? .unreadable : .wrong
  }

  private static func markList(_ text: String, _ items: [JSONValue]) -> Mark {
    let leaves = JSONValue.array(items).leaves
    guard let first = leaves.first else { return .unreadable }
    guard leaves.allSatisfy({ $0.double != nil }) else {
      let words = AnswerText.items(of: text).map { AnswerText.normalised($0) }
      let expected = leaves.map { AnswerText.normalised($0.word) }
      return words == expected ? .right : .wrong
    }
    // One number for a list of equal ones: 12 for 12×12.
    if let number = TypedNumber(text), leaves.count == 1 || leaves.allSatisfy({ $0.double == first.double }) {
      return number.answers(first.double ?? 0) ? .right : .wrong
    }
    guard let numbers = numbers(text) else { return .unreadable }
    guard numbers.count == leaves.count else { return .wrong }
    return zip(numbers, leaves).allSatisfy { $0.answers($1.double ?? .nan) } ? .right : .wrong
  }

  private static func numbers(_ text: String) -> [TypedNumber]? {
    var numbers: [TypedNumber] = []
    for item in AnswerText.items(of: text) {
      guard let number = TypedNumber(item) else { return nil }
      numbers.append(number)
    }
    return numbers.isEmpty ? nil : numbers
  }
}

extension JSONValue {
  /// The scalars of nested lists, row by row.
  fileprivate var leaves: [JSONValue] {
    guard case .array(let items) = self else { return [self] }
    return items.flatMap(\.leaves)
  }

  fileprivate var double: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  fileprivate var word: String {
    switch self {
    case .string(let string): string
    default: JSONWriter.write(self)
    }
  }
}
