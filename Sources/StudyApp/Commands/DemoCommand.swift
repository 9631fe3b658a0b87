import Basics
import Demos
import TerminalUI

extension CommandSpec {
  static let demo = CommandSpec(
    "demo",
    LocalizedText("Run a live demo; without a name, list them all", "运行实时演示；不带名字则列出全部"),
    operands: Operands(usage: "[NAME]", count: 0...Int.max),
    options: [
      OptionTable.json,
      OptionSpec(
        "svg", .path, "FILE", "Write the drawing as a picture too (- for standard output)",
        "同时把图写成 SVG 文件（- 为标准输出）"),
      OptionSpec.flag(
        "interactive", short: "i", "Change options with the arrow keys and play animations", "用方向键改变选项并播放动画"),
      OptionSpec.flag("quiz", "Predict first: the value is asked, marked, then computed", "先预测：先答数值，再判分并计算"),
      OptionSpec(
        "frames", .integer(1...10_000), "N", "Print up to N frames of an animation (3)", "最多输出动画的 N 帧（3）"),
    ],
    examples: [
      ("study demo conv --k 3 --s 2", LocalizedText("a kernel slides with stride 2", "步长为 2 的卷积")),
      ("study demo act --f sigmoid,tanh --deriv", LocalizedText("two curves and their slopes", "两条曲线及其导数")),
      ("study demo conv -i", LocalizedText("one option at a time, before and after", "逐个改变选项，前后对照")),
      ("study demo pool --in 7 --quiz", LocalizedText("predict, then see", "先预测再看结果")),
      ("study demo rf --net vgg16 --json", LocalizedText("receptive fields for a script", "供脚本使用的感受野")),
    ],
    passesUnknownOptions: true,
    run: { invocation, workspace in try DemoCommand(workspace: workspace, invocation: invocation).run() })
}

struct DemoCommand {
  let workspace: Workspace
  let invocation: Invocation

  /// Frames of an animation that are printed unless more are asked for.
  static let standardFrames = 3

  func run() throws -> ExitStatus {
    guard let name = invocation.operands.first else { return try catalogue() }
    guard let demo = Catalogue.demo(named: name) else {
      throw UsageError.unknown(
        .demo(count: Catalogue.demos.count), name, suggestion: Catalogue.suggestion(for: name))
    }
    if invocation.has("help") { return try help(demo) }
    let run: DemoRun
    do {
      run = try DemoRunner.run(
        name, Array(invocation.operands.dropFirst()), seed: workspace.seed, language: workspace.language)
    } catch {
      try workspace.tell(error.sentence[workspace.language] + "\n       " + error.hint[workspace.language])
      if case .impossible = error { return .failure }
      return .wrongUsage
    }
    if invocation.has("interactive") { return try explore(run) }
    if invocation.has("quiz") {
      return try Prediction(workspace: workspace, run: run).ask()
    }
    if let path = invocation.text("svg") {
      let drawing = Drawing.stack([run.result.frames[run.result.frames.count - 1], run.result.details])
      let svg = drawing.svg(title: run.call, language: workspace.language)
      if path == "-" {
        try workspace.environment.output.write(svg)
        return .success
      }
      do throws(FileError) {
        try FileSystem.write(Array(svg.utf8), to: path)
      } catch {
        throw CommandFailure.cannotWrite(error)
      }
    }
    if invocation.has("json") {
      try workspace.say(
        run.demo.json(options: run.options, result: run.result, language: workspace.language))
      return .success
    }
    let report = DemoReport(
      run: run, language: workspace.language, width: min(workspace.width, 110),
      capabilities: workspace.capabilities)
    if workspace.isAccessible {
      try workspace.say(report.spokenLines())
    } else {
      try workspace.say(report.allLines(limit: invocation.integer("frames") ?? DemoCommand.standardFrames))
      if workspace.capabilities.isInteractive {
        let call = "\(run.call) -i"
        try workspace.say([
          "",
          StyledText(
            workspace.text(
              "\(call)   changes options with the arrow keys and plays", "\(call)   用方向键改变选项并播放"),
            .dim),
        ])
      }
    }
    return .success
  }

  private func explore(_ run: DemoRun) throws -> ExitStatus {
    guard workspace.capabilities.isInteractive, !workspace.isAccessible else {
      throw CommandFailure.needsTerminal(option: "--interactive")
    }
    let request = DemoRequest(name: run.demo.name, arguments: Array(invocation.operands.dropFirst()))
    var explorer = Explorer([request])
    explorer.ran(run)
    let screen = FullScreen(workspace: workspace) { effect, _ in
      guard case .runDemo(let request) = effect else { return nil }
      return Pages.run(request, workspace.language)
    }
    return try screen.run(.demo(explorer, back: nil), effects: []) == .interrupted ? .interrupted : .success
  }

  private func catalogue() throws -> ExitStatus {
    let language = workspace.language
    if invocation.has("json") {
      try workspace.say(.array(Catalogue.demos.map { $0.declaration(language) }))
      return .success
    }
    var lines: [StyledText] = []
    for topic in Topic.allCases {
      let demos = Catalogue.demos.filter { $0.topic == topic }
      guard !demos.isEmpty else { continue }
      if !lines.isEmpty { lines.append("") }
      lines.append(StyledText(topic.title[language], .title))
      for demo in demos {
        let line = StyledText("  " + demo.name, .accent).padded(to: 18) + StyledText(demo.purpose[language])
        lines += line.wrapped(to: workspace.width, hangingIndent: 18)
      }
    }
    try workspace.say(lines)
    return .success
  }

  private func help(_ demo: Demo) throws -> ExitStatus {
    let language = workspace.language
    var lines = [
      demo.purpose[language], "", "  study demo \(demo.name) \(workspace.text("[options]", "[选项]"))", "",
    ]
    lines += HelpText.examples(
      demo.examples.map { ("study demo \($0)", LocalizedText(both: "")) }, language)
    lines.append(workspace.text("Options", "选项"))
    for option in demo.options {
      let value = if case .flag = option.kind { "" } else { " …" }
      lines.append("  --\(option.name)\(value)  \(option.meaning[language])")
      let standard = option.standard.map { workspace.text("; default \($0)", "；默认 \($0)") } ?? ""
      if case .flag = option.kind { continue }
      lines.append("      \(option.allowed[language])\(standard)")
    }
    lines += ["", workspace.text("Fields of --json and of claims", "--json 与断言可用的字段")]
    lines += HelpText.table(demo.fields.map { ($0.name, $0.meaning[language]) })
    try workspace.say(lines.joined(separator: "\n"))
    return .success
  }
}
