/// The keys that matter now, for the last line of a screen: `space show the answer   d demo        ? keys   q quit`.
public struct KeyHints: Sendable, Hashable {
  public struct Hint: Sendable, Hashable {
    public var key: String
    public var action: StyledText

    public init(_ key: String, _ action: String) {
      self.init(key, StyledText(action))
    }

    public init(_ key: String, _ action: StyledText) {
      self.key = key
      self.action = action
    }
  }

  private static let gap = "   "

  /// From the left, the most important first; those that do not fit are left out.
  public var leading: [Hint]
  /// At the right edge; shown before anything else.
  public var trailing: [Hint]

  public init(_ leading: [Hint] = [], trailing: [Hint] = []) {
    self.leading = leading
    self.trailing = trailing
  }

  public func line(width: Int, widths: CharacterWidth = .standard) -> StyledText {
    let right = Self.fitting(trailing, width: width, widths: widths)
    let rightColumns = right.columns(widths)
    let room = width - (rightColumns > 0 ? rightColumns + Self.gap.count : 0)
    let left = Self.fitting(leading, width: room, widths: widths)
    return rightColumns == 0 ? left : left.padded(to: width - rightColumns, widths: widths) + right
  }

  private static func fitting(_ hints: [Hint], width: Int, widths: CharacterWidth) -> StyledText {
    var line = StyledText()
    for hint in hints {
      let text = StyledText(hint.key, .accent) + StyledText(" ") + hint.action
      let longer = line.isEmpty ? text : line + StyledText(gap) + text
      guard longer.columns(widths) <= width else { continue }
      line = longer
    }
    return line
  }
}
