import Basics
import Fitting
import Scheduling
import TerminalUI

/// A fit and its proof, as a table, a drawing, sentences and JSON.
struct FitReport {
  let comparison: Comparison
  let trials: [KindTrial]
  let current: ParametersVersion
  let decision: FitDecision
  let language: Language

  private func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }

  func name(_ contender: Comparison.Contender) -> String {
    switch contender {
    case .fitted: text("FSRS-6, fitted", "FSRS-6，拟合")
    case .current:
      ParametersVersion.title(current.model.name) + text(", in use", "，当前参数")
    case .standard(let model):
      model == .sm2
        ? ParametersVersion.title(model)
        : ParametersVersion.title(model) + text(", standard", "，标准参数")
    case .average: text("your own average", "你自己的平均值")
    }
  }

  /// What the fit used, in one sentence; with few reviews the rule that follows.
  var usableSentence: String {
    let usable = comparison.outcome.usable
    let least = FitRules.leastReviews
    let leastForAll = FitRules.leastReviewsForAll
    switch comparison.outcome {
    case .standard:
      return text(
        "\(usable) usable reviews (a day or more after the one before), fewer than \(least): the standard parameters stand.",
        "可用复习 \(usable) 次（距上次至少一天），不足 \(least) 次：沿用标准参数。")
    case .firstStabilities:
      return text(
        "\(usable) usable reviews, fewer than \(leastForAll): only the first stabilities are fitted.",
        "可用复习 \(usable) 次，不足 \(leastForAll) 次：只拟合初始稳定度。")
    case .fitted:
      return text(
        "\(usable) usable reviews: all 21 parameters are fitted.", "可用复习 \(usable) 次：拟合全部 21 个参数。")
    }
  }

  /// Whether the new parameters are adopted, and why.
  var decisionSentence: String {
    func figures(_ advantage: Advantage) -> String {
      "\(abs(advantage.mean).fixed(4)) ± \(advantage.standardError.fixed(4))"
    }
    switch decision.reason {
    case .better(let advantage, let other):
      let rest = text(
        "on \(advantage.reviews) held-out reviews their log loss is \(figures(advantage)) below that of \(name(other)).",
        "在 \(advantage.reviews) 次留出集复习上，对数损失比 \(name(other))低 \(figures(advantage))。")
      return decision.target == nil
        ? text("kept: ", "保持不变：") + rest : text("better: ", "更好：") + rest
    case .notBetter(let advantage, let other):
      guard advantage.reviews > 0 else {
        return text("not adopted: no held-out reviews to prove it on.", "不采用：留出集为空，无法验证。")
      }
      let side =
        advantage.mean >= 0 ? text("below", "低") : text("above", "高")
      return text(
        "not adopted: on \(advantage.reviews) held-out reviews the log loss is \(figures(advantage)) \(side) that of \(name(other)); it must be clearly below.",
        "不采用：在 \(advantage.reviews) 次留出集复习上，对数损失比 \(name(other))\(side) \(figures(advantage))，需明显更低。")
    case .nothingNew(.standard):
      return text("not adopted: there is nothing to fit yet.", "不采用：复习记录还不够拟合。")
    case .nothingNew:
      return text("kept: these parameters are in use already.", "保持不变：这些参数已在使用。")
    case .asked(let model):
      return text(
        "\(ParametersVersion.title(model)) with its standard parameters, as asked.",
        "按要求使用 \(ParametersVersion.title(model)) 的标准参数。")
    case .inForce(let model):
      return text(
        "kept: \(ParametersVersion.title(model)) is in use already.",
        "保持不变：已在使用 \(ParametersVersion.title(model))。")
    }
  }

  /// One sentence for each kind of practice in the log.
  var kindSentences: [String] {
    trials.map { trial in
      let count = trial.entries
      guard let advantage = trial.advantage else {
        return text(
          "\(trial.kind.words.english): \(count) entries, fewer than \(KindTrial.leastEntries): it does not feed the model.",
          "\(trial.kind.words.chinese)：\(count) 条记录，不足 \(KindTrial.leastEntries) 条：不用于模型。")
      }
      let change = "\((-advantage.mean).fixed(4)) ± \(advantage.standardError.fixed(4))"
      return trial.feedsModel
        ? text(
          "\(trial.kind.words.english): \(count) entries; with them the log loss changes by \(change): it feeds the model.",
          "\(trial.kind.words.chinese)：\(count) 条记录；加入后对数损失变化 \(change)：用于模型。")
        : text(
          "\(trial.kind.words.english): \(count) entries; with them the log loss changes by \(change): it does not feed the model.",
          "\(trial.kind.words.chinese)：\(count) 条记录；加入后对数损失变化 \(change)：不用于模型。")
    }
  }

  /// The held-out figures of every model; `moves` adds what each would do to the due days.
  func table(moves: [Comparison.Contender: ScheduleMoves] = [:]) -> Table {
    var columns = [
      Table.Column(text("held-out reviews", "留出集"), .left), Table.Column(text("log loss", "对数损失")),
      Table.Column(text("RMSE(bins)", "RMSE(bins)")), Table.Column(text("reviews", "复习次数")),
    ]
    if !moves.isEmpty {
      columns += [
        Table.Column(text("moved", "改期")), Table.Column(text("median", "中位数")),
        Table.Column(text("largest", "最大")), Table.Column(text("due now", "现在到期")),
      ]
    }
    let best = comparison.rows.map(\.heldOut.logLoss).filter(\.isFinite).min()
    let rows = comparison.rows.map { row -> [StyledText] in
      let role: Role = row.heldOut.logLoss == best ? .good : .plain
      var cells = [
        StyledText(name(row.contender), role), StyledText(row.heldOut.logLoss.fixed(4), role),
        StyledText(row.heldOut.binError.fixed(4), role), StyledText("\(row.heldOut.count)", .dim),
      ]
      if !moves.isEmpty {
        if let moves = moves[row.contender] {
          cells += [
            StyledText("\(moves.moved)"), StyledText(Wording.days(moves.medianDays, language)),
            StyledText("\(moves.largestDays)"), StyledText("\(moves.dueNow)"),
          ]
        } else {
          cells += Array(repeating: StyledText("–", .dim), count: 4)
        }
      }
      return cells
    }
    return Table(columns: columns, rows: rows)
  }

  /// Predicted against actual recall on held-out reviews: on the diagonal the model is right. Nil without any.
  var calibration: Drawing? {
    let shown: [(Comparison.Contender, Role)] = [
      (.fitted, .series1),
      (comparison.row(.current) == nil ? .standard(current.model.name) : .current, .series2),
    ]
    // A handful of reviews tells nothing of a share.
    let series = shown.compactMap { contender, role -> Plot.Series? in
      let bins = comparison.row(contender)?.heldOut.calibration.filter { $0.count >= 10 } ?? []
      return bins.isEmpty
        ? nil
        : Plot.Series(name(contender), bins.map { (x: $0.predicted, y: $0.actual) }, mark: .path, role: role)
    }
    guard let least = series.flatMap(\.points).flatMap({ [$0.x, $0.y] }).min() else { return nil }
    let lower = max(0, (least * 10).rounded(.down) / 10)
    let diagonal = Plot.Series(
      text("predicted = actual", "预测 = 实际"), [(x: lower, y: lower), (x: 1, y: 1)], role: .dim)
    return .plot(
      Plot(
        title: text("calibration, held-out reviews", "校准（留出集）"), xLabel: text("predicted recall", "预测回忆概率"),
        yLabel: text("actual recall", "实际回忆率"), series: [diagonal] + series, xRange: lower...1,
        yRange: lower...1))
  }

  /// `inForce` is what the schedule follows after the command.
  func json(inForce: ParametersVersion, retention: Double, adopted: Bool, moves: ScheduleMoves) -> JSONValue {
    [
      "model": .string(inForce.model.name.rawValue), "version": .integer(inForce.number),
      "parameters": .numbers(inForce.model.weights), "retention": .number(retention),
      "outcome": .string(comparison.outcome.name), "usable": .integer(comparison.outcome.usable),
      "fitted_parameters": .numbers(comparison.outcome.parameters.weights), "adopted": .bool(adopted),
      "reason": .string(decisionSentence),
      "held_out": .object(comparison.rows.map { .init($0.contender.name, $0.heldOut.json) }),
      "kinds": .array(
        trials.map { trial in
          [
            "kind": .string(trial.kind.rawValue), "entries": .integer(trial.entries),
            "feeds_model": .bool(trial.feedsModel), "advantage": trial.advantage?.json ?? .null,
          ]
        }),
      "moved": moves.json,
    ]
  }
}
