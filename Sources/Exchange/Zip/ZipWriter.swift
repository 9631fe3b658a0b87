import Basics

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
    let part = ZipPart(content[...], isLast: true)
    if part.deflated.count < content.count {
      add(name, [part])
    } else {
      add(name, [content], method: 0, checksum: part.checksum, count: content.count)
    }
  }

  /// An entry of parts that were compressed before; the last of them must be the last of a stream.
  public mutating func add(_ name: String, _ parts: [ZipPart]) {
    var checksum: UInt32 = 0
    for part in parts { checksum = CRC32.united(checksum, part.checksum, count: part.count) }
    add(
      name, parts.map(\.deflated), method: 8, checksum: checksum,
      count: parts.reduce(0) { $0 + $1.count })
  }

  private mutating func add(
    _ name: String, _ stored: [[UInt8]], method: Int, checksum: UInt32, count contentCount: Int
  ) {
    let size = stored.reduce(0) { $0 + $1.count }
    precondition(contentCount < 0xFFFF_FFFF && bytes.count < 0xFFFF_FFFF && count < 0xFFFE, "a zip of 4 GiB")
    var record: [UInt8] = []
    // Version 2.0, names in UTF-8, the method, 1980-01-01: the first date there is.
    for value in [20, 1 << 11, method, 0, 1 << 5 | 1] { record.append(value, bytes: 2) }
    record.append(Int(checksum), bytes: 4)
    record.append(size, bytes: 4)
    record.append(contentCount, bytes: 4)
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
    // And for the little that follows what is large: all would be copied to make room for it.
    bytes.reserveCapacity(bytes.count + size + 4096)
    for part in stored { bytes += part }
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

/// A part of an entry, compressed without a look at the others: threads may make one each.
public struct ZipPart: Sendable {
  let deflated: [UInt8]
  let checksum: UInt32
  let count: Int

  public init(_ content: ArraySlice<UInt8>, isLast: Bool) {
    deflated = Deflate.compress(content, isLast: isLast)
    checksum = CRC32.of(content.span)
    count = content.count
  }

  /// Two parts of about the same size, each made on a thread of its own.
  public static func halves(of content: [UInt8], isLast: Bool) -> [ZipPart] {
    let middle = content.count / 2
    let (first, second) = Parallel.both(
      { ZipPart(content[..<middle], isLast: false) },
      { ZipPart(content[middle...], isLast: isLast) })
    return [first, second]
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: Int, bytes count: Int) {
    for index in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
