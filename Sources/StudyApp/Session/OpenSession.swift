import Basics
import Scheduling
import Storage

/// A session that was begun and not finished: the same command on the same day goes on with it.
struct OpenSession: Hashable, Sendable {
  static let setting = "local.session"

  let day: Day
  /// The options that made it; others make another session.
  let key: String
  let seed: UInt64
  let start: Timestamp

  /// The session that this command goes on with, or a new one.
  ///
  /// - Parameter seed: the one typed, which always begins anew.
  static func resume(
    _ invocation: Invocation, _ study: Study
  ) throws(SQLiteError) -> (session: OpenSession, answered: Int) {
    let key = self.key(invocation)
    if invocation.text("seed") == nil, let text = try study.store.setting(setting),
      let found = OpenSession(try study.store.json(text)), found.day == study.today, found.key == key
    {
      // Interviews and predictions in between are no part of it.
      let kinds: [ReviewKind] = invocation.has("cram") ? [.cram] : [.learn, .review, .relearn]
      return (found, try study.store.reviewCount(since: found.start, kinds: kinds))
    }
    let new = OpenSession(
      day: study.today, key: key, seed: study.workspace.runSeed, start: study.workspace.now)
    try study.store.setSetting(setting, to: JSONWriter.write(new.json))
    return (new, 0)
  }

  /// Nothing is left to ask.
  static func finish(_ study: Study) throws(SQLiteError) {
    try study.store.setSetting(setting, to: nil)
  }

  /// Options that change what is asked, in a fixed order.
  static func key(_ invocation: Invocation) -> String {
    let options = [
      "limit", "new", "time", "tag", "level", "exercise", "cram", "ahead", "no-plan", "lang", "deck",
    ]
    let values = options.flatMap { name in invocation.texts(name).map { "\(name)=\($0)" } }
    return (invocation.operands + values).joined(separator: " ")
  }

  private init(day: Day, key: String, seed: UInt64, start: Timestamp) {
    self.day = day
    self.key = key
    self.seed = seed
    self.start = start
  }

  /// nil when something else stands there: an older program's session is not gone on with.
  private init?(_ json: JSONValue) {
    guard case .integer(let day)? = json["day"], let key = json["key"]?.text,
      let seed = (json["seed"]?.text).flatMap({ UInt64($0) }),
      let start = (json["start"]?.text).flatMap({ Timestamp(iso: $0) })
    else { return nil }
    self.init(day: Day(number: day), key: key, seed: seed, start: start)
  }

  private var json: JSONValue {
    [
      "day": .integer(day.number), "key": .string(key), "seed": .string(String(seed)),
      "start": .string(start.iso),
    ]
  }
}
