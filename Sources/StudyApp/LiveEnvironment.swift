import Basics
import TerminalUI

extension Environment {
  /// The world of the running process.
  public static func live(arguments: [String]) -> Environment {
    var variables: [String: String] = [:]
    for name in variableNames { variables[name] = Platform.environmentVariable(name) }
    let fixedNow = variables["STUDY_NOW"].flatMap { Timestamp(iso: $0) }
    let input = LineReader(descriptor: 0)
    var environment = Environment(
      arguments: arguments, variables: variables, now: { fixedNow ?? Platform.now() },
      utcOffsetMinutes: Platform.utcOffsetMinutes(at:), monotonicNanoseconds: Platform.monotonicNanoseconds,
      randomSeed: Platform.randomSeed, output: DescriptorSink(descriptor: 1),
      errors: DescriptorSink(descriptor: 2),
      readLine: input.next, isInputTerminal: Platform.isTerminal(0), isOutputTerminal: Platform.isTerminal(1),
      terminalSize: { Platform.terminalSize(1).map { Size(columns: $0.columns, rows: $0.rows) } },
      makeTerminal: { Terminal.live(capabilities: $0, theme: $1, reportsMouse: $2) },
      runProgram: Platform.run)
    environment.isErrorTerminal = Platform.isTerminal(2)
    environment.watchInterrupts = { InterruptWatch() }
    return environment
  }
}

/// Writes text to a file descriptor, whole.
private final class DescriptorSink: TextSink {
  private let descriptor: Int32

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  func write(_ text: String) throws(WriteError) {
    try check(Platform.writeAll(text.utf8, to: descriptor))
  }

  func write(bytes: [UInt8]) throws(WriteError) {
    try check(Platform.writeAll(bytes, to: descriptor))
  }

  private func check(_ code: Int32) throws(WriteError) {
    if code == Platform.brokenPipe { throw .readerGone }
    if code != 0 { throw .failed(code: code) }
  }
}

/// Lines of a file descriptor; a line longer than the limit is cut, so that input without line breaks cannot fill the memory.
final class LineReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  static let longestLine = 1 << 16

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The next line without its line break; nil at the end.
  func next() -> String? {
    var line: [UInt8] = []
    while true {
      if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
        line += buffer[start..<end]
        start = end + 1
        return text(line)
      }
      line += buffer[start...]
      if line.count > LineReader.longestLine { line.removeLast(line.count - LineReader.longestLine) }
      buffer = isAtEnd ? [] : Platform.readSome(descriptor)
      start = 0
      if buffer.isEmpty {
        isAtEnd = true
        return line.isEmpty ? nil : text(line)
      }
    }
  }

  private func text(_ line: [UInt8]) -> String {
    String(decoding: line.prefix(LineReader.longestLine), as: UTF8.self)
  }
}
