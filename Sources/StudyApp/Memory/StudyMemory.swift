import Basics
import Scheduling
import Storage

/// The memory model in force, as the database says: its parameters, and the desired retention that the states follow.
///
/// Settings: `memory.current`, `memory.previous` (numbers), `memory.retention`, `memory.parameters.N` (JSON, one a version).
final class StudyMemory {
  private let store: ReviewStore
  private(set) var version: ParametersVersion
  private(set) var scheduler: Scheduler
  /// What `version` and `scheduler` were made of.
  private var stamp: Stamp

  private struct Stamp: Equatable {
    var current: String?
    var retention: String?

    init(_ store: ReviewStore) throws(SQLiteError) {
      current = try store.setting("memory.current")
      retention = try store.setting("memory.retention")
    }
  }

  static let standardRetention = 0.9

  init(_ store: ReviewStore) throws(SQLiteError) {
    self.store = store
    stamp = try Stamp(store)
    (version, scheduler) = try Self.read(stamp, store)
  }

  /// The desired retention that the cards' states in the database follow.
  var retention: Double { scheduler.desiredRetention }

  /// Another process may have changed the model since: states of one model must never reach another.
  func refresh() throws(SQLiteError) {
    let now = try Stamp(store)
    guard now != stamp else { return }
    (version, scheduler) = try Self.read(now, store)
    stamp = now
  }

  /// The version that was in force before; nil when there was no other.
  func previous() throws(SQLiteError) -> ParametersVersion? {
    guard let number = try store.setting("memory.previous").flatMap({ Int($0) }) else { return nil }
    return try Self.version(number, store)
  }

  /// Every version but the standard one, by number.
  func versions() throws(SQLiteError) -> [ParametersVersion] {
    let prefix = "memory.parameters."
    let numbers = try store.settings().compactMap { setting in
      setting.key.hasPrefix(prefix) ? Int(setting.key.dropFirst(prefix.count)) : nil
    }
    var versions: [ParametersVersion] = []
    for number in numbers.sorted() { versions.append(try Self.version(number, store)) }
    return versions
  }

  /// Puts a version and a retention in force, and replays every log under them, all in one transaction behind a backup.
  func put(_ version: ParametersVersion, retention: Double, at now: Timestamp) throws(SQLiteError) {
    if try store.lastReviewTime() != nil { try store.backup(before: .fitting, at: now) }
    try store.transaction { () throws(SQLiteError) in
      try refresh()
      if version.number != self.version.number {
        if version.number > 0 {
          try store.setSetting("memory.parameters.\(version.number)", to: JSONWriter.write(version.json))
        }
        try store.setSetting("memory.previous", to: "\(self.version.number)")
        try store.setSetting("memory.current", to: "\(version.number)")
      }
      try store.setSetting("memory.retention", to: "\(retention)")
      let scheduler = version.scheduler(retention: retention)
      _ = try store.rebuildStates { scheduler.replay($1, of: $0) }
    }
    try refresh()
  }

  private static func read(
    _ stamp: Stamp, _ store: ReviewStore
  ) throws(SQLiteError) -> (ParametersVersion, Scheduler) {
    let version = try version(try number(stamp.current), store)
    let retention = stamp.retention.flatMap { Double($0) } ?? standardRetention
    guard Scheduler.desiredRetentionRange.contains(retention) else {
      throw .corrupt(detail: "the setting memory.retention is \(retention)")
    }
    return (version, version.scheduler(retention: retention))
  }

  private static func number(_ text: String?) throws(SQLiteError) -> Int {
    guard let text else { return 0 }
    guard let number = Int(text), number >= 0 else {
      throw .corrupt(detail: "the setting memory.current is \(text)")
    }
    return number
  }

  private static func version(
    _ number: Int, _ store: ReviewStore
  ) throws(SQLiteError) -> ParametersVersion {
    guard number > 0 else { return .standard }
    guard let text = try store.setting("memory.parameters.\(number)"),
      let version = ParametersVersion(json: try store.json(text)), version.number == number
    else { throw .corrupt(detail: "the setting memory.parameters.\(number) holds no parameters") }
    return version
  }
}
