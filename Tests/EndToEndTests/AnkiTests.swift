import Foundation
import TestSupport
import Testing

/// Real Anki reads what `study export --format apkg` writes.
@Suite(.timeLimit(.patient(minutes: 4))) struct AnkiTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "anki_reads_the_package.py").path()

  private static let variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

  static let isThere: Bool = {
    let answer = try? runProgram("/usr/bin/env", ["python3", "-c", "import anki"], environment: variables)
    return answer?.status == .exited(0)
  }()

  @Test(.enabled(if: AnkiTests.isThere, "the Python package anki is not there: pip install anki"))
  func ankiCountsTheNotesCardsAndReviewsOfTheBuiltInDeck() throws {
    let program = try Program()
    defer { program.remove() }
    let counts = try package(program, to: program.folder + "/study.apkg")
    let result = try runProgram(
      "/usr/bin/env", ["python3", Self.script, program.folder + "/study.apkg"] + counts.map(String.init),
      environment: program.environment.merging(Self.variables) { $1 }, timeoutSeconds: 180)
    #expect(result.status == .exited(0), "\(result)")
  }

  /// Without Anki too: what was written is read back with every review.
  @Test func thePackageIsReadBack() throws {
    let first = try Program()
    let second = try Program()
    defer {
      first.remove()
      second.remove()
    }
    let path = first.folder + "/study.apkg"
    let counts = try package(first, to: path)
    let done = try second.json(try second.run("import", path, "--json").stdout)
    let added = try #require(done["added"] as? [String: Int])
    #expect(added["cards"] == 0 && added["reviews"] == counts[2], "\(done)")
    let again = try first.json(try first.run("import", path, "--json").stdout)
    #expect((again["added"] as? [String: Int])?["reviews"] == 0, "\(again)")
  }

  /// A seeded history of every second card, some answers of a quiz, one of them taken back; returns what is in the package.
  private func package(_ program: Program, to path: String) throws -> [Int] {
    let topics = try JSONSerialization.jsonObject(
      with: Data(try program.run("list", "--json").stdout.utf8))
    var ids: [String] = []
    for topic in try #require(topics as? [[String: Any]]) {
      let name = try #require(topic["topic"] as? String)
      let cards = try JSONSerialization.jsonObject(
        with: Data(try program.run("list", name, "--json").stdout.utf8))
      ids += try #require(cards as? [[String: Any]]).compactMap { $0["id"] as? String }
    }
    #expect(Set(ids).count == ids.count && ids.count > 100)
    var state: UInt64 = 8
    var log = "card_id,review_index,day,elapsed_days,rating\n"
    for id in ids.enumerated().filter({ $0.offset % 2 == 0 }).map(\.element) {
      var day = 9000
      for index in 0..<5 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let step = index == 0 ? 0 : Int(state >> 40) % 30
        day += step
        log += "\(id),\(index),\(day),\(step),\(1 + Int(state >> 33) % 4)\n"
      }
    }
    try log.write(toFile: program.folder + "/log.csv", atomically: true, encoding: .utf8)
    #expect(try program.run("import", program.folder + "/log.csv").status == .exited(0))
    let quiz = try program.run(
      "quiz", "--plain", "--seed", "1", "--exercise", "recall", "--limit", "3", input: "\n3\n\n1\n\n4\n")
    #expect(quiz.stdout.savedLines.count == 3, "\(quiz)")
    #expect(try program.run("undo").status == .exited(0))
    let export = try program.run("export", "--format", "apkg", "-o", path)
    #expect(export.status == .exited(0), "\(export)")
    let table = try program.run("export", "--format", "csv").stdout.components(separatedBy: "\r\n")
    let column = try #require(table.first?.components(separatedBy: ",").firstIndex(of: "retracted"))
    let reviews = table.dropFirst().filter { row in
      let cells = row.components(separatedBy: ",")
      return cells.count > column && cells[column] == "0"
    }.count
    return [ids.count, ids.count, reviews]
  }
}
