/// Bytes as text of the same length, so that places stay right.
struct UTF8Repair {
  let text: String
  /// The first byte of each stretch that was no UTF-8.
  private(set) var places: [Int] = []

  init(_ bytes: Span<UInt8>) {
    if let valid = try? UTF8Span(validating: bytes) {
      text = String(copying: valid)
      return
    }
    var repaired: [UInt8] = []
    repaired.reserveCapacity(bytes.count)
    for index in bytes.indices { repaired.append(bytes[index]) }
    var start = 0
    while start < bytes.count {
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: bytes.extracting(start..<bytes.count))
        break
      } catch {
        let bad = (start + error.byteOffsets.lowerBound)..<(start + max(error.byteOffsets.upperBound, 1))
        places.append(bad.lowerBound)
        for index in bad { repaired[index] = UInt8(ascii: "?") }
        start = max(bad.upperBound, start + 1)
      }
    }
    text = String(decoding: repaired, as: UTF8.self)
  }
}
