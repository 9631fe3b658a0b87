/// The checksum of zip entries: CRC-32 with the reflected polynomial EDB88320.
///
/// Source: ISO 3309; eight bytes at a time after M. Kounavis and F. Berry, "A systematic approach to building
/// high performance software-based CRC generators", 2005.
enum CRC32 {
  /// Eight tables of 256: table k advances a byte by k further zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for index in 0..<256 {
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[index] = value
    }
    for index in 256..<tables.count {
      let previous = tables[index - 256]
      tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
    }
    return tables
  }()

  /// The checksum of two pieces from those of each; `count` is the length of the second.
  ///
  /// The first is multiplied by x to the eight times `count`. Source: M. Adler, `crc32_combine` of zlib 1.2.12.
  static func united(_ first: UInt32, _ second: UInt32, count: Int) -> UInt32 {
    // The highest bit is the lowest power: 1 is 1 << 31, x⁸ is 1 << 23.
    var power: UInt32 = 1 << 31
    var square: UInt32 = 1 << 23
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 { power = product(square, power) }
      square = product(square, square)
      rest >>= 1
    }
    return product(power, first) ^ second
  }

  /// Modulo the polynomial.
  private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
    var product: UInt32 = 0
    var shifted = right
    for bit in stride(from: 31, through: 0, by: -1) {
      if left >> UInt32(bit) & 1 == 1 { product ^= shifted }
      shifted = shifted & 1 == 1 ? shifted >> 1 ^ 0xEDB8_8320 : shifted >> 1
    }
    return product
  }

  static func of(_ bytes: Span<UInt8>) -> UInt32 {
    let tables = tables.span
    var crc = UInt32.max
    var index = 0
    while index &+ 8 <= bytes.count {
      let low =
        crc ^ UInt32(bytes[index]) ^ UInt32(bytes[index &+ 1]) << 8 ^ UInt32(bytes[index &+ 2]) << 16
        ^ UInt32(bytes[index &+ 3]) << 24
      crc =
        tables[1792 &+ Int(low & 0xFF)] ^ tables[1536 &+ Int(low >> 8 & 0xFF)]
        ^ tables[1280 &+ Int(low >> 16 & 0xFF)] ^ tables[1024 &+ Int(low >> 24)]
      crc ^=
        tables[768 &+ Int(bytes[index &+ 4])] ^ tables[512 &+ Int(bytes[index &+ 5])]
        ^ tables[256 &+ Int(bytes[index &+ 6])] ^ tables[Int(bytes[index &+ 7])]
      index &+= 8
    }
    while index < bytes.count {
      crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
      index &+= 1
    }
    return ~crc
  }
}
