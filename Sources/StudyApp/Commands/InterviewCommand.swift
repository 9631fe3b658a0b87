import Basics
import Storage
import TerminalUI

extension CommandSpec {
  static let interview = CommandSpec(
    "interview", LocalizedText("A timed mock interview with follow-ups and a report", "限时模拟面试：追问并给出报告"),
    operands: Operands(usage: "[TOPIC…]", count: 0...64),
    options: [
      OptionSpec("minutes", .integer(1...240), "N", "Minutes in all (20)", "总时长，分钟（20）"),
      OptionSpec(
        "level", .integer(1...3), "N", "Begin topics with definitions (1), calculations (2), derivations (3)",
        "每个主题从定义（1）、计算（2）还是推导（3）开始"),
      OptionSpec.flag("count", "Let the answers count as reviews", "把作答计入复习排期"),
      OptionSpec.flag("plain", "Line by line, without the full screen", "逐行问答，不用全屏"),
      OptionSpec.flag("list", "List the interviews so far", "列出以往的面试"),
      OptionTable.json,
    ],
    examples: [
      ("study interview", LocalizedText("twenty minutes, all topics", "二十分钟，全部主题")),
      ("study interview convolution pooling --minutes 10", LocalizedText("two topics", "两个主题")),
      (
        "study interview --level 3 --seed 7",
        LocalizedText("hard from the start; the seed replays it", "一开始就难；同一种子可重来")
      ),
      ("study interview --list", LocalizedText("how earlier ones went", "以往面试的成绩")),
    ],
    run: { invocation, workspace in
      if invocation.has("list") {
        return try InterviewArchive(workspace: workspace).list(asJSON: invocation.has("json"))
      }
      return try InterviewCommand.run(invocation, workspace)
    })
}

enum InterviewCommand {
  static let standardMinutes = 20

  static func run(_ invocation: Invocation, _ workspace: Workspace) throws -> ExitStatus {
    let study = try Study(workspace)
    try study.refuseClockThatWentBack()
    let library = try study.library(topics: invocation.operands)
    let settings = InterviewRunner.Settings(
      topics: library.topics, minutes: invocation.integer("minutes") ?? standardMinutes,
      level: invocation.integer("level") ?? 1, counts: invocation.has("count"),
      // A seed that a command line can hold.
      seed: workspace.seed ?? workspace.environment.randomSeed() >> 33)
    let runner = try InterviewRunner(study: study, library: library, settings: settings)
    var end = FullScreen.End.quit
    if workspace.capabilities.isInteractive, !invocation.has("plain"), !workspace.isAccessible {
      end = try FullScreenInterview(
        workspace: workspace, runner: runner, pages: Pages(study: study, library: library)
      ).run()
    } else {
      try PlainInterview(workspace: workspace, runner: runner).run()
    }
    let path: String?
    do throws(FileError) {
      path = try runner.save()
    } catch {
      throw CommandFailure.cannotWrite(error)
    }
    if let path { try workspace.tell(workspace.text("the report is in \(path)", "报告已保存到 \(path)")) }
    try study.backUp()
    return end == .interrupted ? .interrupted : .success
  }
}

/// The reports of earlier interviews.
struct InterviewArchive {
  let workspace: Workspace

  func list(asJSON: Bool) throws -> ExitStatus {
    let folder = InterviewRunner.folder(workspace)
    let files = ((try? FileSystem.files(below: folder, suffix: ".json")) ?? [])
    let database = try ReviewStore(.file(workspace.paths.database), now: workspace.now, idSeed: 1)
    let reports = try files.map { path in
      (path, try database.json(try FileSystem.text(path, limit: 16 << 20) ?? "null"))
    }
    if asJSON {
      try workspace.say(.array(reports.map(\.1)))
      return .success
    }
    if reports.isEmpty {
      try workspace.tell(workspace.text("there was no interview yet.", "还没有面试记录。"))
      return .success
    }
    try workspace.say(
      Table(
        columns: [
          Table.Column(workspace.text("start", "开始"), .left),
          Table.Column(workspace.text("questions", "问题数")),
          Table.Column(workspace.text("score", "得分")), Table.Column(workspace.text("next", "下一步"), .left),
        ],
        rows: reports.map { path, json in
          [
            StyledText(start(json) ?? path), StyledText("\(json["questions"]?.items.count ?? 0)"),
            StyledText(json["score"]?.double.map(Wording.percent) ?? "–", .strong),
            StyledText(json["next"]?.text ?? "", .code),
          ]
        }))
    return .success
  }

  private func start(_ report: JSONValue) -> String? {
    guard let instant = (report["start"]?.text).flatMap({ Timestamp(iso: $0) }) else { return nil }
    return Wording.moment(
      instant, now: workspace.now, utcOffsetMinutes: workspace.environment.utcOffsetMinutes,
      workspace.language)
  }
}
