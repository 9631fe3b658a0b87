import Basics

/// A value to bind to a statement.
enum SQLiteValue: Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  static func integer(_ value: Int) -> SQLiteValue { .integer(Int64(value)) }
  static func bool(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
  static func time(_ value: Timestamp) -> SQLiteValue { .integer(value.milliseconds) }
  static func day(_ value: Day) -> SQLiteValue { .integer(value.number) }
  static func card(_ value: CardID) -> SQLiteValue { .text(value.rawValue) }
  static func id(_ value: ReviewID) -> SQLiteValue { .blob(value.bytes) }
  static func optional(_ value: Int?) -> SQLiteValue { value.map { .integer($0) } ?? .null }
  static func optional(_ value: String?) -> SQLiteValue { value.map { .text($0) } ?? .null }
}
