import Basics
import Foundation

/// Reads JSON in tests, where values are easier to write as text.
func json(_ text: String) throws -> JSONValue {
  try JSONDecoder().decode(Decoded.self, from: Data(text.utf8)).value
}

private struct Decoded: Decodable {
  let value: JSONValue

  init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      var items: [JSONValue] = []
      while !list.isAtEnd { items.append(try list.decode(Decoded.self).value) }
      value = .array(items)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      value = .null
    } else if let flag = try? single.decode(Bool.self) {
      value = .bool(flag)
    } else if let integer = try? single.decode(Int.self) {
      value = .integer(integer)
    } else if let number = try? single.decode(Double.self) {
      value = .number(number)
    } else {
      value = .string(try single.decode(String.self))
    }
  }
}
