import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let doctor = CommandSpec(
    "doctor",
    LocalizedText("Check the database; --repair mends what can be mended", "检查数据库；--repair 修复可修复的问题"),
    options: [
      OptionSpec.flag("repair", "Mend what can be mended; a copy of what was is kept", "修复可修复的问题，并保留原来的副本"),
      OptionTable.json,
    ],
    examples: [
      ("study doctor", LocalizedText("look", "检查")),
      ("study doctor --repair", LocalizedText("mend what can be mended", "修复可修复的问题")),
    ],
    run: { invocation, workspace in
      let checks = try Doctor(workspace: workspace).checks(repairing: invocation.has("repair"))
      if invocation.has("json") {
        try workspace.say(
          .array(
            checks.map { check in
              [
                "check": .string(check.name), "ok": .bool(check.isFine),
                "detail": .string(check.detail[workspace.language]),
              ]
            }))
      } else {
        for check in checks {
          try workspace.say(
            SafeText.line(
              "\(check.isFine ? "ok  " : "BAD ") \(check.name): \(check.detail[workspace.language])"))
        }
      }
      return checks.allSatisfy(\.isFine) ? .success : .failure
    })
}

/// Looks at everything that can be wrong with a database, says what to do, and does it when asked.
private struct Doctor {
  let workspace: Workspace

  func checks(repairing: Bool) throws -> [DoctorCheck] {
    do {
      let (findings, repairs) = try examine(repairing: repairing)
      guard repairing, findings.contains(where: { $0.repair == .salvage }) else {
        return try report(findings, repairs)
      }
    } catch let error as SQLiteError where error.isDamage {
      guard repairing else {
        let words = if case .corrupt(let detail) = error { detail } else { "the file is no database" }
        return [DoctorCheck(.damage([words]))]
      }
    }
    return try salvage()
  }

  /// What is wrong in the end, and what was mended before; nothing holds the database open afterwards.
  private func examine(
    repairing: Bool
  ) throws -> (findings: [Finding], repairs: [DoctorCheck]) {
    let study = try Study(workspace)
    // Which cards stand in no deck is known once the decks have been looked at.
    _ = try study.library()
    var findings = try study.store.findings(at: study.now, replay: study.replay)
    let mendable = findings.filter { $0.isProblem && $0.repair != nil && $0.repair != .salvage }
    guard repairing, !mendable.isEmpty else { return (findings, []) }
    try study.backUp(before: .repairing)
    for action in mendable.compactMap(\.repair) {
      _ = try study.store.repair(action, replay: study.replay)
    }
    findings = try study.store.findings(at: study.now, replay: study.replay)
    return (findings, mendable.map { DoctorCheck(mended: $0) })
  }

  private func report(_ findings: [Finding], _ repairs: [DoctorCheck]) throws -> [DoctorCheck] {
    let wrong = findings.map { DoctorCheck($0) }
    let told = Set((wrong + repairs).map(\.name))
    var checks = repairs + wrong + DoctorCheck.allFine.filter { !told.contains($0.name) }
    guard !findings.contains(where: { $0.repair == .salvage }) else { return checks }
    let count = try Study(workspace).store.reviewCount()
    checks.append(
      DoctorCheck(
        name: "log", isFine: true, detail: LocalizedText("\(count) reviews stand", "共有 \(count) 次有效复习")))
    let order = DoctorCheck.order
    return checks.sorted {
      (order.firstIndex(of: $0.name) ?? order.count) < (order.firstIndex(of: $1.name) ?? order.count)
    }
  }

  /// A new database of what can be read; states follow with this run's parameters.
  private func salvage() throws -> [DoctorCheck] {
    let path = workspace.paths.database
    let scheduler = Scheduler()
    let summary = try ReviewStore.salvage(
      path, at: workspace.now, idSeed: workspace.environment.randomSeed()
    ) { scheduler.replay($1, of: $0) }
    let study = try Study(workspace)
    _ = try study.store.rebuildStates(replay: study.replay)
    let reviews = summary.merge.reviews
    let lost = summary.incomplete.joined(separator: ", ")
    return [
      DoctorCheck(
        name: "integrity", isFine: true,
        detail: LocalizedText(
          "a new database holds what could be read: \(reviews) reviews"
            + (lost.isEmpty ? "" : "; incomplete: \(lost)") + "; the damaged one is \(summary.kept)",
          "新数据库含可读出的内容：\(reviews) 次复习" + (lost.isEmpty ? "" : "；不完整：\(lost)")
            + "；损坏的文件保留在 \(summary.kept)"))
    ]
      + (try report(study.store.findings(at: study.now, replay: study.replay), [])).filter {
        $0.name != "integrity"
      }
  }
}
