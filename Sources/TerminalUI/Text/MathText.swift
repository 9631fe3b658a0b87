/// LaTeX formulas as Unicode on one line: `\frac{\partial L}{\partial w}` becomes `∂L/∂w`.
public enum MathText {
  /// A formula without its dollars. What cannot be converted stands there as its source.
  public static func unicode(_ latex: String) -> String {
    conversion(of: latex).text
  }

  /// The commands of a formula that this converter does not know; a formula that is not well formed counts as one.
  public static func unknownCommands(in latex: String) -> [String] {
    conversion(of: latex).unknown
  }

  /// Running text in which every `$…$` and `$$…$$` is converted; `\$` stays a dollar.
  ///
  /// As in Pandoc, a dollar opens only before a non-blank and closes only behind one, not before a digit:
  /// "$5 and $6" is money.
  public static func replacingFormulas(in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      if result.last == "\\" {
        result.removeLast()
        result.append("$")
        rest = rest[rest.index(after: dollar)...]
        continue
      }
      let isDisplay = rest[dollar...].hasPrefix("$$")
      let start = rest.index(dollar, offsetBy: isDisplay ? 2 : 1)
      guard let (formula, end) = formula(from: start, in: rest, isDisplay: isDisplay) else {
        result += rest[dollar..<start]
        rest = rest[start...]
        continue
      }
      result += unicode(formula)
      rest = rest[end...]
    }
    return result + rest
  }

  private static func formula(
    from start: String.Index, in text: Substring, isDisplay: Bool
  ) -> (formula: String, end: String.Index)? {
    var index = start
    while index < text.endIndex {
      if text[index] == "\\" {
        index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
        continue
      }
      defer { index = text.index(after: index) }
      guard text[index] == "$" else { continue }
      let after = text.index(after: index)
      let formula = text[start..<index]
      if isDisplay {
        guard text[after...].first == "$" else { continue }
        return (String(formula), text.index(after: after))
      }
      guard let first = formula.first, let last = formula.last, !first.isWhitespace else { return nil }
      if last.isWhitespace || text[after...].first?.isNumber == true { continue }
      return (String(formula), after)
    }
    return nil
  }

  private static func conversion(of latex: String) -> (text: String, unknown: [String]) {
    let source = SafeText.line(latex)
    var parser = MathParser(source)
    do throws(MathParser.Malformed) {
      let text = try parser.formula()
      return (text, parser.unknown)
    } catch {
      return (source, [source])
    }
  }
}
