/// One row as SQLite stores it: the types of its columns, then their values.
///
/// Source: sqlite.org/fileformat2.html, 2.1 "Record Format".
public struct TableRecord {
  private var types: [UInt8] = []
  private var values: [UInt8] = []

  public init() {}

  /// Empty again, to be filled with the next row.
  public mutating func clear() {
    types.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// The column that is an alias of the row's number holds nothing else.
  public mutating func appendRowNumber() {
    types.append(0)
  }

  public mutating func append(_ value: Int) {
    switch value {
    case 0: types.append(8)
    case 1: types.append(9)
    case -0x80...0x7F: append(value, bytes: 1, type: 1)
    case -0x8000...0x7FFF: append(value, bytes: 2, type: 2)
    case -0x80_0000...0x7F_FFFF: append(value, bytes: 3, type: 3)
    case -0x8000_0000...0x7FFF_FFFF: append(value, bytes: 4, type: 4)
    case -0x8000_0000_0000...0x7FFF_FFFF_FFFF: append(value, bytes: 6, type: 5)
    default: append(value, bytes: 8, type: 6)
    }
  }

  public mutating func append(_ value: Double) {
    types.append(7)
    withUnsafeBytes(of: value.bitPattern.bigEndian) { values.append(contentsOf: $0) }
  }

  /// UTF-8.
  public mutating func append(text: some Collection<UInt8>) {
    let type = 13 + 2 * text.count
    types.append(contentsOf: repeatElement(0, count: Varint.count(type)))
    types.withUnsafeMutableBytes {
      _ = Varint.write(type, to: $0.baseAddress! + $0.count - Varint.count(type))
    }
    values.append(contentsOf: text)
  }

  @inline(__always)
  private mutating func append(_ value: Int, bytes count: Int, type: UInt8) {
    types.append(type)
    withUnsafeBytes(of: value.bigEndian) { values.append(contentsOf: $0[(8 - count)...]) }
  }

  var count: Int { headerCount + values.count }

  /// The bytes of the record, `count` of them, at a place that has room.
  func write(to place: UnsafeMutableRawPointer) {
    let headerStart = Varint.write(headerCount, to: place)
    types.withUnsafeBytes { (place + headerStart).copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    values.withUnsafeBytes {
      guard let base = $0.baseAddress else { return }
      (place + headerCount).copyMemory(from: base, byteCount: $0.count)
    }
  }

  /// The header counts its own length: one byte for as many columns as tables here have.
  private var headerCount: Int { types.count < 127 ? types.count + 1 : types.count + 2 }
}

/// A number in groups of seven bits, the highest first; the ninth byte holds eight, so that one below zero has room.
///
/// Source: sqlite.org/fileformat2.html, 1.6 "B-tree Pages".
enum Varint {
  static let longest = 9

  static func count(_ value: Int) -> Int {
    value < 0 || value >= 1 << 56 ? longest : max(1, (64 - value.leadingZeroBitCount + 6) / 7)
  }

  /// Returns how many bytes it took.
  @discardableResult
  static func write(_ value: Int, to place: UnsafeMutableRawPointer) -> Int {
    let count = count(value)
    let bits = UInt64(bitPattern: Int64(value))
    let bytes = place.assumingMemoryBound(to: UInt8.self)
    if count == longest {
      for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: bits >> UInt64(57 - 7 * index)) | 0x80 }
      bytes[8] = UInt8(truncatingIfNeeded: bits)
    } else {
      for index in 0..<count {
        let group = UInt8(truncatingIfNeeded: bits >> UInt64(7 * (count - 1 - index)))
        bytes[index] = index < count - 1 ? group | 0x80 : group & 0x7F
      }
    }
    return count
  }
}
