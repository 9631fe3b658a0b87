import Basics

/// One step of the schema's history: it has a name, runs once in its own transaction, and is never edited.
struct Migration: Sendable {
  var name: String
  var sql: String
}

extension Connection {
  /// How many migrations the file has seen.
  func schemaVersion() throws(SQLiteError) -> Int {
    try int("PRAGMA user_version") ?? 0
  }

  /// Runs those of `migrations` that the file has not seen; another process may be doing the same.
  func migrate(_ migrations: [Migration], at now: Timestamp) throws(SQLiteError) {
    for (index, migration) in migrations.enumerated() {
      try transaction { () throws(SQLiteError) in
        guard try schemaVersion() == index else { return }
        if index == 0 {
          try execute("PRAGMA application_id = \(Schema.applicationID); \(Schema.migrationTable)")
        }
        try execute(migration.sql)
        try run(
          "INSERT INTO migration (name, time) VALUES (?, ?)", [.text(migration.name), .time(now)])
        try execute("PRAGMA user_version = \(index + 1)")
      }
    }
  }
}
