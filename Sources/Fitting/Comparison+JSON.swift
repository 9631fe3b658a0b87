public import Basics
import Scheduling

extension Comparison {
  /// The parameters fitted to the whole log, and the held-out figures of every contender.
  public var json: JSONValue {
    [
      "outcome": .string(outcome.name), "usable_reviews": .integer(outcome.usable),
      "parameters": .numbers(outcome.parameters.weights),
      "held_out": .object(rows.map { .init($0.contender.name, $0.heldOut.json) }),
      "adoption": adoption().json,
    ]
  }
}

extension Evaluation {
  public var json: JSONValue {
    [
      "reviews": .integer(count), "log_loss": .number(logLoss), "rmse_bins": .number(binError),
      "calibration": .array(
        calibration.map {
          [
            "predicted": .number($0.predicted), "actual": .number($0.actual), "reviews": .integer($0.count),
          ]
        }),
    ]
  }
}

extension Advantage {
  public var json: JSONValue {
    [
      "log_loss": .number(mean), "standard_error": .number(standardError), "reviews": .integer(reviews),
    ]
  }
}

extension Adoption {
  public var json: JSONValue {
    switch self {
    case .adopt(let advantage, let other):
      ["adopted": true, "compared_with": .string(other.name), "advantage": advantage.json]
    case .keep(let advantage, let other):
      ["adopted": false, "compared_with": .string(other.name), "advantage": advantage.json]
    case .nothingNew(let usable): ["adopted": false, "usable_reviews": .integer(usable)]
    }
  }
}
