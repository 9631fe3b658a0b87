import Testing

@testable import Storage

@Suite struct ConnectionTests {
  let connection: Connection

  init() throws {
    connection = try Connection(path: ":memory:", busyTimeoutMilliseconds: 0)
    try connection.execute("CREATE TABLE thing (a ANY) STRICT")
  }

  @Test func everyKindOfValueComesBackAsItWasBound() throws {
    try connection.run(
      "INSERT INTO thing VALUES (?), (?), (?), (?), (?), (?)",
      [.null, .integer(Int64.min), .real(0.1), .text(""), .blob([]), .blob([0, 255])])
    let types = try connection.rows("SELECT typeof(a) FROM thing") { $0.text(0) }
    #expect(types == ["null", "integer", "real", "text", "blob", "blob"])
    #expect(
      try connection.firstRow("SELECT a FROM thing WHERE typeof(a) = 'integer'") { $0.integer(0) } == .min)
    #expect(try connection.firstRow("SELECT a FROM thing WHERE typeof(a) = 'real'") { $0.real(0) } == 0.1)
    #expect(try connection.firstRow("SELECT a FROM thing WHERE length(a) = 2") { $0.blob(0) } == [0, 255])
  }

  @Test func hostileTextIsOnlyEverAValue() throws {
    for text in ["'); DROP TABLE thing; --", "a\u{0}b", "𝛼βγ\u{202E}", "\u{1B}[31m", "?1 :a @b $c"] {
      try connection.run("DELETE FROM thing")
      try connection.run("INSERT INTO thing VALUES (?)", [.text(text)])
      #expect(try connection.firstRow("SELECT a FROM thing") { $0.text(0) } == text)
    }
  }

  @Test func aQueryInsideTheSameQueryHasItsOwnRows() throws {
    for value in 0..<3 { try connection.run("INSERT INTO thing VALUES (?)", [.integer(value)]) }
    var pairs: [[Int]] = []
    try connection.forEachRow("SELECT a FROM thing ORDER BY a") { outer throws(SQLiteError) in
      try connection.forEachRow("SELECT a FROM thing ORDER BY a") { inner in
        pairs.append([outer.int(0), inner.int(0)])
        return true
      }
      return true
    }
    #expect(pairs.count == 9)
    #expect(pairs.first == [0, 0] && pairs.last == [2, 2])
  }

  @Test func aTransactionThatThrowsLeavesNothing() throws {
    #expect {
      try connection.transaction { () throws(SQLiteError) in
        try connection.run("INSERT INTO thing VALUES (1)")
        try connection.run("INSERT INTO missing VALUES (1)")
      }
    } throws: { error in
      if case .other(_, let detail) = error as? SQLiteError { detail.contains("missing") } else { false }
    }
    #expect(try connection.int("SELECT count(*) FROM thing") == 0)
    try connection.transaction { () throws(SQLiteError) in try connection.run("INSERT INTO thing VALUES (1)")
    }
    #expect(try connection.int("SELECT count(*) FROM thing") == 1)
  }

  @Test func aBrokenRuleOfTheSchemaIsAConstraint() throws {
    try connection.execute("CREATE TABLE strict (a INTEGER NOT NULL) STRICT")
    #expect { try connection.run("INSERT INTO strict VALUES (?)", [.text("x")]) } throws: { error in
      if case .constraint = error as? SQLiteError { true } else { false }
    }
  }

  @Test func noOtherDatabaseCanBeAttached() {
    #expect(throws: SQLiteError.self) { try connection.execute("ATTACH ':memory:' AS other") }
  }
}
