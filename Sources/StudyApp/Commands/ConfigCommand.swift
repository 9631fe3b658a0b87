import Basics
import TerminalUI

extension CommandSpec {
  static let config = CommandSpec(
    "config", LocalizedText("Show or change settings and keys", "查看或修改设置与按键"),
    operands: Operands(usage: "[KEY [VALUE]]", count: 0...2),
    options: [
      OptionTable.json,
      OptionSpec.flag("unset", "Go back to the standard value of KEY", "恢复 KEY 的默认值"),
    ],
    examples: [
      ("study config", LocalizedText("all settings", "所有设置")),
      ("study config new-per-day 10", LocalizedText("ten new cards a day", "每天十张新卡")),
      ("study config key.suspend \"ctrl-s F9\"", LocalizedText("two keys for one command", "一个命令两个按键")),
      ("study config theme ~/.config/study/theme", LocalizedText("colours of your own", "自定义配色")),
    ],
    run: { invocation, workspace in try ConfigCommand(workspace).run(invocation) })
}

private struct ConfigCommand {
  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  func run(_ invocation: Invocation) throws -> ExitStatus {
    guard let name = invocation.operands.first else { return try list(asJSON: invocation.has("json")) }
    guard let setting = Setting.named(name) else {
      throw UsageError.unknown(
        .setting, name, suggestion: Suggestion.nearest(to: name, among: Setting.all.map(\.name)))
    }
    if invocation.has("unset") {
      try write(name, nil)
      return .success
    }
    guard invocation.operands.count == 2 else {
      try workspace.say(workspace.configuration.text(name))
      return .success
    }
    let value = invocation.operands[1]
    guard setting.accepts(value) else {
      throw UsageError.notAllowed(name: name, typed: value, allowed: setting.allowed)
    }
    if name == "theme" { _ = try Workspace.theme(value, workspace.capabilities) }
    try write(name, value)
    return .success
  }

  private func write(_ name: String, _ value: String?) throws {
    let path = workspace.paths.configuration
    do throws(FileError) {
      let text = try FileSystem.text(path, limit: Workspace.largestConfiguration) ?? ""
      _ = Platform.createPrivateFolder(Platform.folder(of: path))
      try FileSystem.write(Array(Configuration.setting(name, to: value, in: text).utf8), to: path)
    } catch {
      throw CommandFailure.cannotWrite(error)
    }
  }

  private func list(asJSON: Bool) throws -> ExitStatus {
    let configuration = workspace.configuration
    if asJSON {
      try workspace.say(
        .object(Setting.all.map { JSONValue.Member($0.name, .string(configuration.text($0.name))) }))
      return .success
    }
    var lines = [StyledText(workspace.paths.configuration, .dim), ""]
    for setting in Setting.all {
      let isOwn = configuration.values[setting.name] != nil
      let name = StyledText(setting.name, .accent).padded(to: 18)
      let value = StyledText(configuration.text(setting.name), isOwn ? .strong : .plain).padded(to: 14)
      lines += (name + value + StyledText(" \(setting.meaning[workspace.language])", .dim)).wrapped(
        to: max(50, workspace.width), hangingIndent: 33)
    }
    try workspace.say(lines)
    return .success
  }
}
