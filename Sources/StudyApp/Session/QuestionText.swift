import Basics
import Decks
import Demos
import TerminalUI

/// Questions and answers as lines of a width: the full screen and the plain quiz show the same words.
struct QuestionText {
  let language: Language
  let width: Int
  let capabilities: Capabilities
  /// Linear and numbered: no boxes, no marks that a screen reader would spell out.
  var isAccessible = false
  /// Key points are numbered, so that they can be named in a line of input.
  var numbersPoints = false

  private var layout: CardText.Layout {
    CardText.Layout(width: width, capabilities: capabilities, isAccessible: isAccessible)
  }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }

  /// The question as it is asked, in each language wanted.
  func question(_ question: Question) -> [StyledText] {
    var lines: [StyledText] = []
    for (index, face) in question.faces.enumerated() {
      if index > 0 { lines.append("") }
      lines += CardText.lines(face.question, width: width, role: .strong)
    }
    return lines
  }

  /// What the exercise adds to the question: options, gaps, numbers, steps.
  ///
  /// - Parameter marksCursor: whether the option that the arrows stand on is marked.
  func exercise(_ asking: Asking, marksCursor: Bool = true) -> [StyledText] {
    switch asking.question.exercise {
    case .recall:
      return []
    case .choice(let choice, let order):
      var lines = prompt(choice.question)
      for (place, index) in order.enumerated() {
        lines += option(
          place, choice.options[index].text, isCurrent: marksCursor && place == asking.cursor,
          isChosen: asking.chosen.contains(place))
      }
      return lines
    case .cloze(let cloze):
      return CardText.blocks(gapped(cloze), layout)
    case .drill(_, let drawn):
      return CardText.blocks(drawn.question, layout)
    case .order(let steps, let order):
      var lines = prompt(steps.question)
      for (place, index) in order.enumerated() {
        let rank = asking.chosen.firstIndex(of: place).map { " (\($0 + 1))" } ?? ""
        lines += option(
          place, steps.items[index] + rank, isCurrent: marksCursor && place == asking.cursor,
          isChosen: asking.chosen.contains(place))
      }
      return lines
    }
  }

  /// What the exercise asked, without its options: shown again above the verdict.
  func asked(_ exercise: AskedExercise) -> [StyledText] {
    switch exercise {
    case .recall, .cloze: []
    case .choice(let choice, _): CardText.blocks(choice.question, layout)
    case .drill(_, let drawn): CardText.blocks(drawn.question, layout)
    case .order(let steps, _): CardText.blocks(steps.question, layout)
    }
  }

  /// How to answer, in one line; empty where the keys at the bottom say it all.
  func instruction(_ exercise: AskedExercise) -> String {
    switch exercise {
    case .recall: ""
    case .choice(let choice, _):
      choice.rightIndices.count == 1
        ? text("One letter.", "输入一个字母。") : text("Several are right: letters, then Enter.", "多选：输入字母后回车。")
    case .cloze(let cloze):
      cloze.hidden.count == 1
        ? ""
        : text("\(cloze.hidden.count) gaps, separated by semicolons.", "共 \(cloze.hidden.count) 空，用分号隔开。")
    case .drill: ""
    case .order: text("The letters in the right order.", "按正确顺序输入字母。")
    }
  }

  /// The verdict with its reasons, then the answer of the card; and the line of the key point that Tab stands on.
  func answer(_ answered: Answered) -> (lines: [StyledText], focus: Int?) {
    var lines: [StyledText] = []
    if let marking = answered.marking {
      lines += verdict(marking)
      lines += solution(answered)
      lines += steps(marking.steps)
      // A question that was given up has no verdict above its solution.
      lines = Array(lines.drop(while: \.isEmpty)) + [""]
      if marking.verdict == .revealed, answered.question.exercise.kind == .recall { lines = [] }
    }
    var focus: Int?
    for (index, face) in answered.question.faces.enumerated() {
      if index > 0 { lines += ["", StyledText(rule, .dim)] }
      var layout = layout
      if index == 0, !answered.points.isEmpty, numbersPoints || !isAccessible {
        layout.points = CardText.Points(
          ticked: answered.ticked, cursor: answered.pointCursor, areNumbered: numbersPoints)
      }
      let answer = CardText.answer(of: face, layout)
      if index == 0, let cursor = answered.pointCursor {
        focus = answer.firstIndex { $0.plainText.hasPrefix("▸") }.map { lines.count + $0 } ?? cursor
      }
      lines += answer
      lines += proven(face)
    }
    return (lines, focus)
  }

  var rule: String { isAccessible ? "" : String(repeating: "─", count: width) }

  func steps(_ steps: [FormulaStep]) -> [StyledText] {
    steps.flatMap { step -> [StyledText] in
      var lines: [StyledText] = []
      if !step.formula.isEmpty { lines += StyledText(step.formula, .dim).wrapped(to: width) }
      let line = StyledText(step.substituted, .maths) + StyledText("  =  ") + StyledText(step.value, .strong)
      return lines + line.wrapped(to: width, hangingIndent: 2)
    }
  }

  private func prompt(_ markdown: String) -> [StyledText] {
    markdown.isEmpty ? [] : CardText.blocks(markdown, layout) + [""]
  }

  private func option(_ place: Int, _ markdown: String, isCurrent: Bool, isChosen: Bool) -> [StyledText] {
    let letter = letters([place])
    let marker: StyledText
    if isAccessible {
      marker = StyledText("\(letter)) ")
    } else {
      marker =
        StyledText(isCurrent ? "▸ " : "  ", .accent) + StyledText("\(letter) ", isChosen ? .accent : .strong)
        + StyledText(isChosen ? "✓ " : "  ", .accent)
    }
    let text = marker + CardText.inline(markdown)
    return text.wrapped(to: width, hangingIndent: isAccessible ? 3 : 6)
  }

  private func gapped(_ cloze: Cloze) -> String {
    let several = cloze.hidden.count > 1
    var number = 0
    return cloze.pieces.map { piece in
      switch piece {
      case .text(let text): return text
      case .gap(_, let hint):
        number += 1
        let name = several ? "(\(number))" : ""
        return "**[\(name)…\(hint.map { " " + $0 } ?? "")]**"
      }
    }.joined()
  }

  func verdict(_ marking: Marking) -> [StyledText] {
    let head: StyledText
    switch marking.verdict {
    case .right: head = StyledText(isAccessible ? text("Right. ", "正确。") : "✓  ", .good)
    case .wrong: head = StyledText(isAccessible ? text("Wrong. ", "错误。") : "✗  ", .bad)
    case .partly(let right, let total):
      head = StyledText(text("\(right) of \(total). ", "答对 \(right)/\(total)。"), .warning)
    case .revealed: head = StyledText()
    }
    return (head + CardText.inline(marking.explanation)).wrapped(
      to: width, hangingIndent: isAccessible ? 0 : 3)
  }

  /// The options with their reasons, the filled cloze, the steps in order.
  private func solution(_ answered: Answered) -> [StyledText] {
    switch answered.question.exercise {
    case .recall, .drill:
      return []
    case .choice(let choice, let order):
      var lines: [StyledText] = [""]
      for (place, index) in order.enumerated() {
        let option = choice.options[index]
        let isMine = answered.chosen.contains(place)
        let mark: StyledText =
          option.isRight
          ? StyledText(isAccessible ? text("right: ", "对：") : "✓ ", .good)
          : StyledText(isAccessible ? text("wrong: ", "错：") : isMine ? "✗ " : "  ", isMine ? .bad : .dim)
        var line =
          mark + StyledText("\(letters([place])) ", isMine ? .accent : .plain) + CardText.inline(option.text)
        if let reason = option.reason {
          line += StyledText(language == .english ? " (" : "（", .dim)
          line += CardText.inline(reason, role: .dim)
          line += StyledText(language == .english ? ")" : "）", .dim)
        }
        lines += line.wrapped(to: width, hangingIndent: 4)
      }
      return lines
    case .cloze(let cloze):
      let filled = cloze.pieces.map { piece in
        switch piece {
        case .text(let text): text
        case .gap(let hidden, _): "**\(hidden)**"
        }
      }.joined()
      return [""] + CardText.blocks(filled, layout)
    case .order(let steps, _):
      return [""]
        + steps.items.enumerated().flatMap { index, item in
          (StyledText("\(index + 1). ", .strong) + CardText.inline(item)).wrapped(to: width, hangingIndent: 3)
        }
    }
  }

  /// The first claim of the card that a demo proves: the call and the value.
  private func proven(_ face: Card) -> [StyledText] {
    guard let claim = face.claims.first(where: { Catalogue.demo(named: $0.call.name) != nil }) else {
      return []
    }
    let line =
      StyledText(SafeText.line(claim.call.text), .code)
      + StyledText(isAccessible ? text(" gives ", " 得到 ") : "  →  ", .dim)
      + StyledText("\(claim.path) = \(SafeText.line(claim.expectedText))", .strong)
    return [""] + line.wrapped(to: width, hangingIndent: 2)
  }
}
