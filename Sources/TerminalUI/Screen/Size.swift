/// Columns and rows of a screen or of a part of it.
public struct Size: Sendable, Hashable {
  public var columns, rows: Int

  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// What a terminal has that does not say: the DEC VT100's 80 by 24.
  public static let standard = Size(columns: 80, rows: 24)
}
