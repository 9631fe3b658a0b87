/// Makes a zip archive in memory; the same entries give the same bytes, since all carry one date.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10.
public struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  public init() {}

  /// An archive of this kind holds at most 65,534 entries and 4 GiB.
  public mutating func add(_ name: String, _ content: [UInt8]) {
    let deflated = Deflate.compress(content)
    let isDeflated = deflated.count < content.count
    let size = isDeflated ? deflated.count : content.count
    precondition(content.count < 0xFFFF_FFFF && bytes.count < 0xFFFF_FFFF && count < 0xFFFE, "a zip of 4 GiB")
    var record: [UInt8] = []
    // Version 2.0, names in UTF-8, the method, 1980-01-01: the first date there is.
    for value in [20, 1 << 11, isDeflated ? 8 : 0, 0, 1 << 5 | 1] { record.append(value, bytes: 2) }
    record.append(Int(CRC32.of(content)), bytes: 4)
    record.append(size, bytes: 4)
    record.append(content.count, bytes: 4)
    record.append(name.utf8.count, bytes: 2)
    record.append(0, bytes: 2)

    directory.append(0x0201_4B50, bytes: 4)
    directory.append(20, bytes: 2)
    directory += record
    // Comment, disk, attributes.
    directory += Array(repeating: 0, count: 10)
    directory.append(bytes.count, bytes: 4)
    directory += name.utf8

    bytes.append(0x0403_4B50, bytes: 4)
    bytes += record
    bytes += name.utf8
    bytes.reserveCapacity(bytes.count + size)
    if isDeflated {
      bytes += deflated
    } else {
      bytes += content
    }
    count += 1
  }

  public consuming func finish() -> [UInt8] {
    let start = bytes.count
    bytes += directory
    bytes.append(0x0605_4B50, bytes: 4)
    bytes.append(0, bytes: 4)
    bytes.append(count, bytes: 2)
    bytes.append(count, bytes: 2)
    bytes.append(directory.count, bytes: 4)
    bytes.append(start, bytes: 4)
    bytes.append(0, bytes: 2)
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: Int, bytes count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
