import Basics
import Planning
import Scheduling
import TerminalUI

/// Ways of studying the same decks beside each other, over learners whose memory differs from what the program believes.
struct ComparisonReport {
  private struct Row {
    let id: String
    let name: LocalizedText
    let result: PolicyComparison.Result
    /// Of the plan over it; nil for the plan itself.
    let advantage: MeanInterval?
  }

  private let course: SimulatedCourse
  private let learners: Int
  private let rows: [Row]

  init(_ course: SimulatedCourse, learners: Int) {
    self.course = course
    self.learners = learners
    let comparison = PolicyComparison(
      learners: learners, seed: course.seed, material: course.material, days: course.days,
      minutesPerDay: Double(course.minutes), belief: course.parameters)
    let plan = comparison.run(
      PlanPolicy(memory: course.learner.memory, habits: course.learner.habits, horizon: course.days))
    func row(_ id: String, _ name: LocalizedText, _ policy: some Policy) -> Row {
      let result = comparison.run(policy)
      return Row(id: id, name: name, result: result, advantage: plan.advantage(over: result))
    }
    let retention = course.retention
    rows = [
      Row(
        id: "plan", name: LocalizedText("the plan for the date", "按日期的计划"), result: plan, advantage: nil),
      row(
        "fsrs", LocalizedText("FSRS at \(retention)", "FSRS，保持率 \(retention)"),
        DuePolicy(parameters: course.parameters, desiredRetention: retention)),
      row(
        "fsrs-ahead", LocalizedText("the same, left-over time used up", "同上，用完剩余时间"),
        DuePolicy(parameters: course.parameters, desiredRetention: retention, studiesAhead: true)),
      row(
        "fsrs-limits",
        LocalizedText("FSRS, \(course.newPerDay) new cards a day", "FSRS，每天 \(course.newPerDay) 张新卡"),
        DuePolicy(
          parameters: course.parameters, desiredRetention: retention, newPerDay: course.newPerDay,
          reviewsPerDay: 200)),
      row("sm2", LocalizedText("SM-2 as in Anki", "SM-2（同 Anki）"), SM2Policy()),
    ]
  }

  var json: JSONValue {
    [
      "learners": .integer(learners), "days": .integer(course.days), "minutes": .integer(course.minutes),
      "cards": .integer(course.material.count), "seed": .integer(Int(clamping: course.seed)),
      "policies": .array(
        rows.map { row in
          let readiness = MeanInterval(row.result.readiness)
          return [
            "policy": .string(row.id), "readiness": .number(readiness.mean),
            "half_width": .number(readiness.halfWidth),
            "minutes_per_day": .number(row.result.minutesPerDay),
            "advantage_of_plan": row.advantage.map { .number($0.mean) } ?? .null,
            "advantage_half_width": row.advantage.map { .number($0.halfWidth) } ?? .null,
          ]
        }),
    ]
  }

  func drawing(_ workspace: Workspace) -> Drawing {
    let count = course.material.count
    let head = workspace.text(
      "\(learners) simulated learners, \(count) cards new to them, \(course.days) days of \(course.minutes) minutes. Recall on the day in per cent, 95 % intervals.",
      "\(learners) 名模拟学习者，\(count) 张新卡，\(course.days) 天、每天 \(course.minutes) 分钟。当天回忆率（%），95 % 置信区间。")
    let table = Table(
      columns: [
        Table.Column(workspace.text("policy", "学法"), .left), Table.Column(workspace.text("recall", "回忆率")),
        Table.Column(workspace.text("minutes a day", "每天分钟")),
        Table.Column(workspace.text("the plan's advantage", "计划的优势")),
      ],
      rows: rows.map { row in
        [
          StyledText(row.name[workspace.language]),
          StyledText(tenths(MeanInterval(row.result.readiness).mean * 100), .strong),
          StyledText(tenths(row.result.minutesPerDay)),
          StyledText(
            row.advantage.map {
              "\($0.mean < 0 ? "−" : "+")\(tenths(abs($0.mean) * 100)) ± \(tenths($0.halfWidth * 100))"
            }
              ?? ""),
        ]
      })
    return .stack([.text(StyledText(head)), .blank, .table(table)])
  }

  private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
