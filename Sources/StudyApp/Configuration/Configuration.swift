import Basics

/// The learner's settings: lines `name = value` of one file, a line that begins with `#` is a comment.
struct Configuration: Sendable {
  /// What is wrong with a line of the file.
  enum Problem: Error, Hashable, Sendable {
    case unknown(line: Int, name: String, suggestion: String?)
    case malformed(line: Int)
    case notAllowed(line: Int, name: String, value: String, allowed: LocalizedText)
  }

  private(set) var values: [String: String] = [:]

  init() {}

  /// Reads a file's text; every problem is found, and lines with one change nothing.
  static func parse(_ text: String) -> (configuration: Configuration, problems: [Problem]) {
    var configuration = Configuration()
    var problems: [Problem] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let body = String(line).trimmedBlanks
      if body.isEmpty || body.hasPrefix("#") { continue }
      guard let equals = body.firstIndex(of: "=") else {
        problems.append(.malformed(line: index + 1))
        continue
      }
      let name = String(body[..<equals]).trimmedBlanks
      let value = String(body[body.index(after: equals)...]).trimmedBlanks
      guard let setting = Setting.named(name) else {
        let suggestion = Suggestion.nearest(to: name, among: Setting.all.map(\.name))
        problems.append(.unknown(line: index + 1, name: name, suggestion: suggestion))
        continue
      }
      guard setting.accepts(value) else {
        problems.append(
          .notAllowed(line: index + 1, name: name, value: value, allowed: setting.allowed))
        continue
      }
      configuration.values[name] = value
    }
    return (configuration, problems)
  }

  /// The value in force.
  func text(_ name: String) -> String {
    guard let setting = Setting.named(name) else { preconditionFailure("there is no setting \(name)") }
    return values[name] ?? setting.standard
  }

  func integer(_ name: String) -> Int {
    guard let value = Int(text(name)) else { preconditionFailure("\(name) is no whole number") }
    return value
  }

  func number(_ name: String) -> Double {
    guard let value = Double(text(name)) else { preconditionFailure("\(name) is no number") }
    return value
  }

  func isOn(_ name: String) -> Bool { text(name) == "on" }

  /// The text of a file with one setting changed: its line is replaced, or added at the end; nil takes it out.
  static func setting(_ name: String, to value: String?, in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let place = lines.lastIndex { line in
      let body = line.trimmedBlanks
      return !body.hasPrefix("#") && body.split(separator: "=").first.map { String($0).trimmedBlanks } == name
    }
    switch (place, value) {
    case (let place?, let value?): lines[place] = "\(name) = \(value)"
    case (let place?, nil): lines.remove(at: place)
    case (nil, let value?): lines.append("\(name) = \(value)")
    case (nil, nil): break
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
  }
}

extension Configuration.Problem {
  /// What is wrong, in one sentence, behind the file and line.
  func sentence(file: String) -> LocalizedText {
    switch self {
    case .unknown(let line, let name, let suggestion):
      LocalizedText(
        "\(file):\(line): there is no setting \"\(name)\"."
          + (suggestion.map { " Did you mean \($0)?" } ?? ""),
        "\(file):\(line)：没有设置“\(name)”。" + (suggestion.map { "是不是想用 \($0)？" } ?? ""))
    case .malformed(let line):
      LocalizedText(
        "\(file):\(line): a line is name = value.", "\(file):\(line)：每行应为 名称 = 值。")
    case .notAllowed(let line, let name, let value, let allowed):
      LocalizedText(
        "\(file):\(line): \(name) does not take \"\(value)\". Allowed: \(allowed.english).",
        "\(file):\(line)：\(name) 不接受“\(value)”。允许：\(allowed.chinese)。")
    }
  }
}
