import Testing

@testable import Scheduling

@Suite struct SM2ReferenceTests {
  /// sm2.json: repetition, easiness and interval after every answer, under both readings of the description.
  struct File: Decodable {
    struct Case: Decodable {
      var variant: String
      var grades: [Int]
      var rows: [[Double]]
    }
    var cases: [Case]
  }

  static let tolerance = 1e-9

  @Test func everyAnswerHasTheReferenceState() throws {
    let file = try ReferenceFile.read("sm2.json", as: File.self)
    #expect(!file.cases.isEmpty)
    for (number, entry) in file.cases.enumerated() {
      let reading = entry.variant == "text1990" ? SM2.Reading.original : .wikipedia
      var memory = SM2.Memory.new
      for (index, row) in entry.rows.enumerated() {
        memory = SM2(reading: reading).answered(memory, quality: entry.grades[index])
        let place = Comment(rawValue: "\(entry.variant), case \(number), row \(index)")
        #expect(Double(memory.repetition) == row[0], place)
        #expect(abs(memory.easiness - row[1]) <= Self.tolerance, place)
        #expect(memory.intervalDays == row[2], place)
      }
    }
  }
}
