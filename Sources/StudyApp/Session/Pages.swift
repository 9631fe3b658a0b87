import Basics
import Decks
import Scheduling
import Storage
import TerminalUI

/// Makes the pages, lists and demos that open over any full screen, and marks cards.
struct Pages {
  let study: Study
  let library: Library

  private var workspace: Workspace { study.workspace }
  private var language: Language { workspace.language }

  /// Cards in the list of a search at most.
  static let longestList = 500

  /// The answer to an effect that needs no session; nil for others.
  func perform(_ effect: Effect) throws -> Message? {
    switch effect {
    case .runDemo(let request):
      return Pages.run(request, language)
    case .open(let request):
      return try ofAllDecks { try $0.page(request) }.map(Message.opened)
    case .search(let text):
      return .found(try ofAllDecks { try $0.rows(text) }, for: text)
    case .flag(let id):
      var isFlagged = false
      try study.store.mark(id) { mark in
        mark.flag = mark.flag == 0 ? 1 : 0
        isFlagged = mark.flag != 0
      }
      return try marked(
        id, isFlagged ? workspace.text("Flagged.", "已加标记。") : workspace.text("No longer flagged.", "已去掉标记。"))
    case .setNote(let id, let text):
      let note = text.trimmedBlanks
      try study.store.mark(id) { $0.note = note.isEmpty ? nil : note }
      return try marked(id, workspace.text("The note is saved.", "笔记已保存。"))
    case .suspend(let id):
      try study.store.suspend(id)
      return .told(workspace.text("suspended; study unsuspend brings it back", "已暂停；study unsuspend 可恢复"))
    case .next, .save, .undo, .bury, .edit, .end, .quit:
      return nil
    }
  }

  /// Pages and lists are of all decks, in a session that is limited to some topics too.
  private func ofAllDecks<Answer>(_ body: (Pages) throws -> Answer) throws -> Answer {
    guard !library.topics.isEmpty else { return try body(self) }
    let all = Pages(study: study, library: try Library(study))
    let answer = Result { try body(all) }
    // The decks of the session become the active ones again.
    _ = try Library(study, topics: library.topics)
    return try answer.get()
  }

  /// The answer to a demo that was asked for.
  static func run(_ request: DemoRequest, _ language: Language) -> Message {
    do throws(DemoProblem) {
      return .demoRan(try DemoRunner.run(request, language: language))
    } catch {
      return .demoFailed(error.sentence)
    }
  }

  /// An error as one sentence.
  static func sentence(_ error: any Error, _ workspace: Workspace) -> String {
    switch error {
    case let error as SQLiteError:
      DatabaseFailure(path: workspace.paths.database, error: error).sentence[workspace.language]
    case let error as CommandFailure: error.sentence[workspace.language]
    case let error as FileError: CommandFailure.cannotRead(error).sentence[workspace.language]
    default: "\(error)"
    }
  }

  private func marked(_ id: CardID, _ notice: String) throws -> Message {
    let mark = try study.store.card(id)?.mark ?? .none
    return .marked(id, isFlagged: mark.flag != 0, note: mark.note, notice: notice)
  }

  private func page(_ request: Reader.Request) throws -> Reader? {
    // States are read afresh, and another process may have changed their model.
    try study.memory.refresh()
    switch request {
    case .today:
      let layout = PageLayout(size: Size(columns: workspace.width, rows: 0))
      let lines = try TodayReport(study, library).lines(width: layout.width)
      return Reader(title: workspace.text("Today", "今天"), blocks: lines.dropFirst(2).map { .text($0) })
    case .statistics:
      let sections = StatisticsPage.sections(try Statistics(study), workspace.language)
      return Reader(title: workspace.text("Statistics", "统计"), blocks: sections.flatMap(\.blocks))
    case .readiness:
      return try ReadinessReport(study, library).page
    case .card(let id):
      return try card(id)
    case .why(let id):
      return try WhyPage(id, study)?.reader
    }
  }

  private func card(_ id: CardID) throws -> Reader? {
    guard let face = try study.store.deckIndex.face(of: id), let card = try library.card(face) else {
      return nil
    }
    let record = try study.store.card(id)
    var blocks: [Reader.Block] = [.text(CardText.inline(card.question, role: .strong)), .gap]
    blocks += [.markdown(card.answer), .gap]
    if let note = record?.mark.note {
      blocks += [.text(StyledText(workspace.text("note: ", "笔记：") + SafeText.line(note), .accent)), .gap]
    }
    blocks.append(.text(StyledText(CardStateText.line(record, study), .dim)))
    let title =
      "\(record?.mark.flag ?? 0 != 0 ? "⚑ " : "")\(library.title(of: face)) · \(id) · \(workspace.text("level", "级别")) \(card.level)"
    return Reader(title: title, blocks: blocks, card: id, demos: card.demoCalls.map(DemoRequest.init))
  }

  /// Cards that hold all words, or all cards.
  private func rows(_ text: String) throws -> [BrowseRow] {
    let index = study.store.deckIndex
    let query = text.trimmedBlanks
    let faces =
      query.isEmpty
      ? try index.cards(limit: Pages.longestList) : try index.search(query, limit: Pages.longestList)
    return try faces.map { face in
      BrowseRow(
        id: face.id, topic: library.title(of: face), level: face.level, question: face.question,
        due: try DueText.of(face.id, study))
    }
  }
}
