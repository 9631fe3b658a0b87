import Synchronization

/// Aligned working memory that is kept for the next kernel instead of being given back.
enum Scratch {
  private struct Free: @unchecked Sendable {
    var buffers: [UnsafeMutableRawBufferPointer] = []
  }

  private static let free = Mutex(Free())
  /// More buffers than a product and its threads hold at once are released.
  private static let kept = 8

  @inline(__always)
  static func with<Result>(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
    let buffer = take(count * MemoryLayout<Double>.stride)
    defer { give(buffer) }
    return body(buffer.baseAddress!.assumingMemoryBound(to: Double.self))
  }

  private static func take(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    let found: UnsafeMutableRawBufferPointer? = free.withLock { free in
      guard
        let index = free.buffers.indices.filter({ free.buffers[$0].count >= byteCount })
          .min(by: { free.buffers[$0].count < free.buffers[$1].count })
      else { return nil }
      return free.buffers.remove(at: index)
    }
    return found ?? .allocate(byteCount: max(byteCount, 1 << 16), alignment: 64)
  }

  private static func give(_ buffer: UnsafeMutableRawBufferPointer) {
    let surplus: UnsafeMutableRawBufferPointer? = free.withLock { free in
      free.buffers.append(buffer)
      if free.buffers.count <= kept { return nil }
      let smallest = free.buffers.indices.min { free.buffers[$0].count < free.buffers[$1].count }!
      return free.buffers.remove(at: smallest)
    }
    surplus?.deallocate()
  }
}
