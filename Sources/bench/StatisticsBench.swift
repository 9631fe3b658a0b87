import Basics

/// `study stats` over a million reviews of a hundred thousand cards, whole process.
enum StatisticsBench {
  static let rows: [Row] = [
    Row("stats-1m", group: "data", unit: "ms", reference: "/bin/true") {
      try measure(count: 9) { _ in }
    },
    // After a merge or with new parameters the whole log is read and replayed again.
    Row("stats-1m-anew", group: "data", unit: "ms", reference: "/bin/true") {
      try measure(count: 3) { try forgetSummary($0 + "/study/study.db") }
    },
  ]

  private static func measure(count: Int, before: (String) throws -> Void) throws -> Samples {
    let program = try Child.study()
    let home = try LargeCollection.prepared(program)
    let environment = ["XDG_DATA_HOME=\(home)", "STUDY_NOW=2026-11-20T09:00:00Z", "HOME=\(home)"]
    return try Clock.samples(
      count: count,
      work: {
        try before(home)
        return try Child.milliseconds(program, ["stats"], environment: environment)
      },
      reference: { try Child.milliseconds("/bin/true", []) })
  }

  private static func forgetSummary(_ path: String) throws {
    try BareDatabase(path: path).run("DELETE FROM log_summary")
  }
}
