import Basics

/// The options that mean the same in every command.
enum OptionTable {
  static let help = OptionSpec.flag("help", short: "h", "Show help, examples first", "显示帮助，示例在前")
  static let version = OptionSpec.flag("version", "Show the version", "显示版本")
  static let language = OptionSpec(
    "lang", .word(["en", "zh", "both"]), "LANG", "Language of interface and cards: en, zh (quiz: both)",
    "界面与卡片的语言：en、zh（quiz 可用 both）")
  static let color = OptionSpec(
    "color", .word(["auto", "always", "never"]), "WHEN", "Colour: auto, always or never",
    "颜色：auto、always、never")
  static let database = OptionSpec("db", .path, "FILE", "The database of reviews", "复习记录数据库")
  static let deck = OptionSpec(
    "deck", .path, "PATH", isRepeatable: true, "A deck file or folder besides the built-in ones (repeatable)",
    "内置卡组以外的卡组文件或文件夹（可重复）")
  static let seed = OptionSpec(
    "seed", .integer(0...Int.max), "N", "Same seed, same numbers and order", "相同的种子给出相同的数字与顺序")
  static let accessible = OptionSpec.flag(
    "accessible", "Linear and numbered, for screen readers", "线性、编号的输出，适合读屏软件")

  static let everywhere = [help, language, color, database, deck, seed, accessible, version]

  static let json = OptionSpec.flag("json", "Print JSON", "输出 JSON")
  static let topic = OptionSpec(
    "topic", .text, "TOPIC", isRepeatable: true, "Only this topic (repeatable)", "只看这个主题（可重复）")
  static let tag = OptionSpec(
    "tag", .text, "TAG", isRepeatable: true, "Only cards with this tag (repeatable)", "只看带此标签的卡片（可重复）")
  static let level = OptionSpec(
    "level", .integer(1...3), "N", "Only cards of this level, 1 to 3", "只看该级别（1 到 3）")
}
