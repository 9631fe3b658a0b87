import Basics
import StudyApp
import TerminalUI

/// A frame of the quiz: from a key press to bytes on their way to the terminal.
enum ScreenBench {
  static let rows: [Row] = [
    Row("frame", group: "app", unit: "ms", reference: "the limit of 2 ms") { try frames() }
  ]

  private static let frameCount = 2000

  /// A whole run of `study quiz` on a screen of 120×40 whose learner scrolls, less one without a key, for each frame.
  private static func frames() throws -> Samples {
    let folder = try Scratch.newFolder()
    defer { Scratch.remove(folder) }
    var samples = Samples()
    _ = seconds(folder, keys: 0)
    for _ in 0..<7 {
      let none = seconds(folder, keys: 0)
      let all = seconds(folder, keys: frameCount)
      samples.values.append((all - none) / Double(frameCount) * 1e3)
      samples.references.append(2)
    }
    return samples
  }

  private static func seconds(_ folder: String, keys: Int) -> Double {
    let size = Size(columns: 120, rows: 40)
    // Reveal, then scroll to and fro, so that every frame differs from the last.
    let scroll = (0..<keys).map { Event.key($0 % 2 == 0 ? .character("j") : .character("k")) }
    let events: [Event] = [.key(.character(" "))] + scroll + [.interrupted]
    let sink = Discarding()
    var terminal: Terminal?
    let environment = Environment(
      arguments: ["quiz", "--exercise", "recall", "--seed", "1", "--db", folder + "/study.db"],
      variables: ["HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8"],
      now: { Timestamp(milliseconds: 1_763_600_000_000) }, utcOffsetMinutes: { _ in 0 },
      monotonicNanoseconds: Platform.monotonicNanoseconds, randomSeed: { 1 }, output: sink, errors: sink,
      readLine: { nil }, isInputTerminal: true, isOutputTerminal: true, terminalSize: { size },
      makeTerminal: { capabilities, _, _ in
        let scripted = Terminal.scripted(events, size: size, capabilities: capabilities)
        terminal = scripted
        return scripted
      },
      runProgram: { _ in nil })
    return Clock.seconds {
      _ = StudyProgram.run(environment)
      guard let terminal else { return }
      let encoder = ANSIEncoder(terminal.capabilities)
      var last: Frame?
      for frame in terminal.frames {
        sink.count += encoder.bytes(from: last, to: frame).count
        last = frame
      }
    }
  }

  private final class Discarding: TextSink {
    var count = 0
    func write(_ text: String) throws(WriteError) { count += text.utf8.count }
    func write(bytes: some Collection<UInt8>) throws(WriteError) { count += bytes.count }
  }
}
