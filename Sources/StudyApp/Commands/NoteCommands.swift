import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let note = CommandSpec(
    "note", LocalizedText("Show or write the note on a card; an empty one removes it", "查看或写卡片笔记；空文本即删除"),
    operands: Operands(usage: "CARD [TEXT…]", count: 1...1000), options: [OptionTable.json],
    examples: [
      ("study note conv-out-size", LocalizedText("read it", "查看")),
      ("study note conv-out-size \"floor, not round\"", LocalizedText("write it", "写入")),
      ("study note conv-out-size \"\"", LocalizedText("remove it", "删除")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      _ = try study.library()
      let id = try study.knownCard(invocation.operands[0])
      if invocation.operands.count > 1 {
        let note = invocation.operands.dropFirst().joined(separator: " ").trimmedBlanks
        try study.store.mark(id) { $0.note = note.isEmpty ? nil : note }
        try workspace.say(
          SafeText.line(
            note.isEmpty
              ? workspace.text("removed the note on \(id)", "已删除 \(id) 的笔记")
              : workspace.text("noted \(id)", "已写入 \(id) 的笔记")))
        return .success
      }
      let note = try study.store.card(id)?.mark.note
      if invocation.has("json") {
        try workspace.say(["id": .string(id.rawValue), "note": note.map { .string($0) } ?? .null])
      } else if let note {
        try workspace.say(SafeText.lines(note))
      } else {
        try workspace.tell(
          workspace.text("\(SafeText.line(id.rawValue)) has no note.", "\(SafeText.line(id.rawValue)) 没有笔记。"))
      }
      return .success
    })

  static let edit = CommandSpec(
    "edit", LocalizedText("Open a card in your editor, at its line", "在编辑器中打开卡片所在的行"),
    operands: Operands(usage: "CARD", count: 1...1),
    examples: [("EDITOR=nano study edit my-card", LocalizedText("in nano", "用 nano 打开"))],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library()
      let name = invocation.operands[0]
      guard let face = try study.store.deckIndex.face(of: CardID(rawValue: name)) else {
        throw try study.noSuchCard(name)
      }
      guard let place = try library.place(of: face) else { throw CommandFailure.isBuiltIn(card: name) }
      let words = Editor.words(workspace.environment, path: place.path, line: place.line)
      guard workspace.environment.runProgram(words) == 0 else {
        throw CommandFailure.editorFailed(words[0])
      }
      // What was edited is indexed at once, so that problems and doubts are told now.
      _ = try study.library()
      return .success
    })
}
