import Basics
import BuiltInDecks
import Decks
import Storage

/// Compares files with the index, and brings the index up to date where they differ.
struct Refresh {
  private let known: [DeckSource.Origin: SourceRecord]
  /// Sources that are as the index says, and those that are by the end.
  private(set) var found: [Int: DeckSource] = [:]
  private(set) var complaints: [Library.Complaint] = []
  private var changed: [(source: DeckSource, cards: [IndexedCard])] = []
  private var touched: [(number: Int, modifiedNanoseconds: Int64)] = []
  private var missing: [Int] = []

  init(known: [DeckSource.Origin: SourceRecord]) {
    self.known = known
  }

  mutating func visit(_ file: BuiltInFile) {
    let origin = DeckSource.Origin.builtIn(file.path)
    if let record = known[origin], record.source.hash == file.contentHash {
      found[record.number] = record.source
      return
    }
    let parsed = DeckParser.parse(file.text, file: file.path, options: .builtIn)
    let source = DeckSource(
      origin: origin, size: file.text.utf8.count, modifiedNanoseconds: 0, hash: file.contentHash,
      language: file.language, topic: parsed.deck.topic, title: parsed.deck.title)
    change(source, parsed.deck.cards)
  }

  mutating func visit(_ path: String, _ language: Language) {
    let record = known[.file(path)]
    do throws(FileError) {
      let stamp = try FileSystem.stamp(path)
      if let record, record.source.size == Int(stamp.size),
        record.source.modifiedNanoseconds == stamp.modifiedNanoseconds
      {
        found[record.number] = record.source
        return
      }
      let bytes = try FileSystem.read(path, limit: Library.largestFile)
      let hash = ContentHash.of(bytes.span)
      if let record, record.source.hash == hash {
        touched.append((record.number, stamp.modifiedNanoseconds))
        found[record.number] = record.source
        return
      }
      let parsed = DeckParser.parse(bytes.span, file: path, options: .user)
      let errors = parsed.diagnostics.filter { $0.severity == .error }.count
      if errors > 0 { complaints.append(.problems(file: path, count: errors)) }
      let source = DeckSource(
        origin: .file(path), size: bytes.count, modifiedNanoseconds: stamp.modifiedNanoseconds, hash: hash,
        language: parsed.deck.language ?? language, topic: parsed.deck.topic, title: parsed.deck.title)
      change(source, parsed.deck.cards)
    } catch {
      complaints.append(.unreadable(error))
    }
  }

  private mutating func change(_ source: DeckSource, _ cards: [Card]) {
    let indexed = cards.map { card in
      IndexedCard(
        id: card.id, level: card.level, tags: card.tags, exercises: ExerciseKind.mask(of: card),
        bytes: card.byteRange, question: InlineMarkdown.plainText(of: card.question), answer: card.answer)
    }
    changed.append((source, indexed))
  }

  /// Files of the learner's own folder that are gone, and built-in topics that this version lacks.
  mutating func forgetMissing(below folder: String) {
    let visited = Set(changed.map(\.source.origin))
    for record in known.values.sorted(by: { $0.number < $1.number })
    where found[record.number] == nil && !visited.contains(record.source.origin) {
      switch record.source.origin {
      case .builtIn: missing.append(record.number)
      case .file(let path):
        if path.hasPrefix(folder + "/"), (try? FileSystem.stamp(path)) == nil {
          missing.append(record.number)
        }
      }
    }
  }

  /// Writes what was found in one transaction; where nothing has changed it asks the database nothing.
  ///
  /// Cards that came in the place of others take over their history: an edited question makes another card of one without an id.
  mutating func apply(to study: Study) throws(SQLiteError) {
    guard !changed.isEmpty || !touched.isEmpty || !missing.isEmpty else { return }
    let store = study.store
    let index = store.deckIndex
    var numbers: [Int] = []
    let doubts = try store.transaction { () throws(SQLiteError) -> Int in
      for file in touched {
        try index.touchSource(file.number, modifiedNanoseconds: file.modifiedNanoseconds)
      }
      // What leaves comes first: a card that moves from one file to another has left before it arrives.
      for number in missing { try index.removeSource(number) }
      for (source, cards) in changed { numbers.append(try index.replaceSource(source, cards: cards)) }
      guard !changed.isEmpty || !missing.isEmpty else { return 0 }
      let appeared = Set(changed.flatMap { $0.cards.map(\.id) })
      let plan = try store.relinkPlan(appeared: appeared)
      try store.relink(plan.pairs, at: study.now, replay: study.replay)
      try store.settleHeirs(replay: study.replay)
      return plan.doubts.count
    }
    for (number, file) in zip(numbers, changed) { found[number] = file.source }
    if doubts > 0 { complaints.append(.doubtful(count: doubts)) }
  }
}
