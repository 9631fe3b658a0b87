import Glibc
import TerminalUI
import Testing

/// Ctrl-C during a long computation; in processes of their own, since a signal meets all of one.
@Suite struct InterruptWatchTests {
  @Test func ctrlCIsNotedAndTheProgramGoesOn() async {
    await #expect(processExitsWith: .exitCode(7)) {
      followSignals()
      let watch = InterruptWatch()
      guard !watch.isInterrupted else { exit(1) }
      raise(SIGINT)
      exit(watch.isInterrupted ? 7 : 1)
    }
  }

  @Test func aSecondCtrlCEndsAProgramThatDoesNotLook() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      followSignals()
      let watch = InterruptWatch()
      raise(SIGINT)
      raise(SIGINT)
      exit(watch.isInterrupted ? 1 : 2)
    }
  }

  @Test func afterwardsItMeansWhatItMeantBefore() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      followSignals()
      let watch = InterruptWatch()
      watch.end()
      watch.end()
      raise(SIGINT)
      exit(1)
    }
  }
}

/// A test run in the background was told to ignore Ctrl-C, and whoever started it may have blocked the signal.
private func followSignals() {
  var standard = sigaction()
  sigaction(SIGINT, &standard, nil)
  var interrupt = sigset_t()
  sigemptyset(&interrupt)
  sigaddset(&interrupt, SIGINT)
  pthread_sigmask(SIG_UNBLOCK, &interrupt, nil)
}
