import Basics
import Demos

/// A computed value as a learner reads it.
enum ShownValue {
  /// `12`, `0.19661`, `12 × 12`, `1, 2.5, 3`; rows of a matrix apart by semicolons.
  static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "–"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): Numbers.significant(number, 6)
    case .string(let string): string
    case .array(let items): list(items)
    case .object(let members): members.map { "\($0.name) \(text($0.value))" }.joined(separator: ", ")
    }
  }

  private static func list(_ items: [JSONValue]) -> String {
    if items.count == 1 { return text(items[0]) }
    let isSize = (2...3).contains(items.count) && items.allSatisfy(\.isInteger)
    let isMatrix = items.contains { if case .array = $0 { true } else { false } }
    return items.map(text).joined(separator: isSize ? " × " : isMatrix ? "; " : ", ")
  }
}

extension JSONValue {
  fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
}
