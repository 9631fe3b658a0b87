import Basics
import Testing

@testable import Storage

@Suite struct ReviewIDTests {
  @Test func idsGrowEvenWhenTheClockGoesBack() {
    var generator = SplitMix64(seed: 5)
    var last: ReviewID?
    for step in 0..<20_000 {
      let now = noon.adding(seconds: step % 3 == 0 ? -3600 : Double(step / 5000) / 1000)
      let id = ReviewID(at: now, after: last, using: &generator)
      if let last { #expect(last < id, "step \(step)") }
      last = id
    }
  }

  @Test func anIDIsAUUIDOfVersionSevenThatHoldsItsTime() throws {
    var generator = SplitMix64(seed: 6)
    let id = ReviewID(at: noon, after: nil, using: &generator)
    let text = id.description
    #expect(text.count == 36)
    #expect(Array(text)[14] == "7")
    #expect("89ab".contains(Array(text)[19]))
    #expect(id.bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) } == noon.milliseconds)
    #expect(ReviewID(bytes: id.bytes) == id)
  }

  @Test func bytesAreInTheOrderOfIDs() {
    var generator = SplitMix64(seed: 7)
    var last: ReviewID?
    for step in 0..<5000 {
      let id = ReviewID(at: noon, after: last, using: &generator)
      if let last { #expect(last.bytes.lexicographicallyPrecedes(id.bytes), "step \(step)") }
      last = id
    }
  }

  @Test func machinesThatAnswerInTheSameMillisecondDiffer() {
    var left = SplitMix64(seed: 1)
    var right = SplitMix64(seed: 2)
    #expect(ReviewID(at: noon, after: nil, using: &left) != ReviewID(at: noon, after: nil, using: &right))
  }

  @Test func onlySixteenBytesAreAnID() {
    #expect(ReviewID(bytes: Array(repeating: 0, count: 15)) == nil)
    #expect(ReviewID(bytes: []) == nil)
  }
}
