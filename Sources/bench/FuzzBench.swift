import Basics
import BuiltInDecks
import Decks
import Exchange
import Glibc
import Storage
import StudyApp
import TerminalUI

/// Hostile input for everything that reads: a row that ends has passed, since a trap ends the process.
enum FuzzBench {
  /// Of all rows together; `--cases N` asks for others.
  nonisolated(unsafe) static var cases = 1_000_000
  private static let seed: UInt64 = 20_261_121

  static let rows = [
    Row("fuzz-readers", group: "fuzz", unit: "s") {
      let fuzz = try readers()
      let context = try ImportContext(
        cards: [], files: [:], offsetMinutes: 0, now: StorageBench.start,
        store: ReviewStore(.memory, now: StorageBench.start, idSeed: 1))
      return timed {
        let outcome = fuzz.run(cases: cases / 100 * 60, seed: seed, against: context)
        precondition(outcome.unsafeNames.isEmpty, "a deck file outside its folder")
        precondition(outcome.slowest < 10, "a case of \(outcome.slowest) s")
      }
    },
    Row("fuzz-decks", group: "fuzz", unit: "s") {
      let fuzz = ReaderFuzz(
        honest: BuiltInDecks.files.map { ($0.path, Array($0.text.utf8.prefix(6000))) })
      return timed {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<cases / 100 * 10 {
          let bytes = fuzz.hostile(&generator).bytes
          let parsed = DeckParser.parse(bytes.span, file: "a.md", options: .user)
          for card in parsed.deck.cards {
            let question = SafeText.line(InlineMarkdown.plainText(of: card.question))
            precondition(isQuiet(question), "a control character in a question")
          }
        }
      }
    },
    Row("fuzz-keys", group: "fuzz", unit: "s") {
      timed {
        var generator = SplitMix64(seed: seed)
        let starts: [[UInt8]] = [
          [0x1B], [0x1B, 0x5B], Array("\u{1B}[<".utf8), Array("\u{1B}[200~".utf8), Array("\u{1B}]".utf8),
          [0xE5],
          [],
        ]
        for _ in 0..<cases / 100 * 29 {
          var decoder = KeyDecoder()
          for _ in 0...generator.nextIndex(below: 4) {
            var bytes = starts[generator.nextIndex(below: starts.count)]
            for _ in 0..<generator.nextIndex(below: 12) {
              // Half of them what sequences are made of.
              let bits = generator.next()
              bytes.append(
                bits & 1 == 0
                  ? UInt8(truncatingIfNeeded: bits >> 8)
                  : Array("0123456789;~MmABCDHFu<?[".utf8)[Int((bits >> 8) % 24)])
            }
            _ = decoder.feed(bytes)
          }
        }
      }
    },
    Row("fuzz-arguments", group: "fuzz", unit: "s") {
      let folder = try Scratch.newFolder()
      defer { Scratch.remove(folder) }
      // Whatever is written goes there.
      precondition(chdir(folder) == 0, "a folder to work in")
      return timed {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<cases / 100 { run(&generator, in: folder) }
      }
    },
  ]

  private static func timed(_ work: () -> Void) -> Samples {
    var samples = Samples()
    samples.values.append(Clock.seconds(work))
    return samples
  }

  private static func readers() throws -> ReaderFuzz {
    let store = try DataBench.filledStore(cards: 3)
    return try ReaderFuzz(honest: [
      ("a.json", DataBench.united { try StudyArchive.write(store, to: $0) }),
      ("a.jsonl", DataBench.united { try LogLine.write(store, to: $0) }),
      ("a.csv", DataBench.united { try CSVTables.writeReviews(of: store, to: $0) }),
      ("r.csv", DataBench.researchLog(rows: 20)),
      ("p.tsv", Array("front\tback\n\"a\tb\"\tc\n".utf8)),
      ("a.apkg", DataBench.package(store, Array(DataBench.deck.prefix(3)))),
      ("a.md", Array("Q: What?\nA: That.\n\na :: b\n\n## One?\n\n- $x$\n".utf8)),
    ])
  }

  // MARK: Arguments and environment

  private static let words = [
    "quiz", "list", "show", "search", "stats", "demo", "conv", "config", "undo", "check", "doctor", "export",
    "help", "completions", "man", "suspend", "bash", "convolution", "conv-out-size", "--json", "--limit",
    "--lang",
    "zh", "both", "--format", "csv", "--table", "--seed", "--plain", "--k", "--in", "--help", "-h", "--", "-",
    "--db", "--db=a.db", "--topic", "--level", "0", "-1", "3", "99999999999999999999", "1e9", "nan", "",
    "\u{1B}[2J",
    "\u{202E}", "é", "填充", "--=", "-o", "retention", "0.9", "--x\u{7}=\u{9B}",
  ]
  private static let values = [
    "en_US.UTF-8", "zh_CN", "C", "", "\u{1B}]0;x\u{7}", "2026-11-20T09:00:00Z", "9999-99-99", "1",
    "relative/x",
    "xterm-256color", "dumb", "999999999999999999999", "15;0", "::::",
  ]

  private static func run(_ generator: inout SplitMix64, in folder: String) {
    let output = CollectedText()
    var arguments: [String] = []
    for _ in 0..<generator.nextIndex(below: 7) {
      arguments.append(words[generator.nextIndex(below: words.count)])
    }
    var variables = ["HOME": folder, "STUDY_DB": folder + "/study.db"]
    for _ in 0..<generator.nextIndex(below: 4) {
      let name = Environment.variableNames[generator.nextIndex(below: Environment.variableNames.count)]
      if name == "HOME" || name == "STUDY_DB" { continue }
      variables[name] = values[generator.nextIndex(below: values.count)]
    }
    let now = StorageBench.start
    // The terminal is never asked for: both ends are pipes.
    variables["CLICOLOR_FORCE"] = nil
    _ = StudyProgram.run(
      Environment(
        arguments: arguments, variables: variables, now: { now }, utcOffsetMinutes: { _ in 0 },
        monotonicNanoseconds: { 0 }, randomSeed: { 1 }, output: output, errors: output, readLine: { nil },
        isInputTerminal: false, isOutputTerminal: false, terminalSize: { nil },
        makeTerminal: { _, _, _ in preconditionFailure("a full screen without a terminal") },
        runProgram: { _ in nil }))
    precondition(output.isQuiet, "an escape byte on the terminal: \(arguments) \(variables)")
  }

  /// Whether a terminal would show it and do nothing else.
  fileprivate static func isQuiet(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\r"
        || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
          && !(0x202A...0x202E).contains($0.value) && !(0x2066...0x2069).contains($0.value)
    }
  }
}

private final class CollectedText: TextSink {
  private(set) var isQuiet = true

  func write(_ text: String) throws(WriteError) {
    if !FuzzBench.isQuiet(text) { isQuiet = false }
  }

  func write(bytes: [UInt8]) throws(WriteError) {
    isQuiet = isQuiet && FuzzBench.isQuiet(String(decoding: bytes, as: UTF8.self))
  }
}
