import Foundation
import TestSupport
import Testing

private let gitPath = "/usr/bin/git"
private let hasGit = FileManager.default.isExecutableFile(atPath: gitPath)

/// Two clones of a repository that holds nothing but the logs of two machines.
@Suite(.timeLimit(.patient(minutes: 3))) struct TwoMachinesTests {
  @Test(.enabled(if: hasGit, "there is no git here"))
  func clonesThatWereUsedAtTheSameTimeComeToTheSameLog() throws {
    let machines = [try Program(), try Program()]
    defer { for machine in machines { machine.remove() } }
    let origin = machines[0].folder + "/origin.git"
    try git("init", "--bare", "-b", "main", origin, in: machines[0].folder)
    for (number, machine) in machines.enumerated() {
      try git("clone", "-q", origin, "log", in: machine.folder)
      guard number == 0 else { continue }
      // Clones of an empty repository would have nothing in common.
      try git("commit", "-q", "--allow-empty", "-m", "begin", in: machine.folder + "/log")
      try git("push", "-q", "origin", "HEAD:main", in: machine.folder + "/log")
    }
    for round in 0..<3 {
      var saved = 0
      for (number, machine) in machines.enumerated() {
        // The same cards on both machines, with other ratings; the last round undoes one too.
        let rating = (round + number) % 4 + 1
        let input = String(repeating: "\n\(rating)\n", count: 4) + (round == 2 ? "u\nq\n" : "q\n")
        let quiz = try machine.run(
          "quiz", "convolution", "--plain", "--exercise", "recall", "--ahead", "365", input: input)
        saved += quiz.stdout.savedLines.count
        #expect(try machine.run("note", "conv-out-size", "round \(round) on \(number)").status == .exited(0))
        #expect(try machine.run("flag", "conv-out-size").status == .exited(0))
      }
      #expect(saved == 8)
      // Both have written before either knew of the other.
      for machine in machines {
        #expect(try machine.run("sync", machine.folder + "/log").status == .exited(0))
        try git("add", "-A", in: machine.folder + "/log")
        try git("commit", "-qm", "log", in: machine.folder + "/log")
      }
      try git("push", "-q", "origin", "HEAD:main", in: machines[0].folder + "/log")
      for machine in [machines[1], machines[0]] {
        // Pulled and merged without a conflict, although both have commits of their own.
        try git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main", in: machine.folder + "/log")
        try git("push", "-q", "origin", "HEAD:main", in: machine.folder + "/log")
      }
      for machine in machines {
        let sync = try machine.run("sync", machine.folder + "/log")
        #expect(sync.status == .exited(0) && sync.stderr.isEmpty, "\(sync.stderr)")
        #expect(sync.stdout.contains("written: 0 entries"), "\(sync.stdout)")
      }
      let known = try machines.map { try cards(of: $0) }
      #expect(known[0] == known[1] && known[0].count >= 4, "round \(round)")
      let reviews = try machines.map { try $0.json($0.run("stats", "--json").stdout)["reviews"] as? Int }
      #expect(reviews == (round == 2 ? [22, 22] : [8 * (round + 1), 8 * (round + 1)]))
      for machine in machines { #expect(try machine.run("doctor").status == .exited(0)) }
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: machines[0].folder + "/log")
    #expect(files.filter { $0.hasSuffix(".jsonl") }.count == 2)
  }

  @Test func mergingIsRepeatableFromEveryKindOfFile() throws {
    let (here, there) = (try Program(), try Program())
    defer {
      here.remove()
      there.remove()
    }
    try there.run("quiz", "--plain", "--exercise", "recall", input: "\n3\n\n3\n\n3\nq\n")
    let first = try here.run("merge", there.database)
    #expect(first.stdout.hasPrefix("new: 3 reviews"), "\(first.stdout)\(first.stderr)")
    try FileManager.default.createDirectory(atPath: here.folder + "/logs", withIntermediateDirectories: true)
    try there.run("sync", here.folder + "/logs")
    for path in [there.database, here.folder + "/logs"] {
      let again = try here.run("merge", path)
      #expect(again.stdout.hasPrefix("nothing new; 3 known already"), "\(again.stdout)\(again.stderr)")
    }
    let deck = here.folder + "/deck.md"
    try "## What?\n\nThat.\n".write(toFile: deck, atomically: true, encoding: .utf8)
    for path in [deck, here.database, here.folder + "/missing.db"] {
      let refused = try here.run("merge", path)
      #expect(refused.status == .exited(1) && refused.stdout.isEmpty && refused.stderr.contains(path))
    }
  }

  /// What is known of every card, in the order of their ids.
  private func cards(of machine: Program) throws -> NSArray {
    let archive = try machine.json(try machine.run("export", "--format", "json").stdout)
    let cards = try #require(archive["cards"] as? [[String: Any]])
    return cards.sorted { ($0["id"] as? String ?? "") < ($1["id"] as? String ?? "") } as NSArray
  }

  private func git(_ words: String..., in folder: String) throws {
    let result = try runProgram(
      gitPath, ["-C", folder] + words,
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@localhost",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@localhost", "GIT_CONFIG_NOSYSTEM": "1",
      ])
    #expect(result.status == .exited(0), "git \(words.joined(separator: " ")): \(result.stderr)")
  }
}
