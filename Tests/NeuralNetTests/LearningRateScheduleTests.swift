import Testing

@testable import NeuralNet

@Suite struct LearningRateScheduleTests {
  static func schedule(_ item: Case) throws -> LearningRateSchedule {
    let parameters = try item.object("params")
    switch try item.string("kind") {
    case "step": return .step(size: try parameters.int("step_size"), gamma: try parameters.double("gamma"))
    case "multistep":
      return .multistep(milestones: try parameters.ints("milestones"), gamma: try parameters.double("gamma"))
    case "exponential": return .exponential(gamma: try parameters.double("gamma"))
    case "cosine":
      return .cosine(period: try parameters.int("t_max"), minimum: try parameters.double("eta_min"))
    case "warmup_cosine":
      return .warmupCosine(
        warmup: try parameters.int("warmup"), total: try parameters.int("total"),
        minimum: try parameters.double("min_lr"))
    case "inverse_time": return .inverseTime(decay: try parameters.double("decay"))
    case "polynomial":
      return .polynomial(total: try parameters.int("total"), power: try parameters.double("power"))
    case "onecycle":
      return .oneCycle(
        OneCycle(
          peak: try parameters.double("max_lr"), total: try item.int("steps"),
          risingShare: try parameters.double("pct_start"),
          annealing: try parameters.string("anneal") == "cos" ? .cosine : .linear,
          initialDivisor: try parameters.double("div_factor"),
          finalDivisor: try parameters.double("final_div_factor"),
          hasThreePhases: try parameters.bool("three_phase")))
    case let kind: throw ActivationsTests.Unknown(name: kind)
    }
  }

  @Test func ratesAgreeWithTheReference() throws {
    let reference = try Reference("lr_schedules")
    for item in reference.cases {
      let schedule = try Self.schedule(item)
      let base = try item.double("base_lr")
      let steps = 0..<(try item.int("steps"))
      reference.expect(steps.map { schedule.rate(at: $0, base: base) }, try item.doubles("lr"), "\(item)")
      if item.has("momentum"), case .oneCycle(let cycle) = schedule {
        reference.expect(steps.map(cycle.momentum), try item.doubles("momentum"), "\(item) momentum")
      }
    }
  }

  @Test func aConstantRateStaysAndAnInverseRootFalls() {
    #expect(LearningRateSchedule.constant.rate(at: 99, base: 0.3) == 0.3)
    #expect(LearningRateSchedule.inverseSquareRoot.rate(at: 3, base: 1) == 0.5)
  }
}
