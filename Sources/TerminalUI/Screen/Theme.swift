/// How each role looks: a colour for terminals with many colours, one of the sixteen for others, and attributes.
public struct Theme: Sendable, Hashable {
  public struct Look: Sendable, Hashable {
    /// nil leaves the colour of the terminal.
    public var color: RGB?
    /// 0…15, for terminals with sixteen colours.
    public var ansi: UInt8?
    public var isBold, isFaint: Bool

    public init(_ color: RGB? = nil, ansi: UInt8? = nil, isBold: Bool = false, isFaint: Bool = false) {
      self.color = color
      self.ansi = ansi
      self.isBold = isBold
      self.isFaint = isFaint
    }
  }

  private var looks: [Look]

  public init(_ look: (Role) -> Look) {
    looks = Role.allCases.map(look)
  }

  public subscript(role: Role) -> Look {
    get { looks[Int(role.rawValue)] }
    set { looks[Int(role.rawValue)] = newValue }
  }

  public static func standard(isLightBackground: Bool) -> Theme { isLightBackground ? light : dark }

  /// Contrast with #1E1E1E and darker is at least 4.5:1 (WCAG AA); series differ in lightness too.
  public static let dark = Theme { role in
    switch role {
    case .plain, .maths: Look()
    case .dim: Look(RGB(0x93, 0x9A, 0xA6), ansi: 8)
    case .strong: Look(isBold: true)
    case .title: Look(RGB(0xE6, 0xC3, 0x84), ansi: 3, isBold: true)
    case .accent: Look(RGB(0x6C, 0xB6, 0xFF), ansi: 6)
    case .good: Look(RGB(0x8C, 0xC2, 0x65), ansi: 2)
    case .bad: Look(RGB(0xF0, 0x71, 0x78), ansi: 1)
    case .warning: Look(RGB(0xE5, 0xA5, 0x4B), ansi: 3)
    case .code: Look(RGB(0x7F, 0xC8, 0xC2), ansi: 6)
    case .series1: Look(RGB(0x6C, 0xB6, 0xFF), ansi: 6)
    case .series2: Look(RGB(0xF2, 0xA6, 0x5A), ansi: 3)
    case .series3: Look(RGB(0x8C, 0xC2, 0x65), ansi: 2)
    case .series4: Look(RGB(0xD6, 0x8C, 0xE0), ansi: 5)
    case .series5: Look(RGB(0xF0, 0x71, 0x78), ansi: 1)
    case .series6: Look(RGB(0xB8, 0xB0, 0x6A), ansi: 12)
    }
  }

  /// Contrast with white is at least 4.5:1.
  public static let light = Theme { role in
    switch role {
    case .plain, .maths: Look()
    case .dim: Look(RGB(0x6A, 0x70, 0x7A), ansi: 8)
    case .strong: Look(isBold: true)
    case .title: Look(RGB(0x8A, 0x5A, 0x00), ansi: 4, isBold: true)
    case .accent: Look(RGB(0x00, 0x5F, 0xB8), ansi: 4)
    case .good: Look(RGB(0x1E, 0x7B, 0x34), ansi: 2)
    case .bad: Look(RGB(0xC0, 0x1C, 0x28), ansi: 1)
    case .warning: Look(RGB(0x9A, 0x5B, 0x00), ansi: 5)
    case .code: Look(RGB(0x00, 0x6D, 0x75), ansi: 6)
    case .series1: Look(RGB(0x00, 0x5F, 0xB8), ansi: 4)
    case .series2: Look(RGB(0xB3, 0x54, 0x00), ansi: 1)
    case .series3: Look(RGB(0x1E, 0x7B, 0x34), ansi: 2)
    case .series4: Look(RGB(0x8A, 0x2B, 0xA0), ansi: 5)
    case .series5: Look(RGB(0xC0, 0x1C, 0x28), ansi: 9)
    case .series6: Look(RGB(0x6B, 0x65, 0x00), ansi: 6)
    }
  }
}
