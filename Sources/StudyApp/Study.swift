import Basics
import Scheduling
import Storage

/// The database of this run with the clock and the scheduler that go with it.
struct Study {
  let workspace: Workspace
  let store: ReviewStore
  /// The model and parameters that the database names.
  let memory: StudyMemory
  let now: Timestamp
  let offsetMinutes: Int
  let today: Day

  /// Opens the database, and makes it where there is none.
  init(_ workspace: Workspace) throws(SQLiteError) {
    self.workspace = workspace
    now = workspace.now
    offsetMinutes = workspace.utcOffsetMinutes
    today = Day(now, offsetMinutes: offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    store = try ReviewStore(
      .file(workspace.paths.database), now: now, idSeed: workspace.environment.randomSeed())
    memory = try StudyMemory(store)
    try followRetention()
  }

  /// The decks, with one line on standard error for each that could not be read whole.
  func library(topics: [String] = []) throws -> Library {
    let library = try Library(self, topics: topics)
    for complaint in library.complaints {
      switch complaint {
      case .unreadable(let error):
        try workspace.tell(CommandFailure.cannotRead(error).sentence[workspace.language])
      case .problems(let file, let count):
        let problems = Wording.count(count, "problem", "problems", "处错误", workspace.language)
        try workspace.tell(
          workspace.text(
            "\(file): \(problems); study check shows them.", "\(file)：\(problems)，study check 可查看。"))
      case .doubtful(let count):
        let cards = Wording.count(count, "card", "cards", "张卡片", workspace.language)
        try workspace.tell(
          workspace.text(
            "\(cards) left the decks and may have come back changed: study relink decides.",
            "\(cards)离开了卡组，可能改动后又回来了：用 study relink 决定。"))
      }
    }
    return library
  }

  /// Reviews dated before the last one would spoil every interval; a few minutes are a clock being set.
  func refuseClockThatWentBack() throws {
    guard let last = try store.lastReviewTime() else { return }
    let seconds = last.seconds(since: now)
    guard seconds > Self.clockTolerance else { return }
    // What was imported with a wrong date can be taken back with the backup made before it.
    let backup = ReviewStore.backupPaths(ofDatabase: workspace.paths.database).last { path in
      let preview = try? ReviewStore.previewRestore(of: path, over: workspace.paths.database, at: now)
      guard let preview else { return false }
      return preview.lastReview.map { $0.seconds(since: now) <= Self.clockTolerance } ?? true
    }
    throw CommandFailure.clockWentBack(
      last: moment(last), now: moment(now, beside: last),
      by: Wording.duration(seconds: seconds, workspace.language),
      backup: backup)
  }

  /// Seconds by which a clock that is being set may go back.
  static let clockTolerance = 300.0

  /// An instant in local words, with its year where that is not the year of the other.
  func moment(_ instant: Timestamp, beside other: Timestamp? = nil) -> String {
    Wording.moment(
      instant, now: other ?? now, utcOffsetMinutes: workspace.environment.utcOffsetMinutes, workspace.language
    )
  }

  /// The day's copy of the database. Called when work is done, since a large one takes a second.
  func backUp() throws(WriteError) {
    do throws(SQLiteError) {
      // An empty log is not worth a copy.
      if try store.lastReviewTime() != nil { _ = try store.backupIfDue(on: today) }
    } catch {
      // The reviews are safe; only the copy is missing.
      let reason = DatabaseFailure(path: store.backupFolder ?? workspace.paths.database, error: error)
      try workspace.tell(
        workspace.text("no backup was made: ", "未能创建备份：") + reason.sentence[workspace.language])
    }
  }

  var scheduler: Scheduler { memory.scheduler }

  /// A copy before something that could not be taken back; an empty log is not worth one.
  func backUp(before reason: BackupReason) throws(SQLiteError) {
    if try store.lastReviewTime() != nil { try store.backup(before: reason, at: now) }
  }

  /// The memory model that sets schedules, as the log names it.
  var modelName: String { ParametersVersion.logName(memory.version.model.name) }
  /// Which of the learner's parameter sets it runs with; 0 is the standard one.
  var parametersVersion: Int { memory.version.number }

  /// The desired retention that the learner has set.
  var desiredRetention: Double {
    // What came with a learner's data stands until the settings of this machine say otherwise.
    workspace.configuration.values["retention"].flatMap { Double($0) } ?? memory.retention
  }

  /// A schedule follows from log, parameters and settings: after a change of the retention setting every log is replayed.
  private func followRetention() throws(SQLiteError) {
    guard desiredRetention != memory.retention else { return }
    let moves = try ScheduleMoves(self, under: memory.version.scheduler(retention: desiredRetention))
    try memory.put(memory.version, retention: desiredRetention, at: now)
    if moves.moved > 0 {
      let share = Wording.percent(desiredRetention)
      try? workspace.tell(
        workspace.text("desired retention is now \(share). ", "期望保持率现为 \(share)。")
          + moves.sentence(workspace.language))
    }
  }

  /// Records a review under the model that is in force when the database is locked; a kind of practice that feeds the model
  /// moves the card.
  func record(_ card: CardID, _ review: (CardState) -> NewReview) throws(SQLiteError) {
    try store.transaction { () throws(SQLiteError) in
      try memory.refresh()
      try store.record(card) { state in
        var new = review(state)
        if new.schedule == nil, scheduler.feeds(new.log.kind, state) {
          var generator = Fuzz.generator(card: card, reviews: state.reviews)
          new.schedule = scheduler.review(
            state, new.log.rating, at: new.log.time, offsetMinutes: new.log.offsetMinutes, using: &generator)
        }
        return new
      }
    }
  }

  /// Takes the learner's latest rating or mark back; nil when none stands.
  func undoLast(at now: Timestamp) throws(SQLiteError) -> LastAction? {
    try store.transaction { () throws(SQLiteError) in
      try memory.refresh()
      return try store.undoLast(at: now, replay: replay)
    }
  }

  func replay(_ card: CardID, _ log: [ReviewLog]) -> CardState {
    scheduler.replay(log, of: card)
  }
}

/// What the database said no to, with the file it concerns.
struct DatabaseFailure: Error {
  let path: String
  let error: SQLiteError

  var sentence: LocalizedText {
    switch error {
    case .busy:
      LocalizedText("\(path) is locked by another process.", "\(path) 正被另一个进程锁定。")
    case .readOnly:
      LocalizedText("\(path) cannot be written to.", "\(path) 无法写入。")
    case .notADatabase:
      LocalizedText("\(path) is no database of study.", "\(path) 不是 study 的数据库。")
    case .otherApplication:
      LocalizedText("\(path) is a database of another program.", "\(path) 是其他程序的数据库。")
    case .corrupt(let detail):
      LocalizedText("\(path) is damaged: \(detail).", "\(path) 已损坏：\(detail)。")
    case .full:
      LocalizedText("the disk is full; nothing of this answer was saved.", "磁盘已满，本次回答没有保存。")
    case .newerVersion(let found, let known):
      LocalizedText(
        "\(path) was written by a newer study (schema \(found); this one knows \(known)).",
        "\(path) 由更新版本的 study 写入（结构版本 \(found)，本程序只认识 \(known)）。")
    case .cannotOpen(let reason):
      LocalizedText(
        "\(path) cannot be opened: \(reason.english).", "无法打开 \(path)：\(reason.chinese)。")
    case .constraint(let detail), .other(_, let detail):
      LocalizedText("\(path): \(detail).", "\(path)：\(detail)。")
    }
  }

  var hint: LocalizedText {
    switch error {
    case .busy: LocalizedText("Close the other one, or try again.", "请关闭另一个进程，或稍后再试。")
    case .readOnly, .cannotOpen:
      LocalizedText(
        "Check the permissions of the file and its folder, or name another file with --db.",
        "请检查文件及其所在文件夹的权限，或用 --db 指定其他文件。")
    case .notADatabase, .otherApplication:
      LocalizedText("Name another file with --db.", "请用 --db 指定其他文件。")
    case .corrupt:
      LocalizedText(
        "Daily copies lie in the folder backups beside it; study doctor says more.",
        "同目录的 backups 文件夹里有每日备份；study doctor 可查看详情。")
    case .full: LocalizedText("Make room, then answer again.", "请腾出空间后重新作答。")
    case .newerVersion: LocalizedText("Install the newer study.", "请安装新版 study。")
    case .constraint, .other: LocalizedText("study doctor checks the database.", "study doctor 可检查数据库。")
    }
  }
}
