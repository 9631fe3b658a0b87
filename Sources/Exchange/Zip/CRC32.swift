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
