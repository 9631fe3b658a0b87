#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few calls to the C library that more than one target needs.
public enum Platform {
  /// The system clock.
  public static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Nanoseconds of a clock that never goes back; only differences mean anything.
  public static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Minutes east of Greenwich that local time stood, or will stand, at an instant.
  public static func utcOffsetMinutes(at instant: Timestamp) -> Int {
    var seconds = time_t(instant.milliseconds / 1000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff / 60
  }

  public static func environmentVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// A seed nobody can foresee.
  public static func randomSeed() -> UInt64 {
    var system = SystemRandomNumberGenerator()
    return system.next()
  }

  /// Writes all bytes to a file descriptor; the result is 0, or the error number that stopped it.
  public static func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32 {
    let written: Int32? = bytes.withContiguousStorageIfAvailable { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN {
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = Self.poll(&poll)
            continue
          }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return 0
    }
    return written ?? writeAll(Array(bytes), to: descriptor)
  }

  private static func poll(_ descriptor: inout pollfd) -> Int32 {
    #if canImport(Glibc)
      Glibc.poll(&descriptor, 1, -1)
    #elseif canImport(Musl)
      Musl.poll(&descriptor, 1, -1)
    #else
      Darwin.poll(&descriptor, 1, -1)
    #endif
  }
}
