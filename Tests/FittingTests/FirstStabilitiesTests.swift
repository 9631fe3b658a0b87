import Glibc
import Scheduling
import Testing

@testable import Fitting

/// The vectors of fsrs-rs, `parameter_initialization.rs`, tests.
@Suite struct FirstStabilitiesTests {
  let recalls = [0.86666667, 0.90721649, 0.73015873, 0.76315789, 0.67857143]
  let counts = [435.0, 97, 63, 38, 28]

  private var groups: [FirstStabilities.Group] {
    zip(recalls, counts).enumerated().map {
      FirstStabilities.Group(days: Double($0.offset + 1), recall: $0.element.0, count: $0.element.1)
    }
  }

  @Test func theLossIsThePublishedOne() {
    let standard = FirstStabilities.standard(.again)
    #expect(
      abs(FirstStabilities.loss(groups, stability: 0.7840586, standard: standard) - 279.9206961069712) < 1e-6)
  }

  @Test func theSearchFindsThePublishedStability() throws {
    let found = try #require(FirstStabilities.fitted([.again: groups], meanRecall: 0.94302857))
    #expect(abs(found[0] - 0.7355089) < 1e-4)
  }

  @Test func missingRatingsLieBetweenOrBeyondTheirNeighbours() throws {
    let between = try #require(
      FirstStabilities.filled(
        [.again: 0.4, .good: 2.3, .easy: 10.9], counts: [.again: 1, .good: 1, .easy: 1])
    )
    #expect(zip(between, [0.4, 1.1227008, 2.3, 10.9]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(between)")
    let scaled = try #require(FirstStabilities.filled([.hard: 0.35], counts: [.hard: 1]))
    #expect(
      zip(scaled, [0.05738148, 0.35, 0.6242943, 2.2453482]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(scaled)")
    #expect(FirstStabilities.filled([:], counts: [:]) == nil)
  }

  @Test func anyTwoRatingsGiveFourThatGrow() throws {
    let standard = Dictionary(
      uniqueKeysWithValues: Rating.allCases.map { ($0, FirstStabilities.standard($0)) })
    for low in Rating.allCases {
      for high in Rating.allCases where low.rawValue < high.rawValue {
        let known = standard.filter { $0.key == low || $0.key == high }
        let all = try #require(FirstStabilities.filled(known, counts: known))
        #expect(all == all.sorted(), "\(low) and \(high): \(all)")
        #expect(abs(all[low.rawValue - 1] - known[low]!) < 1e-12)
        #expect(abs(all[high.rawValue - 1] - known[high]!) < 1e-12)
        let logs = all.map { log($0) }
        #expect(abs(logs[1] - (0.41 * logs[0] + 0.59 * logs[2])) < 1e-9, "\(low) and \(high)")
        #expect(abs(logs[2] - (0.46 * logs[1] + 0.54 * logs[3])) < 1e-9, "\(low) and \(high)")
      }
    }
  }

  @Test func theMoreFrequentOfTwoRatingsRules() throws {
    let found = [Rating.again: 3.0, .hard: 2, .good: 4, .easy: 9]
    let rareHard = try #require(
      FirstStabilities.filled(found, counts: [.again: 9, .hard: 2, .good: 9, .easy: 9]))
    #expect(zip(rareHard, [3, 3, 4, 9]).allSatisfy { abs($0 - $1) < 1e-12 })
    let rareAgain = try #require(
      FirstStabilities.filled(found, counts: [.again: 2, .hard: 9, .good: 9, .easy: 9]))
    #expect(zip(rareAgain, [2, 2, 4, 9]).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
