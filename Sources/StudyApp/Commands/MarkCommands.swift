import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let suspend = mark(
    "suspend", LocalizedText("Never ask these cards again, until unsuspended", "不再询问这些卡片，直到恢复")
  ) { study, id in
    try study.store.suspend(id)
    return LocalizedText("suspended \(id)", "已暂停 \(id)")
  }

  static let unsuspend = mark(
    "unsuspend", LocalizedText("Ask suspended cards again", "恢复被暂停的卡片")
  ) { study, id in
    try study.store.unsuspend(id)
    return LocalizedText("unsuspended \(id)", "已恢复 \(id)")
  }

  static let bury = mark(
    "bury", LocalizedText("Do not ask these cards before tomorrow", "今天不再询问这些卡片")
  ) { study, id in
    try study.store.bury(id, until: study.today.advanced(by: 1))
    return LocalizedText("buried \(id)", "已搁置 \(id)")
  }

  static let flag = mark(
    "flag", LocalizedText("Flag cards, or take their flags away", "给卡片加标记，或去掉标记")
  ) { study, id in
    var isFlagged = false
    try study.store.mark(id) { mark in
      mark.flag = mark.flag == 0 ? 1 : 0
      isFlagged = mark.flag != 0
    }
    return isFlagged
      ? LocalizedText("flagged \(id)", "已加标记 \(id)") : LocalizedText("no longer flagged \(id)", "已去掉标记 \(id)")
  }

  static let forget = mark(
    "forget",
    LocalizedText("Make cards new again; their reviews stay in the log, taken back", "让卡片重新成为新卡；复习记录保留但不再计入")
  ) { study, id in
    let count = try study.store.forget(id, at: study.now, replay: study.replay)
    return LocalizedText(
      "forgotten \(id): \(Wording.count(count, "review", "reviews", "次复习", .english)) taken back",
      "已忘记 \(id)：撤回 \(count) 次复习")
  }

  static let undo = CommandSpec(
    "undo",
    LocalizedText(
      "Take back the last rating, suspension, burial, flag or note, also after a restart",
      "撤销上一次评分、暂停、搁置、标记或笔记，重启后也可以"),
    examples: [("study undo", LocalizedText("the last action", "上一次操作"))],
    run: { _, workspace in
      let study = try Study(workspace)
      guard let action = try study.undoLast(at: study.now) else { throw CommandFailure.nothingToUndo }
      guard let undone = action.undone else { throw CommandFailure.cannotUndoForgetting(action.card) }
      try workspace.say(SafeText.line(undone[workspace.language]))
      return .success
    })

  private static func mark(
    _ name: String, _ summary: LocalizedText,
    change: @escaping @Sendable (Study, CardID) throws -> LocalizedText
  ) -> CommandSpec {
    CommandSpec(
      name, summary, operands: Operands(usage: "CARD…", count: 1...1000),
      examples: [("study \(name) conv-out-size", summary)],
      run: { invocation, workspace in
        let study = try Study(workspace)
        _ = try study.library()
        // All names are checked before anything is changed.
        let ids = try invocation.operands.map(study.knownCard)
        for id in ids {
          let done = try change(study, id)[workspace.language]
          try workspace.say(SafeText.line(done))
        }
        return .success
      })
  }
}

extension Study {
  /// The card with a name, of the decks or with a history; throws when there is none.
  func knownCard(_ name: String) throws -> CardID {
    let id = CardID(rawValue: name)
    if try store.deckIndex.face(of: id) == nil, try store.card(id) == nil { throw try noSuchCard(name) }
    return id
  }
}
