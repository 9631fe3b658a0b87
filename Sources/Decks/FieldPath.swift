public import Basics

/// A way into a demo's JSON result, such as `layers[3].rf`.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
  public enum Component: Hashable, Sendable {
    case name(String)
    /// Negative counts from the end.
    case index(Int)
  }

  /// Never empty; begins with a name.
  public let components: [Component]
  /// As written.
  public let description: String

  /// nil when the text is no path: names parted by points, each with any number of `[index]`.
  public init?(_ text: String) {
    var components: [Component] = []
    var name: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "."):
        if !name.isEmpty {
          components.append(.name(String(decoding: name, as: UTF8.self)))
          name.removeAll()
        } else if case .index? = components.last {
        } else {
          return nil
        }
        guard let next = bytes.first, next != UInt8(ascii: "."), next != UInt8(ascii: "[") else { return nil }
      case UInt8(ascii: "["):
        if !name.isEmpty { components.append(.name(String(decoding: name, as: UTF8.self))) }
        name.removeAll()
        guard !components.isEmpty, let end = bytes.firstIndex(of: UInt8(ascii: "]")),
          let index = Int(String(decoding: bytes[..<end], as: UTF8.self))
        else { return nil }
        components.append(.index(index))
        bytes = bytes[(end + 1)...]
        if let next = bytes.first, next != UInt8(ascii: "."), next != UInt8(ascii: "[") { return nil }
      case 0...0x20, UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "`"), 0x7F:
        return nil
      default:
        name.append(byte)
      }
    }
    if !name.isEmpty { components.append(.name(String(decoding: name, as: UTF8.self))) }
    guard !components.isEmpty else { return nil }
    self.components = components
    description = text
  }

  /// Why a result has no value at a path; `at` is the part of the path that was still found.
  public enum Failure: Error, Hashable, Sendable {
    case noMember(String, at: String, known: [String])
    case indexOutOfRange(Int, at: String, count: Int)
    /// A name after a number, a word, a truth value or null.
    case notAnObject(at: String)
    case notAList(at: String)
  }

  /// The value at this path.
  public func value(in result: JSONValue) throws(Failure) -> JSONValue {
    try FieldPath.walk(result, components[...], at: "")
  }

  private static func walk(
    _ value: JSONValue, _ path: ArraySlice<Component>, at place: String
  ) throws(Failure) -> JSONValue {
    guard let component = path.first else { return value }
    let rest = path.dropFirst()
    switch (component, value) {
    case (.name(let name), .object(let members)):
      guard let member = value[name] else {
        throw .noMember(name, at: place, known: members.map(\.name))
      }
      return try walk(member, rest, at: place.isEmpty ? name : place + "." + name)
    case (.name(let name), .array(let items)):
      // An item that bears the name comes first; then the name maps over the list.
      if let item = items.first(where: { $0["name"] == .string(name) }) {
        return try walk(item, rest, at: place.isEmpty ? name : place + "." + name)
      }
      guard !items.isEmpty else { throw .noMember(name, at: place, known: []) }
      var mapped: [JSONValue] = []
      for (index, item) in items.enumerated() {
        mapped.append(try walk(item, path, at: "\(place)[\(index)]"))
      }
      return .array(mapped)
    case (.name, _):
      throw .notAnObject(at: place)
    case (.index(let index), .array(let items)):
      let offset = index < 0 ? items.count + index : index
      guard items.indices.contains(offset) else {
        throw .indexOutOfRange(index, at: place, count: items.count)
      }
      return try walk(items[offset], rest, at: "\(place)[\(index)]")
    case (.index, _):
      throw .notAList(at: place)
    }
  }
}
