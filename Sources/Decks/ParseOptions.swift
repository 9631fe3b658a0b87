/// What a parse demands and allows.
public struct ParseOptions: Hashable, Sendable {
  /// Every card must have an id and key points, and the file a topic that matches its name.
  public var isStrict: Bool
  /// `Q:`/`A:`, `front :: back` and `C:` make cards too.
  public var allowsForeignNotes: Bool
  public var maximumFileBytes: Int
  public var maximumLineBytes: Int

  public init(
    isStrict: Bool, allowsForeignNotes: Bool, maximumFileBytes: Int = 16 << 20,
    maximumLineBytes: Int = 64 << 10
  ) {
    self.isStrict = isStrict
    self.allowsForeignNotes = allowsForeignNotes
    self.maximumFileBytes = maximumFileBytes
    self.maximumLineBytes = maximumLineBytes
  }

  /// For the decks that come with the program.
  public static let builtIn = ParseOptions(isStrict: true, allowsForeignNotes: false)

  /// For a learner's own decks.
  public static let user = ParseOptions(isStrict: false, allowsForeignNotes: true)
}
