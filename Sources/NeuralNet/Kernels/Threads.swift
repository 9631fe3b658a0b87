import Glibc

/// How many threads a large kernel may use; results do not depend on it, since only outputs are divided.
public enum Threads {
  private static let allowed = Guarded(2)

  /// 1 switches threads off. Products and convolutions below about 4 million MACs never use more than one.
  public static var count: Int {
    get { allowed.withLock { $0 } }
    set { allowed.withLock { $0 = max(1, newValue) } }
  }

  /// Below this many MACs a second thread costs more than it brings.
  static let smallestShare = 4 << 20

  static func useful(macs: Int) -> Int { macs < smallestShare ? 1 : count }

  /// Runs `body` for `0..<parts`, each part on a thread of its own but the last, which the caller runs.
  ///
  /// A thread that cannot be started has its part run by the caller.
  static func run(_ parts: Int, _ body: (Int) -> Void) {
    if parts <= 1 { return body(0) }
    withoutActuallyEscaping(body) { body in
      // Who has set up a signal expects it on a thread of its own; only faults belong to the thread that makes them.
      var blocked = sigset_t()
      var before = sigset_t()
      sigfillset(&blocked)
      for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&blocked, fault) }
      pthread_sigmask(SIG_BLOCK, &blocked, &before)
      var threads: [pthread_t] = []
      for part in 0..<(parts - 1) {
        let job = Unmanaged.passRetained(Job(body, part))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, { Job.start($0) }, job.toOpaque())
        if failure == 0 {
          threads.append(thread)
        } else {
          job.release()
          body(part)
        }
      }
      pthread_sigmask(SIG_SETMASK, &before, nil)
      body(parts - 1)
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// The range of `0..<count` that falls to one part, in multiples of `grain`.
  static func share(_ part: Int, of parts: Int, count: Int, grain: Int) -> Range<Int> {
    let blocks = (count + grain - 1) / grain
    let first = min(count, blocks * part / parts * grain)
    let last = min(count, blocks * (part + 1) / parts * grain)
    return first..<last
  }

  private final class Job {
    let body: (Int) -> Void
    let part: Int

    init(_ body: @escaping (Int) -> Void, _ part: Int) {
      self.body = body
      self.part = part
    }

    static func start(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      let job = Unmanaged<Job>.fromOpaque(pointer!).takeRetainedValue()
      job.body(job.part)
      return nil
    }
  }
}
