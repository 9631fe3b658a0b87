import Basics
import Storage

/// A line of `study doctor`.
struct DoctorCheck {
  let name: String
  let isFine: Bool
  let detail: LocalizedText

  init(name: String, isFine: Bool, detail: LocalizedText) {
    self.name = name
    self.isFine = isFine
    self.detail = detail
  }

  /// In the order in which they are shown.
  static let order = [
    "integrity", "foreign-keys", "search", "states", "reviews", "marks", "log", "orphans", "clock",
    "permissions",
  ]

  /// What is said where nothing is found.
  static let allFine = [
    fine("integrity", "SQLite finds no damage", "SQLite 未发现损坏"),
    fine("foreign-keys", "every row points to one that is there", "所有引用都有效"),
    fine("search", "the search index agrees with the cards", "搜索索引与卡片一致"),
    fine("states", "every card's state follows from the log", "所有卡片状态都与记录一致"),
    fine("reviews", "the list of every card's reviews is that of the log", "每张卡片的复习索引都与记录一致"),
    fine("marks", "every mark follows from the log", "所有标注都与记录一致"),
    fine("orphans", "every card reviewed stands in a deck", "学过的卡片都在卡组中"),
    fine("clock", "no review lies in the future", "没有来自未来的复习记录"),
    fine("permissions", "nobody else can read the database", "其他用户无法读取数据库"),
  ]

  private static func fine(_ name: String, _ english: String, _ chinese: String) -> DoctorCheck {
    DoctorCheck(name: name, isFine: true, detail: LocalizedText(english, chinese))
  }

  init(_ finding: Finding) {
    let (name, words) = Self.words(finding)
    let advice: LocalizedText
    switch finding.repair {
    case nil: advice = LocalizedText(both: "")
    case .salvage?:
      advice = LocalizedText(
        ". study doctor --repair saves what can be read; study restore lists the backups.",
        "。study doctor --repair 可抢救能读出的内容；study restore 列出备份。")
    default: advice = LocalizedText(": study doctor --repair", "：study doctor --repair")
    }
    self.init(
      name: name, isFine: !finding.isProblem,
      detail: LocalizedText(words.english + advice.english, words.chinese + advice.chinese))
  }

  init(mended finding: Finding) {
    let (name, words) = Self.words(finding)
    self.init(
      name: name, isFine: true, detail: LocalizedText(words.english + "; mended", words.chinese + "；已修复"))
  }

  private static func words(_ finding: Finding) -> (name: String, LocalizedText) {
    switch finding {
    case .damage(let problems): return ("integrity", LocalizedText(both: few(problems)))
    case .danglingRows(let rows): return ("foreign-keys", LocalizedText(both: few(rows)))
    case .searchIndexDiffers:
      return (
        "search", LocalizedText("the search index does not agree with the cards", "搜索索引与卡片不一致")
      )
    case .statesDiffer(let differences):
      let (some, names) = counted(differences.map(\.card))
      return (
        "states",
        LocalizedText(
          "the states of \(some.english) do not follow from the log (\(names))",
          "\(some.chinese)的状态与记录不符（\(names)）")
      )
    case .reviewsDiffer(let cards):
      let (some, names) = counted(cards)
      return (
        "reviews",
        LocalizedText(
          "the remembered reviews of \(some.english) are not those of the log (\(names))",
          "\(some.chinese)的复习索引与记录不符（\(names)）")
      )
    case .marksDiffer(let cards):
      let (some, names) = counted(cards)
      return (
        "marks",
        LocalizedText(
          "marks of \(some.english) do not follow from the log (\(names))",
          "\(some.chinese)的标注与记录不符（\(names)）")
      )
    case .orphans(let cards):
      // Their log stays, and they come back with their deck: nothing is wrong.
      let (some, names) = counted(cards)
      return (
        "orphans",
        LocalizedText(
          "reviewed, but in no deck: \(some.english) (\(names)); the history is kept, and study relink may find them",
          "学过但不在任何卡组中：\(some.chinese)（\(names)），记录仍保留；study relink 或可找回")
      )
    case .clockWentBack(let jumps):
      return (
        "clock",
        LocalizedText(
          "the clock went back \(jumps.count) times; the order of entries is kept",
          "系统时钟曾回拨 \(jumps.count) 次；记录的顺序不受影响")
      )
    case .future(let jumps):
      let last = jumps.last?.time.iso ?? ""
      return (
        "clock",
        LocalizedText(
          "\(jumps.count) reviews lie in the future, the last \(last): set the clock right",
          "有 \(jumps.count) 次复习在未来，最后一次 \(last)：请校准时钟")
      )
    case .openToOthers(let files):
      let names = few(files.map(\.path))
      return ("permissions", LocalizedText("others can read \(names)", "其他用户可读取 \(names)"))
    }
  }

  /// `3 cards`, and the names of the first.
  private static func counted(_ cards: [CardID]) -> (LocalizedText, String) {
    let count = LocalizedText(
      Wording.count(cards.count, "card", "cards", "张卡片", .english),
      Wording.count(cards.count, "card", "cards", "张卡片", .chinese))
    return (count, few(cards.map(\.rawValue)))
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
  }
}
