import Glibc

/// Runs a program with pipes and waits for its end; a program that does not end in time is killed.
///
/// - Parameter killedAfterMilliseconds: kills it outright at that instant; what it had written is returned.
public func runProgram(
  _ path: String, _ arguments: [String] = [], input: String = "", environment: [String: String] = [:],
  timeoutSeconds: Int = 60, killedAfterMilliseconds: Int? = nil
) throws -> (status: ExitStatus, stdout: String, stderr: String) {
  // A child that does not read all of its input must not end us.
  signal(SIGPIPE, SIG_IGN)
  let (inputPipe, outputPipe, errorPipe) = (try Pipe(), try Pipe(), try Pipe())
  let pid = try ChildProcess.spawn(path, arguments, environment: environment, newSession: false) { actions in
    posix_spawn_file_actions_adddup2(&actions, inputPipe.read, 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe.write, 1)
    posix_spawn_file_actions_adddup2(&actions, errorPipe.write, 2)
  }
  for end in [inputPipe.read, outputPipe.write, errorPipe.write] { close(end) }
  _ = fcntl(inputPipe.write, F_SETFL, O_NONBLOCK)

  var rest = Array(input.utf8)[...]
  var collected: [[UInt8]] = [[], []]
  var open = [inputPipe.write, outputPipe.read, errorPipe.read]
  var deadline =
    ChildProcess.milliseconds() + (killedAfterMilliseconds ?? timeoutSeconds * 1000 * Patience.factor)
  if rest.isEmpty {
    close(open[0])
    open[0] = -1
  }
  var hasTimedOut = false
  while open[1] >= 0 || open[2] >= 0 {
    var descriptors = [
      pollfd(fd: open[0], events: Int16(POLLOUT), revents: 0),
      pollfd(fd: open[1], events: Int16(POLLIN), revents: 0),
      pollfd(fd: open[2], events: Int16(POLLIN), revents: 0),
    ]
    let left = deadline - ChildProcess.milliseconds()
    if left <= 0 || poll(&descriptors, 3, Int32(left)) == 0 {
      // What a child of the child keeps open is waited for a moment only.
      if hasTimedOut { break }
      hasTimedOut = true
      kill(pid, SIGKILL)
      deadline = ChildProcess.milliseconds() + 2000
      continue
    }
    if descriptors[0].revents != 0 {
      let count = rest.withUnsafeBytes { write(open[0], $0.baseAddress, min($0.count, 65536)) }
      if count > 0 { rest = rest.dropFirst(count) }
      if rest.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) {
        close(open[0])
        open[0] = -1
      }
    }
    for stream in 1...2 where descriptors[stream].revents != 0 {
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = read(open[stream], &buffer, buffer.count)
      if count > 0 {
        collected[stream - 1] += buffer[..<count]
      } else {
        close(open[stream])
        open[stream] = -1
      }
    }
  }
  for descriptor in open where descriptor >= 0 { close(descriptor) }
  var status: Int32 = 0
  waitpid(pid, &status, 0)
  return (
    hasTimedOut ? .timedOut : ExitStatus(waitStatus: status), String(decoding: collected[0], as: UTF8.self),
    String(decoding: collected[1], as: UTF8.self)
  )
}

private struct Pipe {
  let read, write: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SpawnError(call: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (read, write) = (ends[0], ends[1])
  }
}
