/// A number of a card that a demo must reproduce.
public struct Claim: Hashable, Sendable {
  public var call: DemoCall
  public var path: FieldPath
  public var expected: ClaimedValue
  /// The place of the `path = value`.
  public var location: SourceLocation

  public init(call: DemoCall, path: FieldPath, expected: ClaimedValue, location: SourceLocation) {
    self.call = call
    self.path = path
    self.expected = expected
    self.location = location
  }
}
