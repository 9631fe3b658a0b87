import Glibc

/// Whether the allocator keeps what is freed.
///
/// The tensors of a training step are freed and wanted again in the next one; glibc would give their pages back to the system
/// in between and have each of them zeroed anew (a step of the small CNN takes 2.6 ms instead of 2.5 to 4.3).
enum FreedMemory {
  /// Set at the first backward pass; a C library without `mallopt` does as it likes.
  static let isKept: Bool = {
    // Declared in a header that the module of the C library leaves out.
    guard let symbol = dlsym(nil, "mallopt") else { return false }
    let setOption = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
    let trimThreshold: Int32 = -1
    let mapThreshold: Int32 = -3
    // 32 MiB is the largest that glibc takes for a block of its heap.
    return setOption(trimThreshold, 256 << 20) == 1 && setOption(mapThreshold, 32 << 20) == 1
  }()
}
