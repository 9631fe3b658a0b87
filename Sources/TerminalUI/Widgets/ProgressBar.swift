/// How much of something is done: `███▌·······`.
public struct ProgressBar: Sendable, Hashable {
  /// 0…1; what lies outside is clamped.
  public var share: Double
  public var role: Role

  public init(_ share: Double, role: Role = .accent) {
    self.share = share
    self.role = role
  }

  public func line(columns: Int, capabilities: Capabilities) -> StyledText {
    let glyphs = Glyphs(capabilities)
    let columns = max(0, columns)
    let bar = glyphs.bar(share, columns: columns)
    let track = String(repeating: glyphs.track, count: max(0, columns - bar.count))
    return StyledText(bar, role) + StyledText(track, .dim)
  }
}
