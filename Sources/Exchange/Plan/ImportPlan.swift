public import Basics
public import Decks
public import Scheduling
public import Storage

/// What a file turned out to be.
public enum ImportFormat: String, Hashable, Sendable {
  case json, jsonl, csv, anki, markdown
}

/// Why nothing of a file can be imported.
public enum ImportError: Error, Hashable, Sendable {
  case archive(StudyArchiveError)
  case table(CSVError)
  case anki(AnkiPackageError)
  /// A database: `study merge` or `study restore` take it.
  case isDatabase
  /// Every line was refused; the first says why.
  case lines(LogLineProblem)
  case empty
}

/// Why a part of a file is left out.
public enum SkipReason: Hashable, Sendable {
  /// It is here already.
  case known
  /// A setting that has another value here, which stays.
  case settingDiffers(key: String)
  /// A card whose note differs from the one here, which stays.
  case noteDiffers(CardID)
  /// Twice in the file.
  case repeated
  case line(LogLineProblem)
  case row(CSVProblem)
  case diagnostic(DeckDiagnostic)
  /// A card without a question or without an answer.
  case emptyCard
  /// Log rows of Anki's that are no answers.
  case noAnswer
  /// Pictures and sounds.
  case media
}

/// What an import would do, found out before anything is written.
public struct ImportPlan: Sendable {
  public struct DeckFile: Hashable, Sendable {
    /// Below the learner's folder of decks.
    public var name: String
    public var content: [UInt8]
    public var cards: Int
  }

  public struct Skip: Hashable, Sendable {
    public var reason: SkipReason
    public var count: Int
  }

  public let format: ImportFormat
  /// New here.
  public internal(set) var entries: [LogEntry] = []
  public internal(set) var settings: [StudyArchive.Setting] = []
  public internal(set) var files: [DeckFile] = []
  public internal(set) var skips: [Skip] = []

  public var isEmpty: Bool { entries.isEmpty && settings.isEmpty && files.isEmpty }
  public var newCards: Int { files.reduce(0) { $0 + $1.cards } }
  public var newReviews: Int {
    entries.count { if case .review = $0 { true } else { false } }
  }

  /// Reads a file, whose name decides only where its content does not.
  public init(_ bytes: [UInt8], name: String, against context: ImportContext) throws(ImportError) {
    format = try Self.format(of: bytes, name: name)
    switch format {
    case .json:
      do throws(StudyArchiveError) {
        let archive = try StudyArchive(json: bytes)
        add(archive.entries, context)
        add(archive.settings, context)
      } catch {
        throw .archive(error)
      }
    case .jsonl:
      let lines = LogLines(bytes)
      if lines.entries.isEmpty, let first = lines.problems.first { throw .lines(first) }
      for problem in lines.problems { skip(.line(problem)) }
      add(lines.entries, context)
    case .csv:
      do throws(CSVError) {
        add(try CSVImport(bytes), name, context)
      } catch {
        throw .table(error)
      }
    case .anki:
      do throws(AnkiPackageError) {
        add(try AnkiPackage(bytes, offsetMinutes: context.offsetMinutes), context)
      } catch {
        throw .anki(error)
      }
    case .markdown: addMarkdown(bytes, name, context)
    }
  }

  static func format(of bytes: [UInt8], name: String) throws(ImportError) -> ImportFormat {
    if bytes.starts(with: [0x50, 0x4B]) || name.hasSuffix(".apkg") || name.hasSuffix(".colpkg") {
      return .anki
    }
    if bytes.starts(with: "SQLite format 3\0".utf8) { throw .isDatabase }
    if StudyArchive.isArchive(bytes) { return .json }
    let start = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
    guard let start else { throw .empty }
    if name.hasSuffix(".md") || name.hasSuffix(".markdown") { return .markdown }
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") { return .csv }
    if start == UInt8(ascii: "{") { return name.hasSuffix(".json") ? .json : .jsonl }
    // A line of a deck, or a note of another tool's.
    let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
    let isDeck = text.split(separator: "\n").contains { line in
      ["## ", "Q:", "C:"].contains { line.hasPrefix($0) } || line.range(of: " :: ") != nil
    }
    return isDeck ? .markdown : .csv
  }

  /// Writes log and settings in one transaction; the files are the caller's, and come first.
  public func apply(
    to store: ReviewStore, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    try store.transaction { () throws(SQLiteError) in
      let summary = try store.merge(entries, replay: replay)
      for setting in settings { try store.setSetting(setting.key, to: setting.value) }
      return summary
    }
  }

  mutating func skip(_ reason: SkipReason, count: Int = 1) {
    guard count > 0 else { return }
    if let place = skips.firstIndex(where: { $0.reason == reason }), skips.count < 10_000 {
      skips[place].count += count
    } else {
      skips.append(Skip(reason: reason, count: count))
    }
  }
}
