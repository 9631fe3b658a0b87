import Basics
import Glibc

/// `bench faults [kills]`: the program killed outright at instants spread over what it does, and what was lost.
enum FaultBench {
  private struct Tally {
    var runs = 0
    var kills = 0
    /// Reviews that were acknowledged: by a line `saved`, or by a merge that ended.
    var acknowledged = 0
  }

  static let reviewsInLog = 50

  static func report(kills wanted: Int) throws {
    let folder = try Scratch.newFolder()
    defer { Scratch.remove(folder) }
    let world = World(folder: folder, program: try Child.study())
    _ = try world.run(["list"])
    let commands = ["quiz", "undo", "merge", "backup"]
    var random = SplitMix64(seed: 0x5EED)
    var nanoseconds: [String: Int] = [:]
    for command in commands {
      let start = Platform.monotonicNanoseconds()
      _ = try world.run(try words(command, round: -1, world))
      nanoseconds[command] = Int(Platform.monotonicNanoseconds() - start)
    }
    var tallies: [String: Tally] = [:]
    var undone = 0
    var round = 0
    while tallies.values.reduce(0, { $0 + $1.kills }) < wanted {
      let command = commands[round % commands.count]
      let instant = random.nextIndex(below: (nanoseconds[command] ?? 1) * 9 / 8)
      let result = try world.run(try words(command, round: round, world), killedAfter: instant)
      var tally = tallies[command, default: Tally()]
      tally.runs += 1
      if result.isKilled { tally.kills += 1 }
      tally.acknowledged += result.lines.count { $0.hasPrefix("saved ") }
      if result.lines.first?.hasPrefix("new: \(reviewsInLog) reviews") == true {
        tally.acknowledged += reviewsInLog
      }
      // Killed or not, an undo may have taken a review back.
      if command == "undo" { undone += 1 }
      tallies[command] = tally
      round += 1
    }
    print("command       runs     kills  acknowledged")
    for command in commands {
      let tally = tallies[command, default: Tally()]
      print(
        padded(command, 8, left: true) + padded("\(tally.runs)", 10) + padded("\(tally.kills)", 10)
          + padded("\(tally.acknowledged)", 14))
    }
    try judge(world, acknowledged: tallies.values.reduce(0) { $0 + $1.acknowledged }, undone: undone, round)
  }

  private static func judge(_ world: World, acknowledged: Int, undone: Int, _ rounds: Int) throws {
    let stats = try JSONReader.value(of: Array(try world.run(["stats", "--json"]).text.utf8))
    guard case .object(let members) = stats,
      case .integer(let kept)? = members.first(where: { $0.name == "reviews" })?.value
    else {
      throw Child.Failure(description: "no statistics")
    }
    // The first run of each command was not counted: one quiz, one merge.
    let lost = max(0, acknowledged - undone - kept)
    print("standing \(kept), acknowledged \(acknowledged), undone at most \(undone): lost \(lost)")
    var half = 0
    for round in 0..<rounds where Platform.fileExists(world.folder + "/log-\(round).jsonl") {
      let first = try world.run(["merge", world.folder + "/log-\(round).jsonl"]).lines.first ?? ""
      let isWhole = [
        "new: \(reviewsInLog) reviews", "nothing new; \(reviewsInLog) known already",
      ].contains { first.hasPrefix($0) }
      if !isWhole { half += 1 }
    }
    var broken = 0
    var copies = 0
    for round in 0..<rounds where Platform.fileExists(world.folder + "/copy-\(round).db") {
      copies += 1
      if try world.run(["doctor", "--db", world.folder + "/copy-\(round).db"]).status != 0 { broken += 1 }
    }
    let doctor = try world.run(["doctor"]).status
    print(
      "merges half done \(half); backups \(copies), broken \(broken); doctor \(doctor == 0 ? "ok" : "BAD")")
  }

  private static func words(_ command: String, round: Int, _ world: World) throws -> [String] {
    switch command {
    case "quiz": return ["quiz", "--plain", "--exercise", "recall", "--cram", "--seed", "\(round + 1)"]
    case "undo": return ["undo"]
    case "backup": return ["backup", world.folder + "/copy-\(round).db"]
    default:
      let path = world.folder + "/log-\(round).jsonl"
      var text = ""
      for line in 0..<reviewsInLog {
        let digits = String((round + 1) * 1000 + line, radix: 16)
        text += """
          {"v":1,"id":"019aa000-0000-7000-8000-\(padded(digits, 12).map { $0 == " " ? "0" : String($0) }.joined())",\
          "card":"conv-out-size","time":"2025-11-20T09:00:00.000Z","offset_minutes":0,"day":"2025-11-20","rating":3,\
          "kind":"cram","duration_ms":1,"model":"fsrs-6","parameters":0}

          """
      }
      try FileSystem.write(Array(text.utf8), to: path)
      return ["merge", path]
    }
  }

  /// A home of its own for the program, which is killed or let run to its end.
  private struct World {
    let folder: String
    let program: String

    struct Result {
      var status: Int32
      var isKilled: Bool
      var text: String
      var lines: [Substring] { text.split(separator: "\n") }
    }

    /// - Parameter killedAfter: nanoseconds; nil lets it run to its end.
    func run(_ arguments: [String], killedAfter instant: Int? = nil) throws -> Result {
      let (input, output) = (folder + "/input", folder + "/output")
      if !Platform.fileExists(input) {
        try FileSystem.write(Array(String(repeating: "\n3\n", count: 40).utf8), to: input)
      }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      let variables = [
        "HOME=\(folder)", "STUDY_DB=\(folder)/study.db", "STUDY_NOW=2026-11-20T09:00:00Z", "TZ=UTC",
      ]
      var words = ([program] + arguments).map { strdup($0) } + [nil]
      var environment = variables.map { strdup($0) } + [nil]
      defer { for word in words + environment { free(word) } }
      var id = pid_t()
      let code = posix_spawn(&id, program, &actions, nil, &words, &environment)
      guard code == 0 else {
        throw Child.Failure(description: "\(program): \(String(cString: strerror(code)))")
      }
      if let instant {
        var span = timespec(tv_sec: instant / 1_000_000_000, tv_nsec: instant % 1_000_000_000)
        nanosleep(&span, nil)
        kill(id, SIGKILL)
      }
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0 && errno == EINTR {}
      return Result(
        status: status, isKilled: status & 0x7F == SIGKILL,
        text: try FileSystem.text(output, limit: 1 << 24) ?? "")
    }
  }
}
