/// A zip archive in memory. Its directory is checked when it is opened, its entries when they are read.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10. The directory at the end alone counts: data descriptors and the headers before
/// the contents may say less.
public struct ZipArchive: Sendable {
  public struct Entry: Hashable, Sendable {
    public var name: String
    /// Bytes, unpacked.
    public var size: Int
    var nameBytes: [UInt8]
    var method: Int
    var checksum: UInt32
    var compressedSize: Int
    var headerOffset: Int
  }

  /// In the order of the directory, folders included.
  public let entries: [Entry]
  private let bytes: [UInt8]

  public init(_ bytes: [UInt8], limits: ZipLimits = .standard) throws(ZipError) {
    self.bytes = bytes
    entries = try ZipDirectory.entries(bytes.span, limits: limits)
  }

  /// The unpacked content; nil when there is no entry of this name.
  public func contents(of name: String) throws(ZipError) -> [UInt8]? {
    let wanted = Array(name.utf8)
    guard let entry = entries.first(where: { $0.nameBytes == wanted }) else { return nil }
    return try contents(of: entry)
  }

  public func contents(of entry: Entry) throws(ZipError) -> [UInt8] {
    let bytes = bytes.span
    let header = entry.headerOffset
    // The directory was checked: the header's fixed part lies in the file.
    let nameLength = bytes.number(header + 26, bytes: 2)
    let start = header + 30 + nameLength + bytes.number(header + 28, bytes: 2)
    let (end, isTooFar) = start.addingReportingOverflow(entry.compressedSize)
    guard !isTooFar, end <= bytes.count else { throw .damagedDirectory }
    guard bytes.number(header + 8, bytes: 2) == entry.method,
      self.bytes[min(header + 30, end)..<min(header + 30 + nameLength, end)].elementsEqual(entry.nameBytes)
    else { throw .contradiction(name: entry.name) }
    let unpacked = try unpacked(entry, start..<end)
    guard CRC32.of(unpacked.span) == entry.checksum else { throw .checksum(name: entry.name) }
    return unpacked
  }

  private func unpacked(_ entry: Entry, _ range: Range<Int>) throws(ZipError) -> [UInt8] {
    switch entry.method {
    case 0:
      guard entry.compressedSize == entry.size else { throw .contradiction(name: entry.name) }
      return Array(bytes[range])
    case 8:
      do throws(InflateError) {
        return try Inflate.inflate(bytes.span.extracting(range), size: entry.size)
      } catch {
        throw .damaged(name: entry.name, error)
      }
    default: throw .method(entry.method, name: entry.name)
    }
  }
}

private enum ZipDirectory {
  static func entries(_ bytes: Span<UInt8>, limits: ZipLimits) throws(ZipError) -> [ZipArchive.Entry] {
    let end = try endRecord(bytes)
    guard bytes.number(end + 4, bytes: 2) == 0, bytes.number(end + 6, bytes: 2) == 0,
      bytes.number(end + 8, bytes: 2) == bytes.number(end + 10, bytes: 2)
    else { throw .inSeveralFiles }
    let count = bytes.number(end + 10, bytes: 2)
    let size = bytes.number(end + 12, bytes: 4)
    let start = bytes.number(end + 16, bytes: 4)
    guard count < 0xFFFF, start < 0xFFFF_FFFF else { throw .zip64 }
    guard count <= limits.entries else { throw .tooManyEntries(count) }
    guard start + size <= end else { throw .damagedDirectory }
    var entries: [ZipArchive.Entry] = []
    var names: Set<[UInt8]> = []
    var position = start
    var total = 0
    for _ in 0..<count {
      let entry = try entry(bytes, at: &position, before: start + size, directory: start)
      guard names.insert(entry.nameBytes).inserted else { throw .duplicateName(entry.name) }
      total += entry.size
      guard total <= limits.bytes else { throw .tooLarge(name: entry.name) }
      entries.append(entry)
    }
    try checkOverlaps(entries, directory: start)
    return entries
  }

  /// The last record that ends with the file: a comment of up to 65,535 bytes may follow it.
  private static func endRecord(_ bytes: Span<UInt8>) throws(ZipError) -> Int {
    var position = bytes.count - 22
    let first = max(0, position - 65_535)
    while position >= first {
      if bytes.number(position, bytes: 4) == 0x0605_4B50,
        position + 22 + bytes.number(position + 20, bytes: 2) == bytes.count
      {
        return position
      }
      position -= 1
    }
    throw .notAnArchive
  }

  private static func entry(
    _ bytes: Span<UInt8>, at position: inout Int, before end: Int, directory: Int
  ) throws(ZipError) -> ZipArchive.Entry {
    guard position + 46 <= end, bytes.number(position, bytes: 4) == 0x0201_4B50 else {
      throw .damagedDirectory
    }
    let nameLength = bytes.number(position + 28, bytes: 2)
    let next =
      position + 46 + nameLength + bytes.number(position + 30, bytes: 2)
      + bytes.number(position + 32, bytes: 2)
    guard next <= end else { throw .damagedDirectory }
    var nameBytes: [UInt8] = []
    for index in position + 46..<position + 46 + nameLength { nameBytes.append(bytes[index]) }
    let entry = ZipArchive.Entry(
      name: String(decoding: nameBytes, as: UTF8.self), size: bytes.number(position + 24, bytes: 4),
      nameBytes: nameBytes, method: bytes.number(position + 10, bytes: 2),
      checksum: UInt32(bytes.number(position + 16, bytes: 4)),
      compressedSize: bytes.number(position + 20, bytes: 4),
      headerOffset: bytes.number(position + 42, bytes: 4))
    guard isSafe(nameBytes) else { throw .unsafeName(entry.name) }
    guard bytes.number(position + 8, bytes: 2) & 0x41 == 0 else { throw .encrypted(name: entry.name) }
    guard entry.size < 0xFFFF_FFFF, entry.compressedSize < 0xFFFF_FFFF, entry.headerOffset < 0xFFFF_FFFF
    else { throw .zip64 }
    guard entry.headerOffset + 30 <= directory, bytes.number(entry.headerOffset, bytes: 4) == 0x0403_4B50
    else { throw .damagedDirectory }
    position = next
    return entry
  }

  /// Relative, below the folder it is unpacked in, and the same on every system.
  private static func isSafe(_ name: [UInt8]) -> Bool {
    guard let first = name.first, first != UInt8(ascii: "/") else { return false }
    guard name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
    if name.count > 1, name[1] == UInt8(ascii: ":") { return false }
    return name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
      !$0.elementsEqual("..".utf8) && !$0.elementsEqual(".".utf8)
    }
  }

  /// Each entry ends before the next begins. Source: D. Fifield, "A better zip bomb", WOOT 2019.
  private static func checkOverlaps(_ entries: [ZipArchive.Entry], directory: Int) throws(ZipError) {
    let inOrder = entries.sorted { $0.headerOffset < $1.headerOffset }
    for (index, entry) in inOrder.enumerated() {
      let next = index + 1 < inOrder.count ? inOrder[index + 1].headerOffset : directory
      guard entry.headerOffset + 30 + entry.nameBytes.count + entry.compressedSize <= next else {
        throw .overlapping(name: entry.name)
      }
    }
  }
}

extension Span<UInt8> {
  /// A little-endian number; whoever asks has checked that it lies within.
  fileprivate func number(_ offset: Int, bytes count: Int) -> Int {
    var number = 0
    for index in 0..<count { number |= Int(self[offset + index]) << (8 * index) }
    return number
  }
}
