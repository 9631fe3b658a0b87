/// Text made piece by piece as the bytes of a file.
extension [UInt8] {
  @inline(__always)
  mutating func append(_ text: String) {
    append(contentsOf: text.utf8)
  }
}
