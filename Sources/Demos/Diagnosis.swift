public import Basics

extension Demo {
  /// The one known mistake that explains a wrong value of a field.
  ///
  /// `isTyped` says whether what was typed is a given value. nil when no mistake fits, or when several do:
  /// naming one of them would be a guess. A mistake that gives the right value explains nothing.
  public func diagnose(
    field: String, options: OptionValues, right: JSONValue, isTyped: (JSONValue) -> Bool
  ) -> WrongRule? {
    let fitting = wrongRules.filter { rule in
      guard rule.field == field, let value = rule.value(for: options), value != right else { return false }
      return isTyped(value)
    }
    return fitting.count == 1 ? fitting[0] : nil
  }
}
