#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work on several threads at once, started for it and ended with it.
public enum Parallel {
  /// Runs `body` for `0..<parts`, each part on a thread of its own but the last, which the caller runs.
  ///
  /// A thread that cannot be started has its part run by the caller.
  public static func run(_ parts: Int, _ body: (Int) -> Void) {
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

  /// What both bodies give, the first on a thread of its own; they must share nothing that either changes.
  public static func both<Aside, Value, Failure>(
    _ aside: () -> Aside, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> (Aside, Value) {
    var first: Aside?
    var second: Result<Value, Failure>?
    run(2) { part in
      if part == 0 {
        first = aside()
      } else {
        do throws(Failure) { second = .success(try body()) } catch { second = .failure(error) }
      }
    }
    guard let first, let second else { preconditionFailure("both parts have run") }
    return (first, try second.get())
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
