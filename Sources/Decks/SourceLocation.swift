/// Where in a deck something stands.
public struct SourceLocation: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The path as it was given to the parser.
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars, as editors count.
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form that editors and terminals can jump to.
  public var description: String { "\(file):\(line):\(column)" }

  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}
