import Foundation
import TestSupport
import Testing

/// The program killed outright at instants spread over what it does.
@Suite(.timeLimit(.patient(minutes: 3))) struct KillTests {
  @Test func nothingAcknowledgedIsLostInTwoHundredKills() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("list")
    let hasImport = try program.run("import", "--help").status == .exited(0)
    let commands = ["quiz", "merge", "backup"] + (hasImport ? ["import"] : [])
    var random = Instants(seed: 0x5EED)
    var acknowledged = 0
    var kills: [String: Int] = [:]
    // How long each takes when nobody kills it, the shortest seen: a busy moment says nothing of the next.
    var milliseconds: [String: Int] = [:]
    for round in 0..<200 {
      let command = commands[round % commands.count]
      let end = milliseconds[command].map { random.next(below: $0 + $0 / 8 + 1) + 1 }
      let start = DispatchTime.now().uptimeNanoseconds
      let result = try runProgram(
        Program.path, try words(command, round, program),
        input: command == "quiz" ? String(repeating: "\n3\n", count: 12) : "",
        environment: program.environment, killedAfterMilliseconds: end)
      if result.status != .timedOut {
        let taken = Int((DispatchTime.now().uptimeNanoseconds - start) / 1_000_000)
        milliseconds[command] = min(taken, milliseconds[command] ?? taken)
      }
      acknowledged += result.stdout.savedLines.count
      if result.status == .timedOut { kills[command, default: 0] += 1 }
      if result.stdout.hasPrefix("new: 50 reviews") { acknowledged += 50 }
    }
    for command in commands { #expect(kills[command, default: 0] > 20, "\(command): \(kills)") }
    let kept = try #require(try program.json(try program.run("stats", "--json").stdout)["reviews"] as? Int)
    #expect(kept >= acknowledged && acknowledged > 50, "\(kept) kept of \(acknowledged)")
    // A log that was being merged is there whole or not at all.
    for round in 0..<200
    where ["merge", "import"].contains(commands[round % commands.count]) && round % 5 == 0 {
      let merged = try program.run("merge", program.folder + "/log-\(round).jsonl").stdout
      #expect(
        merged.hasPrefix("new: 50 reviews") || merged.hasPrefix("nothing new; 50 known already"), "\(merged)")
    }
    // So is a backup.
    let backups = try FileManager.default.contentsOfDirectory(atPath: program.folder).filter {
      $0.hasPrefix("copy-") && $0.hasSuffix(".db")
    }
    for backup in backups.prefix(5) {
      let doctor = try program.run("doctor", "--db", program.folder + "/" + backup)
      #expect(doctor.status == .exited(0), "\(backup): \(doctor.stdout)\(doctor.stderr)")
    }
    let doctor = try program.run("doctor")
    #expect(doctor.status == .exited(0), "\(doctor.stdout)")
  }

  private func words(_ command: String, _ round: Int, _ program: Program) throws -> [String] {
    switch command {
    case "quiz": return ["quiz", "--plain", "--exercise", "recall", "--cram", "--seed", "\(round)"]
    case "backup": return ["backup", program.folder + "/copy-\(round).db"]
    default:
      let path = program.folder + "/log-\(round).jsonl"
      let lines = (0..<50).map { line in
        let digits = String(format: "%012x", round * 1000 + line)
        return """
          {"v":1,"id":"019aa000-0000-7000-8000-\(digits)","card":"conv-out-size","time":"2025-11-20T09:00:00.000Z",\
          "offset_minutes":0,"day":"2025-11-20","rating":3,"kind":"cram","duration_ms":1,"model":"fsrs-6","parameters":0}
          """
      }
      try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
      return [command, path]
    }
  }
}

/// The same sequence in every run.
private struct Instants {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
