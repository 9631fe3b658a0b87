import Basics
import Storage
import TerminalUI

extension CommandSpec {
  static let stats = CommandSpec(
    "stats", LocalizedText("Forecast, heat map, retention, memory, calibration", "到期预测、热力图、保持率、记忆与校准"),
    operands: Operands(usage: "[TOPIC…]", count: 0...64),
    options: [
      OptionTable.topic, OptionTable.json,
      OptionSpec("card", .text, "CARD", "The forgetting curve and the reviews of one card", "单张卡片的遗忘曲线与复习记录"),
      OptionSpec("days", .integer(1...365), "DAYS", "Days of forecast (14)", "预测的天数（14）"),
    ],
    examples: [
      ("study stats", LocalizedText("drawings in the terminal, tables in a pipe", "终端中显示图表，管道中输出表格")),
      ("study stats convolution", LocalizedText("the cards of one topic", "只看一个主题的卡片")),
      (
        "study stats --card conv-out-size",
        LocalizedText("how one card was remembered and forgotten", "一张卡片的记忆与遗忘过程")
      ),
      ("study stats --json", LocalizedText("all numbers for a script", "全部数字，供脚本使用")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library(topics: invocation.operands + invocation.texts("topic"))
      if let name = invocation.text("card") {
        let statistics = try CardStatistics(study, library, card: name)
        return try show(statistics.json, statistics.sections(workspace.language), invocation, workspace)
      }
      let statistics = try Statistics(
        study, forecastDays: invocation.integer("days") ?? Statistics.standardForecastDays,
        topics: library.topics)
      return try show(
        statistics.json, StatisticsPage.sections(statistics, workspace.language), invocation, workspace)
    })

  private static func show(
    _ json: @autoclosure () -> JSONValue, _ sections: @autoclosure () -> [StatisticsSection],
    _ invocation: Invocation, _ workspace: Workspace
  ) throws -> ExitStatus {
    if invocation.has("json") {
      try workspace.say(json())
    } else {
      try workspace.say(StatisticsPage.lines(sections(), workspace))
    }
    return .success
  }
}
