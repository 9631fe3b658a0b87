import Basics
import Storage
import TestSupport
import Testing

@testable import Exchange

@Suite struct ReaderFuzzTests {
  @Test(.timeLimit(.patient(minutes: 2))) func hostileFilesNeverTrapNorLeaveTheFolder() throws {
    let store = try sampleStore()
    let fuzz = ReaderFuzz(honest: [
      ("a.json", try store.archive()), ("a.jsonl", try store.lines()), ("a.csv", try store.reviewTable()),
      ("r.csv", Array("card_id,day,elapsed_days,rating\n1,5,0,3\n1,9,4,3\n".utf8)),
      ("p.tsv", Array("front\tback\n\"a\tb\"\tc\n".utf8)), ("a.apkg", try samplePackage()),
      ("a.md", Array("Q: What?\nA: That.\n\na :: b\n\n## One?\n\n- $x$\n".utf8)),
    ])
    let context = try ImportContext(
      cards: [], files: [:], offsetMinutes: 0, now: noon, store: ReviewStore(.memory, now: noon, idSeed: 1))
    let outcome = fuzz.run(cases: 10_000, seed: 20_261_121, against: context)
    #expect(outcome.cases == 10_000 && outcome.accepted > 1000 && outcome.accepted < 9999, "seed 20261121")
    #expect(outcome.unsafeNames == [], "seed 20261121")
    #expect(outcome.slowest < Double(2 * Patience.factor), "seed 20261121")
  }

  @Test func hostileStreamsNeverTrap() throws {
    var generator = SplitMix64(seed: 9)
    for round in 0..<10_000 {
      var bytes = Deflate.compress(
        Array("the kernel slides over the input, \(round), the kernel slides".utf8)[...])
      for _ in 0...generator.nextIndex(below: 4) {
        bytes[generator.nextIndex(below: bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      _ = try? Inflate.inflate(bytes.span, size: generator.nextIndex(below: 200))
    }
  }
}
