import Basics
import Planning
import Scheduling
import Testing

@Suite struct PlanTests {
  private let today = Day(number: 20_000)

  private func cards(_ count: Int, seen: Int = 0) -> [StudyCard] {
    (0..<count).map { index in
      let last = today.advanced(by: -3)
      let instant = last.start(offsetMinutes: 0, rolloverHour: 4)
      let schedule = Schedule(
        phase: .review, memory: MemoryState(stability: 4, difficulty: 5), due: instant,
        dueDay: today.advanced(by: 1), lastReview: instant, lastDay: last, reviews: 2, lapses: 0)
      return StudyCard(
        id: CardID(rawValue: "c\(index)"), topic: index % 2 == 0 ? "even" : "odd", level: 1 + index % 3,
        state: index < seen ? .scheduled(schedule) : .new)
    }
  }

  private func plan(
    _ cards: [StudyCard], days: Int = 14, minutes: Double = 10, today minutesToday: Double? = nil
  ) throws(PlanError) -> Plan {
    try Plan(
      PlanRequest(
        cards: cards, today: today, date: today.advanced(by: days), minutesPerDay: minutes,
        minutesToday: minutesToday))
  }

  @Test func aDateThatIsNotAheadIsRefused() {
    #expect(throws: PlanError.dateNotAhead(days: 0)) { try plan(cards(3), days: 0) }
    #expect(throws: PlanError.dateNotAhead(days: -2)) { try plan(cards(3), days: -2) }
    #expect(throws: PlanError.dateTooFar(days: 366, most: 365)) { try plan(cards(3), days: 366) }
    #expect(throws: PlanError.minutesNotPositive(0)) { try plan(cards(3), minutes: 0) }
  }

  @Test func thePlanRaisesReadinessAndSaysByHowMuch() throws {
    let plan = try plan(cards(80, seen: 40))
    #expect(plan.readiness.planned > plan.readiness.untouched + 0.2)
    #expect(plan.readiness.untouched < plan.readiness.today)
    #expect(plan.gainOfToday > 0)
    #expect(plan.gainOfTenMinutes > 0)
    #expect(plan.readiness.planned <= 1)
  }

  @Test func thePromiseIsKeptWhenTheModelIsTrue() throws {
    let cards = cards(120, seen: 40)
    let plan = try plan(cards, days: 14, minutes: 10)
    let memory = MemoryUpdate(.standard)
    let traces = cards.map { card in
      card.state.schedule.map { Trace(memory: $0.memory, lastDay: -3, dueDay: 1) }
    }
    let simulation = Simulation(
      learner: Learner(memory: memory), belief: memory, material: Material(count: 120), traces: traces,
      days: 14, secondsPerDay: 600)
    let means = (0..<8).map { seed in
      simulation.run(PlanPolicy(memory: memory, horizon: 14), seed: UInt64(seed), isFollowed: false)
        .readiness(simulation.material)
    }
    let mean = means.reduce(0, +) / 8
    #expect(abs(mean - plan.readiness.planned) < 0.04, "promised \(plan.readiness.planned), kept \(mean)")
  }

  @Test func everyDayUntilTheDateIsPlannedWithinItsTime() throws {
    let plan = try plan(cards(80))
    #expect(plan.days.map(\.day) == (0..<14).map { today.advanced(by: $0) })
    for day in plan.days { #expect(day.minutes < 15) }
    let new = plan.days.flatMap(\.new)
    #expect(Set(new).count == new.count)
  }

  @Test func whatFitsTodayIsAPartOfTheQueue() throws {
    let plan = try plan(cards(80), minutes: 5)
    #expect(plan.fitting > 0 && plan.fitting < plan.queue.count)
    let seconds = plan.queue.prefix(plan.fitting - 1).reduce(0) { $0 + $1.expectedSeconds }
    #expect(seconds < 300)
  }

  @Test func withoutTimeTodayNothingFits() throws {
    let plan = try plan(cards(20), today: 0)
    #expect(plan.fitting == 0)
    #expect(plan.days[0].new.isEmpty)
    #expect(plan.gainOfToday == 0)
  }

  @Test func topicsAddUpToTheWhole() throws {
    let plan = try plan(cards(80, seen: 20))
    #expect(plan.topics.map(\.name) == ["even", "odd"])
    let mean = plan.topics.reduce(0) { $0 + $1.readiness.planned * Double($1.cards) } / 80
    #expect(abs(mean - plan.readiness.planned) < 1e-9)
  }

  @Test func anEmptyPlanIsReadyForNothing() throws {
    let plan = try plan([])
    #expect(plan.queue.isEmpty)
    #expect(plan.readiness.planned == 0)
  }

  @Test func gainsAreTheDifferencesBetweenPlans() throws {
    let deck = cards(80, seen: 20)
    // A plan's own sum is in proportion to the error of its prices, so two of them differ less exactly than the gains.
    let tolerance = 0.02
    for minutes in [3.0, 6, 12] {
      let plan = try plan(deck, minutes: minutes)
      let idle = try self.plan(deck, minutes: minutes, today: 0)
      let longer = try self.plan(deck, minutes: minutes + 10)
      #expect(
        abs(plan.readiness.planned - idle.readiness.planned - plan.gainOfToday) < tolerance,
        "\(minutes) minutes: \(plan.readiness.planned) \(idle.readiness.planned) \(plan.gainOfToday)")
      #expect(
        abs(longer.readiness.planned - plan.readiness.planned - plan.gainOfTenMinutes) < tolerance,
        "\(minutes) minutes: \(plan.readiness.planned) \(longer.readiness.planned) \(plan.gainOfTenMinutes)")
    }
  }
}
