import Glibc
import TerminalUI
import Testing

/// Ctrl-C during a long computation.
@Suite(.serialized) struct InterruptWatchTests {
  @Test func ctrlCIsNotedAndTheProgramGoesOn() {
    let watch = InterruptWatch()
    #expect(!watch.isInterrupted)
    raise(SIGINT)
    #expect(watch.isInterrupted)
    watch.end()
  }

  @Test func afterwardsItMeansWhatItMeantBefore() {
    var before = sigaction()
    var after = sigaction()
    sigaction(SIGINT, nil, &before)
    let watch = InterruptWatch()
    watch.end()
    watch.end()
    sigaction(SIGINT, nil, &after)
    let handlers = [before, after].map { unsafeBitCast($0.__sigaction_handler.sa_handler, to: Int.self) }
    #expect(handlers[0] == handlers[1])
    #expect(!InterruptWatch().isInterrupted)
  }
}
