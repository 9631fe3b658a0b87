import Basics
import Foundation
import Scheduling
import Storage
import Testing

@testable import Exchange

@Suite struct OutgoingTextTests {
  private struct Refusal: Error {}

  /// 8,000 reviews: about 2 MiB of lines.
  private static func largeStore() throws -> ReviewStore {
    let store = try ReviewStore(.memory, now: noon, idSeed: 4)
    let entries = (0..<8000).map { index in
      LogEntry.review(
        ReviewEntry(
          id: ReviewID(high: 0x019D_0000_0000_7000 + UInt64(index) << 16, low: 1 << 63),
          card: CardID(rawValue: "card-\(index % 2000)"),
          log: ReviewLog(
            rating: .good, time: noon.adding(seconds: Double(index)), offsetMinutes: 0, kind: .cram),
          details: ReviewDetails(
            day: Day(number: 20_000), durationMilliseconds: 1000, model: "fsrs-6", parametersVersion: 0)))
    }
    #expect(try store.merge(entries, replay: replay).added == 8000)
    return store
  }

  private static let exports:
    [(name: String, write: @Sendable (ReviewStore, @escaping ([UInt8]) throws -> Void) throws -> Void)] = [
      ("json", { try StudyArchive.write($0, to: $1) }), ("jsonl", { try LogLine.write($0, to: $1) }),
      ("csv", { try CSVTables.writeReviews(of: $0, to: $1) }),
    ]

  @Test func aLargeLogLeavesInPiecesAndASmallOneInOne() throws {
    let store = try Self.largeStore()
    for export in Self.exports {
      var sizes: [Int] = []
      try export.write(store) { sizes.append($0.count) }
      #expect(sizes.count == sizes.reduce(0, +) / OutgoingText.pieceSize + 1, "\(export.name): \(sizes)")
      #expect(sizes.dropLast().allSatisfy { $0 < OutgoingText.pieceSize + 4096 }, "\(export.name): \(sizes)")
      var pieces = 0
      try export.write(sampleStore()) { _ in pieces += 1 }
      #expect(pieces == 1, "\(export.name)")
    }
  }

  @Test func aSinkThatRefusesAPieceIsNotAskedAgainAndNoFileAppears() throws {
    let store = try Self.largeStore()
    for export in Self.exports {
      let folder = try ScratchFolder()
      var pieces = 0
      do {
        let file = try NewFile(folder.path + "/export")
        #expect(throws: Refusal.self, "\(export.name)") {
          try export.write(store) { piece in
            pieces += 1
            if pieces == 2 { throw Refusal() }
            try file.append(piece)
          }
        }
      }
      #expect(pieces == 2, "\(export.name)")
      #expect(try FileSystem.names(in: folder.path) == [], "\(export.name)")
    }
    // Nobody is left inside a transaction.
    try store.transaction { () throws(SQLiteError) in try store.setSetting("a", to: "b") }
  }

  @Test func whatIsWrittenMeanwhileIsNotOfTheMoment() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/study.db"
    let store = try ReviewStore(.file(path), now: noon, idSeed: 5)
    _ = try store.merge(Self.largeStore().allEntries(), replay: replay)
    let other = try ReviewStore(.file(path), now: noon, idSeed: 6)
    for export in Self.exports {
      let before = try united { try export.write(store, $0) }
      var bytes: [UInt8] = []
      try export.write(store) { piece in
        // Between two pieces somebody takes back a review, and nobody waits.
        if bytes.isEmpty { _ = try other.undoLast(at: noon, replay: replay) }
        bytes += piece
      }
      #expect(bytes == before, "\(export.name)")
      #expect(try united { try export.write(store, $0) } != before, "\(export.name)")
    }
  }
}
