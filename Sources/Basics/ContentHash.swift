/// FNV-1a with 64 bits: tells whether a file changed, and nothing an enemy could not forge.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, the FNV hash, 64-bit variant 1a.
public enum ContentHash {
  /// Of no bytes.
  public static let empty: UInt64 = 0xcbf2_9ce4_8422_2325

  /// `previous` is the hash of what stands before these bytes.
  public static func of(_ bytes: Span<UInt8>, after previous: UInt64 = empty) -> UInt64 {
    var hash = previous
    for index in bytes.indices {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
    }
    return hash
  }
}
