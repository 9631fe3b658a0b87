/// One row as SQLite stores it: the types of its columns, then their values.
///
/// Source: sqlite.org/fileformat2.html, 2.1 "Record Format".
///
/// Kept in memory that nobody else can hold: an array would ask with every byte whether it is shared.
public struct TableRecord: ~Copyable {
  private static let mostTypes = 120
  private let types = UnsafeMutableRawPointer.allocate(byteCount: mostTypes, alignment: 8)
  private var typeCount = 0
  private var values: UnsafeMutableRawPointer
  private var valueCapacity = 1 << 12
  private var valueCount = 0

  public init() {
    values = .allocate(byteCount: valueCapacity, alignment: 8)
  }

  deinit {
    types.deallocate()
    values.deallocate()
  }

  /// Empty again, to be filled with the next row.
  public mutating func clear() {
    typeCount = 0
    valueCount = 0
  }

  /// The column that is an alias of the row's number holds nothing else.
  public mutating func appendRowNumber() {
    append(type: 0)
  }

  public mutating func append(_ value: Int) {
    switch value {
    case 0: append(type: 8)
    case 1: append(type: 9)
    case -0x80...0x7F: append(value, bytes: 1, type: 1)
    case -0x8000...0x7FFF: append(value, bytes: 2, type: 2)
    case -0x80_0000...0x7F_FFFF: append(value, bytes: 3, type: 3)
    case -0x8000_0000...0x7FFF_FFFF: append(value, bytes: 4, type: 4)
    case -0x8000_0000_0000...0x7FFF_FFFF_FFFF: append(value, bytes: 6, type: 5)
    default: append(value, bytes: 8, type: 6)
    }
  }

  public mutating func append(_ value: Double) {
    append(Int(bitPattern: UInt(value.bitPattern)), bytes: 8, type: 7)
  }

  /// UTF-8.
  public mutating func append(text: UnsafeRawBufferPointer) {
    append(type: 13 + 2 * text.count)
    reserve(text.count)
    if let base = text.baseAddress { (values + valueCount).copyMemory(from: base, byteCount: text.count) }
    valueCount += text.count
  }

  public mutating func append(text: [UInt8]) {
    text.withUnsafeBytes { append(text: $0) }
  }

  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(text: UnsafeRawBufferPointer($0)) }
  }

  private mutating func append(type: Int) {
    precondition(typeCount + Varint.longest <= Self.mostTypes, "a table here has at most a dozen columns")
    typeCount += Varint.write(type, to: types + typeCount)
  }

  @inline(__always)
  private mutating func append(_ value: Int, bytes count: Int, type: Int) {
    append(type: type)
    reserve(8)
    (values + valueCount).storeBytes(of: (value << (64 - 8 * count)).bigEndian, as: Int.self)
    valueCount += count
  }

  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if valueCount + count > valueCapacity { grow(by: count) }
  }

  private mutating func grow(by count: Int) {
    valueCapacity = max(2 * valueCapacity, valueCount + count)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: valueCapacity, alignment: 8)
    larger.copyMemory(from: values, byteCount: valueCount)
    values.deallocate()
    values = larger
  }

  var count: Int { 1 + typeCount + valueCount }

  /// The bytes of the record, `count` of them, at a place that has room.
  func write(to place: UnsafeMutableRawPointer) {
    // The header counts its own length too, which one byte holds.
    place.storeBytes(of: UInt8(1 + typeCount), as: UInt8.self)
    (place + 1).copyMemory(from: types, byteCount: typeCount)
    (place + 1 + typeCount).copyMemory(from: values, byteCount: valueCount)
  }
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
    if value >= 0, value < 128 {
      place.storeBytes(of: UInt8(value), as: UInt8.self)
      return 1
    }
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
