import Basics
import Planning
import TerminalUI

/// Readiness per topic as lines: a bar for today, then today, the day without study, the day with the plan.
struct ReadinessLines {
  let current: CurrentPlan
  let workspace: Workspace

  private static let barColumns = 16

  private var date: String { Wording.shortDate(current.settings.date, workspace.language) }

  static func json(_ readiness: Plan.Readiness) -> JSONValue {
    [
      "today": .number(readiness.today), "without_study": .number(readiness.untouched),
      "with_plan": .number(readiness.planned),
    ]
  }

  func title(_ topic: Plan.Topic) -> String { current.material.titles[topic.name] ?? topic.name }

  /// - Parameter rows: as many as there is room for; nil leaves no topic out.
  func lines(width: Int, rows: Int? = nil) -> [StyledText] {
    if workspace.isAccessible { return spoken }
    let columns = [
      workspace.text("today", "今天"), workspace.text("no study", "不学"), workspace.text("studying", "按计划"),
    ]
    // Where numbers are wide apart in eighty columns, names are still whole.
    let numberColumns = width < 60 ? (columns.map { StyledText($0).columns() }.max() ?? 0) + 1 : 10
    func numbers(_ readiness: Plan.Readiness, _ role: Role) -> StyledText {
      [(readiness.today, Role.dim), (readiness.untouched, .dim), (readiness.planned, role)].reduce("") {
        $0 + StyledText(Wording.percent($1.0), $1.1).padded(to: numberColumns, .right)
      }
    }
    let topics = TopicLines(
      rows: current.plan.topics.map { topic in
        TopicLines.Row(
          name: SafeText.line(title(topic)), share: topic.readiness.today,
          isBegun: topic.readiness.today > 0, tail: numbers(topic.readiness, .strong))
      }, widestBar: Self.barColumns, whole: "study plan", workspace: workspace)
    let places = topics.columns(width: width)
    let all = TopicLines.Row(
      name: workspace.text("all", "全部"), share: current.plan.readiness.today, isBegun: true,
      tail: numbers(current.plan.readiness, .title))
    let heading = StyledText(workspace.text("Readiness on \(date)", "\(date)的掌握程度"), .title)
    let head = columns.reduce(heading.fitted(to: places.name + places.bar + 2)) {
      $0 + StyledText($1, .dim).padded(to: numberColumns, .right)
    }
    return [head] + topics.lines(width: width, rows: rows.map { $0 - 2 })
      + [topics.line(all, places)]
  }

  private var spoken: [StyledText] {
    (current.plan.topics.map { (title($0), $0.readiness) }
      + [(workspace.text("All topics", "全部主题"), current.plan.readiness)])
      .map { name, readiness in
        let (today, untouched, planned) = (
          Wording.percent(readiness.today), Wording.percent(readiness.untouched),
          Wording.percent(readiness.planned)
        )
        return StyledText(
          SafeText.line(
            workspace.text(
              "\(name): \(today) today; on \(date) \(untouched) without study, \(planned) with the plan.",
              "\(name)：今天 \(today)；\(date)不学 \(untouched)，按计划 \(planned)。")))
      }
  }
}
