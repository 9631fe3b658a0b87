import Basics
import Demos
import TerminalUI

/// A run of a demo as lines: options, the formula with its numbers, warnings, the picture, the details.
struct DemoReport {
  let run: DemoRun
  let language: Language
  let width: Int
  let capabilities: Capabilities

  /// The formulas with their numbers, and the warnings.
  var working: [StyledText] { steps + warnings }

  /// One frame of the picture.
  func picture(_ frame: Int) -> [StyledText] {
    let frames = run.result.frames
    return frames[min(frame, frames.count - 1)].lines(
      width: width, capabilities: capabilities, language: language)
  }

  func frameLine(_ frame: Int) -> StyledText {
    let count = run.result.frames.count
    return StyledText(
      language == .english ? "frame \(frame + 1) of \(count)" : "第 \(frame + 1) 帧，共 \(count) 帧", .dim)
  }

  /// The report for a pipe: up to `limit` frames one under the other, spread over the whole animation.
  func allLines(limit: Int) -> [StyledText] {
    let result = run.result
    var lines =
      optionLine.wrapped(to: width, hangingIndent: run.demo.name.count + 3) + [""] + steps + warnings
    for index in DemoReport.spread(count: result.frames.count, limit: limit) {
      if index > 0 { lines.append("") }
      lines += result.frames[index].lines(width: width, capabilities: capabilities, language: language)
    }
    return lines + details
  }

  /// The report for a screen reader: sentences and plain tables.
  func spokenLines() -> [StyledText] {
    let result = run.result
    var lines = [StyledText(run.call)]
    lines += result.steps.flatMap { step in
      [step.formula, "\(step.substituted) = \(step.value)"].filter { !$0.isEmpty }.map { StyledText($0) }
    }
    lines += result.warnings.map { StyledText((language == .english ? "Warning: " : "警告：") + $0[language]) }
    lines += result.frames[result.frames.count - 1].spoken(in: language).map { StyledText($0) }
    lines += result.details.spoken(in: language).map { StyledText($0) }
    return lines
  }

  /// First, last, and what lies evenly between them.
  static func spread(count: Int, limit: Int) -> [Int] {
    guard count > limit, limit > 1 else { return Array(0..<min(count, max(1, limit))) }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }

  var optionLine: StyledText {
    var line = StyledText(run.demo.name, .title)
    for option in run.demo.options {
      guard let value = run.options.value(option.name) else { continue }
      switch value {
      case .flag(let isSet):
        if isSet { line += StyledText("   \(option.name)", .plain) }
      default:
        line += StyledText("   \(option.name) ", .dim) + StyledText(value.shown)
      }
    }
    return line
  }

  private var steps: [StyledText] {
    let lines = QuestionText(language: language, width: width, capabilities: capabilities).steps(
      run.result.steps)
    return lines.isEmpty ? [] : lines + [""]
  }

  private var warnings: [StyledText] {
    let lines = run.result.warnings.flatMap { warning in
      (StyledText("! ", .warning) + StyledText(warning[language], .warning)).wrapped(
        to: width, hangingIndent: 2)
    }
    return lines.isEmpty ? [] : lines + [""]
  }

  var details: [StyledText] {
    let lines = run.result.details.lines(width: width, capabilities: capabilities, language: language)
    return lines.isEmpty ? [] : [""] + lines
  }
}

extension OptionValue {
  /// As a person reads it: `7×7`, `1, 2, 3`.
  var shown: String {
    switch self {
    case .integer(let integer): String(integer)
    case .number(let number): Numbers.short(number)
    case .size(let height, let width): "\(height)×\(width)"
    case .integers(let integers): integers.map(String.init).joined(separator: ",")
    case .numbers(let numbers): numbers.map(Numbers.short).joined(separator: ",")
    case .matrix(let rows): rows.map { $0.map(Numbers.short).joined(separator: ",") }.joined(separator: ";")
    case .word(let word), .text(let word): SafeText.line(word)
    case .words(let words): words.joined(separator: ",")
    case .flag(let flag): flag ? "yes" : "no"
    }
  }
}
