import Glibc
import Planning
import Testing

@Suite struct MeanIntervalTests {
  @Test func aSmallSampleHasTheQuantileOfStudent() {
    // 2.2622 for 9 degrees of freedom, of which the expansion's terms give 2.2584; the deviation of 0…9 is 3.02765.
    let tolerance = 0.004
    let interval = MeanInterval((0..<10).map(Double.init))
    #expect(interval.mean == 4.5)
    #expect(abs(interval.halfWidth - 2.2622 * 3.02765 / 10.0.squareRoot()) < tolerance)
  }
}
