import Basics
import Decks
import Exchange
import Storage

extension ImportFailure {
  var sentence: LocalizedText {
    func file(_ english: String, _ chinese: String) -> LocalizedText {
      LocalizedText("\(path) \(english).", "\(path) \(chinese)。")
    }
    switch error {
    case .empty: return file("is empty", "是空文件")
    case .isDatabase: return file("is a database", "是一个数据库")
    case .lines(let problem):
      let reason = problem.error.words
      return file(
        "holds no log entry; line \(problem.line): \(reason[.english])",
        "没有可用的记录；第 \(problem.line) 行：\(reason[.chinese])")
    case .archive(let error): return Self.sentence(of: error, file)
    case .table(let error):
      let reason = error.words
      return file("is no proper table: \(reason[.english])", "不是有效的表格：\(reason[.chinese])")
    case .anki(let error): return Self.sentence(of: error, file)
    }
  }

  private static func sentence(
    of error: StudyArchiveError, _ file: (String, String) -> LocalizedText
  ) -> LocalizedText {
    switch error {
    case .json(let error):
      let reason = error.words
      return file("is damaged: \(reason[.english])", "已损坏：\(reason[.chinese])")
    case .notAnArchive: return file("is no export of study", "不是 study 的导出文件")
    case .newerVersion(let version):
      return file(
        "has version \(version) of the format, this study knows \(StudyArchive.version)",
        "的格式版本是 \(version)，本程序只认识 \(StudyArchive.version)")
    case .unknownVersion(let version):
      return file("has version \(version) of the format, which does not exist", "的格式版本 \(version) 不存在")
    case .entry(let index, let error):
      let reason = error.words
      return file(
        "has a wrong entry, number \(index + 1) of the log: \(reason[.english])",
        "的第 \(index + 1) 条记录有误：\(reason[.chinese])")
    }
  }

  private static func sentence(
    of error: AnkiPackageError, _ file: (String, String) -> LocalizedText
  ) -> LocalizedText {
    switch error {
    case .newFormat:
      return file("is in Anki's new format, compressed with zstd", "是 Anki 的新格式（zstd 压缩）")
    case .noCollection: return file("holds no Anki collection", "里没有 Anki 集合")
    case .unknownSchema(let schema):
      return file("has schema \(schema), which is not an exported one", "的结构版本 \(schema) 不是导出格式")
    case .badTable(let table): return file("has a damaged table \(table)", "的数据表 \(table) 已损坏")
    case .json(let error):
      let reason = error.words
      return file("has damaged note types or decks: \(reason[.english])", "的笔记类型或牌组已损坏：\(reason[.chinese])")
    case .database(let error):
      return file("holds a damaged database: \(error)", "里的数据库已损坏：\(error)")
    case .zip(let error):
      let reason = error.words
      return file("cannot be unpacked: \(reason[.english])", "无法解压：\(reason[.chinese])")
    }
  }

  /// What to do.
  var hint: LocalizedText {
    switch error {
    case .empty: LocalizedText("Export it again.", "请重新导出。")
    case .isDatabase:
      LocalizedText(
        "study merge takes its log in; study restore puts it in the place of yours.",
        "study merge 合并其记录；study restore 用它替换你的数据库。")
    case .archive(.newerVersion): LocalizedText("Install the newer study.", "请安装新版 study。")
    case .anki(.newFormat), .anki(.unknownSchema):
      LocalizedText(
        "In Anki: File > Export, format .apkg, and switch on \"Support older Anki versions\".",
        "在 Anki 中选择“文件 > 导出”，格式 .apkg，并勾选“支持旧版 Anki”。")
    case .anki(.noCollection):
      LocalizedText("In Anki: File > Export, format .apkg.", "在 Anki 中选择“文件 > 导出”，格式 .apkg。")
    case .anki(.zip(.encrypted)): LocalizedText("Unpack it with its password first.", "请先用密码解压。")
    case .anki(.zip(.tooLarge)), .anki(.zip(.tooManyEntries)):
      LocalizedText(
        "Export without media, or deck by deck.", "请不带媒体导出，或逐个牌组导出。")
    case .archive(.notAnArchive):
      LocalizedText(
        "study import takes json, jsonl, csv, tsv, apkg and md.",
        "study import 接受 json、jsonl、csv、tsv、apkg 和 md。")
    case .lines, .table, .archive(.entry), .archive(.json), .archive(.unknownVersion):
      LocalizedText(
        "Nothing was imported. Mend that place, or export again.", "没有导入任何内容。请修正该处，或重新导出。")
    case .anki:
      LocalizedText("Nothing was imported. Export it from Anki again.", "没有导入任何内容。请从 Anki 重新导出。")
    }
  }
}

extension JSONError {
  fileprivate var words: LocalizedText {
    let what: LocalizedText =
      switch reason {
      case .unexpectedEnd: LocalizedText("the text ends too early", "内容提前结束")
      case .unexpectedByte: LocalizedText("unexpected character", "意外的字符")
      case .invalidNumber: LocalizedText("wrong number", "数字有误")
      case .invalidEscape: LocalizedText("wrong escape", "转义有误")
      case .invalidUTF8: LocalizedText("bytes that are not UTF-8", "不是 UTF-8 的字节")
      case .controlCharacter: LocalizedText("control character in a text", "文本中有控制字符")
      case .tooDeep: LocalizedText("nested too deeply", "嵌套过深")
      case .trailing: LocalizedText("something follows the end", "结尾之后还有内容")
      }
    return LocalizedText("\(what[.english]) at byte \(offset)", "\(what[.chinese])（字节 \(offset)）")
  }
}

extension LogLineError {
  fileprivate var words: LocalizedText {
    switch self {
    case .json(let error): error.words
    case .newerVersion(let version):
      LocalizedText(
        "version \(version) is newer than this study", "版本 \(version) 比本程序新")
    case .missing(let member): LocalizedText("\(member) is missing", "缺少 \(member)")
    case .invalid(let member): LocalizedText("\(member) has a wrong value", "\(member) 的值有误")
    case .tooLong(let bytes):
      LocalizedText("\(bytes) bytes are too many for a line", "该行有 \(bytes) 字节，过长")
    }
  }
}

extension CSVError {
  fileprivate var words: LocalizedText {
    switch self {
    case .unclosedQuote(let line):
      LocalizedText("the quote that begins on line \(line) never ends", "第 \(line) 行开始的引号没有结束")
    case .textAfterQuote(let line):
      LocalizedText("line \(line): text after a closing quote", "第 \(line) 行：引号之后还有文字")
    case .tooManyColumns(let line): LocalizedText("line \(line): too many columns", "第 \(line) 行：列数过多")
    case .fieldTooLong(let line): LocalizedText("line \(line): a field is too long", "第 \(line) 行：字段过长")
    }
  }
}

extension ZipError {
  fileprivate var words: LocalizedText {
    switch self {
    case .notAnArchive: LocalizedText("it is no zip archive, or cut off", "不是 zip 归档，或已被截断")
    case .damagedDirectory: LocalizedText("its directory is damaged", "目录已损坏")
    case .inSeveralFiles: LocalizedText("it lies in several files", "它分成多个文件")
    case .zip64: LocalizedText("it is larger than 4 GiB", "超过 4 GiB")
    case .encrypted(let name): LocalizedText("\(name) is encrypted", "\(name) 已加密")
    case .method(let method, let name):
      LocalizedText(
        "\(name) is compressed by method \(method)", "\(name) 使用压缩方法 \(method)")
    case .unsafeName(let name): LocalizedText("\"\(name)\" is no safe name", "“\(name)”不是安全的名称")
    case .duplicateName(let name): LocalizedText("\(name) is there twice", "\(name) 出现了两次")
    case .overlapping(let name): LocalizedText("\(name) overlaps another entry", "\(name) 与其他条目重叠")
    case .tooLarge(let name): LocalizedText("\(name) would unpack to more than 1 GiB", "\(name) 解压后超过 1 GiB")
    case .tooManyEntries(let count): LocalizedText("\(count) entries are too many", "\(count) 个条目过多")
    case .contradiction(let name):
      LocalizedText("header and directory disagree on \(name)", "\(name) 的文件头与目录不一致")
    case .damaged(let name, _): LocalizedText("\(name) is damaged", "\(name) 已损坏")
    case .checksum(let name): LocalizedText("the checksum of \(name) is wrong", "\(name) 的校验和有误")
    }
  }
}

extension SkipReason {
  /// For programs.
  var name: String {
    switch self {
    case .known: "known"
    case .settingDiffers: "setting-differs"
    case .noteDiffers: "note-differs"
    case .repeated: "repeated"
    case .line: "line"
    case .row: "row"
    case .diagnostic(let diagnostic): diagnostic.code.rawValue
    case .emptyCard: "empty-card"
    case .noAnswer: "no-answer"
    case .media: "media"
    }
  }

  var sentence: LocalizedText {
    switch self {
    case .known: return LocalizedText("here already", "已经存在")
    case .settingDiffers(let key):
      return LocalizedText("the setting \(key) has another value here and keeps it", "设置 \(key) 在本机另有取值，保持不变")
    case .noteDiffers(let card):
      return LocalizedText("\(card) has another note here and keeps it", "\(card) 在本机另有笔记，保持不变")
    case .repeated: return LocalizedText("twice in the file", "文件中重复")
    case .line(let problem):
      let reason = problem.error.words
      return LocalizedText(
        "line \(problem.line): \(reason[.english])", "第 \(problem.line) 行：\(reason[.chinese])")
    case .row(let problem):
      switch problem.error {
      case .invalid(let column):
        return LocalizedText(
          "line \(problem.line): \(column) has a wrong value", "第 \(problem.line) 行：\(column) 的值有误")
      case .contradiction:
        return LocalizedText(
          "line \(problem.line): day contradicts elapsed_days, which was taken",
          "第 \(problem.line) 行：day 与 elapsed_days 矛盾，已采用后者")
      case .emptyPair:
        return LocalizedText(
          "line \(problem.line): no question or no answer", "第 \(problem.line) 行：缺少问题或答案")
      }
    case .diagnostic(let diagnostic):
      let line = diagnostic.location.line
      return LocalizedText(
        "line \(line): \(diagnostic.message[.english])", "第 \(line) 行：\(diagnostic.message[.chinese])")
    case .emptyCard: return LocalizedText("a card without question or answer", "没有问题或答案的卡片")
    case .noAnswer: return LocalizedText("log entries of Anki that are no answers", "Anki 中不是回答的记录")
    case .media: return LocalizedText("pictures and sounds", "图片与声音")
    }
  }
}
