public import Basics

/// A way into a demo's JSON result, such as `layers[3].rf`.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
  public enum Component: Hashable, Sendable {
    case name(String)
    /// Negative counts from the end.
    case index(Int)
  }

  private let text: DeckText

  /// nil when the text is no path: names parted by points, each with any number of `[index]`.
  public init?(_ text: String) {
    self.init(DeckText(text))
  }

  init?(_ text: DeckText) {
    guard text.withBytes({ FieldPath.isReadable($0) }) else { return nil }
    self.text = text
  }

  /// As written.
  public var description: String { text.string }

  /// Never empty; begins with a name.
  public var components: [Component] {
    var components: [Component] = []
    text.withBytes { bytes in
      _ = FieldPath.read(bytes) { component in components.append(component.value(bytes)) }
    }
    return components
  }

  private enum Part {
    case name(Range<Int>)
    case index(Int)

    func value(_ bytes: Span<UInt8>) -> Component {
      switch self {
      case .name(let range): .name(bytes.text(range))
      case .index(let index): .index(index)
      }
    }
  }

  private static func isReadable(_ bytes: Span<UInt8>) -> Bool { read(bytes) { _ in } }

  /// Walks the components; false when the bytes are no path.
  private static func read(_ bytes: Span<UInt8>, _ take: (Part) -> Void) -> Bool {
    let end = bytes.count
    var index = 0
    var start = 0
    func mayFollow(_ next: Int) -> Bool {
      next == end || bytes[next] == UInt8(ascii: ".") || bytes[next] == UInt8(ascii: "[")
    }
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "."):
        if index > start { take(.name(start..<index)) }
        guard index > 0, index + 1 < end, !mayFollow(index + 1) else { return false }
        index += 1
        start = index
      case UInt8(ascii: "["):
        if index > start { take(.name(start..<index)) }
        guard index > 0, let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: index..<end),
          let place = Int(bytes.text((index + 1)..<close)), mayFollow(close + 1)
        else { return false }
        take(.index(place))
        index = close + 1
        start = index
      case 0...0x20, UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "`"), 0x7F:
        return false
      default:
        index += 1
      }
    }
    if end > start { take(.name(start..<end)) }
    return end > 0
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
