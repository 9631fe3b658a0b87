public import Basics
public import Scheduling

/// Models side by side on reviews that none of them had seen.
public struct Comparison: Sendable {
  /// Who predicts.
  public enum Contender: Hashable, Sendable {
    /// FSRS-6, fitted anew before every fold.
    case fitted
    /// A model as its authors publish it.
    case standard(MemoryModel.Name)
    /// What the learner's schedule follows now.
    case current
    /// The learner's own share of recalls so far, whatever the card.
    case average

    public var name: String {
      switch self {
      case .fitted: "fsrs6-fitted"
      case .standard(let model): "\(model.rawValue)-standard"
      case .current: "current"
      case .average: "average"
      }
    }
  }

  public struct Row: Sendable {
    public var contender: Contender
    /// What a schedule would follow: the parameters fitted to the whole log, for the fitted one.
    public var model: MemoryModel?
    public var heldOut: Evaluation
    fileprivate var predictions: [Double]
  }

  /// In the order fitted, current, FSRS-6, FSRS-7, SM-2, average.
  public let rows: [Row]
  /// The fit to the whole log.
  public let outcome: FitOutcome
  private let log: RecallLog
  private let items: ArraySlice<Int>
  private let current: CurrentModel?

  /// What the schedule follows, and since when: reviews before that may have shaped it.
  public struct CurrentModel: Hashable, Sendable {
    public var model: MemoryModel
    public var since: Timestamp?

    public init(_ model: MemoryModel, since: Timestamp? = nil) {
      self.model = model
      self.since = since
    }
  }

  /// `current` is listed on its own only when it is none of the published models.
  public init(
    _ log: RecallLog, current: CurrentModel? = nil, rules: FitRules = FitRules(),
    observer: FitObserver = { _ in true }
  ) throws(Cancelled) {
    let fit = FSRS6Fit(rules: rules)
    let heldOut = HeldOut(log)
    let whole = fit.steps(items: log.items.count)
    let total = whole + heldOut.steps(fit)
    outcome = try fit.fit(log) { observer(FitProgress(step: $0.step, steps: total)) }
    let fitted = try heldOut.fittedPredictions(fit) {
      observer(FitProgress(step: whole + $0.step, steps: total))
    }
    func row(_ contender: Contender, _ model: MemoryModel?, _ predictions: [Double]) -> Row {
      Row(
        contender: contender, model: model, heldOut: log.evaluate(predictions, items: heldOut.items),
        predictions: predictions)
    }
    var rows = [row(.fitted, .fsrs6(outcome.parameters), fitted)]
    if let model = current?.model, model != MemoryModel(standard: model.name) {
      rows.append(row(.current, model, log.predictions(of: model)))
    }
    for name in MemoryModel.Name.allCases {
      let model = MemoryModel(standard: name)
      rows.append(row(.standard(name), model, log.predictions(of: model)))
    }
    rows.append(row(.average, nil, heldOut.averagePredictions()))
    self.rows = rows
    self.log = log
    self.current = current
    items = heldOut.items
  }

  public func row(_ contender: Contender) -> Row? { rows.first { $0.contender == contender } }

  /// On all held-out reviews, or those from an instant on; nil when one of the two is not listed.
  public func advantage(
    of contender: Contender, over other: Contender, since: Timestamp? = nil
  ) -> Advantage? {
    guard let row = row(contender), let other = self.row(other) else { return nil }
    let compared = items.filter { place in since.map { log.reviews[place].time >= $0 } ?? true }
    return log.advantage(of: row.predictions, over: other.predictions, on: compared)
  }
}

/// Whether a schedule should follow a contender, and why.
public enum Adoption: Hashable, Sendable {
  /// Clearly better on held-out reviews than what it was compared with.
  case adopt(Advantage, over: Comparison.Contender)
  case keep(Advantage, over: Comparison.Contender)
  /// There is nothing new: the log is too short for a fit, or the schedule follows it already.
  case nothingNew(usable: Int)

  public var isAdopted: Bool {
    if case .adopt = self { true } else { false }
  }
}

extension Comparison {
  /// A contender replaces the model in use when it is clearly better on held-out reviews (`Advantage.isClear`).
  ///
  /// Parameters that were fitted before have seen most of the log, so they are compared on the reviews since then, when there
  /// are at least 64 of them; with fewer, a new fit needs to be better than the published parameters.
  public func adoption(of contender: Contender = .fitted) -> Adoption {
    let model = row(contender)?.model
    let inUse = current?.model ?? .standard
    if model == nil || model == inUse { return .nothingNew(usable: outcome.usable) }
    if contender == .fitted, case .standard = outcome { return .nothingNew(usable: outcome.usable) }
    if row(.current) != nil, let since = current?.since,
      let advantage = advantage(of: contender, over: .current, since: since),
      advantage.reviews >= FitRules.leastReviewsForAll
    {
      return decide(advantage, over: .current)
    }
    let other = Contender.standard(row(.current) == nil ? inUse.name : .fsrs6)
    guard contender != other, let advantage = advantage(of: contender, over: other) else {
      return .nothingNew(usable: outcome.usable)
    }
    return decide(advantage, over: other)
  }

  private func decide(_ advantage: Advantage, over other: Contender) -> Adoption {
    advantage.isClear ? .adopt(advantage, over: other) : .keep(advantage, over: other)
  }
}
