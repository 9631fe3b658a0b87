/// Text on its way out, handed on in pieces: a log may be larger than the memory.
struct OutgoingText: ~Copyable {
  /// Bytes; what a pipe holds, and small enough to stay in a core's cache.
  static let pieceSize = 1 << 16

  /// What was not handed on yet.
  var text = TextBuffer(capacity: pieceSize + 4096)
  private let sink: ([UInt8]) throws -> Void
  private var failure: (any Error)?

  init(to sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
  }

  /// Called after each line; false when the sink has refused a piece: what follows would go nowhere.
  mutating func goesOn() -> Bool {
    if text.count >= Self.pieceSize { handOver() }
    return failure == nil
  }

  /// Hands on the rest, or throws what the sink has thrown.
  consuming func finish() throws {
    if failure == nil { handOver() }
    if let failure { throw failure }
  }

  private mutating func handOver() {
    do { try sink(text.bytes) } catch { failure = error }
    text.removeAll()
  }
}
