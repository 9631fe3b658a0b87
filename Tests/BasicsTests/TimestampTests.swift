import Basics
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("2026-11-20", 1_795_132_800_000), ("2026-11-20T09:30", 1_795_167_000_000),
    ("2026-11-20T09:30:15", 1_795_167_015_000), ("2026-11-20 09:30:15.25Z", 1_795_167_015_250),
    ("2026-11-20T09:30:15.123456789Z", 1_795_167_015_123), ("2026-11-20T09:30+08:00", 1_795_138_200_000),
    ("2026-11-20T09:30-0530", 1_795_186_800_000), ("1969-12-31T23:59:59.999Z", -1),
    ("0001-01-01", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ]) func readsISO8601(_ text: String, _ milliseconds: Int64) {
    #expect(Timestamp(iso: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-13-01", "2026-02-29", "2026-11-20T", "2026-11-20T24:00", "2026-11-20T09:60",
    "2026-11-20T09:30:60", "2026-11-20T09:30:15.", "2026-11-20T09:30+24:00", "2026-11-20T09:30+08",
    "2026-11-20T09:30Zx",
    "2026-11-20Z", "20261120", " 2026-11-20", "０026-11-20",
  ]) func refusesWhatIsNoInstant(_ text: String) {
    #expect(Timestamp(iso: text) == nil)
  }

  @Test func writesWhatItReads() {
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      let milliseconds = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator)
      let instant = Timestamp(milliseconds: milliseconds)
      #expect(Timestamp(iso: instant.iso) == instant, "seed \(seed): \(instant.iso)")
    }
    #expect(Timestamp(milliseconds: 1_795_167_005_007).iso == "2026-11-20T09:30:05.007Z")
  }

  @Test func addsAndSubtractsSeconds() {
    let instant = Timestamp(milliseconds: 1000)
    #expect(instant.adding(seconds: 0.0015).milliseconds == 1002)
    #expect(instant.adding(days: -1).milliseconds == 1000 - 86_400_000)
    #expect(instant.seconds(since: Timestamp(milliseconds: 2500)) == -1.5)
    #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
  }
}
