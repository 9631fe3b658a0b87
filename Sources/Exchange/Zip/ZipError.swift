/// Why a file is no zip archive that may be read.
public enum ZipError: Error, Hashable, Sendable {
  /// No end record: something else, or the end is cut off.
  case notAnArchive
  /// A record lies outside the file, or is not what it should be.
  case damagedDirectory
  /// Parts of it lie in other files.
  case inSeveralFiles
  /// Sizes beyond 4 GiB.
  case zip64
  case encrypted(name: String)
  /// Anything but stored and deflated; the number is the archive's.
  case method(Int, name: String)
  /// An absolute name, one with `..`, a backslash, a drive or a control character.
  case unsafeName(String)
  case duplicateName(String)
  /// Two entries share bytes, which makes small archives large.
  case overlapping(name: String)
  /// More bytes than the limits allow.
  case tooLarge(name: String)
  case tooManyEntries(Int)
  /// The header before the content and the directory tell different things.
  case contradiction(name: String)
  case damaged(name: String, InflateError)
  case checksum(name: String)
}

/// What an archive may hold; beyond it nothing is unpacked.
public struct ZipLimits: Hashable, Sendable {
  public var entries: Int
  /// Bytes of all entries together, unpacked.
  public var bytes: Int

  public init(entries: Int, bytes: Int) {
    self.entries = entries
    self.bytes = bytes
  }

  public static let standard = ZipLimits(entries: 60_000, bytes: 1 << 30)
}
