import Basics
import Decks
import Scheduling
import Storage
import Testing

@testable import Exchange

@Suite struct ImportPlanTests {
  /// Imports twice, the second time with what the first one wrote; returns both plans.
  private func importTwice(_ bytes: [UInt8], name: String) throws -> (ImportPlan, ImportPlan) {
    let store = try ReviewStore(.memory, now: noon, idSeed: 3)
    let plan = try ImportPlan(bytes, name: name, against: context(store))
    let summary = try plan.apply(to: store, replay: replay)
    #expect(summary.added == plan.entries.count && summary.refused == 0)
    var cards: Set<CardID> = []
    var files: [String: [UInt8]] = [:]
    for file in plan.files {
      files[file.name] = file.content
      let parsed = DeckParser.parse(file.content.span, file: file.name, options: .user)
      #expect(parsed.diagnostics == [], "\(file.name)")
      #expect(parsed.deck.cards.count == file.cards)
      cards.formUnion(parsed.deck.cards.map(\.id))
    }
    return (plan, try ImportPlan(bytes, name: name, against: context(store, cards, files)))
  }

  private func context(
    _ store: ReviewStore, _ cards: Set<CardID> = [], _ files: [String: [UInt8]] = [:]
  ) throws -> ImportContext {
    try ImportContext(cards: cards, files: files, offsetMinutes: 60, now: noon, store: store)
  }

  @Test func everyFormatImportedTwiceAddsNothing() throws {
    let store = try sampleStore()
    let table = "question,answer\nWhat is a kernel?,\"# Weights\nQ: that slide :: on\"\nWhat is a kernel?,x\n"
    let notes = "Q: What is pooling?\nA: A maximum.\n\nstride :: step\n\nC: A [kernel] slides.\n"
    for (bytes, name, format) in [
      (try store.archive(), "a.json", ImportFormat.json), (try store.lines(), "a.jsonl", .jsonl),
      (try store.reviewTable(), "a.csv", .csv), (try samplePackage(), "a.apkg", .anki),
      (Array(table.utf8), "My table.csv", .csv), (Array(notes.utf8), "notes.md", .markdown),
    ] {
      let (first, second) = try importTwice(bytes, name: name)
      #expect(first.format == format && !first.isEmpty, "\(name)")
      #expect(second.isEmpty, "\(name): \(second.entries.count) entries, \(second.files)")
      #expect(second.skips.contains { $0.reason == .known }, "\(name)")
    }
  }

  @Test func aPackageOfOursAddsNoReviewThatIsHere() throws {
    let store = try sampleStore()
    let plan = try ImportPlan(samplePackage(), name: "a.apkg", against: context(store))
    #expect(plan.newReviews == 0 && plan.newCards == 3)
  }

  @Test func aFileOfThatNameWithOtherContentIsNeverTouched() throws {
    let store = try ReviewStore(.memory, now: noon, idSeed: 3)
    let plan = try ImportPlan(
      Array("a,b\n".utf8), name: "x.csv", against: context(store, [], ["x.md": [1]]))
    #expect(plan.files.map(\.name) == ["x-2.md"])
  }

  @Test(arguments: ["../../etc/passwd", "/etc/passwd", "..", "a\u{1B}[2Jb.csv", "深度 学习.csv", "CON:x", ""])
  func aDeckFileHasNoPathInItsName(_ name: String) {
    let stem = ImportPlan.stem(of: name)
    #expect(!stem.isEmpty && stem.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" })
  }

  @Test func aSettingThatIsHereStays() throws {
    let store = try ReviewStore(.memory, now: noon, idSeed: 3)
    try store.setSetting("retention", to: "0.8")
    let plan = try ImportPlan(sampleStore().archive(), name: "a.json", against: context(store))
    #expect(plan.settings == [] && plan.skips.contains { $0.reason == .settingDiffers(key: "retention") })
  }

  @Test func notesGoOutAndComeBack() throws {
    let text =
      "# T\n\n## One?\n<!-- id: one -->\n\nYes.\n\n### Cloze\nA ==b==.\n\n## Two?\n<!-- id: two -->\n\nNo.\n"
    let deck = DeckParser.parse(text, file: "t.md", options: .user).deck
    let notes = [CardID(rawValue: "one"): "look --> here\nagain", CardID(rawValue: "two"): "x"]
    let bytes = DeckMarkdown.withNotes(text, deck.cards, notes: notes)
    let parsed = DeckParser.parse(bytes.span, file: "t.md", options: .user)
    #expect(parsed.diagnostics == [] && parsed.deck.cards.map(\.question) == deck.cards.map(\.question))
    #expect(DeckMarkdown.notes(String(decoding: bytes, as: UTF8.self), parsed.deck.cards) == notes)
    let store = try ReviewStore(.memory, now: noon, idSeed: 3)
    let plan = try ImportPlan(bytes, name: "t.md", against: context(store))
    _ = try plan.apply(to: store, replay: replay)
    #expect(try store.card(CardID(rawValue: "one"))?.mark.note == "look --> here\nagain")
  }
}
