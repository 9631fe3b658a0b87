/// Which model of memory schedules, with its parameters.
public enum MemoryModel: Hashable, Sendable {
  case fsrs6(Parameters)
  /// 34 parameters, fractional days, two memories that fade at two speeds.
  case fsrs7(FSRS7Parameters)
  /// The rule of 1990, which has nothing to fit.
  case sm2

  public enum Name: String, CaseIterable, Hashable, Sendable {
    case fsrs6, fsrs7, sm2
  }

  public static let standard = MemoryModel.fsrs6(.standard)

  /// The model as its authors publish it.
  public init(standard name: Name) {
    switch name {
    case .fsrs6: self = .fsrs6(.standard)
    case .fsrs7: self = .fsrs7(.standard)
    case .sm2: self = .sm2
    }
  }

  /// The model of this name with these weights; SM-2 has none.
  public init(_ name: Name, weights: [Double]) throws(ParametersError) {
    switch name {
    case .fsrs6: self = .fsrs6(try Parameters(weights: weights))
    case .fsrs7: self = .fsrs7(try FSRS7Parameters(weights: weights))
    case .sm2:
      guard weights.isEmpty else { throw .wrongCount(weights.count) }
      self = .sm2
    }
  }

  public var name: Name {
    switch self {
    case .fsrs6: .fsrs6
    case .fsrs7: .fsrs7
    case .sm2: .sm2
    }
  }

  public var weights: [Double] {
    switch self {
    case .fsrs6(let parameters): parameters.weights
    case .fsrs7(let parameters): parameters.weights
    case .sm2: []
    }
  }
}
