import Basics
import TerminalUI

// Short forms of what nearly every demo writes.

extension Table {
  /// A table of plain texts whose first column stands out; words line up at the left in the columns named.
  init(
    _ headings: [String], _ rows: [[String]], left: Set<Int> = [], limit: Int? = nil, shares: [Double]? = nil
  ) {
    self.init(
      columns: headings.enumerated().map { Column($1, left.contains($0) ? .left : .right) },
      rows: rows.map { row in row.enumerated().map { StyledText($1, $0 == 0 ? .strong : .plain) } },
      shares: shares, limit: limit)
  }
}

extension NumberGrid {
  /// A matrix with a fixed count of decimals.
  init(title: String, _ rows: [[Double]], decimals: Int = 2) {
    self.init(title: title, cells: rows.map { row in row.map { Numbers.fixed($0, decimals) } })
  }
}

extension DemoContext {
  /// A sentence under a picture.
  func remark(_ english: String, _ chinese: String) -> Drawing {
    .text(StyledText(text(english, chinese)))
  }
}

extension Numbers {
  /// `1, −0.5, 2`
  static func list(_ values: some Sequence<Double>, _ digits: Int = 4) -> String {
    values.map { significant($0, digits) }.joined(separator: ", ")
  }

  /// Without the last few bits, in which decimal fractions such as 0.15 − 0.14 are off.
  static func decimal(_ number: Double) -> Double {
    let scaled = number * 1e12
    return scaled.magnitude < 9e15 ? scaled.rounded() / 1e12 : number
  }
}

extension WrongRule {
  /// A mistake with one number; what it gives is nil, or not finite, where it cannot be made.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    number: @escaping @Sendable (OptionValues) -> Double?
  ) {
    self.init(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard let value = number(options), value.isFinite else { return nil }
      return .number(value)
    }
  }

  /// A mistake with one count.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    count: @escaping @Sendable (OptionValues) -> Int?
  ) {
    self.init(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      count(options).map { .integer($0) }
    }
  }

  /// A mistake with every number of a list.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    numbers: @escaping @Sendable (OptionValues) -> [Double]
  ) {
    self.init(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      let values = numbers(options)
      return values.allSatisfy(\.isFinite) ? .numbers(values) : nil
    }
  }
}
