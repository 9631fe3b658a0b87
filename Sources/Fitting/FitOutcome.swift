public import Scheduling

/// What came of fitting FSRS-6 to a log, and which of its parts the log was long enough for.
public enum FitOutcome: Hashable, Sendable {
  /// Fewer usable reviews than `FitRules.leastReviews`: the standard parameters stand.
  case standard(usable: Int)
  /// Fewer than `FitRules.leastReviewsForAll`: w0…w3 follow the log, the rest stands.
  case firstStabilities(Parameters, usable: Int)
  case fitted(Parameters, usable: Int)

  /// Usable are the reviews a day or more after the one before.
  public var usable: Int {
    switch self {
    case .standard(let usable), .firstStabilities(_, let usable), .fitted(_, let usable): usable
    }
  }

  public var parameters: Parameters {
    switch self {
    case .standard: .standard
    case .firstStabilities(let parameters, _), .fitted(let parameters, _): parameters
    }
  }

  public var name: String {
    switch self {
    case .standard: "standard"
    case .firstStabilities: "first-stabilities"
    case .fitted: "fitted"
    }
  }
}

/// The work was cancelled; nothing has changed.
public struct Cancelled: Error, Hashable, Sendable {}

/// How far a fit or a comparison is.
public struct FitProgress: Hashable, Sendable {
  /// Steps that are done, of all.
  public var step: Int
  public var steps: Int

  public var share: Double { steps == 0 ? 1 : Double(step) / Double(steps) }
}

/// Told of every step; false cancels.
public typealias FitObserver = (FitProgress) -> Bool
