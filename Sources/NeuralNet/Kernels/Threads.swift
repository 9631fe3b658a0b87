/// How many threads a large kernel may use; results do not depend on it, since only outputs are divided.
public enum Threads {
  private static let allowed = Guarded(2)

  /// 1 switches threads off. Products and convolutions below about 4 million MACs never use more than one.
  public static var count: Int {
    get { allowed.withLock { $0 } }
    set { allowed.withLock { $0 = max(1, newValue) } }
  }

  /// Below this many MACs a second thread costs more than it brings.
  static let smallestShare = 4 << 20

  static func useful(macs: Int) -> Int { macs < smallestShare ? 1 : count }

  /// The range of `0..<count` that falls to one part, in multiples of `grain`.
  static func share(_ part: Int, of parts: Int, count: Int, grain: Int) -> Range<Int> {
    let blocks = (count + grain - 1) / grain
    let first = min(count, blocks * part / parts * grain)
    let last = min(count, blocks * (part + 1) / parts * grain)
    return first..<last
  }
}
