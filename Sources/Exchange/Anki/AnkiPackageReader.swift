public import Basics
import Scheduling
public import Storage

/// Why a file is no package of Anki's that can be read.
public enum AnkiPackageError: Error, Hashable, Sendable {
  case zip(ZipError)
  /// Compressed with zstd, the format since Anki 2.1.50: to be exported again with "Support older Anki versions".
  case newFormat
  /// There is no collection in it.
  case noCollection
  /// The collection's tables are not those of schema 11.
  case unknownSchema(Int)
  /// A table is missing, is none, or holds more rows than fit in the file.
  case badTable(String)
  case json(JSONError)
  case database(SQLiteError)
}

/// What a package of Anki's holds: cards as Markdown, and their reviews.
public struct AnkiPackage: Sendable {
  public struct ImportedCard: Hashable, Sendable {
    /// Ours again where the note came from here, else made from Anki's own name for the note.
    public var id: CardID
    /// `Parent::Child`.
    public var deck: String
    public var question: String
    public var answer: String
    public var tags: [String]
    public var isSuspended: Bool
    public var flag: Int
    public var isOurs: Bool
  }

  public internal(set) var cards: [ImportedCard] = []
  public internal(set) var reviews: [ReviewEntry] = []
  /// Pictures and sounds, which a terminal has no use for.
  public internal(set) var media = 0
  /// Log rows that are no answers, such as a due date set by hand.
  public internal(set) var otherRows = 0
  /// Cards whose question or answer is empty.
  public internal(set) var emptyCards = 0

  init() {}

  /// `offsetMinutes` says where the learner lives: Anki's log does not.
  public init(_ bytes: [UInt8], offsetMinutes: Int) throws(AnkiPackageError) {
    let zip = try Self.checked { () throws(ZipError) in try ZipArchive(bytes) }
    // Such a package holds an old collection too, whose one note says that it cannot be read.
    guard !zip.entries.contains(where: { $0.name == "collection.anki21b" }) else { throw .newFormat }
    let image = try Self.checked { () throws(ZipError) -> [UInt8]? in
      if let newer = try zip.contents(of: "collection.anki21") { return newer }
      return try zip.contents(of: "collection.anki2")
    }
    guard let image else { throw .noCollection }
    let database = try Self.database { () throws(SQLiteError) in try MemoryDatabase(image: image) }
    var reader = AnkiCollectionReader(database, mostRows: image.count / 8, offsetMinutes: offsetMinutes)
    try reader.read()
    self = reader.package
  }

  static func database<Value>(_ body: () throws(SQLiteError) -> Value) throws(AnkiPackageError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw .database(error) }
  }

  private static func checked<Value>(_ body: () throws(ZipError) -> Value) throws(AnkiPackageError) -> Value {
    do throws(ZipError) { return try body() } catch { throw .zip(error) }
  }
}
