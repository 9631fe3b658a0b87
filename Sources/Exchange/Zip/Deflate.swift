/// Writes deflate streams: greedy matches from one hash table, each block with the cheapest of its three codes.
///
/// Source: RFC 1951. The table has one place a hash, and where nothing matches the steps grow, as LZ4 does it: an
/// export is waited for, and is twice as fast for a tenth more bytes.
struct Deflate: ~Copyable {
  private static let hashBits = 15
  private static let windowSize = 1 << 15
  /// Input that shares a code.
  private static let blockSize = 1 << 17

  private struct Match {
    /// Where it begins; what lies before it and after the match before are literals.
    var place: Int32
    var length: Int16
    /// Less one.
    var distance: UInt16
  }

  private var bits = BitWriter()
  private var matches: [Match] = []

  /// A whole stream, or a part of one that ends at a whole byte: the next part does not look into it.
  static func compress(_ bytes: ArraySlice<UInt8>, isLast: Bool = true) -> [UInt8] {
    // A place is kept as an Int32: longer input is a mistake of the caller's, who has limits of its own.
    precondition(bytes.count < Int(Int32.max), "at most 2 GiB at once")
    var writer = Deflate()
    unsafe bytes.withUnsafeBytes { unsafe writer.write($0, isLast: isLast) }
    // An empty stored block ends at a whole byte.
    if !isLast {
      unsafe writer.bits.appendStored(UnsafeRawBufferPointer(start: nil, count: 0), isLast: false)
    }
    return writer.bits.finish()
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    // Places from 1; 0 is none.
    let table = UnsafeMutablePointer<Int32>.allocate(capacity: 1 << Self.hashBits)
    unsafe table.initialize(repeating: 0, count: 1 << Self.hashBits)
    defer { unsafe table.deallocate() }
    var index = 0
    var misses = 0
    var blockStart = 0
    while index &+ 4 <= bytes.count {
      if index &- blockStart >= Self.blockSize {
        unsafe endBlock(bytes, blockStart..<index, isLast: false)
        blockStart = index
      }
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
      let hash = Int((word &* 0x9E37_79B1) &>> UInt32(32 - Self.hashBits))
      let candidate = unsafe Int(table[hash]) &- 1
      unsafe table[hash] = Int32(truncatingIfNeeded: index &+ 1)
      guard candidate >= 0, index &- candidate <= Self.windowSize,
        unsafe bytes.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word
      else {
        misses &+= 1
        index &+= min(1 &+ misses &>> 6, bytes.count &- index)
        continue
      }
      misses = 0
      var length = 4
      let longest = min(258, bytes.count &- index)
      while length &+ 8 <= longest {
        let difference =
          unsafe bytes.loadUnaligned(fromByteOffset: candidate &+ length, as: UInt64.self)
          ^ bytes.loadUnaligned(fromByteOffset: index &+ length, as: UInt64.self)
        guard difference == 0 else {
          length &+= difference.littleEndian.trailingZeroBitCount &>> 3
          break
        }
        length &+= 8
      }
      while length < longest, unsafe bytes[candidate &+ length] == bytes[index &+ length] { length &+= 1 }
      matches.append(
        Match(
          place: Int32(truncatingIfNeeded: index), length: Int16(truncatingIfNeeded: length),
          distance: UInt16(truncatingIfNeeded: index &- candidate &- 1)))
      index &+= length
    }
    unsafe endBlock(bytes, blockStart..<bytes.count, isLast: isLast)
  }

  private mutating func endBlock(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, isLast: Bool) {
    var counts = SymbolCounts()
    var place = range.lowerBound
    for match in matches {
      unsafe counts.count(literals: bytes, place..<Int(match.place))
      counts.count(length: Int(match.length), distance: Int(match.distance) + 1)
      place = Int(match.place) + Int(match.length)
    }
    unsafe counts.count(literals: bytes, place..<range.upperBound)
    let dynamic = DynamicCode(literals: counts.literals, distances: counts.distances)
    let dynamicBits = dynamic.headerBits + counts.bits(dynamic.literals, dynamic.distances)
    let fixedBits = counts.bits(HuffmanCode.fixedLiterals, HuffmanCode.fixedDistances)
    // Up to 7 bits of padding and 4 bytes of length for each 65,535 bytes.
    let storedBits = range.count * 8 + (range.count / 65_535 + 1) * 42
    if storedBits < min(dynamicBits, fixedBits) {
      unsafe bits.appendStored(UnsafeRawBufferPointer(rebasing: bytes[range]), isLast: isLast)
    } else {
      bits.reserve(min(dynamicBits, fixedBits) + 3)
      bits.append(isLast ? 1 : 0, count: 1)
      let isDynamic = dynamicBits < fixedBits
      bits.append(isDynamic ? 2 : 1, count: 2)
      if isDynamic { dynamic.appendHeader(to: &bits) }
      unsafe appendBody(
        bytes, range, isDynamic ? dynamic.literals : HuffmanCode.fixedLiterals,
        isDynamic ? dynamic.distances : HuffmanCode.fixedDistances)
    }
    matches.removeAll(keepingCapacity: true)
  }

  private mutating func appendBody(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ literals: [UInt8], _ distances: [UInt8]
  ) {
    // A code and its length in one number, so that a literal is one look-up.
    let literalCodes = zip(HuffmanCode.codes(lengths: literals), literals).map {
      UInt32($0) << 4 | UInt32($1)
    }
    let distanceCodes = zip(HuffmanCode.codes(lengths: distances), distances).map {
      UInt32($0) << 8 | UInt32($1)
    }
    var place = range.lowerBound
    for match in matches {
      unsafe appendLiterals(bytes, place..<Int(match.place), literalCodes)
      place = Int(match.place) + Int(match.length)
      let length = MatchCode.code(ofLength: Int(match.length))
      let distance = MatchCode.code(ofDistance: Int(match.distance) &+ 1)
      let code = literalCodes[257 &+ length.code]
      let codeBits = Int(code & 15)
      let distanceCode = distanceCodes[distance.code]
      let distanceBits = Int(distanceCode & 0xFF)
      // At most 15 + 5 + 15 + 13 bits.
      var value = UInt64(code >> 4) | UInt64(length.extra) &<< UInt64(codeBits)
      var count = codeBits &+ length.extraBits
      value |= UInt64(distanceCode >> 8) &<< UInt64(count)
      count &+= distanceBits
      value |= UInt64(distance.extra) &<< UInt64(count)
      bits.append(value, count: count &+ distance.extraBits)
    }
    unsafe appendLiterals(bytes, place..<range.upperBound, literalCodes)
    let end = literalCodes[256]
    bits.append(UInt64(end >> 4), count: Int(end & 15))
  }

  @inline(__always)
  private mutating func appendLiterals(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ codes: [UInt32]
  ) {
    for place in range {
      let code = unsafe codes[Int(bytes[place])]
      bits.append(UInt64(code >> 4), count: Int(code & 15))
    }
  }
}

/// How often a block needs each symbol.
private struct SymbolCounts {
  private(set) var literals = [UInt32](repeating: 0, count: 286)
  private(set) var distances = [UInt32](repeating: 0, count: 30)

  init() {
    // The end of the block.
    literals[256] = 1
  }

  @inline(__always)
  mutating func count(literals bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    for place in range { unsafe literals[Int(bytes[place])] &+= 1 }
  }

  mutating func count(length: Int, distance: Int) {
    literals[257 &+ MatchCode.code(ofLength: length).code] &+= 1
    distances[MatchCode.code(ofDistance: distance).code] &+= 1
  }

  /// Bits of the body under codes of these lengths.
  func bits(_ literalLengths: [UInt8], _ distanceLengths: [UInt8]) -> Int {
    var sum = 0
    for (symbol, count) in literals.enumerated() {
      let extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 257) / 4 - 1
      sum += Int(count) * (Int(literalLengths[symbol]) + extra)
    }
    for (symbol, count) in distances.enumerated() {
      sum += Int(count) * (Int(distanceLengths[symbol]) + MatchCode.extraBits(ofDistance: symbol))
    }
    return sum
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
///
/// In memory that nobody else can hold: an array would ask with every byte whether it is shared.
@safe private struct BitWriter: ~Copyable {
  private var start: UnsafeMutableRawPointer
  private var capacity = 1 << 16
  private var byteCount = 0
  private var pending: UInt64 = 0
  private var count = 0

  init() {
    unsafe start = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit { unsafe start.deallocate() }

  /// Room for so many bits, and a word to spare: who appends must have asked for it.
  mutating func reserve(_ bits: Int) {
    let wanted = byteCount + bits / 8 + 32
    guard wanted > capacity else { return }
    capacity = max(wanted, 2 * capacity)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    unsafe larger.copyMemory(from: start, byteCount: byteCount)
    unsafe start.deallocate()
    unsafe start = larger
  }

  /// At most 48 bits at once, none set beyond `count`.
  @inline(__always)
  mutating func append(_ value: UInt64, count added: Int) {
    pending |= value &<< UInt64(truncatingIfNeeded: count)
    count &+= added
    guard count >= 16 else { return }
    precondition(byteCount &+ 8 <= capacity, "room was reserved")
    unsafe start.storeBytes(of: pending.littleEndian, toByteOffset: byteCount, as: UInt64.self)
    let whole = count >> 3
    byteCount &+= whole
    pending &>>= UInt64(truncatingIfNeeded: 8 &* whole)
    count &= 7
  }

  mutating func appendStored(_ content: UnsafeRawBufferPointer, isLast: Bool) {
    reserve(content.count * 8 + (content.count / 65_535 + 1) * 42)
    var from = 0
    repeat {
      let end = min(from + 65_535, content.count)
      append(isLast && end == content.count ? 1 : 0, count: 1)
      append(0, count: 2)
      align()
      append(UInt64(end - from), count: 16)
      append(UInt64(end - from) ^ 0xFFFF, count: 16)
      if end > from {
        unsafe (start + byteCount).copyMemory(from: content.baseAddress! + from, byteCount: end - from)
      }
      byteCount += end - from
      from = end
    } while from < content.count
  }

  private mutating func align() {
    if count % 8 > 0 { append(0, count: 8 - count % 8) }
    while count > 0 {
      unsafe start.storeBytes(of: UInt8(truncatingIfNeeded: pending), toByteOffset: byteCount, as: UInt8.self)
      byteCount += 1
      pending >>= 8
      count -= 8
    }
  }

  mutating func finish() -> [UInt8] {
    align()
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: byteCount))
  }
}
