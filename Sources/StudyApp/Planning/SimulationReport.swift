import Basics
import Planning
import Scheduling
import TerminalUI

/// The learner's own days to come under FSRS, played once, and which retention would cost least.
struct SimulationReport {
  private let course: SimulatedCourse
  private let future: Future
  private let advice: RetentionAdvice
  /// Courses that each row of the table is the mean of.
  private let repeats: Int

  /// Cards × days above which one course per retention must do instead of four.
  private static let largeCourse = 100_000

  init(_ course: SimulatedCourse) {
    self.course = course
    let simulation = course.simulation
    future = simulation.run(
      DuePolicy(
        parameters: course.parameters, desiredRetention: course.retention, newPerDay: course.newPerDay),
      seed: course.seed)
    repeats = course.material.count * course.days > Self.largeCourse ? 1 : 4
    advice = RetentionAdvice(
      simulation, parameters: course.parameters, newPerDay: course.newPerDay, seed: course.seed,
      repeats: repeats)
  }

  private var minutesPerDay: Double { future.seconds / 60 / Double(course.days) }
  private var known: Double { future.days.last?.recalled ?? 0 }

  var json: JSONValue {
    [
      "cards": .integer(course.material.count), "minutes": .integer(course.minutes),
      "new_per_day": .integer(course.newPerDay), "retention": .number(course.retention),
      "seed": .integer(Int(clamping: course.seed)), "minutes_per_day": .number(minutesPerDay),
      "known": .number(known), "readiness": .number(future.readiness(course.material)),
      "days": .array(
        future.days.enumerated().map { offset, day in
          [
            "day": .string(course.today.advanced(by: offset).date.description),
            "reviews": .integer(day.reviews), "new": .integer(day.introductions),
            "minutes": .number(day.seconds / 60), "known": .number(day.recalled),
          ]
        }),
      "best_retention": .number(advice.best),
      "retentions": .array(
        advice.points.map { point in
          [
            "retention": .number(point.desiredRetention), "minutes_per_day": .number(point.minutesPerDay),
            "known": .number(point.known),
            "minutes_per_known_card": .number(point.minutesPerKnownCard),
          ]
        }),
    ]
  }

  func drawing(_ workspace: Workspace) -> Drawing {
    func series(_ name: String, _ role: Role, _ value: (Future.Day) -> Double) -> Plot.Series {
      Plot.Series(
        name, future.days.enumerated().map { (x: Double($0 + 1), y: value($1)) }, role: role)
    }
    let day = workspace.text("day", "天")
    let work = Plot(
      title: workspace.text("minutes a day", "每天分钟数"), xLabel: day,
      series: [series("", .series2) { $0.seconds / 60 }], height: 10)
    let counts = Plot(
      title: workspace.text("cards a day", "每天卡片数"), xLabel: day,
      series: [
        series(workspace.text("reviews", "复习"), .series1) { Double($0.reviews) },
        series(workspace.text("new", "新卡"), .series3) { Double($0.introductions) },
      ], height: 10)
    let knowledge = Plot(
      title: workspace.text("cards known", "掌握的卡片"), xLabel: day,
      series: [series("", .series3) { $0.recalled }],
      yRange: 0...Double(max(1, course.material.count)), height: 10)
    return .stack([
      .text(StyledText(head(workspace))), .blank, .beside([.plot(work), .plot(counts)]), .blank,
      .plot(knowledge), .blank, .table(retentions(workspace)), .text(StyledText(recommendation(workspace))),
    ])
  }

  private func head(_ workspace: Workspace) -> String {
    let spent = tenths(minutesPerDay)
    let known = Int(self.known.rounded())
    return workspace.text(
      "\(course.days) days, up to \(course.minutes) minutes and \(course.newPerDay) new cards a day, retention \(course.retention): \(spent) minutes a day, \(known) of \(course.material.count) cards known at the end.",
      "\(course.days) 天，每天至多 \(course.minutes) 分钟、\(course.newPerDay) 张新卡，保持率 \(course.retention)：平均每天 \(spent) 分钟，最后掌握 \(known)/\(course.material.count) 张。"
    )
  }

  private func retentions(_ workspace: Workspace) -> Table {
    Table(
      columns: [
        workspace.text("retention", "保持率"), workspace.text("minutes a day", "每天分钟"),
        workspace.text("cards known", "掌握卡片"), workspace.text("seconds per card known", "每张秒数"),
      ].map { Table.Column($0) },
      rows: advice.points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { _, point in
        [
          StyledText("\((point.desiredRetention * 1000).rounded() / 1000)", .strong),
          StyledText(tenths(point.minutesPerDay)), StyledText("\(Int(point.known.rounded()))"),
          StyledText(seconds(point.minutesPerKnownCard)),
        ]
      })
  }

  private func recommendation(_ workspace: Workspace) -> String {
    let best = (advice.best * 100).rounded() / 100
    let mean =
      repeats == 1
      ? ""
      : workspace.text(
        "A row is the mean of \(repeats) courses; the drawings and the first line show one of them. ",
        "表中每行是 \(repeats) 次模拟的平均；图与首行只取其中一次。")
    return mean
      + workspace.text(
        "Least time for each card known: retention \(best) (study config retention \(best)).",
        "每掌握一张卡片用时最少：保持率 \(best)（study config retention \(best)）。")
  }

  private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

  /// A learner with no time at all knows nothing, at no finite price.
  private func seconds(_ minutes: Double) -> String {
    minutes < 1e5 ? "\(Int((minutes * 60).rounded()))" : "–"
  }
}
