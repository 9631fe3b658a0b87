import Basics

/// Writes deflate streams: greedy matches from one hash table, each block with the cheapest of its three codes.
///
/// Source: RFC 1951. The table has one place a hash, and where nothing matches the steps grow, as LZ4 does it: an
/// export is waited for, and is twice as fast for a tenth more bytes.
public struct Deflate {
  private static let hashBits = 15
  private static let windowSize = 1 << 15
  private static let blockTokens = 1 << 15

  private var bits = BitWriter()
  /// Literals as they are; matches as `1 << 31 | length << 16 | distance - 1`.
  private var tokens: [UInt32] = []
  private var literalCounts = [UInt32](repeating: 0, count: 286)
  private var distanceCounts = [UInt32](repeating: 0, count: 30)
  private var blockStart = 0

  /// What is long is written in two halves, each on a thread of its own; the second does not look into the first.
  public static func compress(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 1 << 20 else { return compress(bytes, 0..<bytes.count, isLast: true) }
    let (first, second) = Parallel.both({ compress(bytes, 0..<bytes.count / 2, isLast: false) }) {
      compress(bytes, bytes.count / 2..<bytes.count, isLast: true)
    }
    return first + second
  }

  private static func compress(_ bytes: [UInt8], _ range: Range<Int>, isLast: Bool) -> [UInt8] {
    var writer = Deflate()
    writer.tokens.reserveCapacity(blockTokens)
    writer.write(bytes.span.extracting(range), isLast: isLast)
    // An empty stored block ends at a whole byte.
    if !isLast { writer.bits.appendStored([UInt8]().span, isLast: false) }
    return writer.bits.finish()
  }

  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
    UInt32(bytes[index]) | UInt32(bytes[index &+ 1]) << 8 | UInt32(bytes[index &+ 2]) << 16
      | UInt32(bytes[index &+ 3]) << 24
  }

  private mutating func write(_ bytes: Span<UInt8>, isLast: Bool) {
    // A place is kept as an Int32: longer input is a mistake of the caller's, who has limits of its own.
    precondition(bytes.count < Int(Int32.max), "at most 2 GiB at once")
    // Places from 1; 0 is none.
    var table = [Int32](repeating: 0, count: 1 << Self.hashBits)
    var index = 0
    var misses = 0
    while index &+ 4 <= bytes.count {
      let word = Self.word(bytes, index)
      let hash = Int((word &* 0x9E37_79B1) >> UInt32(32 - Self.hashBits))
      let candidate = Int(table[hash]) &- 1
      table[hash] = Int32(truncatingIfNeeded: index &+ 1)
      guard candidate >= 0, index &- candidate <= Self.windowSize, Self.word(bytes, candidate) == word else {
        misses &+= 1
        let step = min(1 &+ misses >> 6, bytes.count &- index)
        for place in index..<index &+ step { addLiteral(bytes[place], place, bytes) }
        index &+= step
        continue
      }
      misses = 0
      var length = 4
      let longest = min(258, bytes.count &- index)
      while length < longest, bytes[candidate &+ length] == bytes[index &+ length] { length &+= 1 }
      add(
        1 << 31 | UInt32(length) << 16 | UInt32(index &- candidate &- 1),
        symbol: 257 &+ MatchCode.code(ofLength: length).code)
      distanceCounts[MatchCode.code(ofDistance: index &- candidate).code] &+= 1
      index &+= length
      if tokens.count == Self.blockTokens { endBlock(bytes, through: index, isLast: false) }
    }
    while index < bytes.count {
      addLiteral(bytes[index], index, bytes)
      index += 1
    }
    endBlock(bytes, through: bytes.count, isLast: isLast)
  }

  @inline(__always)
  private mutating func addLiteral(_ byte: UInt8, _ place: Int, _ bytes: Span<UInt8>) {
    add(UInt32(byte), symbol: Int(byte))
    if tokens.count == Self.blockTokens { endBlock(bytes, through: place &+ 1, isLast: false) }
  }

  @inline(__always)
  private mutating func add(_ token: UInt32, symbol: Int) {
    tokens.append(token)
    literalCounts[symbol] &+= 1
  }

  private mutating func endBlock(_ bytes: Span<UInt8>, through end: Int, isLast: Bool) {
    literalCounts[256] = 1
    let dynamic = DynamicCode(literals: literalCounts, distances: distanceCounts)
    let dynamicBits = dynamic.headerBits + bodyBits(dynamic.literals, dynamic.distances)
    let fixedBits = bodyBits(HuffmanCode.fixedLiterals, HuffmanCode.fixedDistances)
    // Up to 7 bits of padding and 4 bytes of length for each 65,535 bytes.
    let storedBits = (end - blockStart) * 8 + ((end - blockStart) / 65_535 + 1) * 42
    if storedBits < min(dynamicBits, fixedBits) {
      bits.appendStored(bytes.extracting(blockStart..<end), isLast: isLast)
    } else {
      bits.reserve(min(dynamicBits, fixedBits) + 3)
      bits.append(isLast ? 1 : 0, count: 1)
      let isDynamic = dynamicBits < fixedBits
      bits.append(isDynamic ? 2 : 1, count: 2)
      if isDynamic { dynamic.appendHeader(to: &bits) }
      appendBody(
        isDynamic ? dynamic.literals : HuffmanCode.fixedLiterals,
        isDynamic ? dynamic.distances : HuffmanCode.fixedDistances)
    }
    tokens.removeAll(keepingCapacity: true)
    for index in literalCounts.indices { literalCounts[index] = 0 }
    for index in distanceCounts.indices { distanceCounts[index] = 0 }
    blockStart = end
  }

  private func bodyBits(_ literals: [UInt8], _ distances: [UInt8]) -> Int {
    var sum = 0
    for (symbol, count) in literalCounts.enumerated() {
      let extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 257) / 4 - 1
      sum += Int(count) * (Int(literals[symbol]) + extra)
    }
    for (symbol, count) in distanceCounts.enumerated() {
      sum += Int(count) * (Int(distances[symbol]) + MatchCode.extraBits(ofDistance: symbol))
    }
    return sum
  }

  private mutating func appendBody(_ literals: [UInt8], _ distances: [UInt8]) {
    // A code and its length in one number, so that a literal is one look-up.
    let literalCodes = zip(HuffmanCode.codes(lengths: literals), literals).map {
      UInt32($0) << 4 | UInt32($1)
    }
    let distanceCodes = zip(HuffmanCode.codes(lengths: distances), distances).map {
      UInt32($0) << 8 | UInt32($1)
    }
    for token in tokens {
      guard token >> 31 == 1 else {
        let code = literalCodes[Int(token)]
        bits.append(UInt64(code >> 4), count: Int(code & 15))
        continue
      }
      let length = MatchCode.code(ofLength: Int(token >> 16 & 0x7FFF))
      let distance = MatchCode.code(ofDistance: Int(token & 0xFFFF) &+ 1)
      let code = literalCodes[257 &+ length.code]
      let codeBits = Int(code & 15)
      let distanceCode = distanceCodes[distance.code]
      let distanceBits = Int(distanceCode & 0xFF)
      // At most 15 + 5 + 15 + 13 bits.
      var value = UInt64(code >> 4) | UInt64(length.extra) << UInt64(codeBits)
      var count = codeBits &+ length.extraBits
      value |= UInt64(distanceCode >> 8) << UInt64(count)
      count &+= distanceBits
      value |= UInt64(distance.extra) << UInt64(count)
      bits.append(value, count: count &+ distance.extraBits)
    }
    let end = literalCodes[256]
    bits.append(UInt64(end >> 4), count: Int(end & 15))
  }
}

/// The two codes of a dynamic block and the header that tells them. Source: RFC 1951, 3.2.7.
private struct DynamicCode {
  let literals: [UInt8]
  let distances: [UInt8]
  /// Symbols of the code for lengths, with their extra bits.
  private var symbols: [(symbol: Int, extra: Int, extraBits: Int)] = []
  private let lengthLengths: [UInt8]
  private var literalCount = 286
  private var distanceCount = 30
  private var lengthCount = 19

  init(literals literalCounts: [UInt32], distances distanceCounts: [UInt32]) {
    literals = HuffmanCode.lengths(frequencies: literalCounts, limit: HuffmanCode.longest)
    var distances = HuffmanCode.lengths(frequencies: distanceCounts, limit: HuffmanCode.longest)
    // Some readers want a code for distances even where there are none.
    if distances.allSatisfy({ $0 == 0 }) { distances[0] = 1 }
    self.distances = distances
    while literalCount > 257, literals[literalCount - 1] == 0 { literalCount -= 1 }
    while distanceCount > 1, distances[distanceCount - 1] == 0 { distanceCount -= 1 }
    symbols = Self.runs(of: literals[..<literalCount] + distances[..<distanceCount])
    var counts = [UInt32](repeating: 0, count: 19)
    for symbol in symbols { counts[symbol.symbol] += 1 }
    // A code of one symbol would be an incomplete one, which not every reader takes.
    if counts.count(where: { $0 > 0 }) == 1 { counts[counts[0] > 0 ? 1 : 0] = 1 }
    lengthLengths = HuffmanCode.lengths(frequencies: counts, limit: 7)
    while lengthCount > 4, lengthLengths[HuffmanCode.lengthOrder[lengthCount - 1]] == 0 { lengthCount -= 1 }
  }

  private static func runs(
    of lengths: ArraySlice<UInt8>
  ) -> [(symbol: Int, extra: Int, extraBits: Int)] {
    var symbols: [(symbol: Int, extra: Int, extraBits: Int)] = []
    var index = lengths.startIndex
    while index < lengths.endIndex {
      let length = lengths[index]
      var end = index
      while end < lengths.endIndex, lengths[end] == length { end += 1 }
      var rest = end - index
      if length > 0 {
        symbols.append((Int(length), 0, 0))
        rest -= 1
      }
      while rest >= 3 {
        let count = min(rest, length > 0 ? 6 : 138)
        symbols.append(
          length > 0 ? (16, count - 3, 2) : count <= 10 ? (17, count - 3, 3) : (18, count - 11, 7))
        rest -= count
      }
      for _ in 0..<rest { symbols.append((Int(length), 0, 0)) }
      index = end
    }
    return symbols
  }

  var headerBits: Int {
    symbols.reduce(14 + 3 * lengthCount) { $0 + Int(lengthLengths[$1.symbol]) + $1.extraBits }
  }

  func appendHeader(to bits: inout BitWriter) {
    bits.append(UInt64(literalCount - 257), count: 5)
    bits.append(UInt64(distanceCount - 1), count: 5)
    bits.append(UInt64(lengthCount - 4), count: 4)
    for place in HuffmanCode.lengthOrder.prefix(lengthCount) {
      bits.append(UInt64(lengthLengths[place]), count: 3)
    }
    let codes = HuffmanCode.codes(lengths: lengthLengths)
    for symbol in symbols {
      bits.append(UInt64(codes[symbol.symbol]), count: Int(lengthLengths[symbol.symbol]))
      bits.append(UInt64(symbol.extra), count: symbol.extraBits)
    }
  }
}

/// Bits into bytes, the lowest first.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var count = 0

  mutating func reserve(_ bits: Int) {
    let wanted = bytes.count + bits / 8 + 16
    // Twice as much each time, so that blocks do not copy what earlier ones wrote.
    if wanted > bytes.capacity { bytes.reserveCapacity(max(wanted, bytes.capacity * 2)) }
  }

  /// At most 48 bits at once, none set beyond `count`.
  @inline(__always)
  mutating func append(_ value: UInt64, count added: Int) {
    pending |= value << UInt64(count)
    count &+= added
    while count >= 16 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      bytes.append(UInt8(truncatingIfNeeded: pending >> 8))
      pending >>= 16
      count &-= 16
    }
  }

  mutating func appendStored(_ content: Span<UInt8>, isLast: Bool) {
    var start = 0
    repeat {
      let end = min(start + 65_535, content.count)
      append(isLast && end == content.count ? 1 : 0, count: 1)
      append(0, count: 2)
      align()
      append(UInt64(end - start), count: 16)
      append(UInt64(end - start) ^ 0xFFFF, count: 16)
      reserve((end - start) * 8)
      for index in start..<end { bytes.append(content[index]) }
      start = end
    } while start < content.count
  }

  private mutating func align() {
    if count > 8 { bytes += [UInt8(truncatingIfNeeded: pending), UInt8(truncatingIfNeeded: pending >> 8)] }
    if (1...8).contains(count) { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    (pending, count) = (0, 0)
  }

  mutating func finish() -> [UInt8] {
    align()
    return bytes
  }
}
