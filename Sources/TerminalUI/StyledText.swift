/// One line of text in spans of equal style. It holds no line breaks and no control characters when it comes from `init(_:_:)`.
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
    spans = text.isEmpty ? [] : [Span(text, Style(role))]
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
