import Testing

@testable import Scheduling

@Suite struct FSRS6ReferenceTests {
  /// fsrs6.json: states, recall and intervals of py-fsrs, which has no ceiling on stability.
  struct File: Decodable {
    struct Sequence: Decodable {
      var tag: String
      var ratings: [Int]
      var days: [Int]
    }
    struct Case: Decodable {
      var params: String
      var seq: Int
      var rows: [[Double?]]
      var stabilityFsrsRs: [String: Double]?
    }
    var parameters: [String: [Double]]
    var desiredRetention: [Double]
    var sequences: [Sequence]
    var cases: [Case]
  }

  static let tolerance = 1e-9

  @Test func everySequenceHasTheReferenceStatesAndIntervals() throws {
    let file = try ReferenceFile.read("fsrs6.json", as: File.self)
    #expect(!file.cases.isEmpty)
    for entry in file.cases {
      let parameters = try Parameters(weights: #require(file.parameters[entry.params]))
      let update = MemoryUpdate(parameters, maximumStability: .greatestFiniteMagnitude)
      let schedulers = file.desiredRetention.map {
        Scheduler(model: .fsrs6(parameters), desiredRetention: $0, isFuzzed: false)
      }
      let sequence = file.sequences[entry.seq]
      var memory: MemoryState?
      for (index, row) in entry.rows.enumerated() {
        let rating = try #require(Rating(rawValue: sequence.ratings[index]))
        let days = sequence.days[index]
        let recall = memory.map {
          update.curve.retrievability(elapsedDays: Double(days), stability: $0.stability)
        }
        let next = memory.map { update.review($0, rating, elapsedDays: days) } ?? update.initial(rating)
        memory = next
        let place = Comment(
          rawValue: "\(entry.params), sequence \(entry.seq) (\(sequence.tag)), row \(index)")
        #expect((recall == nil) == (row[0] == nil), place)
        if let recall, let expected = row[0] {
          #expect(isClose(recall, expected, relative: Self.tolerance), place)
        }
        #expect(isClose(next.stability, try #require(row[1]), relative: Self.tolerance), place)
        #expect(isClose(next.difficulty, try #require(row[2]), relative: Self.tolerance), place)
        for (scheduler, expected) in zip(schedulers, row[3...]) {
          let days = scheduler.intervalDays(
            next.stability * update.curve.intervalPerStability(retention: scheduler.desiredRetention),
            previous: nil, fuzz: nil)
          #expect(days == Int(try #require(expected)), place)
        }
      }
    }
  }

  @Test func theCeilingOnStabilityIsThatOfTheRustReference() throws {
    let file = try ReferenceFile.read("fsrs6.json", as: File.self)
    for entry in file.cases {
      guard let ceilings = entry.stabilityFsrsRs else { continue }
      let update = MemoryUpdate(try Parameters(weights: #require(file.parameters[entry.params])))
      let sequence = file.sequences[entry.seq]
      var memory: MemoryState?
      for (index, days) in sequence.days.enumerated() {
        let rating = try #require(Rating(rawValue: sequence.ratings[index]))
        let next = memory.map { update.review($0, rating, elapsedDays: days) } ?? update.initial(rating)
        memory = next
        guard let expected = ceilings[String(index)] else { continue }
        // fsrs-rs computes in 32 bits.
        #expect(
          isClose(next.stability, expected, relative: 4e-5),
          "\(entry.params), sequence \(entry.seq), row \(index)")
      }
    }
  }
}
