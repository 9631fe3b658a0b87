import Foundation
import TestSupport
import Testing

private func isRunnable(_ words: String...) -> Bool {
  (try? runProgram("/usr/bin/env", words, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]).status)
    == .exited(0)
}

private let hasOrdinaryUser = geteuid() != 0 || isRunnable("setpriv", "--reuid=65534", "true")
let canMount = isRunnable("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt")

/// What the file system and other programs may do to a session.
@Suite(.timeLimit(.patient(minutes: 2))) struct WorldTroubleTests {
  private func shell(_ script: String, _ program: Program) throws -> Program.Result {
    try runProgram(
      "/bin/sh", ["-c", script],
      environment: program.environment.merging(
        ["STUDY": Program.path, "DIR": program.folder, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 })
  }

  @Test(arguments: [2, 10])
  func processesThatReviewTheSameCardsAtOnceLoseNothing(_ count: Int) async throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("list")
    let saved = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count {
        group.addTask {
          let result = try runProgram(
            Program.path, ["quiz", "--plain", "--exercise", "recall", "--limit", "5", "--new", "1000"],
            input: String(repeating: "\n3\n", count: 5), environment: program.environment)
          #expect(result.status == .exited(0), "\(result.stderr)")
          return result.stdout.savedLines.count
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(saved == 5 * count)
    #expect(try program.json(try program.run("stats", "--json").stdout)["reviews"] as? Int == saved)
    let doctor = try program.run("doctor")
    #expect(doctor.status == .exited(0), "\(doctor.stdout)")
  }

  @Test(.enabled(if: hasOrdinaryUser, "no ordinary user here"))
  func aReadOnlyFolderIsSaidToBeOne() throws {
    let program = try Program()
    defer {
      chmod(program.folder, 0o755)
      program.remove()
    }
    try program.run("quiz", "--plain", "--exercise", "recall", input: "\n3\nq\n")
    chmod(program.database, 0o444)
    chmod(program.folder, 0o555)
    let user = geteuid() == 0 ? "setpriv --reuid=65534 --clear-groups" : ""
    let result = try shell("printf '\\n3\\n' | \(user) \"$STUDY\" quiz --plain", program)
    #expect(result.status == .exited(1))
    #expect(result.stderr.contains("cannot be written to"), "\(result.stderr)")
    #expect(result.stdout.savedLines.isEmpty)
  }

  @Test func aDatabaseFromTheFutureIsLeftAsItIs() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("quiz", "--plain", "--exercise", "recall", input: "\n3\nq\n")
    var bytes = try Data(contentsOf: URL(filePath: program.database))
    // The user version, in the header of an SQLite file. Source: sqlite.org/fileformat2.html, section 1.3.
    bytes[63] = 200
    try bytes.write(to: URL(filePath: program.database))
    for words in [["quiz", "--plain"], ["doctor", "--repair"], ["merge", program.database]] {
      let result = try runProgram(
        Program.path, words, input: "\n3\n", environment: program.environment)
      #expect(
        result.status == .exited(1) && result.stderr.contains("newer study"), "\(words): \(result.stderr)")
    }
    #expect(try Data(contentsOf: URL(filePath: program.database)) == bytes)
  }

  @Test func aDeckFolderThatVanishesInASessionEndsItInPeace() throws {
    let program = try Program()
    defer { program.remove() }
    let decks = program.folder + "/.local/share/study/decks"
    try FileManager.default.createDirectory(atPath: decks, withIntermediateDirectories: true)
    let cards = (1...5).map { "## Question \($0)?\n<!-- id: vanishing-\($0) -->\n\nAnswer \($0).\n" }
    try cards.joined(separator: "\n").write(toFile: decks + "/mine.md", atomically: true, encoding: .utf8)
    let result = try shell(
      """
      cd "$DIR"; mkfifo keys
      "$STUDY" quiz mine --plain --exercise recall --seed 1 < keys > out 2> errors &
      exec 3> keys; printf '\\n3\\n' >&3
      until grep -q '^saved' out; do sleep 0.01; done
      rm -r .local/share/study/decks
      printf '\\n3\\n\\n3\\n\\n3\\n' >&3; exec 3>&-
      wait $!; echo "status $?"; cat out errors
      """, program)
    #expect(result.stdout.hasPrefix("status 0"), "\(result.stdout)")
    let saved = result.stdout.savedLines.count
    #expect((1...2).contains(saved), "\(result.stdout)")
    #expect(try program.json(try program.run("stats", "--json").stdout)["reviews"] as? Int == saved)
    let orphans = try program.run("doctor")
    #expect(orphans.status == .exited(0) && orphans.stdout.contains("vanishing-"), "\(orphans.stdout)")
  }

  @Test(.enabled(if: canMount, "nothing may be mounted here"))
  func aFullDiskKeepsWhatWasAcknowledged() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try runProgram(
      "/usr/bin/unshare",
      [
        "-m", "sh", "-c",
        """
        mkdir "$DIR/small"; mount -t tmpfs -o size=24m tmpfs "$DIR/small"; export STUDY_DB="$DIR/small/study.db"
        printf '\\n3\\nq\\n' | "$STUDY" quiz --plain --exercise recall
        dd if=/dev/zero of="$DIR/small/filler" bs=4096 2> /dev/null
        echo FULL
        yes '' | sed 'n;s/^/3/' | head -n 2000 | "$STUDY" quiz --plain --exercise recall --cram
        echo "status $?"; rm "$DIR/small/filler"; echo ROOM
        printf '\\n3\\nq\\n' | "$STUDY" quiz --plain --exercise recall
        "$STUDY" stats --json | grep '"reviews"'; "$STUDY" doctor && echo SOUND
        """,
      ],
      environment: program.environment.merging(
        ["STUDY": Program.path, "DIR": program.folder, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 })
    #expect(result.stdout.contains("status 1") && result.stdout.contains("SOUND"), "\(result.stdout)")
    #expect(result.stderr.contains("the disk is full"), "\(result.stderr)")
    let saved = result.stdout.savedLines.count
    #expect(result.stdout.contains("\"reviews\": \(saved)"), "\(saved) of \(result.stdout)")
  }
}
