import Basics
import Planning
import Scheduling

/// The plan for a date beside what others do with the same minutes, and how long planning takes.
enum PolicyBench {
  static let rows: [Row] = [
    Row("simulate-365", group: "memory", unit: "ms") {
      let memory = MemoryUpdate(.standard)
      let simulation = Simulation(
        learner: Learner(memory: memory), belief: memory, material: Material(count: 2000), days: 365,
        secondsPerDay: 1800)
      return try Clock.samples(count: 9) {
        Clock.seconds { _ = simulation.run(DuePolicy(newPerDay: 20), seed: 1) } * 1e3
      }
    },
    Row("plan-300x60", group: "memory", unit: "ms") {
      let request = planRequest()
      return try Clock.samples(count: 9) { try Clock.seconds { _ = try Plan(request) } * 1e3 }
    },
    Row("plan-300x60-all", group: "memory", unit: "ms") {
      let request = planRequest()
      return try Clock.samples(count: 9) {
        try Clock.seconds {
          let plan = try Plan(request)
          _ = (plan.days, plan.gainOfToday, plan.gainOfTenMinutes)
        } * 1e3
      }
    },
  ]

  /// 300 cards, half of them seen, 60 days ahead.
  private static func planRequest() -> PlanRequest {
    var random = SplitMix64(seed: 7)
    let today = Day(number: 20_000)
    let cards = (0..<300).map { index in
      let last = today.advanced(by: -1 - random.nextIndex(below: 20))
      let instant = last.start(offsetMinutes: 0, rolloverHour: 4)
      let schedule = Schedule(
        phase: .review,
        memory: MemoryState(
          stability: 0.5 + 30 * random.nextUnit(), difficulty: 1 + 9 * random.nextUnit()),
        due: instant, dueDay: last, lastReview: instant, lastDay: last, reviews: 3, lapses: 0)
      let level = 1 + index % 3
      return StudyCard(
        id: CardID(rawValue: "card-\(index)"), topic: "topic-\(index % 20)", level: level,
        weight: StudyCard.weight(level: level), state: index % 2 == 0 ? .scheduled(schedule) : .new)
    }
    return PlanRequest(cards: cards, today: today, date: today.advanced(by: 60), minutesPerDay: 15)
  }

  /// The built-in decks' size: 296 cards, heaviest level first, which is the order in which the other policies take them.
  private static let material = Material(
    weights: (0..<296).map { StudyCard.weight(level: $0 < 110 ? 1 : $0 < 220 ? 2 : 3) })

  /// Prints one line for each horizon and time, learners' true memories differing from the model's parameters.
  static func report(learners: Int, horizons: [Int] = [7, 14, 30, 60], minutes: [Double] = [10, 20, 40]) {
    print(
      "\(learners) learners, weighted recall on the day in %, advantage of the plan with its 95 % interval")
    print("days minutes  plan   over FSRS 0.9      over the same,      over Anki's        over Anki's")
    print("                                        time used up        FSRS limits        SM-2")
    for days in horizons {
      for minutes in minutes {
        let comparison = PolicyComparison(
          learners: learners, seed: 2026, material: material, days: days, minutesPerDay: minutes)
        let plan = comparison.run(PlanPolicy(memory: MemoryUpdate(.standard), horizon: days))
        let others = [
          comparison.run(DuePolicy()), comparison.run(DuePolicy(studiesAhead: true)),
          comparison.run(DuePolicy(newPerDay: 20, reviewsPerDay: 200)), comparison.run(SM2Policy()),
        ]
        let advantages = others.map { other in
          let advantage = plan.advantage(over: other)
          return
            "\(signed(advantage.mean * 100)) ±\(digits(advantage.halfWidth * 100)) (\(digits(other.minutesPerDay)) min)"
        }
        print(
          padded("\(days)", 4) + padded(digits(minutes), 8)
            + padded(digits(MeanInterval(plan.readiness).mean * 100), 6)
            + " (\(digits(plan.minutesPerDay)) min)  "
            + advantages.joined(separator: "  "))
      }
    }
  }

  private static func signed(_ value: Double) -> String {
    value >= 0 ? "+" + digits(value) : "-" + digits(-value)
  }
}
