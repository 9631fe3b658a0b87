/// What a piece of text means on the screen; a theme decides the colours, never the view.
public enum Role: UInt8, Sendable, Hashable, CaseIterable {
  case plain, dim, strong, title, accent, good, bad, warning, maths, code
  /// Series of a plot, in the order in which they are drawn.
  case series1, series2, series3, series4, series5, series6

  public static func series(_ index: Int) -> Role {
    Role(rawValue: Role.series1.rawValue + UInt8(index % 6)) ?? .plain
  }
}

/// An sRGB colour with eight bits a channel.
public struct RGB: Sendable, Hashable {
  public var red, green, blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }
}

/// How a cell looks: a role, or colours of its own where the picture is made of colour (images, heat maps).
public struct Style: Sendable, Hashable {
  public var role: Role
  public var foreground: RGB?
  public var background: RGB?
  public var isReversed = false
  public var isUnderlined = false

  public init(_ role: Role = .plain, foreground: RGB? = nil, background: RGB? = nil) {
    self.role = role
    self.foreground = foreground
    self.background = background
  }

  public static let plain = Style()
}
