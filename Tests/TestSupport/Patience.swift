import Glibc
public import Testing

/// How much longer everything may take than in an ordinary build.
public enum Patience {
  /// Asked of the running program, so that it holds however the build was started.
  public static let isSanitized = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  /// A sanitizer checks every access to memory; what takes 40 s without takes 600 s on two processors.
  public static let factor = isSanitized ? 15 : 1
}

extension TimeLimitTrait.Duration {
  /// So many minutes in an ordinary build, and more of them where ``Patience`` says so.
  public static func patient(minutes: Int) -> Self { .minutes(minutes * Patience.factor) }
}
