/// Aligned working memory that is kept for the next kernel instead of being given back.
enum Scratch {
  private static let free = Guarded<[UnsafeMutableRawBufferPointer]>([])
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
        let index = free.indices.filter({ free[$0].count >= byteCount })
          .min(by: { free[$0].count < free[$1].count })
      else { return nil }
      return free.remove(at: index)
    }
    return found ?? .allocate(byteCount: max(byteCount, 1 << 16), alignment: 64)
  }

  private static func give(_ buffer: UnsafeMutableRawBufferPointer) {
    let surplus: UnsafeMutableRawBufferPointer? = free.withLock { free in
      free.append(buffer)
      if free.count <= kept { return nil }
      let smallest = free.indices.min { free[$0].count < free[$1].count }!
      return free.remove(at: smallest)
    }
    surplus?.deallocate()
  }
}
