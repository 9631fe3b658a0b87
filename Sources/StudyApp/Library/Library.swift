import Basics
import BuiltInDecks
import Decks
import Storage

/// The decks of this run, indexed in the database: unchanged files are recognised and not parsed again.
struct Library {
  let store: ReviewStore
  private let sources: [Int: DeckSource]
  /// The topics that this run is limited to; empty takes all.
  let topics: [String]
  /// Files that could not be read or hold problems, for one line on standard error.
  let complaints: [Complaint]

  enum Complaint {
    case unreadable(FileError)
    case problems(file: String, count: Int)
    /// Cards that left the decks and may be one of several that came: the learner decides.
    case doubtful(count: Int)
  }

  static let largestFile = 16 << 20

  /// Finds the decks, indexes what is new or changed, and makes the rest of the run ask these alone.
  ///
  /// `topics` limits the run to some topics, by name or by title; empty takes all.
  init(_ study: Study, topics: [String] = []) throws {
    let workspace = study.workspace
    store = study.store
    let index = store.deckIndex
    let records = try index.sources()
    var known: [DeckSource.Origin: SourceRecord] = [:]
    for record in records { known[record.source.origin] = record }
    var refresh = Refresh(known: known)
    for file in BuiltInDecks.files { refresh.visit(file) }
    for path in Library.userFiles(workspace) { refresh.visit(path, workspace.language) }
    refresh.forgetMissing(below: workspace.paths.decks)
    try refresh.apply(to: study)
    complaints = refresh.complaints
    let sources = refresh.found
    self.sources = sources
    let topics = try topics.map { typed throws(UsageError) in try Self.topic(named: typed, sources) }
    self.topics = topics
    let wanted = sources.filter { topics.isEmpty || topics.contains($0.value.topic) }
    try index.activate(wanted.keys.sorted(), preferred: workspace.cardLanguages[0])
  }

  /// The topics of all decks, whether asked for or not.
  var topicNames: [String] { Array(Set(sources.values.map(\.topic))).sorted() }

  /// The topic with a name, or with a title in any language.
  func topic(named typed: String) throws(UsageError) -> String { try Self.topic(named: typed, sources) }

  private static func topic(
    named typed: String, _ sources: [Int: DeckSource]
  ) throws(UsageError) -> String {
    let wanted = typed.lowercased()
    let ordered = sources.values.sorted { $0.topic < $1.topic }
    if let found = ordered.first(where: { [$0.topic, $0.title].contains { $0.lowercased() == wanted } }) {
      return found.topic
    }
    let known = ordered.map(\.topic) + ordered.map { $0.title.lowercased() }
    throw .unknown(.topic, typed, suggestion: Suggestion.nearest(to: wanted, among: known))
  }

  func title(of face: CardFace) -> String { sources[face.source]?.title ?? face.topic }

  /// The card behind a face, parsed from its slice of the file alone; nil when it is not there any more.
  func card(_ face: CardFace) throws -> Card? {
    guard let source = sources[face.source] else { return nil }
    switch source.origin {
    case .builtIn(let name):
      guard let file = BuiltInDecks.files.first(where: { $0.path == name }) else { return nil }
      let bytes = file.text.utf8
      guard
        let start = bytes.index(bytes.startIndex, offsetBy: face.bytes.lowerBound, limitedBy: bytes.endIndex),
        let end = bytes.index(start, offsetBy: face.bytes.count, limitedBy: bytes.endIndex)
      else { return nil }
      let slice = Array(bytes[start..<end])
      return DeckParser.card(
        slice.span, file: name, offset: face.bytes.lowerBound, line: 1, options: .builtIn)
    case .file(let path):
      let slice: [UInt8]
      do throws(FileError) {
        slice = try FileSystem.read(path, from: face.bytes.lowerBound, count: face.bytes.count)
      } catch {
        // A folder may be moved or unmounted while a session runs.
        if error.code == Platform.noSuchFile { return nil }
        throw error
      }
      return DeckParser.card(
        slice.span, file: path, offset: face.bytes.lowerBound, line: 1, options: .user)
    }
  }

  /// A deck's text as it stands, with its cards.
  struct DeckFile {
    let title: String
    let bytes: [UInt8]
    let cards: [Card]
  }

  /// The decks of some topics, or of all: built-in ones in one language, the learner's own in whatever they are.
  func files(topics: [String], _ language: Language) throws(FileError) -> [DeckFile] {
    var files: [DeckFile] = []
    for (_, source) in sources.sorted(by: { $0.key < $1.key }) {
      guard topics.isEmpty || topics.contains(source.topic) else { continue }
      switch source.origin {
      case .builtIn(let name):
        guard source.language == language,
          let file = BuiltInDecks.files.first(where: { $0.path == name })
        else { continue }
        let parsed = DeckParser.parse(file.text, file: name, options: .builtIn)
        files.append(
          DeckFile(title: source.title, bytes: Array(file.text.utf8), cards: parsed.deck.cards))
      case .file(let path):
        let bytes = try FileSystem.read(path, limit: Library.largestFile)
        let parsed = DeckParser.parse(bytes.span, file: path, options: .user)
        files.append(DeckFile(title: source.title, bytes: bytes, cards: parsed.deck.cards))
      }
    }
    return files
  }

  /// The file and line of a card; nil for one that is built in.
  func place(of face: CardFace) throws -> (path: String, line: Int)? {
    guard let source = sources[face.source], case .file(let path) = source.origin else { return nil }
    let before = try FileSystem.read(path, from: 0, count: face.bytes.lowerBound)
    return (path, before.count { $0 == UInt8(ascii: "\n") } + 1)
  }

  /// Files below the learner's folder, then those named with `--deck`.
  static func userFiles(_ workspace: Workspace) -> [String] {
    let own = (try? FileSystem.files(below: workspace.paths.decks, suffix: ".md")) ?? []
    let named = workspace.deckPaths.flatMap { path -> [String] in
      guard (try? FileSystem.stamp(path))?.isDirectory == true else { return [path] }
      return (try? FileSystem.files(below: path, suffix: ".md")) ?? []
    }
    return own + named.filter { !own.contains($0) }
  }
}

extension ExerciseKind {
  /// The bit that the index keeps for this kind; recall needs none.
  var bit: UInt32 {
    switch self {
    case .recall: 0
    case .choice: 1
    case .cloze: 2
    case .drill: 4
    case .order: 8
    }
  }

  static func mask(of card: Card) -> UInt32 {
    card.exercises.reduce(0) { mask, exercise in
      mask | (ExerciseKind(rawValue: exercise.kind.rawValue)?.bit ?? 0)
    }
  }

  func isIn(_ mask: UInt32) -> Bool { self == .recall || mask & bit != 0 }
}
