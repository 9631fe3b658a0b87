/// One line of text in spans of equal style. Made from a string it holds no line breaks and no controls.
public struct StyledText: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public struct Span: Sendable, Hashable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style) {
      self.text = text
      self.style = style
    }
  }

  public var spans: [Span]

  public init(spans: [Span] = []) {
    self.spans = spans
  }

  public init(_ text: String, _ role: Role = .plain) {
    self.init(text, style: Style(role))
  }

  public init(_ text: String, style: Style) {
    spans = text.isEmpty ? [] : [Span(SafeText.line(text), style)]
  }

  public init(stringLiteral value: String) {
    self.init(value)
  }

  public var plainText: String {
    spans.map(\.text).joined()
  }

  public var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

  public static func + (left: StyledText, right: StyledText) -> StyledText {
    StyledText(spans: left.spans + right.spans)
  }

  public static func += (left: inout StyledText, right: StyledText) {
    left.spans += right.spans
  }
}
