import Basics
import Scheduling
import Storage

extension CommandSpec {
  static let doctor = CommandSpec(
    "doctor",
    LocalizedText(
      "Check the database; --repair rebuilds what follows from the log", "检查数据库；--repair 由记录重建缓存"),
    options: [
      OptionSpec.flag("repair", "Rebuild the cards' states from the log", "由复习记录重建卡片状态"), OptionTable.json,
    ],
    examples: [
      ("study doctor", LocalizedText("look", "检查")),
      ("study doctor --repair", LocalizedText("mend what can be mended", "修复可修复的问题")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let findings = try Doctor(study: study).findings(repairing: invocation.has("repair"))
      if invocation.has("json") {
        try workspace.say(
          .array(
            findings.map { finding in
              [
                "check": .string(finding.check), "ok": .bool(finding.isFine),
                "detail": .string(finding.detail[workspace.language]),
              ]
            }))
      } else {
        for finding in findings {
          try workspace.say(
            "\(finding.isFine ? "ok  " : "BAD ") \(finding.check): \(finding.detail[workspace.language])")
        }
      }
      return findings.allSatisfy(\.isFine) ? .success : .failure
    })
}

/// Looks at everything that can be wrong with a database, and says what to do.
struct Doctor {
  struct Finding {
    let check: String
    let isFine: Bool
    let detail: LocalizedText
  }

  let study: Study

  func findings(repairing: Bool) throws -> [Finding] {
    let store = study.store
    var findings: [Finding] = []
    let damage = try store.integrityProblems()
    findings.append(
      Finding(
        check: "integrity", isFine: damage.isEmpty,
        detail: damage.isEmpty
          ? LocalizedText("SQLite finds no damage", "SQLite 未发现损坏")
          : LocalizedText(
            damage.joined(separator: "; ") + ". Copy a file from the folder backups over the database.",
            damage.joined(separator: "；") + "。请用 backups 文件夹中的备份替换数据库。")))
    let dangling = try store.foreignKeyProblems()
    findings.append(
      Finding(
        check: "foreign-keys", isFine: dangling.isEmpty,
        detail: dangling.isEmpty
          ? LocalizedText("every row points to one that is there", "所有引用都有效")
          : LocalizedText(dangling.joined(separator: "; "), dangling.joined(separator: "；"))))
    findings.append(try states(repairing))
    let count = try store.reviewCount()
    findings.append(
      Finding(
        check: "log", isFine: true, detail: LocalizedText("\(count) reviews stand", "共有 \(count) 次有效复习")))
    findings.append(try orphans())
    let isAhead = try store.lastReviewTime().map { $0.seconds(since: study.now) > 300 } ?? false
    findings.append(
      Finding(
        check: "clock", isFine: !isAhead,
        detail: isAhead
          ? LocalizedText("the last review lies in the future: set the clock right", "最后一次复习在未来：请校准时钟")
          : LocalizedText("no review lies in the future", "没有来自未来的复习记录")))
    return findings
  }

  private func states(_ repairing: Bool) throws -> Finding {
    let differences = try study.store.compareStates(replay: study.replay)
    guard !differences.isEmpty else {
      return Finding(
        check: "states", isFine: true,
        detail: LocalizedText("every card's state follows from the log", "所有卡片状态都与记录一致"))
    }
    guard repairing else {
      let names = differences.prefix(5).map(\.card.rawValue).joined(separator: ", ")
      return Finding(
        check: "states", isFine: false,
        detail: LocalizedText(
          "\(differences.count) cards do not follow from the log (\(names)): study doctor --repair",
          "\(differences.count) 张卡片的状态与记录不符（\(names)）：study doctor --repair"))
    }
    let mended = try study.store.rebuildStates(replay: study.replay)
    return Finding(
      check: "states", isFine: true,
      detail: LocalizedText("\(mended) cards' states rebuilt from the log", "已由记录重建 \(mended) 张卡片的状态"))
  }

  private func orphans() throws -> Finding {
    _ = try study.library()
    var orphans: [String] = []
    var problem: SQLiteError?
    let index = study.store.deckIndex
    try study.store.forEachCard { record in
      do throws(SQLiteError) {
        if try index.face(of: record.id) == nil { orphans.append(record.id.rawValue) }
        return true
      } catch {
        problem = error
        return false
      }
    }
    if let problem { throw problem }
    let names = orphans.prefix(5).joined(separator: ", ")
    // Their log stays, and they come back with their deck: nothing is wrong.
    return Finding(
      check: "orphans", isFine: true,
      detail: orphans.isEmpty
        ? LocalizedText("every card reviewed stands in a deck", "学过的卡片都在卡组中")
        : LocalizedText(
          "\(orphans.count) cards reviewed stand in no deck (\(names)); their history is kept",
          "有 \(orphans.count) 张学过的卡片不在任何卡组中（\(names)），记录仍保留"))
  }
}
