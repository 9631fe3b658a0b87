import Testing

@testable import Scheduling

@Suite struct SM2Tests {
  let model = SM2()

  @Test func aSecondAnswerOnOneDayChangesNothing() {
    let first = model.initial(.again)
    #expect(model.review(first, .good, after: Elapsed(days: 0)) == first)
    #expect(model.review(first, .good, after: Elapsed(days: 1)) != first)
  }

  @Test func recallIsNineTenthsWhenTheIntervalEnds() {
    var memory = model.initial(.good)
    for days in [1, 6, 15] { memory = model.review(memory, .good, after: Elapsed(days: days)) }
    let days = Int(memory.intervalDays)
    #expect(abs(model.retrievability(of: memory, after: Elapsed(days: days)) - 0.9) < 1e-12)
    #expect(abs(model.interval(of: memory, retention: 0.9) - memory.intervalDays) < 1e-9)
    #expect(abs(model.interval(of: memory, retention: 0.81) - 2 * memory.intervalDays) < 1e-9)
  }
}
