public import Basics

extension Demo {
  /// The known mistakes about a field, named by its path.
  public func mistakes(about field: String) -> [WrongRule] {
    wrongRules.compactMap { $0.about(field) }
  }

  /// The one known mistake that explains a wrong value of a field.
  ///
  /// `isTyped` says whether what was typed is a given value. nil when no mistake fits, or when several do:
  /// naming one of them would be a guess. A mistake that gives the right value explains nothing.
  public func diagnose(
    field: String, options: OptionValues, right: JSONValue, isTyped: (JSONValue) -> Bool
  ) -> WrongRule? {
    let fitting = mistakes(about: field).filter { rule in
      guard let value = rule.value(for: options), value != right else { return false }
      return isTyped(value)
    }
    return fitting.count == 1 ? fitting[0] : nil
  }

  /// The mistakes about a field that an answer can reveal with these options: each leads to a value that is neither the
  /// right one nor that of another mistake.
  ///
  /// `right` is the value of the field for the options. A drill for someone who made a mistake draws numbers until
  /// the mistake is among these.
  public func mistakes(showingIn field: String, options: OptionValues, right: JSONValue) -> [WrongRule] {
    let values = mistakes(about: field).compactMap { rule in
      rule.value(for: options).map { (rule: rule, value: $0) }
    }
    return values.indices.filter { index in
      let value = values[index].value
      return !value.isNear(right)
        && !values.indices.contains { $0 != index && values[$0].value.isNear(value) }
    }.map { values[$0].rule }
  }
}

extension JSONValue {
  /// Whether a typed answer cannot tell the two apart: whole numbers are exact, others within half a percent of each other.
  func isNear(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.integer(let mine), .integer(let theirs)): return mine == theirs
    case (.integer(let mine), .number(let theirs)), (.number(let theirs), .integer(let mine)):
      return JSONValue.isNear(Double(mine), theirs)
    case (.number(let mine), .number(let theirs)): return JSONValue.isNear(mine, theirs)
    case (.array(let mine), .array(let theirs)):
      return mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.isNear($1) }
    // One number may stand for a list of equal ones.
    case (.array(let items), _): return !items.isEmpty && items.allSatisfy { $0.isNear(other) }
    case (_, .array): return other.isNear(self)
    default: return self == other
    }
  }

  private static func isNear(_ first: Double, _ second: Double) -> Bool {
    if first == second { return true }
    let areWhole = Int(exactly: first) != nil && Int(exactly: second) != nil
    return !areWhole && abs(first - second) <= 0.005 * max(abs(first), abs(second)) * (1 + 1e-9)
  }
}
