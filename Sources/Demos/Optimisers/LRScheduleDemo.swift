import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let lrSchedule = Demo(
    name: "lr-schedule",
    purpose: LocalizedText(
      "Learning-rate decay by epoch, with a warm-up before it", "学习率随 epoch 的衰减，以及之前的预热"),
    topic: .optimisers,
    options: [
      DemoOption(
        "type", .word(["inv", "exp", "sqrt", "step", "cosine"]), default: "inv", "schedule", "衰减方式"),
      DemoOption("lr0", .number(0...100), default: "0.1", "initial rate", "初始学习率"),
      DemoOption(
        "decay", .number(0...10), "decay rate of inv (1); factor of exp (0.95) and step (0.1); k of sqrt (1)",
        "inv 的衰减率（1）；exp（0.95）与 step（0.1）的倍数；sqrt 的 k（1）"),
      DemoOption(
        "every", .integer(1...1000), "epochs between two drops of step (a third)", "step 每隔几个 epoch 下降（三分之一）"),
      DemoOption("epochs", .integer(1...1000), default: "30", "epochs, counted from 0", "epoch 数，从 0 数起"),
      DemoOption("warmup", .integer(0...100_000), default: "0", "steps of warm-up before", "之前预热的步数"),
      DemoOption("warmup-lr", .number(0...100), default: "0.01", "rate of the warm-up", "预热的学习率"),
      DemoOption(
        "ramp", .flag, "warm up in a straight line to --lr0 instead of a constant", "预热线性升到 --lr0，而不是常数"),
    ],
    fields: [
      DemoField("lr", "the rate of each epoch", "每个 epoch 的学习率"),
      DemoField(
        "warmup", "its constant rate, [from, to] with --ramp, null without",
        "预热的学习率；--ramp 时为 [起, 止]；没有则为 null"),
    ],
    examples: [
      "lr-schedule --type inv --lr0 0.2 --decay 1 --epochs 5", "lr-schedule --type cosine",
      "lr-schedule --type step --warmup 400 --warmup-lr 0.01 --lr0 0.1",
    ],
    wrongRules: LRScheduleRules.all
  ) { options, context throws(DemoFailure) in
    let decay = Decay(options.word("type"), options)
    if decay.isFactor, decay.amount > 1 {
      throw DemoFailure(
        LocalizedText(
          "With --type \(decay.type) the rate is multiplied by \(Numbers.short(decay.amount)), so it would grow.",
          "--type \(decay.type) 每次乘以 \(Numbers.short(decay.amount))，学习率会越来越大。"),
        advice: LocalizedText("Take a --decay of at most 1.", "--decay 应不超过 1。"))
    }
    let rates = (0..<decay.epochs).map(decay.rate)
    let warmup = Warmup(options)
    var warnings: [LocalizedText] = []
    if let warmup, warmup.from > decay.base {
      warnings.append(
        LocalizedText(
          "The warm-up rate is above the initial rate: it warms nothing up.", "预热的学习率高于初始值，起不到预热作用。"))
    }
    var details: [Drawing] = [decay.table(rates, context)]
    if let warmup { details.insert(.plot(warmup.plot(decay.base, context)), at: 0) }
    return DemoResult(
      fields: [.init("lr", .numbers(rates)), .init("warmup", warmup?.json ?? .null)],
      steps: decay.steps(rates), warnings: warnings, frames: decay.frames(options, context),
      details: .stack(details))
  }
}

/// One schedule with its numbers.
private struct Decay {
  let type: String
  let base: Double
  let amount: Double
  let epochs: Int
  private let every: Int

  init(_ type: String, _ options: OptionValues, isChosen: Bool = true) {
    self.type = type
    base = options.number("lr0")
    epochs = options.integer("epochs")
    every = options.optionalInteger("every") ?? max(1, epochs / 3)
    let usual = type == "exp" ? 0.95 : type == "step" ? 0.1 : 1
    amount = isChosen ? options.optionalNumber("decay") ?? usual : usual
  }

  var isFactor: Bool { type == "exp" || type == "step" }

  private var schedule: LearningRateSchedule {
    switch type {
    case "exp": .exponential(gamma: amount)
    case "sqrt": .inverseSquareRoot
    case "step": .step(size: every, gamma: amount)
    case "cosine": .cosine(period: epochs, minimum: 0)
    default: .inverseTime(decay: amount)
    }
  }

  func rate(_ epoch: Int) -> Double {
    schedule.rate(at: epoch, base: type == "sqrt" ? amount * base : base)
  }

  func steps(_ rates: [Double]) -> [FormulaStep] {
    let start = Numbers.significant(base, 6)
    let factor = Numbers.significant(amount, 6)
    let (formula, put): (String, (Int) -> String) =
      switch type {
      case "exp": ("α = α₀ · rateᵉ", { "\(start) · \(factor)^\($0)" })
      case "sqrt": ("α = k · α₀ / √(e + 1)", { "\(factor) · \(start) / √\($0 + 1)" })
      case "step": ("α = α₀ · factor^⌊e / \(every)⌋", { "\(start) · \(factor)^\($0 / every)" })
      case "cosine":
        ("α = α₀ · (1 + cos(π·e / E)) / 2", { "\(start) · (1 + cos(π · \($0) / \(epochs))) / 2" })
      default: ("α = α₀ / (1 + d·e)", { "\(start) / (1 + \(factor) · \($0))" })
      }
    var shown = Array(0..<min(3, epochs))
    if epochs > 3 { shown.append(epochs - 1) }
    return shown.map { epoch in
      FormulaStep(
        formula: epoch == 0 ? formula : "", substituted: "e = \(epoch):  \(put(epoch))",
        value: Numbers.significant(rates[epoch]), fields: ["lr"])
    }
  }

  /// The chosen curve is walked along; the others stand dim behind it.
  func frames(_ options: OptionValues, _ context: DemoContext) -> [Drawing] {
    let others = ["inv", "exp", "sqrt", "step", "cosine"].filter { $0 != type }.map { name in
      let other = Decay(name, options, isChosen: false)
      return Plot.Series(name, (0..<epochs).map { (x: Double($0), y: other.rate($0)) }, role: .dim)
    }
    let points = (0..<epochs).map { (x: Double($0), y: rate($0)) }
    let pace = max(1, (epochs + 23) / 24)
    var ends = Array(stride(from: pace, to: epochs, by: pace))
    ends.append(epochs)
    let top = max(points.map(\.y).max() ?? 0, base, 1e-9)
    return ends.map { end in
      .plot(
        Plot(
          title: context.text("learning rate by epoch; dim: the other schedules", "各 epoch 的学习率；暗色为其余方式"),
          xLabel: "epoch",
          series: others + [
            Plot.Series(type, Array(points.prefix(end)), mark: epochs <= 40 ? .path : .line, role: .series1)
          ], xRange: 0...Double(max(1, epochs - 1)), yRange: 0...top * 1.05))
    }
  }

  func table(_ rates: [Double], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        ["epoch", context.text("rate", "学习率")],
        rates.enumerated().map { ["\($0)", Numbers.significant($1)] }, limit: 12,
        shares: rates.map { base > 0 ? min(1, $0 / base) : 0 }))
  }
}

/// The steps before the schedule begins.
private struct Warmup {
  let count: Int
  let from: Double
  private let to: Double
  private let isRamp: Bool

  init?(_ options: OptionValues) {
    count = options.integer("warmup")
    guard count > 0 else { return nil }
    isRamp = options.flag("ramp")
    from = options.number("warmup-lr")
    to = isRamp ? options.number("lr0") : from
  }

  var json: JSONValue { isRamp ? .numbers([from, to]) : .number(from) }

  func plot(_ base: Double, _ context: DemoContext) -> Plot {
    let last = Double(count)
    let after = max(1, last / 3)
    return Plot(
      title: context.text("warm-up, then the first epoch", "预热，随后进入第一个 epoch"),
      xLabel: context.text("step", "步"),
      series: [
        Plot.Series(context.text("warm-up", "预热"), [(x: 0, y: from), (x: last, y: to)], role: .series2),
        Plot.Series("α₀", [(x: last, y: base), (x: last + after, y: base)], role: .series1),
      ], yRange: 0...max(base, from, to, 1e-9) * 1.1, height: 9)
  }
}

private enum LRScheduleRules {
  static let all: [WrongRule] = [
    last("counted-from-one", "the epochs are numbered from 1", "epoch 从 1 数起") { type, lr0, decay, epochs in
      type == "inv" ? lr0 / (1 + decay * epochs) : lr0 * pow(decay, epochs)
    },
    last("one-early", "the last epoch but one is taken", "取了倒数第二个 epoch") { type, lr0, decay, epochs in
      type == "inv" ? lr0 / (1 + decay * (epochs - 2)) : lr0 * pow(decay, epochs - 2)
    },
    last("applied-once", "the decay is applied once, whatever the epoch", "不论第几个 epoch 都只衰减一次") {
      type, lr0, decay, _ in
      type == "inv" ? lr0 / (1 + decay) : lr0 * decay
    },
    last("repeated", "each epoch divides the rate of the one before by 1 + d", "每个 epoch 都把上一个再除以 1 + d") {
      type, lr0, decay, epochs in
      type == "inv" ? lr0 / pow(1 + decay, epochs - 1) : nil
    },
    last(
      "factor-times-epochs", "the factor is multiplied by the epoch instead of raised to it",
      "把倍数乘以 epoch，而不是取幂"
    ) {
      type, lr0, decay, epochs in
      type == "exp" ? lr0 * decay * (epochs - 1) : nil
    },
    last("linear", "the same amount is subtracted each epoch", "每个 epoch 减去相同的量") {
      type, lr0, decay, epochs in
      type == "exp" ? lr0 * (1 - (1 - decay) * (epochs - 1)) : nil
    },
  ]

  private static func last(
    _ name: String, _ english: String, _ chinese: String,
    _ formula:
      @escaping @Sendable (_ type: String, _ lr0: Double, _ decay: Double, _ epochs: Double) -> Double?
  ) -> WrongRule {
    WrongRule(
      "lr[-1]", name, english, chinese,
      number: { options in
        let decay = Decay(options.word("type"), options)
        guard decay.type == "inv" || decay.type == "exp" else { return nil }
        return formula(decay.type, decay.base, decay.amount, Double(decay.epochs))
      })
  }
}
