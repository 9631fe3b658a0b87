import Basics
import Scheduling
import Storage
import Testing

@testable import Exchange

@Suite struct LogTests {
  @Test func exportImportExportGivesTheSameBytes() throws {
    let store = try sampleStore()
    let bytes = try store.archive()
    let copy = try ReviewStore(.memory, now: noon, idSeed: 2)
    let archive = try StudyArchive(json: bytes)
    let summary = try copy.merge(archive.entries, replay: replay)
    for setting in archive.settings { try copy.setSetting(setting.key, to: setting.value) }
    #expect(summary.added == archive.entries.count && summary.refused == 0)
    let again = try copy.archive()
    #expect(again == bytes)
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"answer\":\"56 \\\"or\\\" 57\\u001b\""))
  }

  @Test func aSettingOfThisMachineStaysHere() throws {
    let store = try sampleStore()
    try store.setSetting("local.machine", to: "a")
    #expect(try StudyArchive(json: store.archive()).settings == [.init(key: "retention", value: "0.9")])
    let bytes = Array(#"{"study":2,"settings":{"local.machine":"b","a":"c"},"cards":[],"log":[]}"#.utf8)
    #expect(try StudyArchive(json: bytes).settings == [.init(key: "a", value: "c")])
  }

  @Test func everyKindOfLineReadsBack() throws {
    let entries = try sampleStore().allEntries()
    #expect(Set(entries.map(\.kindName)) == ["review", "retraction", "mark", "link"])
    let bytes = LogLine.lines(of: entries)
    let lines = LogLines(bytes)
    #expect(lines.entries == entries)
    #expect(lines.problems == [] && lines.completeBytes == bytes.count)
  }

  @Test func aLineThatWasNotWrittenToItsEndIsLeftForLater() throws {
    let entries = Array(try sampleStore().allEntries().prefix(2))
    let bytes = LogLine.lines(of: entries)
    let first = try #require(bytes.firstIndex(of: 0x0A)) + 1
    for end in first..<bytes.count - 1 {
      let lines = LogLines(Array(bytes[..<end]))
      #expect(lines.problems == [] && lines.completeBytes == first, "cut at \(end)")
      #expect(lines.entries.count == (end == bytes.count - 1 ? 2 : 1), "cut at \(end)")
    }
  }

  @Test(arguments: [
    ("{\"v\":2}", LogLineError.newerVersion(2)), ("{}", .missing(member: "v")),
    ("{\"v\":1}", .missing(member: "id")), ("{\"v\":1,\"id\":\"x\"}", .invalid(member: "id")),
    ("{\"v\":1,\"id\":7}", .invalid(member: "id")),
    ("{\"v\":1,\"id\":\"\(sampleID)\",\"card\":\"a\"}", .missing(member: "rating")),
    (
      "{\"v\":1,\"id\":\"\(sampleID)\",\"card\":\"a\",\"mark\":\"flag\",\"value\":\"x\"}",
      .invalid(member: "value")
    ),
    (
      """
      {"v":1,"id":"\(sampleID)","card":"a","time":"2026-11-20T12:00:00.000Z","offset_minutes":0,"day":"2026-11-20",\
      "rating":3,"kind":"review","duration_ms":1,"model":"fsrs-6","parameters":0,"confidence":4}
      """, .invalid(member: "confidence")
    ),
    ("{\"v\":1", .json(JSONError(reason: .unexpectedEnd, offset: 6))),
    ("nonsense", .json(JSONError(reason: .unexpectedByte(0x6E), offset: 0))),
  ])
  func aLineThatIsNoEntryIsReportedAndTheNextIsRead(_ line: String, _ error: LogLineError) {
    let good =
      "{\"v\":1,\"id\":\"\(sampleID)\",\"retracts\":\"\(sampleID)\",\"time\":\"2026-11-20T12:00:00.000Z\"}"
    let lines = LogLines(Array("\(line)\r\n\n\(good)\n".utf8))
    #expect(lines.problems == [LogLineProblem(line: 1, error: error)])
    #expect(lines.entries.count == 1)
  }

  @Test func anArchiveOfANewerProgramIsRefused() {
    #expect(throws: StudyArchiveError.newerVersion(3)) {
      try StudyArchive(json: Array("{\"study\": 3, \"future\": [[]]}".utf8))
    }
    #expect(throws: StudyArchiveError.notAnArchive) { try StudyArchive(json: Array("{\"a\":1}".utf8)) }
  }
}
