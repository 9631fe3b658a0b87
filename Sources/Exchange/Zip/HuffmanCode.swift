/// Prefix codes of deflate: by their lengths alone, codes of one length counting up. Source: RFC 1951, 3.2.2.
enum HuffmanCode {
  /// No code of deflate is longer.
  static let longest = 15

  /// The lengths of an optimal code none of which exceeds `limit`; 0 for what never occurs.
  static func lengths(frequencies: [UInt32], limit: Int) -> [UInt8] {
    var frequencies = frequencies
    while true {
      let lengths = unlimitedLengths(frequencies)
      if lengths.allSatisfy({ $0 <= limit }) { return lengths }
      // Flatter frequencies give shorter long codes; ones stay ones, so that this ends.
      for index in frequencies.indices where frequencies[index] > 1 {
        frequencies[index] = (frequencies[index] + 1) / 2
      }
    }
  }

  private static func unlimitedLengths(_ frequencies: [UInt32]) -> [UInt8] {
    var lengths = [UInt8](repeating: 0, count: frequencies.count)
    let symbols = frequencies.indices.filter { frequencies[$0] > 0 }.sorted {
      (frequencies[$0], $0) < (frequencies[$1], $1)
    }
    guard symbols.count > 1 else {
      if let only = symbols.first { lengths[only] = 1 }
      return lengths
    }
    // Leaves in order of weight, then the inner nodes, which come about in order of weight too.
    var weights = symbols.map { UInt64(frequencies[$0]) }
    var parents = [Int](repeating: 0, count: 2 * symbols.count - 1)
    var leaf = 0
    var inner = symbols.count
    func takeLightest() -> Int {
      let takesLeaf = leaf < symbols.count && (inner >= weights.count || weights[leaf] <= weights[inner])
      if takesLeaf { leaf += 1 } else { inner += 1 }
      return takesLeaf ? leaf - 1 : inner - 1
    }
    while weights.count < parents.count {
      let first = takeLightest()
      let second = takeLightest()
      parents[first] = weights.count
      parents[second] = weights.count
      weights.append(weights[first] + weights[second])
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in stride(from: parents.count - 2, through: 0, by: -1) {
      depths[node] = depths[parents[node]] + 1
      if node < symbols.count { lengths[symbols[node]] = UInt8(min(depths[node], 255)) }
    }
    return lengths
  }

  /// The codes with their first bit lowest, as deflate writes them.
  static func codes(lengths: [UInt8]) -> [UInt16] {
    var next = firstCodes(lengths)
    return lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      return reversed(next[Int(length)], length: Int(length))
    }
  }

  private static func firstCodes(_ lengths: [UInt8]) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: longest + 1)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var first = [UInt32](repeating: 0, count: longest + 1)
    for length in 2...longest { first[length] = (first[length - 1] + counts[length - 1]) << 1 }
    return first
  }

  private static func reversed(_ code: UInt32, length: Int) -> UInt16 {
    var reversed: UInt32 = 0
    for bit in 0..<length { reversed |= (code >> UInt32(bit) & 1) << UInt32(length - 1 - bit) }
    return UInt16(truncatingIfNeeded: reversed)
  }

  /// The fixed code of literals and lengths. Source: RFC 1951, 3.2.6.
  static let fixedLiterals: [UInt8] =
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
    + Array(repeating: 8, count: 8)
  static let fixedDistances = [UInt8](repeating: 5, count: 30)
  /// The order in which a block sends the lengths of its code for lengths. Source: RFC 1951, 3.2.7.
  static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
}

/// Tells symbols from bits: a table for the next ten, a walk for codes that are longer.
struct HuffmanDecoder {
  static let fastBits = 10
  /// `symbol << 4 | length` by the next ten bits; 0 where the code is longer, or none.
  private(set) var fast = [UInt16](repeating: 0, count: 1 << fastBits)
  /// How many codes have each length.
  private(set) var counts = [UInt16](repeating: 0, count: HuffmanCode.longest + 1)
  /// In the order of their codes.
  private(set) var symbols: [UInt16] = []

  /// Nil when the lengths belong to no prefix code; only a code of at most one symbol may leave bits unused.
  init?(lengths: some Collection<UInt8>) {
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var room = 1
    for length in 1...HuffmanCode.longest {
      room = room << 1 - Int(counts[length])
      if room < 0 { return nil }
    }
    let used = counts.reduce(0) { $0 + Int($1) }
    if room > 0, used > 1 || (used == 1 && counts[1] != 1) { return nil }
    var offsets = [Int](repeating: 0, count: HuffmanCode.longest + 2)
    for length in 1...HuffmanCode.longest { offsets[length + 1] = offsets[length] + Int(counts[length]) }
    symbols = Array(repeating: 0, count: used)
    let codes = HuffmanCode.codes(lengths: Array(lengths))
    for (symbol, length) in lengths.enumerated() where length > 0 {
      symbols[offsets[Int(length)]] = UInt16(symbol)
      offsets[Int(length)] += 1
      guard Int(length) <= Self.fastBits else { continue }
      var index = Int(codes[symbol])
      while index < fast.count {
        fast[index] = UInt16(symbol) << 4 | UInt16(length)
        index += 1 << Int(length)
      }
    }
  }
}
