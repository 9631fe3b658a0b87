public import Basics

extension Demo {
  /// `{"demo", "options", "result", "warnings"}`: what `study demo NAME --json` prints.
  public func json(options: OptionValues, result: DemoResult, language: Language) -> JSONValue {
    [
      "demo": .string(name),
      "options": options.json,
      "result": result.json,
      "warnings": .array(result.warnings.map { .string($0[language]) }),
    ]
  }

  /// The declaration, as `study demo --json` lists it.
  public func declaration(_ language: Language) -> JSONValue {
    [
      "name": .string(name),
      "topic": .string(topic.rawValue),
      "purpose": .string(purpose[language]),
      "options": .array(
        options.map { option in
          [
            "name": .string(option.name),
            "meaning": .string(option.meaning[language]),
            "unit": .string(option.unit?[language] ?? ""),
            "allowed": .string(option.allowed[language]),
            "default": option.standard.map { .string($0) } ?? .null,
          ]
        }),
      "fields": .array(
        fields.map { ["name": .string($0.name), "meaning": .string($0.meaning[language])] }),
      "examples": .array(examples.map { .string("study demo \($0)") }),
    ]
  }
}
