import Basics
import Fitting
import Scheduling

/// What a comparison leads to: which version shall be in force, by which rule, and whether the learner must agree.
struct FitDecision: Sendable {
  enum Reason: Hashable, Sendable {
    /// Clearly better on held-out reviews.
    case better(Advantage, than: Comparison.Contender)
    /// Not clearly better.
    case notBetter(Advantage, than: Comparison.Contender)
    /// Too few usable reviews for a fit, or the fit is what is in force.
    case nothingNew(FitOutcome)
    /// The learner named a model; this is the published one.
    case asked(MemoryModel.Name)
    /// The learner named the model that is in force.
    case inForce(MemoryModel.Name)
  }

  var reason: Reason
  /// What shall be in force; nil leaves what is.
  var target: ParametersVersion?
  /// Another model means other words for every card's memory, so the learner is asked.
  var needsConsent: Bool

  /// `asked` is the model the learner named; `versions` are all that the database knows.
  init(
    _ comparison: Comparison, trials: [KindTrial], current: ParametersVersion, versions: [ParametersVersion],
    asked: MemoryModel.Name?, at now: Timestamp
  ) {
    func version(_ model: MemoryModel, reviews: Int) -> ParametersVersion {
      let kinds = reviews == 0 ? [] : Set(trials.filter(\.feedsModel).map(\.kind))
      let known = versions.first { $0.model == model && $0.practiceKinds == kinds }
      if model == .standard, kinds.isEmpty { return .standard }
      return known
        ?? ParametersVersion(
          number: (versions.map(\.number).max() ?? 0) + 1, model: model, time: now, reviews: reviews,
          heldOut: comparison.rows.compactMap { row in
            row.heldOut.logLoss.isFinite
              ? ParametersVersion.HeldOutLoss(name: row.contender.name, logLoss: row.heldOut.logLoss) : nil
          }, practiceKinds: kinds)
    }
    let name = current.model.name
    let fitted = version(.fsrs6(comparison.outcome.parameters), reviews: comparison.outcome.usable)
    switch asked {
    case .fsrs7?, .sm2?:
      reason = asked == name ? .inForce(name) : .asked(asked!)
      target = asked == name ? nil : version(MemoryModel(standard: asked!), reviews: 0)
    case .fsrs6? where name != .fsrs6:
      // FSRS-6 as it suits the learner best: fitted when that is clearly better than published.
      if case .standard = comparison.outcome {
        (reason, target) = (.asked(.fsrs6), .standard)
      } else if let advantage = comparison.advantage(of: .fitted, over: .standard(.fsrs6)) {
        target = advantage.isClear ? fitted : .standard
        reason =
          advantage.isClear
          ? .better(advantage, than: .standard(.fsrs6)) : .notBetter(advantage, than: .standard(.fsrs6))
      } else {
        (reason, target) = (.asked(.fsrs6), .standard)
      }
    case .fsrs6?, nil:
      switch comparison.adoption() {
      case .adopt(let advantage, let other): (reason, target) = (.better(advantage, than: other), fitted)
      case .keep(let advantage, let other): (reason, target) = (.notBetter(advantage, than: other), nil)
      case .nothingNew: (reason, target) = (.nothingNew(comparison.outcome), nil)
      }
    }
    if target?.number == current.number { target = nil }
    needsConsent = target.map { $0.model.name != name } ?? false
  }
}
