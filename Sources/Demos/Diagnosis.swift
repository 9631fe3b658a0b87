public import Basics

extension Demo {
  /// The known mistakes about a field, named by its path.
  public func mistakes(about field: String) -> [WrongRule] {
    wrongRules.compactMap { $0.about(field) }
  }

  /// What explains a wrong value of a field: one known mistake, or either of two.
  ///
  /// `isTyped` says whether what was typed is a given value. nil when no mistake fits, or when more than two do:
  /// naming them would be a guess. A mistake that gives the right value explains nothing.
  public func diagnose(
    field: String, options: OptionValues, right: JSONValue, isTyped: (JSONValue) -> Bool
  ) -> Diagnosis? {
    let fitting = mistakes(about: field).filter { rule in
      guard let value = rule.value(for: options), value != right else { return false }
      return isTyped(value)
    }
    return Diagnosis(fitting)
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

/// What explains a wrong value.
public struct Diagnosis: Sendable {
  /// The name of the mistake, for the log; nil when two explain the value alike.
  public let name: String?
  /// Completes "Yours is what you get when …".
  public let mistake: LocalizedText

  init?(_ rules: [WrongRule]) {
    switch rules.count {
    case 1:
      name = rules[0].name
      mistake = rules[0].mistake
    case 2:
      let (one, other) = (rules[0].mistake, rules[1].mistake)
      name = nil
      mistake = LocalizedText(
        "either \(one.english) or \(other.english)", "\(one.chinese)或者\(other.chinese)")
    default: return nil
    }
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
