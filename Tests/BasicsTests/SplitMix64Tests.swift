import Basics
import Testing

@Suite struct SplitMix64Tests {
  @Test func givesThePublishedNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func mixedSeedsDependOnEveryValueAndTheirOrder() {
    let seeds: [SplitMix64] = [
      SplitMix64(seed: 1, mixing: 2, 3), SplitMix64(seed: 1, mixing: 3, 2), SplitMix64(seed: 1, mixing: 2),
      SplitMix64(seed: 2, mixing: 2, 3), SplitMix64(seed: 1, mixing: 2, 3, 0), SplitMix64(seed: 1),
    ]
    #expect(Set(seeds).count == seeds.count)
    #expect(SplitMix64(seed: 1, mixing: 2, 3) == SplitMix64(seed: 1, mixing: 2, 3))
  }

  @Test func unitsAndIndicesAreSpreadEvenly() {
    var generator = SplitMix64(seed: 9)
    var counts = [Int](repeating: 0, count: 7)
    var sum = 0.0
    for _ in 0..<70_000 {
      counts[generator.nextIndex(below: 7)] += 1
      let unit = generator.nextUnit()
      #expect(unit >= 0 && unit < 1)
      sum += unit
    }
    // Five standard deviations: 5·√(70000·6/49) and 5·√(70000/12).
    for count in counts { #expect(abs(count - 10_000) < 463) }
    #expect(abs(sum - 35_000) < 382)
    #expect(generator.nextIndex(below: 1) == 0)
  }
}
