import Basics
import Decks
import Demos
import Scheduling
import TerminalUI

/// What became of an answer.
struct Marking: Sendable {
  enum Verdict: Hashable, Sendable {
    case right, wrong
    case partly(right: Int, of: Int)
    /// Nothing was typed.
    case revealed
  }

  let verdict: Verdict
  /// Inline Markdown: the right answer, and which mistake explains the wrong one.
  let explanation: String
  /// The working of a drill.
  var steps: [FormulaStep] = []
  /// The name of the known mistake, for the log.
  var mistake: String?

  /// The share that was right; nil when nothing was answered.
  var score: Double? {
    switch verdict {
    case .right: 1
    case .wrong: 0
    case .partly(let right, let total): Double(right) / Double(total)
    case .revealed: nil
    }
  }

  /// What the verdict suggests; the learner has the last word.
  var suggested: Rating {
    switch verdict {
    case .right: .good
    case .wrong, .revealed: .again
    case .partly(let right, let total): right * 2 >= total ? .hard : .again
    }
  }
}

/// Marks typed answers: numbers by running the demo, choices and orders by their places, gaps by their words.
enum Marker {
  enum Outcome {
    case marked(Marking)
    /// It cannot be an answer to this question; the hint says what can.
    case unreadable(String)
  }

  static func mark(_ typed: String, for question: Question, language: Language) -> Outcome {
    switch question.exercise {
    case .recall:
      // A free answer is compared by the learner.
      return .marked(Marking(verdict: .revealed, explanation: ""))
    case .choice(let choice, let order):
      guard let places = places(typed, count: order.count) else {
        return .unreadable(hint(letters: order.count, language))
      }
      return .marked(mark(choice, order, chosen: places, language))
    case .cloze(let cloze):
      return .marked(mark(cloze, typed, language))
    case .drill(_, let drawn):
      return mark(drawn, typed, language)
    case .order(let steps, let order):
      guard let places = places(typed, count: order.count), places.count == order.count else {
        return .unreadable(hint(letters: order.count, language))
      }
      return .marked(mark(steps, order, chosen: places, language))
    }
  }

  /// The answer of a question that was given up.
  static func reveal(_ question: Question, language: Language) -> Marking {
    switch question.exercise {
    case .recall, .choice, .cloze:
      return Marking(verdict: .revealed, explanation: "")
    case .order(let steps, let order):
      return Marking(verdict: .revealed, explanation: rightOrder(steps, order, language))
    case .drill(_, let drawn):
      switch mark(drawn, nil, language) {
      case .marked(let marking): return marking
      case .unreadable(let hint): return Marking(verdict: .revealed, explanation: hint)
      }
    }
  }

  /// The card's demos; for a drill first the one with the drawn numbers.
  static func demoCalls(of question: Question) -> [DemoCall] {
    if case .drill(_, let drawn) = question.exercise {
      [drawn.call] + question.card.demoCalls
    } else {
      question.card.demoCalls
    }
  }

  private static func mark(_ choice: Choice, _ order: [Int], chosen: [Int], _ language: Language) -> Marking {
    let rightPlaces = order.indices.filter { choice.options[order[$0]].isRight }
    let right = chosen.filter(rightPlaces.contains).count
    let isRight = Set(chosen) == Set(rightPlaces)
    let verdict: Marking.Verdict =
      isRight
      ? .right : rightPlaces.count > 1 && right > 0 ? .partly(right: right, of: rightPlaces.count) : .wrong
    let names = letters(rightPlaces)
    let answer = language == .english ? "The answer is \(names)." : "正确答案是 \(names)。"
    let given = language == .english ? "You chose \(letters(chosen)). " : "你选了 \(letters(chosen))，"
    return Marking(verdict: verdict, explanation: isRight ? answer : given + answer)
  }

  private static func mark(_ steps: Order, _ order: [Int], chosen: [Int], _ language: Language) -> Marking {
    let inPlace = chosen.enumerated().filter { order[$0.element] == $0.offset }.count
    let verdict: Marking.Verdict =
      inPlace == order.count ? .right : inPlace > 0 ? .partly(right: inPlace, of: order.count) : .wrong
    return Marking(verdict: verdict, explanation: rightOrder(steps, order, language))
  }

  private static func rightOrder(_ steps: Order, _ order: [Int], _ language: Language) -> String {
    let names = letters(steps.items.indices.map { index in order.firstIndex(of: index) ?? 0 })
    return language == .english ? "The right order is \(names)." : "正确顺序是 \(names)。"
  }

  private static func mark(_ cloze: Cloze, _ typed: String, _ language: Language) -> Marking {
    let hidden = cloze.hidden
    let parts =
      hidden.count == 1
      ? [typed] : typed.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == "；" }.map(String.init)
    let wrong = hidden.indices.filter {
      !parts.indices.contains($0) || AnswerMarking.mark(parts[$0], hidden: hidden[$0]) != .right
    }
    let right = hidden.count - wrong.count
    let answer = hidden.joined(separator: language == .english ? "; " : "；")
    if wrong.isEmpty { return Marking(verdict: .right, explanation: answer) }
    let whole = language == .english ? "The answer is \(answer)." : "正确答案是 \(answer)。"
    guard right > 0 else { return Marking(verdict: .wrong, explanation: whole) }
    let places = wrong.map { "(\($0 + 1))" }.joined(separator: " ")
    return Marking(
      verdict: .partly(right: right, of: hidden.count),
      explanation: (language == .english ? "Not right: \(places). " : "不对的是 \(places)。") + whole)
  }

  private static func mark(_ drawn: DrawnDrill, _ typed: String?, _ language: Language) -> Outcome {
    let run: DemoRun
    do {
      run = try DemoRunner.run(drawn.call, language: language)
    } catch {
      return .marked(Marking(verdict: .revealed, explanation: error.sentence[language]))
    }
    if let typed, let right = try? drawn.field.value(in: run.result.json),
      AnswerMarking.mark(typed, against: right) == .unreadable
    {
      let word = SafeText.line(typed)
      return .unreadable(
        language == .english
          ? "“\(word)” is no answer of this kind; Enter alone gives up."
          : "“\(word)”不是这类答案；直接按回车表示放弃。")
    }
    return .marked(mark(run, drawn.field, typed, language))
  }

  /// Marks what was typed for a field of a demo that ran; nil for what was given up.
  static func mark(_ run: DemoRun, _ field: FieldPath, _ typed: String?, _ language: Language) -> Marking {
    guard let right = try? field.value(in: run.result.json) else {
      let missing = "\(field)"
      return Marking(
        verdict: .revealed,
        explanation: language == .english
          ? "The demo has no field `\(missing)`." : "演示没有字段 `\(missing)`。")
    }
    let shown = "**\(ShownValue.text(right))**"
    let asked = "\(field)".prefix { $0 != "." && $0 != "[" }
    let steps = run.result.steps.filter { $0.fields.isEmpty || $0.fields.contains(String(asked)) }
    let answer = language == .english ? "The answer is \(shown)." : "答案是 \(shown)。"
    guard let typed else {
      return Marking(verdict: .revealed, explanation: answer, steps: steps)
    }
    if AnswerMarking.mark(typed, against: right) == .right {
      return Marking(verdict: .right, explanation: shown, steps: steps)
    }
    let rule = run.demo.diagnose(field: "\(field)", options: run.options, right: right) {
      AnswerMarking.mark(typed, against: $0) == .right
    }
    let named = rule.map { rule in
      language == .english
        ? " Yours, \(typed), is what you get when \(rule.mistake.english)."
        : "你的答案 \(typed) 是\(rule.mistake.chinese)的结果。"
    }
    return Marking(
      verdict: .wrong, explanation: answer + (named ?? ""),
      steps: steps, mistake: rule?.name)
  }

  /// `b`, `a c`, `a,c`, `ACB`: places in the order typed; nil when something else stands there or a letter twice.
  private static func places(_ typed: String, count: Int) -> [Int]? {
    var places: [Int] = []
    for character in typed where !" ,，、;；.".contains(character) {
      guard let place = place(of: character, below: count), !places.contains(place) else { return nil }
      places.append(place)
    }
    return places.isEmpty ? nil : places
  }

  private static func hint(letters count: Int, _ language: Language) -> String {
    let last = letters([count - 1])
    return language == .english ? "Type letters from a to \(last)." : "请输入 a 到 \(last) 的字母。"
  }
}
