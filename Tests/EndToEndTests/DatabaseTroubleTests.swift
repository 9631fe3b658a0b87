import Foundation
import TestSupport
import Testing

/// Everything that can be wrong with the database file has one clear line and exit status 1.
@Suite(.timeLimit(.patient(minutes: 1))) struct DatabaseTroubleTests {
  private func expectRefusal(
    _ program: Program, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try program.run("quiz", "--plain", input: "\n3\n")
    #expect(result.status == .exited(1), sourceLocation: sourceLocation)
    #expect(result.stderr.contains(words), "\(result.stderr)", sourceLocation: sourceLocation)
    #expect(result.stdout.savedLines.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws {
    let program = try Program()
    defer { program.remove() }
    let text = String(repeating: "These are my notes. ", count: 100)
    try text.write(toFile: program.database, atomically: true, encoding: .utf8)
    try expectRefusal(program, "is no database of study")
    #expect(try String(contentsOfFile: program.database, encoding: .utf8) == text)
  }

  @Test func aFolderInPlaceOfTheDatabaseIsRefused() throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(atPath: program.database, withIntermediateDirectories: true)
    try expectRefusal(program, "cannot be opened")
  }

  @Test func aTruncatedDatabaseIsRefused() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("quiz", "--plain", "--exercise", "recall", input: "\n3\n")
    let bytes = try Data(contentsOf: URL(filePath: program.database))
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: program.database + suffix) }
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: program.database))
    let result = try program.run("quiz", "--plain", input: "\n3\n")
    #expect(result.status == .exited(1))
    #expect(result.stderr.contains("damaged"), "\(result.stderr)")
  }

  @Test func aClockThatWentBackIsNoticed() throws {
    let program = try Program(now: "2026-11-20T09:00:00Z")
    defer { program.remove() }
    try program.run("quiz", "--plain", "--exercise", "recall", input: "\n3\n")
    let result = try program.run(
      "quiz", "--plain", input: "\n3\n", variables: ["STUDY_NOW": "2025-11-20T09:00:00Z"])
    #expect(result.status == .exited(1))
    #expect(
      result.stderr.contains("20 Nov 2026 09:00, 1y ahead of the clock (20 Nov 2025 09:00)"),
      "\(result.stderr)")
    #expect(try program.run("doctor", variables: ["STUDY_NOW": "2025-11-20T09:00:00Z"]).status == .exited(1))
  }

  @Test func theDatabaseIsReadableByItsOwnerAlone() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("quiz", "--plain", "--exercise", "recall", input: "\n3\n")
    let mode = try FileManager.default.attributesOfItem(atPath: program.database)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func twoProcessesReviewAtOnceAndNothingIsLost() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("list")
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for seed in 0..<4 {
        group.addTask {
          let result = try runProgram(
            Program.path, ["quiz", "--plain", "--exercise", "recall", "--cram", "--seed", "\(seed)"],
            input: String(repeating: "\n3\n", count: 15), environment: program.environment)
          return result.stdout.savedLines.count
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(counts == 60)
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["reviews"] as? Int == 60)
  }
}
