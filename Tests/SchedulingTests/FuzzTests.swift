import Basics
import Testing

@testable import Scheduling

@Suite struct FuzzTests {
  struct Vector: Sendable {
    var days: Double
    var minimum = 1
    var maximum = 36_500
    var expected: (lower: Int, middle: Int, upper: Int)
  }

  /// Source: Anki, `rslib/src/scheduler/states/fuzz.rs`, tests.
  static let vectors: [Vector] = [
    Vector(days: 2.5, expected: (2, 3, 4)), Vector(days: 7, expected: (5, 7, 9)),
    Vector(days: 17, expected: (14, 17, 20)), Vector(days: 37, expected: (33, 37, 41)),
    Vector(days: 20, expected: (17, 20, 23)),
    Vector(days: 100, minimum: 101, expected: (101, 105, 108)),
    Vector(days: 100, maximum: 99, expected: (92, 96, 99)),
  ]

  @Test(arguments: vectors) func theRangeIsAnkis(vector: Vector) {
    func pick(_ unit: Double) -> Int {
      Fuzz.interval(days: vector.days, minimum: vector.minimum, maximum: vector.maximum, unit: unit)
    }
    #expect(pick(0) == vector.expected.lower)
    #expect(pick(0.5) == vector.expected.middle)
    #expect(pick(0.99) == vector.expected.upper)
  }

  @Test func shortIntervalsAreExact() {
    for days in [0.2, 1, 1.49, 2.4] {
      for unit in [0, 0.5, 0.999] {
        #expect(
          Fuzz.interval(days: days, minimum: 1, maximum: 100, unit: unit) == max(1, Int(days.rounded())))
      }
    }
  }

  @Test func aGrownIntervalHasAFloor() {
    #expect(Fuzz.minimum(days: 2.7269, previous: 4) == 4)
    #expect(Fuzz.minimum(days: 2.7269, previous: 5) == 0)
    #expect(Fuzz.minimum(days: 4.592, previous: 4) == 5)
  }

  @Test func oneCardAndCountHaveOneFuzz() throws {
    let card = try #require(CardID(written: "conv-out-size"))
    var first = Fuzz.generator(card: card, reviews: 3)
    var again = Fuzz.generator(card: card, reviews: 3)
    var later = Fuzz.generator(card: card, reviews: 4)
    var other = Fuzz.generator(card: CardID(rawValue: "conv-out-sizf"), reviews: 3)
    let draw = first.next()
    #expect(draw == again.next())
    #expect(draw != later.next())
    #expect(draw != other.next())
  }

  @Test func everyDayOfTheRangeIsPickedAboutAsOften() {
    var counts: [Int: Int] = [:]
    let card = Fuzz.seed(of: CardID(rawValue: "seven-days"))
    for reviews in 0..<50_000 {
      var generator = Fuzz.generator(seed: card, reviews: reviews)
      let unit = Fuzz.unit(from: generator.next())
      counts[Fuzz.interval(days: 7, minimum: 1, maximum: 100, unit: unit), default: 0] += 1
    }
    #expect(counts.keys.sorted() == Array(5...9))
    // Five standard deviations of a binomial with n = 50,000 and p = 0.2.
    for (day, count) in counts { #expect(abs(count - 10_000) < 450, "day \(day)") }
  }
}
