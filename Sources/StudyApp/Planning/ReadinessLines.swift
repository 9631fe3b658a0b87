import Basics
import Planning
import TerminalUI

/// Readiness per topic as lines: a bar for today, then today, the day without study, the day with the plan.
struct ReadinessLines {
  let current: CurrentPlan
  let workspace: Workspace

  private static let barColumns = 16
  private static let numberColumns = 10

  private var date: String { Wording.shortDate(current.settings.date, workspace.language) }

  static func json(_ readiness: Plan.Readiness) -> JSONValue {
    [
      "today": .number(readiness.today), "without_study": .number(readiness.untouched),
      "with_plan": .number(readiness.planned),
    ]
  }

  func title(_ topic: Plan.Topic) -> String { current.material.titles[topic.name] ?? topic.name }

  var lines: [StyledText] {
    if workspace.isAccessible { return spoken }
    let width = min(workspace.width, 100)
    let numbers = 3 * Self.numberColumns
    let names = current.plan.topics.map { StyledText(title($0)).columns() }.max() ?? 0
    let nameWidth = max(12, min(names + 2, width - numbers - Self.barColumns - 2))
    let heading = StyledText(workspace.text("Readiness on \(date)", "\(date)的掌握程度"), .title)
    let columns = [
      workspace.text("today", "今天"), workspace.text("no study", "不学"), workspace.text("studying", "按计划"),
    ]
    var lines = [
      columns.reduce(heading.padded(to: nameWidth + Self.barColumns)) {
        $0 + StyledText($1, .dim).padded(to: Self.numberColumns, .right)
      }
    ]
    for topic in current.plan.topics { lines.append(line(title(topic), topic.readiness, nameWidth, .strong)) }
    lines.append(line(workspace.text("all", "全部"), current.plan.readiness, nameWidth, .title))
    return lines
  }

  private func line(_ name: String, _ readiness: Plan.Readiness, _ nameWidth: Int, _ role: Role) -> StyledText
  {
    let bar = ProgressBar(readiness.today).line(
      columns: Self.barColumns, capabilities: workspace.capabilities)
    let shares = [(readiness.today, Role.dim), (readiness.untouched, .dim), (readiness.planned, role)]
    return shares.reduce(StyledText(SafeText.line(name)).fitted(to: nameWidth - 1) + " " + bar) {
      $0 + StyledText(Wording.percent($1.0), $1.1).padded(to: Self.numberColumns, .right)
    }
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
