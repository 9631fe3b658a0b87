import Basics
import Glibc

/// `bench faults [kills]`: the program killed outright at instants spread over what it does, and what was lost.
enum FaultBench {
  private struct Tally {
    var runs = 0
    var kills = 0
    /// Reviews that were acknowledged: by a line `saved`, or by a merge that ended.
    var acknowledged = 0
    /// Runs that left more or fewer reviews than they may: something acknowledged was lost, or half done.
    var wrong = 0
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
    var standing = try world.standingReviews()
    var round = 0
    while tallies.values.reduce(0, { $0 + $1.kills }) < wanted {
      let command = commands[round % commands.count]
      let instant = random.nextIndex(below: (nanoseconds[command] ?? 1) * 9 / 8)
      let result = try world.run(try words(command, round: round, world), killedAfter: instant)
      var tally = tallies[command, default: Tally()]
      tally.runs += 1
      if result.isKilled { tally.kills += 1 }
      var acknowledged = result.lines.count { $0.hasPrefix("saved ") }
      if result.lines.first?.hasPrefix("new: \(reviewsInLog) reviews") == true {
        acknowledged += reviewsInLog
      }
      tally.acknowledged += acknowledged
      // What a command may have done to the log by the time it is killed, before it could say so.
      let now = try world.standingReviews()
      let possible =
        switch command {
        case "quiz": [acknowledged, acknowledged + 1]
        case "undo": [-1, 0]
        case "merge": acknowledged > 0 ? [reviewsInLog] : [0, reviewsInLog]
        default: [0]
        }
      if !possible.contains(now - standing) { tally.wrong += 1 }
      standing = now
      tallies[command] = tally
      round += 1
    }
    print("command       runs     kills  acknowledged     wrong")
    for command in commands {
      let tally = tallies[command, default: Tally()]
      print(
        padded(command, 8, left: true) + padded("\(tally.runs)", 10) + padded("\(tally.kills)", 10)
          + padded("\(tally.acknowledged)", 14) + padded("\(tally.wrong)", 10))
    }
    try judge(world, round)
  }

  private static func judge(_ world: World, _ rounds: Int) throws {
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

    func standingReviews() throws -> Int {
      guard
        case .object(let members) = try JSONReader.value(of: Array(try run(["stats", "--json"]).text.utf8)),
        case .integer(let count)? = members.first(where: { $0.name == "reviews" })?.value
      else { throw Child.Failure(description: "no statistics") }
      return count
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
