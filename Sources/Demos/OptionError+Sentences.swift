public import Basics

extension OptionError {
  /// What is wrong and what was allowed, in one sentence each.
  public var sentence: LocalizedText {
    switch self {
    case .unknown(let option, let demo, _):
      LocalizedText("the demo \(demo) has no option --\(option).", "演示 \(demo) 没有选项 --\(option)。")
    case .missingValue(let option, _):
      LocalizedText("--\(option) needs a value.", "--\(option) 缺少取值。")
    case .twice(let option):
      LocalizedText("--\(option) is given twice.", "--\(option) 出现了两次。")
    case .takesNoValue(let option):
      LocalizedText("--\(option) takes no value.", "--\(option) 不带取值。")
    case .notAllowed(let option, let typed, _):
      LocalizedText("--\(option) does not take \"\(typed)\".", "--\(option) 不接受“\(typed)”。")
    case .unknownWord(let option, let typed, _, _):
      LocalizedText("--\(option) does not know \"\(typed)\".", "--\(option) 不认识“\(typed)”。")
    case .unexpected(let word, let demo):
      LocalizedText(
        "the demo \(demo) does not know what to do with \"\(word)\".", "演示 \(demo) 不知道如何处理“\(word)”。")
    }
  }

  /// What to do instead.
  public var hint: LocalizedText {
    switch self {
    case .unknown(_, let demo, let suggestion):
      if let suggestion {
        LocalizedText("Did you mean --\(suggestion)?", "是不是想用 --\(suggestion)？")
      } else {
        LocalizedText("study demo \(demo) --help lists them.", "study demo \(demo) --help 列出全部选项。")
      }
    case .missingValue(_, let wanted), .notAllowed(_, _, let wanted):
      LocalizedText("Allowed: \(wanted.english).", "允许：\(wanted.chinese)。")
    case .twice: LocalizedText("Keep one of them.", "只保留一个。")
    case .takesNoValue(let option):
      LocalizedText("Write --\(option) alone.", "只写 --\(option)。")
    case .unknownWord(_, _, let allowed, let suggestion):
      LocalizedText(
        (suggestion.map { "Did you mean \($0)? " } ?? "")
          + "Allowed: \(LocalizedText.list(allowed).english).",
        (suggestion.map { "是不是想用 \($0)？" } ?? "") + "允许：\(LocalizedText.list(allowed).chinese)。")
    case .unexpected(_, let demo):
      LocalizedText(
        "Options begin with two dashes; study demo \(demo) --help lists them.",
        "选项以两个短横开头；study demo \(demo) --help 列出全部选项。")
    }
  }
}
