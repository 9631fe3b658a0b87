import Foundation
import TestSupport
import Testing

/// Data that leave, come back, and go to other programs.
@Suite(.timeLimit(.patient(minutes: 4))) struct ExportImportTests {
  /// A learner's data of every kind: ratings, one taken back, a prediction, marks, a note, a link.
  private func fill(_ program: Program) throws {
    let quiz = try program.run(
      "quiz", "--plain", "--seed", "1", "--exercise", "recall", input: "\n3\n\n1\n\n4\n\n2\ns\nq\n")
    #expect(quiz.stdout.savedLines.count == 4)
    // The suspension, then the last rating.
    for _ in 0..<2 { #expect(try program.run("undo").status == .exited(0)) }
    let prediction = try program.run("demo", "conv", "--k", "5", "--quiz", input: "13\n")
    #expect(prediction.stdout.savedLines.count == 1)
    #expect(try program.run("suspend", "conv-out-size").status == .exited(0))
    let lines = """
      {"v":1,"id":"019d0000-0000-7000-8000-000000000001","links":"older","to":"conv-out-size","linked":true}
      {"v":1,"id":"019d0000-0000-7000-8000-000000000002","card":"conv-out-size","mark":"note","value":"floor!"}

      """
    try lines.write(toFile: program.folder + "/other.jsonl", atomically: true, encoding: .utf8)
    #expect(try program.run("import", program.folder + "/other.jsonl").status == .exited(0))
    #expect(try program.run("config", "retention", "0.85").status == .exited(0))
  }

  /// One program with data of every kind, and one without any.
  private func pair() throws -> (first: Program, second: Program) {
    let first = try Program()
    try fill(first)
    return (first, try Program())
  }

  @Test func exportImportExportGivesTheSameBytes() throws {
    let (first, second) = try pair()
    defer { for program in [first, second] { program.remove() } }
    let path = first.folder + "/all.json"
    let export = try first.run("export", "-o", path)
    #expect(export.status == .exited(0) && export.stdout.isEmpty, "\(export.stderr)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for word in ["\"retracts\"", "\"links\"", "\"predict\"", "\"note\"", "\"suspended\":true"] {
      #expect(text.contains(word), "\(word)")
    }
    let done = try second.json(try second.run("import", path, "--json").stdout)
    let added = try #require(done["added"] as? [String: Int])
    #expect(added["reviews"] == 5 && added["retractions"] == 1 && added["links"] == 1, "\(done)")
    #expect(try second.run("export", "-o", "-").stdout == text)
    #expect(try second.run("doctor").status == .exited(0))
    // The same file twice adds nothing.
    let again = try second.json(try second.run("import", path, "--json").stdout)
    #expect((again["added"] as? [String: Int])?.values.allSatisfy { $0 == 0 } == true, "\(again)")
    #expect(try second.run("export").stdout == text)
  }

  @Test(arguments: ["jsonl", "csv"]) func aLogComesBackFrom(_ format: String) throws {
    let (first, second) = try pair()
    defer { for program in [first, second] { program.remove() } }
    let path = first.folder + "/log.\(format)"
    #expect(try first.run("export", "--format", format, "-o", path).status == .exited(0))
    #expect(try second.run("import", path).status == .exited(0))
    let tables = try [first, second].map { try $0.run("export", "--format", "csv").stdout }
    #expect(tables[0] == tables[1] && tables[0].hasSuffix("\r\n"))
    let cards = try first.run("export", "--format", "csv", "--table", "cards").stdout
    #expect(cards.hasPrefix("id,phase,") && cards.contains("floor!"))
  }

  /// The system refuses what is beyond 100 KiB, so some pieces are written before.
  @Test(
    .enabled(if: !Patience.isSanitized || canMount, "nothing may be mounted here"),
    arguments: ["json", "jsonl", "csv"])
  func anExportThatCannotBeWrittenLeavesNoFile(_ format: String) throws {
    let program = try Program()
    defer { program.remove() }
    var log = "card_id,review_index,day,elapsed_days,rating\n"
    for index in 0..<2000 { log += "\(index),0,0,0,3\n" }
    let path = program.folder + "/research.csv"
    try log.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try program.run("import", path).status == .exited(0))
    // ThreadSanitizer writes a file of its own, and dies where that may not be as large as it wants.
    let (shell, limit, reason) =
      Patience.isSanitized
      ? (["unshare", "-m", "sh"], "mount -t tmpfs -o size=100k tmpfs .", "No space left on device")
      : (["sh"], "trap '' XFSZ; ulimit -f 200", "File too large")
    let script = """
      mkdir "$DIR/out"; cd "$DIR/out"; \(limit); cd "$DIR/out"
      "$STUDY" export --format \(format) -o all; echo "status $?"; ls
      """
    let result = try runProgram(
      "/usr/bin/env", shell + ["-c", script],
      environment: program.environment.merging(
        ["STUDY": Program.path, "DIR": program.folder, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 })
    #expect(result.stdout == "status 1\n", "\(result)")
    #expect(result.stderr.contains(reason), "\(result)")
    // Where there is room it is whole.
    #expect(try program.run("export", "--format", format, "-o", path + ".out").status == .exited(0))
    let size = try FileManager.default.attributesOfItem(atPath: path + ".out")[.size] as? Int
    #expect(try #require(size) > 200_000)
  }

  /// Days between reviews are the log's, wherever and whenever it is imported: New York had its summer time changes.
  @Test func aResearchLogIsTheSameInEveryTimeZone() throws {
    var exports: [String] = []
    for zone in ["UTC", "America/New_York", "Pacific/Auckland"] {
      let program = try Program()
      defer { program.remove() }
      var log = "card_id,review_index,day,elapsed_days,rating\n"
      for index in 0..<60 { log += "7,\(index),\(index * 11),\(index == 0 ? 0 : 11),3\n" }
      let path = program.folder + "/log.csv"
      try log.write(toFile: path, atomically: true, encoding: .utf8)
      let result = try program.run("import", path, "--json", variables: ["TZ": zone])
      let added = try #require(try program.json(result.stdout)["added"] as? [String: Int])
      #expect(added["reviews"] == 60, "\(result)")
      exports.append(try program.run("export", variables: ["TZ": zone]).stdout)
    }
    #expect(exports[0] == exports[1] && exports[0] == exports[2])
    let days = exports[0].components(separatedBy: "\"day\":\"").dropFirst().map { String($0.prefix(10)) }
    let numbers = days.compactMap {
      ISO8601DateFormatter().date(from: $0 + "T00:00:00Z")?.timeIntervalSince1970
    }
    #expect(
      zip(numbers, numbers.dropFirst()).map { ($1 - $0) / 86_400 } == [Double](repeating: 11, count: 59))
  }

  @Test func aDryRunChangesNothingAndAnImportBacksUpAndKeepsFiles() throws {
    let program = try Program()
    defer { program.remove() }
    let notes = "Q: What is a kernel?\nA: A small tensor of weights.\n\nstride :: the step of the window\n"
    let path = program.folder + "/notes.md"
    try notes.write(toFile: path, atomically: true, encoding: .utf8)
    let decks = program.folder + "/.local/share/study/decks"
    try FileManager.default.createDirectory(atPath: decks, withIntermediateDirectories: true)
    try "mine :: stays\n".write(toFile: decks + "/notes.md", atomically: true, encoding: .utf8)

    let dry = try program.run("import", path, "--dry-run")
    #expect(dry.stdout.hasPrefix("would add: 2 cards\n"), "\(dry)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: decks) == ["notes.md"])

    let done = try program.run("import", path)
    #expect(done.stdout.hasPrefix("added: 2 cards\n") && done.stdout.contains("before-import"), "\(done)")
    #expect(try String(contentsOfFile: decks + "/notes.md", encoding: .utf8) == "mine :: stays\n")
    #expect(try String(contentsOfFile: decks + "/notes-2.md", encoding: .utf8) == notes)
    #expect(try program.run("search", "kernel", "weights").stdout.contains("What is a kernel?"))
    let again = try program.run("import", path)
    #expect(again.stdout.contains("added: nothing") && again.stdout.contains("2 × here already"), "\(again)")
  }

  @Test func whatCannotBeImportedIsNamedInBothLanguagesWithWhatToDo() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.run("stats")
    let files: [(name: String, content: String, english: String, chinese: String)] = [
      ("a.json", "{\"study\": 9, \"log\": []}", "Install the newer study.", "请安装新版"),
      ("b.json", "{\"study\": 2, \"log\": [{]}", "unexpected character at byte", "意外的字符"),
      ("c.jsonl", "{\"v\":1,\"id\":\"x\"}\n", "line 1: id has a wrong value", "第 1 行"),
      ("d.csv", "a,b\n\"open,c\n", "the quote that begins on line 2 never ends", "引号没有结束"),
      ("e.apkg", "PK", "cannot be unpacked", "无法解压"), ("f.csv", "", "is empty", "是空文件"),
    ]
    for file in files {
      let path = program.folder + "/" + file.name
      try file.content.write(toFile: path, atomically: true, encoding: .utf8)
      for (language, words) in [("en", file.english), ("zh", file.chinese)] {
        let result = try program.run("import", path, "--lang", language)
        #expect(result.status == .exited(1) && result.stderr.contains(words), "\(result)")
        #expect(result.stdout.isEmpty && result.stderr.split(separator: "\n").count == 2, "\(result)")
      }
    }
    let database = try program.run("import", program.database)
    #expect(database.stderr.contains("study merge"), "\(database)")
    let missing = try program.run("import", program.folder + "/none.csv")
    #expect(missing.status == .exited(1) && missing.stderr.contains("No such file"), "\(missing)")
  }

  @Test func aDeckWithNotesIsMarkdownThatReadsBack() throws {
    let (first, second) = try pair()
    defer { for program in [first, second] { program.remove() } }
    let path = first.folder + "/convolution.md"
    #expect(
      try first.run("export", "--format", "md", "convolution", "-o", path).status == .exited(0))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("<!-- note: floor! -->") && text.contains("id: conv-out-size"))
    let done = try second.run("import", path)
    #expect(done.stdout.hasPrefix("added: 1 mark\n"), "every card is built in: \(done)")
    #expect(try second.run("export", "--format", "md", "convolution").stdout == text)
    #expect(try first.run("export", "--format", "md", "convolutoin").status == .exited(2))
    // All topics in one file, without an error in it.
    let all = first.folder + "/all.md"
    #expect(try first.run("export", "--format", "md", "-o", all).status == .exited(0))
    let plan = try second.json(try second.run("import", all, "--dry-run", "--json").stdout)
    #expect((plan["added"] as? [String: Int])?["cards"] == 0, "\(plan)")
    let skipped = try #require(plan["skipped"] as? [[String: Any]])
    #expect(skipped.allSatisfy { $0["reason"] as? String == "known" }, "\(skipped)")
  }
}
