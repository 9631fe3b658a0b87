/// Why bytes are no deflate stream of the size they are said to have.
public enum InflateError: Error, Hashable, Sendable {
  case truncated
  /// A block of the reserved type, a stored length that contradicts its complement, or a code that is none.
  case invalid
  /// A distance that reaches before the beginning.
  case invalidDistance
  /// It holds more than was said.
  case tooLong
  /// It holds less than was said.
  case tooShort
}

/// Reads deflate streams with all three kinds of blocks. Source: RFC 1951.
public struct Inflate {
  private var position = 0
  private var bits: UInt64 = 0
  private var bitCount = 0
  private var written = 0

  /// The `size` bytes that a whole stream holds; the memory taken is bounded by the stream's length too.
  public static func inflate(_ bytes: Span<UInt8>, size: Int) throws(InflateError) -> [UInt8] {
    // No stream holds more than 1,032 times its length: two bits for a match of 258 bytes.
    guard size <= (bytes.count + 1) * 1032 else { throw .tooShort }
    var reader = Inflate()
    var output = [UInt8](repeating: 0, count: size)
    var span = output.mutableSpan
    try reader.read(bytes, into: &span)
    guard reader.written == size else { throw .tooShort }
    return output
  }

  private mutating func read(_ bytes: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(InflateError)
  {
    var isLast = false
    while !isLast {
      isLast = try take(1, bytes) == 1
      switch try take(2, bytes) {
      case 0: try readStored(bytes, into: &output)
      case 1:
        guard let literals = HuffmanDecoder(lengths: HuffmanCode.fixedLiterals),
          let distances = HuffmanDecoder(lengths: HuffmanCode.fixedDistances + [5, 5])
        else { throw .invalid }
        try readBlock(bytes, into: &output, literals, distances)
      case 2:
        let (literals, distances) = try codes(bytes)
        try readBlock(bytes, into: &output, literals, distances)
      default: throw .invalid
      }
    }
  }

  @inline(__always)
  private mutating func refill(_ bytes: Span<UInt8>) {
    while bitCount <= 56, position < bytes.count {
      bits |= UInt64(bytes[position]) << UInt64(bitCount)
      position &+= 1
      bitCount &+= 8
    }
  }

  @inline(__always)
  private mutating func drop(_ count: Int) throws(InflateError) {
    guard count <= bitCount else { throw .truncated }
    bits >>= UInt64(count)
    bitCount &-= count
  }

  /// The next 0 to 16 bits as a number.
  private mutating func take(_ count: Int, _ bytes: Span<UInt8>) throws(InflateError) -> Int {
    refill(bytes)
    let value = Int(bits & (1 << UInt64(count) &- 1))
    try drop(count)
    return value
  }

  private mutating func readStored(
    _ bytes: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(InflateError) {
    try drop(bitCount & 7)
    let count = try take(16, bytes)
    guard try take(16, bytes) == count ^ 0xFFFF else { throw .invalid }
    // What was read ahead goes back.
    position -= bitCount / 8
    (bits, bitCount) = (0, 0)
    guard position + count <= bytes.count else { throw .truncated }
    guard written + count <= output.count else { throw .tooLong }
    for offset in 0..<count { output[written + offset] = bytes[position + offset] }
    position += count
    written += count
  }

  /// The codes that a dynamic block begins with.
  private mutating func codes(
    _ bytes: Span<UInt8>
  ) throws(InflateError) -> (literals: HuffmanDecoder, distances: HuffmanDecoder) {
    let literalCount = try take(5, bytes) + 257
    let distanceCount = try take(5, bytes) + 1
    let lengthCount = try take(4, bytes) + 4
    guard literalCount <= 286, distanceCount <= 30 else { throw .invalid }
    var lengthLengths = [UInt8](repeating: 0, count: 19)
    for place in HuffmanCode.lengthOrder.prefix(lengthCount) {
      lengthLengths[place] = UInt8(try take(3, bytes))
    }
    guard let decoder = HuffmanDecoder(lengths: lengthLengths) else { throw .invalid }
    var lengths: [UInt8] = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try symbol(decoder, bytes)
      switch symbol {
      case 0..<16: lengths.append(UInt8(symbol))
      case 16:
        guard let last = lengths.last else { throw .invalid }
        lengths += Array(repeating: last, count: try take(2, bytes) + 3)
      case 17: lengths += Array(repeating: 0, count: try take(3, bytes) + 3)
      default: lengths += Array(repeating: 0, count: try take(7, bytes) + 11)
      }
    }
    // A block without an end would have none.
    guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
      let literals = HuffmanDecoder(lengths: lengths[..<literalCount]),
      let distances = HuffmanDecoder(lengths: lengths[literalCount...])
    else { throw .invalid }
    return (literals, distances)
  }

  @inline(__always)
  private mutating func symbol(_ decoder: HuffmanDecoder, _ bytes: Span<UInt8>) throws(InflateError) -> Int {
    refill(bytes)
    let entry = decoder.fast.span[Int(bits & (1 << UInt64(HuffmanDecoder.fastBits) - 1))]
    if entry != 0 {
      try drop(Int(entry & 15))
      return Int(entry >> 4)
    }
    return try longSymbol(decoder)
  }

  /// One bit after the other: rare, since long codes are those of rare symbols.
  private mutating func longSymbol(_ decoder: HuffmanDecoder) throws(InflateError) -> Int {
    var code = 0
    var first = 0
    var index = 0
    for length in 1...HuffmanCode.longest {
      guard length <= bitCount else { throw .truncated }
      code |= Int(bits >> UInt64(length - 1) & 1)
      let count = Int(decoder.counts[length])
      if code - first < count {
        try drop(length)
        return Int(decoder.symbols[index + code - first])
      }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw .invalid
  }

  private mutating func readBlock(
    _ bytes: Span<UInt8>, into output: inout MutableSpan<UInt8>, _ literals: HuffmanDecoder,
    _ distances: HuffmanDecoder
  ) throws(InflateError) {
    while true {
      let symbol = try symbol(literals, bytes)
      if symbol < 256 {
        guard written < output.count else { throw .tooLong }
        output[written] = UInt8(symbol)
        written &+= 1
        continue
      }
      if symbol == 256 { return }
      guard symbol <= 285 else { throw .invalid }
      let length = try MatchCode.length(symbol - 257) { count throws(InflateError) in try take(count, bytes) }
      let distanceSymbol = try self.symbol(distances, bytes)
      guard distanceSymbol < 30 else { throw .invalid }
      let extra = MatchCode.extraBits(ofDistance: distanceSymbol)
      let distance = MatchCode.baseDistance(distanceSymbol) + (try take(extra, bytes))
      guard distance <= written else { throw .invalidDistance }
      guard written + length <= output.count else { throw .tooLong }
      for place in written..<written + length { output[place] = output[place &- distance] }
      written += length
    }
  }
}

/// The numbers behind the codes of lengths and distances. Source: RFC 1951, 3.2.5.
enum MatchCode {
  /// The length of a match from its code (0 to 28) and the extra bits, which `take` reads.
  static func length<Failure: Error>(
    _ code: Int, _ take: (Int) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    if code < 8 { return code + 3 }
    if code == 28 { return 258 }
    let extra = code / 4 - 1
    return (4 + code % 4) << extra + 3 + (try take(extra))
  }

  static func extraBits(ofDistance code: Int) -> Int { max(0, code / 2 - 1) }

  static func baseDistance(_ code: Int) -> Int {
    code < 2 ? code + 1 : (2 + code % 2) << extraBits(ofDistance: code) + 1
  }

  /// The code of a length of 3 to 258.
  @inline(__always)
  static func code(ofLength length: Int) -> (code: Int, extraBits: Int, extra: Int) {
    let rest = length &- 3
    if rest < 8 { return (rest, 0, 0) }
    if rest == 255 { return (28, 0, 0) }
    let extraBits = 61 &- rest.leadingZeroBitCount
    return (4 &* (extraBits &+ 1) &+ (rest &>> extraBits) & 3, extraBits, rest & (1 &<< extraBits &- 1))
  }

  /// The code of a distance of 1 to 32768.
  @inline(__always)
  static func code(ofDistance distance: Int) -> (code: Int, extraBits: Int, extra: Int) {
    let rest = distance &- 1
    if rest < 4 { return (rest, 0, 0) }
    let extraBits = 62 &- rest.leadingZeroBitCount
    return (2 &* (extraBits &+ 1) &+ (rest &>> extraBits) & 1, extraBits, rest & (1 &<< extraBits &- 1))
  }
}
