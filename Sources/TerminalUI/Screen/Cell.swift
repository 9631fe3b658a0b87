/// One place of the screen: a character and how it looks.
public struct Cell: Sendable, Hashable {
  /// What the user perceives as one character; it may be several scalars.
  public let character: Character
  public let style: Style
  /// 1 or 2; 0 for the right half of a wide character, which stands in the cell before.
  public let columns: UInt8

  private init(_ character: Character, _ style: Style, columns: UInt8) {
    (self.character, self.style, self.columns) = (character, style, columns)
  }

  init(_ character: Character, _ style: Style, columns: Int) {
    precondition(columns == 1 || columns == 2, "a character that takes no column has no cell")
    self.init(character, style, columns: UInt8(columns))
  }

  static let blank = Cell(" ", .plain, columns: 1)

  static func rightHalf(_ style: Style) -> Cell { Cell(" ", style, columns: UInt8(0)) }

  var isRightHalf: Bool { columns == 0 }
}
