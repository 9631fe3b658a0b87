import Basics
import Storage

extension ReviewID {
  /// An id for an entry that another program kept without one: the same words and instant always give the same.
  ///
  /// In the form of a UUID of version 7, whose random bits are a hash of the words.
  init(derivedFrom words: String, at time: Timestamp) {
    var generator = SplitMix64(seed: ContentHash.of(words.utf8.span))
    let milliseconds = UInt64(clamping: time.milliseconds) & 0x7FFF_FFFF_FFFF
    let high = milliseconds << 16 | 0x7000 | generator.next() >> 52
    let low = 0x8000_0000_0000_0000 | generator.next() >> 2
    var bytes: [UInt8] = []
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
    guard let id = ReviewID(bytes: bytes) else { preconditionFailure("an id has 16 bytes") }
    self = id
  }
}
