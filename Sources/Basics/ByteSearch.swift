/// Looking for bytes among bytes; the standard library's own search comes with its regular expressions, which every start of the
/// program would load.
extension Collection<UInt8> {
  /// The first place where the bytes of `pattern` stand in a row; the empty pattern stands at the start.
  public func firstRange(of pattern: some Collection<UInt8>) -> Range<Index>? {
    guard let first = pattern.first else { return startIndex..<startIndex }
    var start = startIndex
    while let place = self[start...].firstIndex(of: first) {
      var end = place
      var isWhole = true
      for byte in pattern {
        guard end < endIndex, self[end] == byte else {
          isWhole = false
          break
        }
        formIndex(after: &end)
      }
      if isWhole { return place..<end }
      start = index(after: place)
    }
    return nil
  }
}

extension StringProtocol {
  /// Whether the bytes of `word` stand in a row: what two texts look like, not their canonical form, decides.
  public func holds(_ word: some StringProtocol) -> Bool { utf8.firstRange(of: word.utf8) != nil }
}

extension StringProtocol where SubSequence == Substring {
  /// What stands between the places of `word`, empty parts too; after `maxSplits` places the rest is one part.
  public func parts(between word: String, maxSplits: Int = .max) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while parts.count < maxSplits, !word.isEmpty, let range = rest.utf8.firstRange(of: word.utf8) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
