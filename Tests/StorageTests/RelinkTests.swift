import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct RelinkTests {
  let store: ReviewStore
  let index: DeckIndex

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
    index = store.deckIndex
    try index.replaceSource(
      sampleSource("deck"),
      cards: [indexed("old", "How large is the output?"), indexed("other", "What is ReLU?")])
    try index.activate(index.sources().map(\.number), preferred: .english)
    for step in 0..<4 {
      try store.record(card("old"), review(of: card("old"), at: noon.adding(days: Double(step))))
    }
    try store.mark(card("old")) { $0.note = "hard" }
  }

  private func indexed(_ id: String, _ question: String) -> IndexedCard {
    IndexedCard(
      id: card(id), level: 1, tags: [], exercises: 0, bytes: 0..<1, question: question,
      answer: "By a formula that everybody knows.")
  }

  private func edit(_ cards: IndexedCard...) throws {
    try index.replaceSource(sampleSource("deck", hash: 2), cards: cards)
    try store.settleHeirs(replay: replay)
  }

  private func expectSound() throws {
    #expect(try store.compareStates(replay: replay).isEmpty)
    #expect(try store.integrityProblems().isEmpty)
    #expect(try store.foreignKeyProblems().isEmpty)
  }

  @Test func anEditedCardKeepsItsHistoryAndItsMark() throws {
    let log = try store.reviews(of: card("old")).map(\.log)
    try edit(indexed("new", "How large is the output map?"), indexed("other", "What is ReLU?"))
    let plan = try store.relinkPlan(appeared: [card("new")])
    #expect(plan.pairs.map(\.new) == [card("new")] && plan.pairs[0].reason == .edited)
    // A plan changes nothing.
    #expect(try store.state(of: card("new")) == .new)
    try store.relink(plan.pairs, at: noon.adding(days: 9), replay: replay)
    #expect(try store.state(of: card("new")) == replay(card("new"), log))
    #expect(try store.state(of: card("old")) == .new)
    #expect(try store.card(card("new"))?.mark.note == "hard")
    #expect(try store.reviews(of: card("new")).map(\.card) == Array(repeating: card("old"), count: 4))
    #expect(try index.newCards(today: today, limit: 9).map(\.id) == [card("other")])
    #expect(
      try index.dueCards(at: noon.adding(days: 900), today: today.advanced(by: 900)).map(\.id) == [
        card("new")
      ])
    #expect(try store.orphans().isEmpty && store.vanishedFaces().isEmpty)
    try expectSound()
    // The history goes on, and undo walks back into what was before, over the note.
    try store.record(card("new"), review(of: card("new"), at: noon.adding(days: 10)))
    #expect(try store.state(of: card("new"))?.reviews == 5)
    for _ in 0..<3 { _ = try store.undoLast(at: noon.adding(days: 11), replay: replay) }
    #expect(try store.state(of: card("new")) == replay(card("new"), Array(log.prefix(3))))
    try expectSound()
  }

  @Test func aCardThatComesBackHasItsOwnHistoryAgain() throws {
    let before = try store.state(of: card("old"))
    try edit(indexed("new", "How large is the output map?"))
    try store.relink(old: card("old"), new: card("new"), at: noon.adding(days: 9), replay: replay)
    try store.record(card("new"), review(of: card("new"), at: noon.adding(days: 10)))
    // The edit is taken back: what was answered since counts for the old card, too.
    try edit(indexed("old", "How large is the output?"))
    #expect(try store.state(of: card("old"))?.reviews == 5)
    #expect(try store.state(of: card("new")) == .new)
    try expectSound()
    // Both stand in the deck: each has what was answered under its own name.
    try edit(indexed("old", "How large is the output?"), indexed("new", "How large is the output map?"))
    #expect(try store.state(of: card("old")) == before)
    #expect(try store.state(of: card("new"))?.reviews == 1)
    try expectSound()
  }

  @Test func aChainOfEditsLeadsToTheLastCard() throws {
    for (old, new) in [("old", "second"), ("second", "third"), ("third", "fourth")] {
      try edit(indexed(new, "How large is the output of \(new)?"))
      try store.relink(old: card(old), new: card(new), at: noon.adding(days: 9), replay: replay)
    }
    #expect(try store.state(of: card("fourth"))?.reviews == 4)
    #expect(try store.connection.int("SELECT count(*) FROM card_state") == 1)
    try expectSound()
  }

  @Test func aLinkCanBeTakenBack() throws {
    let before = try store.state(of: card("old"))
    try edit(indexed("new", "How large is the output map?"))
    try store.relink(old: card("old"), new: card("new"), at: noon, replay: replay)
    #expect(try store.links().map(\.new) == [card("new")])
    #expect(try store.unlink(card("new"), card("old"), at: noon, replay: replay))
    #expect(try !store.unlink(card("new"), card("old"), at: noon, replay: replay))
    #expect(try store.state(of: card("old")) == before)
    #expect(try store.state(of: card("new")) == .new)
    #expect(try store.links().isEmpty)
    try expectSound()
  }

  @Test func aLinkReachesTheOtherMachineWhateverItsDeckIs() throws {
    try edit(indexed("new", "How large is the output map?"))
    try store.relink(old: card("old"), new: card("new"), at: noon.adding(days: 9), replay: replay)
    try store.record(card("new"), review(of: card("new"), at: noon.adding(days: 10)))
    for name in ["old", "new"] {
      let other = try ReviewStore(.memory, now: noon, idSeed: 2)
      try other.deckIndex.replaceSource(sampleSource("deck"), cards: [indexed(name, "How large?")])
      _ = try other.merge(store.allEntries(), replay: replay)
      #expect(try other.state(of: card(name))?.reviews == 5, "\(name)")
      #expect(try other.connection.int("SELECT count(*) FROM card_state") == 1)
      #expect(try other.compareStates(replay: replay).isEmpty)
    }
  }

  @Test func theTextOfACardWithoutAHistoryIsNotKept() throws {
    try edit()
    #expect(try store.vanishedFaces().map(\.id) == [card("old")])
    #expect(try store.vanishedFaces().map(\.answer) == ["By a formula that everybody knows."])
    let plan = try store.relinkPlan()
    #expect(plan.pairs.isEmpty && plan.gone == [card("old")])
    #expect(try store.orphans() == [card("old")])
  }
}
