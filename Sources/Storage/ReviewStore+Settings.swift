extension ReviewStore {
  public func setting(_ key: String) throws(SQLiteError) -> String? {
    try connection.firstRow("SELECT value FROM setting WHERE key = ?", [.text(key)]) { $0.text(0) }
  }

  /// Nil removes the setting.
  public func setSetting(_ key: String, to value: String?) throws(SQLiteError) {
    if let value {
      try connection.run(
        "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [.text(key), .text(value)])
    } else {
      try connection.run("DELETE FROM setting WHERE key = ?", [.text(key)])
    }
  }

  /// In the order of their keys.
  public func settings() throws(SQLiteError) -> [(key: String, value: String)] {
    try connection.rows("SELECT key, value FROM setting ORDER BY key") { ($0.text(0), $0.text(1)) }
  }
}
