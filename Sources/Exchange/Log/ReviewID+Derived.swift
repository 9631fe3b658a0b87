import Basics
import Storage

extension ReviewID {
  /// An id for an entry that another program kept without one: the same words and instant always give the same.
  ///
  /// In the form of a UUID of version 7, whose random bits are a hash of the words.
  init(derivedFrom words: String, at time: Timestamp) {
    self.init(derivedFrom: ContentHash.of(words.utf8.span), at: time)
  }

  init(derivedFrom hash: UInt64, at time: Timestamp) {
    var generator = SplitMix64(seed: hash)
    let milliseconds = UInt64(clamping: time.milliseconds) & 0x7FFF_FFFF_FFFF
    self.init(
      high: milliseconds << 16 | 0x7000 | generator.next() >> 52,
      low: 0x8000_0000_0000_0000 | generator.next() >> 2)
  }
}
