import Basics
import Fitting
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let fit = CommandSpec(
    "fit",
    LocalizedText(
      "Fit the memory model to your reviews, with proof on held-out ones", "用你的复习记录拟合记忆模型，并在留出复习上验证"),
    options: [
      OptionSpec(
        "model", .word(MemoryModel.Name.allCases.map(\.rawValue)), "MODEL",
        "Schedule by this model: fsrs6, fsrs7 or sm2; asks first", "改用此模型排期：fsrs6、fsrs7、sm2；会先询问"),
      OptionSpec.flag(
        "compare", "Show what every model would move, and change nothing", "显示每个模型会移动哪些卡片，不做更改"),
      OptionSpec(
        "use", .word(["default", "previous"]), "WHICH",
        "Go back: default (standard FSRS-6) or previous (what was in force before)",
        "退回：default（标准 FSRS-6）或 previous（之前的参数）"),
      OptionSpec(
        "retention", .number(0.7...0.97), "R",
        "Desired probability of recall from now on; kept in the settings",
        "今后期望的回忆概率，写入设置"),
      OptionSpec.flag("dry-run", "Do everything but change nothing", "只演示，不做更改"),
      OptionSpec.flag("yes", short: "y", "Change the model without asking", "更换模型时不再询问"), OptionTable.json,
    ],
    examples: [
      ("study fit", LocalizedText("fit; adopted only when clearly better", "拟合；仅在明显更好时采用")),
      ("study fit --use previous", LocalizedText("take the last change back", "撤回上一次更改")),
      ("study fit --model fsrs7 --compare", LocalizedText("what would FSRS-7 change?", "FSRS-7 会带来什么变化？")),
      ("study fit --retention 0.85 --dry-run", LocalizedText("what would fewer reviews mean?", "减少复习意味着什么？")),
    ],
    run: { invocation, workspace in try FitCommand(invocation, workspace).run() })
}

private struct FitCommand {
  let invocation: Invocation
  let workspace: Workspace
  let study: Study

  init(_ invocation: Invocation, _ workspace: Workspace) throws {
    if invocation.has("use") {
      for other in ["model", "compare"] where invocation.has(other) {
        throw UsageError.together(option: "use", with: other)
      }
    }
    self.invocation = invocation
    self.workspace = workspace
    study = try Study(workspace)
  }

  private var asked: MemoryModel.Name? { invocation.text("model").flatMap(MemoryModel.Name.init(rawValue:)) }
  private var retention: Double { invocation.number("retention") ?? study.desiredRetention }
  private var isJSON: Bool { invocation.has("json") }
  /// Nothing is changed.
  private var isTrial: Bool { invocation.has("dry-run") || invocation.has("compare") }

  func run() throws -> ExitStatus {
    if let which = invocation.text("use") { return try use(which) }
    let current = study.memory.version
    let report: FitReport
    do {
      report = try fit(current)
    } catch is Cancelled {
      try workspace.tell(workspace.text("interrupted; the parameters in use stay.", "已中断，参数保持不变。"))
      return .interrupted
    }
    let decision = report.decision
    let target = decision.target ?? current
    let moves = try ScheduleMoves(study, under: target.scheduler(retention: retention))
    if !isJSON { try say(report, moves) }
    let status = try apply(target, moves, needsConsent: decision.needsConsent)
    if isJSON {
      let memory = study.memory
      try workspace.say(
        report.json(
          inForce: memory.version, retention: memory.retention,
          adopted: decision.target != nil && memory.version.number == target.number, moves: moves))
    }
    return status
  }

  /// Every log, whether its card stands in a deck or not.
  private func fit(_ current: ParametersVersion) throws -> FitReport {
    let logs = try study.store.logs().map(\.log)
    let watch = workspace.environment.watchInterrupts()
    let bar = FitProgressBar(workspace)
    defer {
      bar.clear()
      watch?.end()
    }
    let observer: FitObserver = { progress in
      bar.show(progress)
      return watch?.isInterrupted != true
    }
    let trials = try KindTrial.all(logs, observer: observer)
    let kinds = RecallLog.scheduledKinds.union(trials.filter(\.feedsModel).map(\.kind))
    let comparison = try Comparison(
      RecallLog(logs, kinds: kinds), current: Comparison.CurrentModel(current.model, since: current.time),
      observer: observer)
    let decision = FitDecision(
      comparison, trials: trials, current: current, versions: try study.memory.versions(), asked: asked,
      at: study.now)
    return FitReport(
      comparison: comparison, trials: trials, current: current, decision: decision,
      language: workspace.language)
  }

  private func say(_ report: FitReport, _ moves: ScheduleMoves) throws {
    try workspace.say(report.usableSentence)
    var each: [Comparison.Contender: ScheduleMoves] = [:]
    if invocation.has("compare") {
      for row in report.comparison.rows {
        guard let model = row.model else { continue }
        let version = ParametersVersion(number: 0, model: model)
        each[row.contender] = try ScheduleMoves(study, under: version.scheduler(retention: retention))
      }
    }
    var parts: [Drawing] = [.blank, .table(report.table(moves: each)), .blank]
    if let calibration = report.calibration { parts += [calibration, .blank] }
    try workspace.say(.stack(parts))
    for sentence in report.kindSentences { try workspace.say(sentence) }
    try workspace.say(report.decisionSentence)
  }

  /// Says what moves, asks where the model changes, and does it.
  private func apply(
    _ target: ParametersVersion, _ moves: ScheduleMoves, needsConsent: Bool
  ) throws -> ExitStatus {
    let isOther = target.number != study.memory.version.number
    let isOtherRetention = retention != study.memory.retention
    guard isOther || isOtherRetention else { return .success }
    if !isJSON { try workspace.say(moves.sentence(workspace.language)) }
    if isTrial {
      if !isJSON { try workspace.say(workspace.text("Nothing was changed.", "未做任何更改。")) }
      return .success
    }
    if needsConsent, !invocation.has("yes") {
      guard workspace.environment.isInputTerminal, workspace.environment.isErrorTerminal else {
        try workspace.tell(
          workspace.text("the model was not changed; --yes changes it.", "模型未更改；加 --yes 可更改。"))
        return .failure
      }
      let title = ParametersVersion.title(target.model.name)
      guard try workspace.isAgreed("Schedule by \(title) from now on?", "今后按 \(title) 排期？") else {
        if !isJSON { try workspace.say(workspace.text("Nothing was changed.", "未做任何更改。")) }
        return .success
      }
    }
    if isOtherRetention { try keepRetention() }
    try study.memory.put(target, retention: retention, at: study.now)
    if isOther, !isJSON {
      let name = ParametersVersion.title(target.model.name)
      let kind = target.isFitted ? workspace.text("fitted", "拟合") : workspace.text("standard", "标准参数")
      try workspace.say(
        workspace.text(
          "In force: \(name), \(kind) (version \(target.number)). study fit --use previous goes back.",
          "现已采用：\(name)，\(kind)（版本 \(target.number)）。study fit --use previous 可退回。"))
    }
    return .success
  }

  /// The setting comes first: were it not written, the next start would take the change back.
  private func keepRetention() throws {
    let path = workspace.paths.configuration
    do throws(FileError) {
      let text = try FileSystem.text(path, limit: Workspace.largestConfiguration) ?? ""
      _ = Platform.createPrivateFolder(Platform.folder(of: path))
      try FileSystem.write(
        Array(Configuration.setting("retention", to: "\(retention)", in: text).utf8), to: path)
    } catch {
      throw CommandFailure.cannotWrite(error)
    }
  }

  private func use(_ which: String) throws -> ExitStatus {
    let current = study.memory.version
    guard let target = which == "default" ? .standard : try study.memory.previous() else {
      throw CommandFailure.noPreviousParameters
    }
    let moves = try ScheduleMoves(study, under: target.scheduler(retention: retention))
    if target.number == current.number, !isJSON {
      try workspace.say(workspace.text("kept: it is in use already.", "保持不变：已在使用。"))
    }
    let status = try apply(target, moves, needsConsent: target.model.name != current.model.name)
    if isJSON {
      let memory = study.memory
      try workspace.say([
        "model": .string(memory.version.model.name.rawValue), "version": .integer(memory.version.number),
        "parameters": .numbers(memory.version.model.weights), "retention": .number(memory.retention),
        "adopted": .bool(target.number != current.number && memory.version.number == target.number),
        "moved": moves.json,
      ])
    }
    return status
  }
}
