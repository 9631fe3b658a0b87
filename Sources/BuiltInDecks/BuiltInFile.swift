public import Basics

/// A deck that comes with the program, as its author wrote it.
public struct BuiltInFile: Sendable {
  /// Such as `content/en/convolution.md`.
  public let path: String
  public let topic: String
  public let language: Language
  /// A literal of the binary: its UTF-8 is read in place, without a copy.
  public let text: String
  /// FNV-1a of the bytes, computed when the program was built.
  public let contentHash: UInt64

  public init(path: String, topic: String, language: Language, text: String, contentHash: UInt64) {
    self.path = path
    self.topic = topic
    self.language = language
    self.text = text
    self.contentHash = contentHash
  }
}
