import Basics
import Glibc

/// How a program ended.
public enum ExitStatus: Sendable, Hashable {
  case exited(Int32)
  case signaled(Int32)
  /// It was still running when the time was up, and was killed.
  case timedOut

  init(waitStatus status: Int32) {
    self = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F)
  }
}

public struct SpawnError: Error, Sendable {
  public let call: String
  public let code: Int32
}

/// Starts programs with signals as a shell would leave them.
enum ChildProcess {
  /// A child with an environment of its own reports to the same place, by the same rules.
  private static let sanitizerOptions: [String: String] = {
    var options: [String: String] = [:]
    for name in ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"] {
      options[name] = Platform.environmentVariable(name)
    }
    return options
  }()

  /// - Parameter actions: sets up the descriptors 0, 1 and 2 of the child.
  static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], newSession: Bool,
    actions: (inout posix_spawn_file_actions_t) -> Void
  ) throws -> pid_t {
    var fileActions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&fileActions)
    defer { posix_spawn_file_actions_destroy(&fileActions) }
    actions(&fileActions)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    // Glibc's module leaves out POSIX_SPAWN_SETSID.
    let session: Int32 = newSession ? 0x80 : 0
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | session))

    let environment = environment.merging(sanitizerOptions) { given, _ in given }
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, &fileActions, &attributes, &argv, &envp)
    guard code == 0 else { throw SpawnError(call: "posix_spawn \(path)", code: code) }
    return pid
  }

  /// nil while it runs.
  static func poll(_ pid: pid_t) -> ExitStatus? {
    var status: Int32 = 0
    return waitpid(pid, &status, WNOHANG) == pid ? ExitStatus(waitStatus: status) : nil
  }

  static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
