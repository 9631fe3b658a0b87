import Basics

/// Why a command could not do what was asked; it ends with exit status 1.
enum CommandFailure: Error, Sendable {
  case cannotWrite(FileError)
  case cannotRead(FileError)
  /// A file that would have been written over.
  case fileIsThere(String)
  case noSuchCard(String, suggestion: String?)
  case nothingToUndo
  case clockWentBack(by: String)
  case needsTerminal(option: String)
  case nothingToPredict(demo: String)

  var sentence: LocalizedText {
    switch self {
    case .cannotWrite(let error):
      LocalizedText("cannot write \(error.path): \(error.reason).", "无法写入 \(error.path)：\(error.reason)。")
    case .cannotRead(let error):
      LocalizedText("cannot read \(error.path): \(error.reason).", "无法读取 \(error.path)：\(error.reason)。")
    case .fileIsThere(let path):
      LocalizedText(
        "\(path) cannot be made: something is in its place.", "无法创建 \(path)：该位置已被占用。")
    case .noSuchCard(let text, _):
      LocalizedText("there is no card \"\(text)\".", "没有卡片 “\(text)”。")
    case .nothingToUndo: LocalizedText("there is nothing to undo.", "没有可撤销的评分。")
    case .clockWentBack(let span):
      LocalizedText(
        "the clock stands \(span) before the last review.", "系统时钟比最后一次复习早 \(span)。")
    case .nothingToPredict(let demo):
      LocalizedText("the demo \(demo) has no single number to predict.", "演示 \(demo) 没有可供预测的单个数值。")
    case .needsTerminal(let option):
      LocalizedText("\(option) needs a terminal.", "\(option) 需要终端。")
    }
  }

  var hint: LocalizedText? {
    switch self {
    case .fileIsThere: LocalizedText("Nothing was imported; try again.", "没有导入任何内容，请重试。")
    case .cannotWrite, .cannotRead, .nothingToUndo, .needsTerminal, .nothingToPredict: nil
    case .noSuchCard(_, let suggestion?):
      LocalizedText("Did you mean \(suggestion)?", "是不是想用 \(suggestion)？")
    case .noSuchCard:
      LocalizedText(
        "study list shows the ids; study search QUERY finds cards.", "study list 列出编号；study search 可搜索卡片。")
    case .clockWentBack:
      LocalizedText("Set the clock right, or wait.", "请校准时钟。")
    }
  }
}
