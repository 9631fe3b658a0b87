import Basics
import BuiltInDecks
import Decks
import Demos
import TerminalUI

extension CommandSpec {
  static let check = CommandSpec(
    "check",
    LocalizedText("Look for mistakes in decks; --prove runs every number", "检查卡组中的错误；--prove 运行每一个数字"),
    operands: Operands(usage: "[PATH…]", count: 0...1000),
    options: [
      OptionSpec.flag("prove", "Run every claim and every drill", "运行所有断言与计算题"), OptionTable.json,
    ],
    examples: [
      ("study check my-deck.md", LocalizedText("one file", "一个文件")),
      (
        "study check content --prove",
        LocalizedText("a folder with en/ and zh/, every number run", "含 en/ 与 zh/ 的文件夹，运行全部数字")
      ),
      ("study check --prove", LocalizedText("the built-in deck", "内置卡组")),
    ],
    run: { invocation, workspace in try CheckCommand(workspace).run(invocation) })
}

private struct CheckCommand {
  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  func run(_ invocation: Invocation) throws -> ExitStatus {
    let isBuiltIn = invocation.operands.isEmpty
    let parsed = isBuiltIn ? builtIn : try files(invocation.operands)
    var diagnostics = parsed.flatMap(\.diagnostics)
    let languages = Dictionary(grouping: parsed.map(\.deck)) { $0.language ?? Self.language(of: $0.file) }
    for (_, decks) in languages.sorted(by: { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }) {
      diagnostics += DeckCheck.diagnostics(decks)
      diagnostics += ChoiceLint.diagnostics(decks, requiresReasons: isBuiltIn)
    }
    if let english = languages[.english], let chinese = languages[.chinese] {
      diagnostics += compare(english, chinese)
    }
    var proof = Proof()
    if invocation.has("prove") {
      proof.prove(parsed.map(\.deck))
      diagnostics += proof.diagnostics
    }
    diagnostics.sort {
      ($0.location.file, $0.location.line, $0.location.column) < (
        $1.location.file, $1.location.line, $1.location.column
      )
    }
    let cards = parsed.map(\.deck.cards.count).reduce(0, +)
    if invocation.has("json") {
      try workspace.say(json(diagnostics, cards, invocation.has("prove") ? proof : nil))
    } else {
      try say(diagnostics, cards, invocation.has("prove") ? proof : nil)
    }
    return diagnostics.contains { $0.severity == .error } ? .failure : .success
  }

  /// Topic by topic; one that stands in one language only lacks its translation.
  private func compare(_ english: [Deck], _ chinese: [Deck]) -> [DeckDiagnostic] {
    var others: [String: Deck] = [:]
    for deck in chinese { others[deck.topic] = deck }
    var found: [DeckDiagnostic] = []
    for deck in english {
      let other = others.removeValue(forKey: deck.topic)
      found += DeckComparison.diagnostics(
        deck, other ?? Deck(file: deck.file, topic: deck.topic, title: deck.title))
    }
    for deck in chinese where others[deck.topic] != nil {
      found += DeckComparison.diagnostics(Deck(file: deck.file, topic: deck.topic, title: deck.title), deck)
    }
    return found
  }

  private var builtIn: [ParsedDeck] {
    BuiltInDecks.files.map { DeckParser.parse($0.text, file: $0.path, options: .builtIn) }
  }

  private func files(_ operands: [String]) throws -> [ParsedDeck] {
    let paths = try operands.flatMap { operand -> [String] in
      guard try FileSystem.stamp(operand).isDirectory else { return [operand] }
      let found = try FileSystem.files(below: operand, suffix: ".md")
      guard !found.isEmpty else { throw CommandFailure.noDecks(folder: operand) }
      return found
    }
    return try paths.filter { !$0.hasSuffix("/glossary.md") }.map { path in
      let bytes = try FileSystem.read(path, limit: Library.largestFile)
      return DeckParser.parse(bytes.span, file: path, options: .user)
    }
  }

  /// `…/en/x.md` and `…/zh/x.md` are the two languages of one topic.
  private static func language(of file: String) -> Language? {
    file.split(separator: "/").dropLast().last.flatMap { Language(rawValue: String($0)) }
  }

  private func say(_ diagnostics: [DeckDiagnostic], _ cards: Int, _ proof: Proof?) throws {
    let language = workspace.language
    for diagnostic in diagnostics {
      let place = "\(diagnostic.location)"
      let head =
        StyledText("\(place): ", .strong)
        + StyledText(
          "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]",
          diagnostic.severity == .error ? .bad : .warning)
        + StyledText(": " + SafeText.line(diagnostic.message[language]))
      try workspace.say([head])
      let hint = diagnostic.hint[language]
      if !hint.isEmpty { try workspace.say([StyledText("    " + SafeText.line(hint), .dim)]) }
    }
    let errors = diagnostics.filter { $0.severity == .error }.count
    let warnings = diagnostics.count - errors
    var summary = workspace.text(
      "\(Wording.count(cards, "card", "cards", "", language)): \(Wording.count(errors, "error", "errors", "", language)), \(Wording.count(warnings, "warning", "warnings", "", language))",
      "\(cards) 张卡片：\(errors) 个错误，\(warnings) 个警告")
    if let proof {
      summary += workspace.text(
        "; \(proof.provenNumbers) numbers proven in \(proof.provenClaims) claims, \(proof.provenDrills) drills run",
        "；已验证 \(proof.provenClaims) 条断言中的 \(proof.provenNumbers) 个数字，运行 \(proof.provenDrills) 道计算题")
      if proof.waiting > 0 {
        summary += workspace.text(
          "; \(proof.waiting) wait for demos that do not exist yet", "；另有 \(proof.waiting) 条等待尚未完成的演示")
      }
    }
    try workspace.say(summary + workspace.text(".", "。"))
  }

  private func json(_ diagnostics: [DeckDiagnostic], _ cards: Int, _ proof: Proof?) -> JSONValue {
    [
      "cards": .integer(cards),
      "diagnostics": .array(
        diagnostics.map { diagnostic in
          [
            "file": .string(diagnostic.location.file), "line": .integer(diagnostic.location.line),
            "column": .integer(diagnostic.location.column), "severity": .string(diagnostic.severity.rawValue),
            "code": .string(diagnostic.code.rawValue),
            "message": .string(diagnostic.message[workspace.language]),
            "hint": .string(diagnostic.hint[workspace.language]),
          ]
        }),
      "proven_numbers": proof.map { .integer($0.provenNumbers) } ?? .null,
      "proven_claims": proof.map { .integer($0.provenClaims) } ?? .null,
      "drills_run": proof.map { .integer($0.provenDrills) } ?? .null,
      "waiting": proof.map { .integer($0.waiting) } ?? .null,
    ]
  }
}
