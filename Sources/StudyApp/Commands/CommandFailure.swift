import Basics

/// Why a command could not do what was asked; it ends with exit status 1.
enum CommandFailure: Error, Sendable {
  case cannotWrite(FileError)
  case cannotRead(FileError)
  /// A file that would have been written over.
  case fileIsThere(String)
  case noSuchCard(String, suggestion: String?)
  case nothingToUndo
  case cannotUndoForgetting(CardID)
  /// Times in words; `backup` is the latest one that holds no review of the future.
  case clockWentBack(last: String, now: String, by: String, backup: String?)
  case noBackup(path: String)
  case noDecks(folder: String)
  case noSuchTag(String, suggestion: String?)
  case needsTerminal(option: String)
  case nothingToPredict(demo: String)
  case noPreviousParameters
  case isThisDatabase(path: String)
  case isNoLog(path: String)
  case isThereAlready(path: String)
  case needsConsent(command: String)
  case isBuiltIn(card: String)
  case editorFailed(String)

  var sentence: LocalizedText {
    switch self {
    case .cannotWrite(let error):
      LocalizedText(
        "cannot write \(error.path): \(error.reason.english).", "无法写入 \(error.path)：\(error.reason.chinese)。")
    case .cannotRead(let error):
      LocalizedText(
        "cannot read \(error.path): \(error.reason.english).", "无法读取 \(error.path)：\(error.reason.chinese)。")
    case .fileIsThere(let path):
      LocalizedText(
        "\(path) cannot be made: something is in its place.", "无法创建 \(path)：该位置已被占用。")
    case .noSuchCard(let text, _):
      LocalizedText("there is no card \"\(text)\".", "没有卡片“\(text)”。")
    case .nothingToUndo: LocalizedText("there is nothing to undo.", "没有可撤销的操作。")
    case .cannotUndoForgetting(let card):
      LocalizedText(
        "the last action forgot \(card), which cannot be undone; nothing was changed.",
        "上一次操作是忘记 \(card)，无法撤销；没有改动任何内容。")
    case .clockWentBack(let last, let now, let span, _):
      LocalizedText(
        "the last review is dated \(last), \(span) ahead of the clock (\(now)).",
        "最后一次复习的时间是 \(last)，比系统时钟（\(now)）晚 \(span)。")
    case .noBackup(let path):
      LocalizedText("there is no backup \(path).", "没有备份文件 \(path)。")
    case .noDecks(let folder):
      LocalizedText("there is no deck (.md) in \(folder).", "\(folder) 中没有卡组文件（.md）。")
    case .noSuchTag(let tag, _):
      LocalizedText("no card has the tag \"\(tag)\".", "没有带标签“\(tag)”的卡片。")
    case .nothingToPredict(let demo):
      LocalizedText("the demo \(demo) has no single number to predict.", "演示 \(demo) 没有可供预测的单个数值。")
    case .noPreviousParameters:
      LocalizedText("no other parameters were in force before.", "之前没有使用过其他参数。")
    case .isThisDatabase(let path):
      LocalizedText("\(path) is this database itself.", "\(path) 就是当前数据库本身。")
    case .isNoLog(let path):
      LocalizedText("\(path) is no database and no log of study.", "\(path) 不是 study 的数据库或记录文件。")
    case .isThereAlready(let path):
      LocalizedText("\(path) is there already.", "\(path) 已经存在。")
    case .needsConsent(let command):
      LocalizedText("\(command) asks before it goes on, and there is no terminal.", "\(command) 需要确认，但没有终端。")
    case .isBuiltIn(let card):
      LocalizedText("\(card) is built in and cannot be edited.", "\(card) 是内置卡片，不能编辑。")
    case .editorFailed(let word):
      LocalizedText("\(word) could not be run, or failed.", "无法运行 \(word)，或其执行失败。")
    case .needsTerminal(let option):
      LocalizedText("\(option) needs a terminal.", "\(option) 需要终端。")
    }
  }

  var hint: LocalizedText? {
    switch self {
    case .fileIsThere: LocalizedText("Nothing was imported; try again.", "没有导入任何内容，请重试。")
    case .cannotWrite, .cannotRead, .nothingToUndo, .needsTerminal, .nothingToPredict, .noPreviousParameters,
      .noDecks, .noSuchTag(_, nil):
      nil
    case .noSuchCard(_, let suggestion?), .noSuchTag(_, let suggestion?):
      LocalizedText("Did you mean \(suggestion)?", "是不是想用 \(suggestion)？")
    case .noSuchCard:
      LocalizedText(
        "study list shows the ids; study search QUERY finds cards.", "study list 列出编号；study search 可搜索卡片。")
    case .cannotUndoForgetting:
      LocalizedText("study restore goes back to an earlier day.", "study restore 可退回到前几天的备份。")
    case .isThisDatabase: LocalizedText("Name the other one.", "请指定另一个数据库。")
    case .isNoLog:
      LocalizedText(
        "study import reads json, csv, Anki packages and Markdown.",
        "study import 可读取 json、csv、Anki 包与 Markdown。")
    case .isThereAlready: LocalizedText("Name another file.", "请换一个文件名。")
    case .needsConsent: LocalizedText("Add --yes, or look with --dry-run.", "请加 --yes，或先用 --dry-run 查看。")
    case .isBuiltIn(let card):
      LocalizedText("study note \(card) TEXT keeps a note with it.", "可用 study note \(card) 文本 添加笔记。")
    case .editorFailed: LocalizedText("Set $VISUAL or $EDITOR.", "请设置 $VISUAL 或 $EDITOR。")
    case .clockWentBack(_, _, _, let backup?):
      LocalizedText(
        "If the clock is right: study restore \(backup) goes back to before those reviews came.",
        "若时钟无误：study restore \(backup) 可退回到这些复习进来之前。")
    case .clockWentBack:
      LocalizedText("Set the clock right, or wait.", "请校准时钟，或等到那时。")
    case .noBackup: LocalizedText("study restore lists the backups.", "study restore 列出全部备份。")
    }
  }
}
