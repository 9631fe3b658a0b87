import Foundation

/// Runs the body with the file rights of an ordinary user, since permissions do not bind the superuser.
func asOrdinaryUser(_ body: () throws -> Void) throws {
  guard geteuid() == 0 else { return try body() }
  // setfsuid(2) holds for this thread alone, and takes away the right to override permissions.
  typealias SetUser = @convention(c) (uid_t) -> Int32
  guard let symbol = dlsym(nil, "setfsuid") else { return }
  let setUser = unsafeBitCast(symbol, to: SetUser.self)
  _ = setUser(65534)
  defer { _ = setUser(0) }
  try body()
}
