import Foundation
import TestSupport
import Testing

/// The real binary in a world of its own: an empty home, a database that goes away, a clock that stands still.
struct Program {
  let folder: String
  let now: String

  /// The binary that the build put beside the tests.
  static let path: String = {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    return (tests as NSString).deletingLastPathComponent + "/study"
  }()

  init(now: String = "2026-11-20T09:00:00Z") throws {
    folder = NSTemporaryDirectory() + "study-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.now = now
  }

  var database: String { folder + "/study.db" }

  var environment: [String: String] {
    [
      "HOME": folder, "STUDY_DB": database, "STUDY_NOW": now, "TZ": "UTC", "LANG": "C.UTF-8",
      "TERM": "xterm-256color",
    ]
  }

  typealias Result = (status: TestSupport.ExitStatus, stdout: String, stderr: String)

  @discardableResult
  func run(_ arguments: String..., input: String = "", variables: [String: String] = [:]) throws -> Result {
    try runProgram(
      Self.path, arguments, input: input, environment: environment.merging(variables) { $1 },
      timeoutSeconds: 60)
  }

  func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

extension String {
  /// The lines that a plain quiz prints after a durable commit.
  var savedLines: [String] {
    split(separator: "\n").filter { $0.hasPrefix("saved ") }.map(String.init)
  }

  /// The words with one space between them, wherever lines were broken.
  var unwrapped: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
