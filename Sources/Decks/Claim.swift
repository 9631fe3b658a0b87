/// A number of a card that a demo must reproduce.
public struct Claim: Hashable, Sendable {
  public var call: DemoCall
  public var path: FieldPath
  /// The place of the `path = value`.
  public var location: SourceLocation
  private var value: DeckText

  /// nil when `value` is no claimed value.
  public init?(call: DemoCall, path: FieldPath, value: String, location: SourceLocation) {
    self.init(call: call, path: path, value: DeckText(value), location: location)
  }

  init?(call: DemoCall, path: FieldPath, value: DeckText, location: SourceLocation) {
    guard value.withBytes({ ClaimedValue.isReadable($0, 0..<$0.count) }) else { return nil }
    self.call = call
    self.path = path
    self.value = value
    self.location = location
  }

  public var expected: ClaimedValue {
    guard let expected = ClaimedValue(value.string) else {
      preconditionFailure("a readable value was not read")
    }
    return expected
  }

  /// As written.
  public var expectedText: String { String(value.string.trimmed) }
}
