import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let train = Demo(
    name: "train",
    purpose: LocalizedText(
      "A whole training run: loss and accuracy by epoch, and what the network makes of the plane",
      "完整的一次训练：每个 epoch 的损失与准确率，以及网络如何划分平面"),
    topic: .practice,
    options: [
      DemoOption("data", .word(TrainingRun.dataNames), default: "spiral", "data set", "数据集"),
      DemoOption(
        "layers", .integers(1...64, count: 1...4), default: "16,16", "units of each hidden layer", "各隐藏层单元数"),
      DemoOption("act", .word(["relu", "tanh", "sigmoid", "leaky"]), default: "relu", "activation", "激活函数"),
      DemoOption("opt", .word(["sgd", "momentum", "adam"]), default: "sgd", "optimizer", "优化器"),
      DemoOption("lr", .number(1e-6...1000), "learning rate (0.1; adam 0.01)", "学习率（默认 0.1；adam 0.01）"),
      DemoOption("batch", .integer(1...1024), default: "64", "examples in a batch", "batch 大小"),
      DemoOption("epochs", .integer(1...200), default: "50", "full passes", "epoch 数"),
      DemoOption("bn", .flag, "batch norm before each activation", "每个激活前加批归一化"),
      DemoOption(
        "dropout", .number(0...0.9), default: "0", "probability of dropping a hidden unit", "隐藏单元的丢弃概率"),
      DemoOption("l2", .number(0...1), default: "0", "weight decay", "权重衰减"),
    ],
    fields: [
      DemoField("loss", "training loss before the first epoch and after the last", "训练前与训练后的训练损失"),
      DemoField("loss_falls", "whether it ends finite and lower", "是否有限且下降"),
      DemoField("accuracy", "share of the training examples that is right", "训练准确率"),
      DemoField("validation_loss", "loss on examples not trained on", "验证损失"),
      DemoField("validation_accuracy", "accuracy on them", "验证准确率"),
      DemoField("params", "parameters", "参数量"),
      DemoField("updates", "optimizer steps", "更新次数"),
    ],
    examples: ["train", "train --data digits --layers 32", "train --data spiral --lr 100"]
  ) { options, context throws(DemoFailure) in
    let run = TrainingRun(options, &context.generator)
    return run.result(context)
  }
}

/// A training run with a look at the network every few epochs.
private struct TrainingRun {
  static let dataNames = ["spiral", "blobs", "moons", "xor", "digits"]

  struct Epoch {
    var loss, accuracy, validationLoss, validationAccuracy: Double
  }

  let data, validation: Dataset
  let parameterCount: Int
  private(set) var updateCount = 0
  let rate: Double
  private(set) var epochs: [Epoch] = []
  /// Pictures of some epochs: classes of a raster of the plane, or confusion counts.
  private var views: [(epoch: Int, view: [[Double]])] = []

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let all = TrainingRun.data(options.word("data"), &generator).shuffled(using: &generator)
    (data, validation) = all.split(0.8)
    let name = options.word("opt")
    rate = options.optionalNumber("lr") ?? (name == "adam" ? 0.01 : 0.1)
    let decay = options.number("l2")
    let optimizer: Optimizer =
      switch name {
      case "adam": .adamW(learningRate: rate, weightDecay: decay)
      case "momentum": .sgd(learningRate: rate, momentum: 0.9, weightDecay: decay)
      default: .sgd(learningRate: rate, weightDecay: decay)
      }
    let network = TrainingRun.network(options, data, &generator)
    parameterCount = network.parameterCount
    var training = Training(
      network, on: data, optimizer: optimizer, batchSize: options.integer("batch"), seed: generator.next())
    let count = options.integer("epochs")
    let pace = max(1, count / 20)
    note(training)
    look(network, epoch: 0)
    while training.epoch < count {
      let epoch = training.epoch
      var isFinite = true
      while training.epoch == epoch, isFinite { isFinite = training.step().isFinite }
      note(training)
      if training.epoch % pace == 0 || !isFinite { look(network, epoch: training.epoch) }
      // Nothing comes back from not-a-number.
      if !isFinite { break }
    }
    updateCount = training.stepCount
  }

  private static func data(_ name: String, _ generator: inout SplitMix64) -> Dataset {
    switch name {
    case "blobs": .blobs(perClass: 100, classes: 2, using: &generator)
    case "moons": .moons(perClass: 100, using: &generator)
    case "xor": .xor(perCorner: 40, noise: 0.2, using: &generator)
    case "digits": .digits(perClass: 30, using: &generator)
    default: .spiral(perClass: 100, using: &generator)
    }
  }

  private static func network(
    _ options: OptionValues, _ data: Dataset, _ generator: inout SplitMix64
  ) -> Sequential {
    let activation = Activation(named: options.word("act")) ?? .relu
    let scheme: Initializer =
      activation == .tanh || activation == .sigmoid ? .glorotNormal : .heNormal
    var layers: [any Layer] = [Flatten()]
    var width = data.inputs.shape.dropFirst().reduce(1, *)
    for hidden in options.integers("layers") {
      layers.append(Linear(width, hidden, initializer: scheme, using: &generator))
      if options.flag("bn") { layers.append(BatchNorm(hidden)) }
      layers.append(Activated(activation))
      if options.number("dropout") > 0 { layers.append(Dropout(options.number("dropout"))) }
      width = hidden
    }
    layers.append(Linear(width, data.classCount, initializer: .glorotNormal, using: &generator))
    return Sequential(layers)
  }

  private mutating func note(_ training: Training) {
    let seen = training.evaluate(on: data)
    let unseen = training.evaluate(on: validation)
    epochs.append(
      Epoch(
        loss: seen.loss, accuracy: seen.accuracy, validationLoss: unseen.loss,
        validationAccuracy: unseen.accuracy))
  }

  private var isPlane: Bool { data.inputs.rank == 2 }

  private mutating func look(_ network: Sequential, epoch: Int) {
    let view = withoutGradient { isPlane ? plane(network) : confusion(network) }
    views.append((epoch, view))
  }

  private func confusion(_ network: Sequential) -> [[Double]] {
    let predictions = network(validation.inputs).argumentOfMaximum()
    return ConfusionMatrix(predictions, validation.labels, classes: data.classCount).counts
      .map { $0.map(Double.init) }
  }

  /// The class of each place, 1 …; examples the network has wrong are 5.
  private func plane(_ network: Sequential) -> [[Double]] {
    let (rows, columns) = (32, 48)
    let reach = max(data.inputs.absolute().maximum(), 1e-6) * 1.05
    var places: [Double] = []
    for row in 0..<rows {
      let y = reach - (Double(row) + 0.5) / Double(rows) * 2 * reach
      for column in 0..<columns {
        let x = (Double(column) + 0.5) / Double(columns) * 2 * reach - reach
        places += [x, y]
      }
    }
    let classes = network(Tensor(shape: [rows * columns, 2], scalars: places)).argumentOfMaximum()
    var view = (0..<rows).map { row in (0..<columns).map { Double(classes[row * columns + $0] + 1) } }
    let predictions = network(data.inputs).argumentOfMaximum()
    for (point, (guess, label)) in zip(data.inputs.rows, zip(predictions, data.labels)) where guess != label {
      let column = Int((point[0] + reach) / (2 * reach) * Double(columns))
      let row = Int((reach - point[1]) / (2 * reach) * Double(rows))
      view[min(max(row, 0), rows - 1)][min(max(column, 0), columns - 1)] = 5
    }
    return view
  }

  var lossFalls: Bool {
    let last = epochs[epochs.count - 1].loss
    return last.isFinite && last < epochs[0].loss
  }

  func result(_ context: DemoContext) -> DemoResult {
    let (first, last) = (epochs[0], epochs[epochs.count - 1])
    let shown = { (value: Double) in value.isFinite ? Numbers.significant(value, 4) : "NaN" }
    return DemoResult(
      fields: [
        .init("loss", .numbers([first.loss, last.loss])), .init("loss_falls", .bool(lossFalls)),
        .init("accuracy", .number(last.accuracy)), .init("validation_loss", .number(last.validationLoss)),
        .init("validation_accuracy", .number(last.validationAccuracy)),
        .init("params", .integer(parameterCount)),
        .init("updates", .integer(updateCount)),
      ],
      steps: [
        FormulaStep(
          formula: "W ← W − lr · ∂L/∂W",
          substituted: context.text(
            "lr \(Numbers.short(rate)), \(updateCount) updates",
            "lr \(Numbers.short(rate))，更新 \(updateCount) 次"),
          value: "L \(shown(first.loss)) → \(shown(last.loss))"),
        FormulaStep(
          formula: context.text("accuracy", "准确率"),
          substituted: context.text("training, validation", "训练、验证"),
          value:
            "\(Numbers.fixed(100 * last.accuracy, 1)) %, \(Numbers.fixed(100 * last.validationAccuracy, 1)) %"
        ),
      ], warnings: warnings, frames: views.map { frame($0, context) }, details: curves(context))
  }

  private var warnings: [LocalizedText] {
    let last = epochs[epochs.count - 1]
    if !lossFalls {
      return [
        LocalizedText(
          "The loss does not fall: first of all lower the learning rate.", "损失没有下降：首先降低学习率。")
      ]
    }
    if last.accuracy - last.validationAccuracy > 0.1 {
      return [
        LocalizedText(
          "Training and validation part: it over-fits. Try --dropout, --l2 or fewer epochs.",
          "训练与验证拉开了差距：过拟合。试试 --dropout、--l2 或更少的 epoch。")
      ]
    }
    if last.accuracy < 0.7 {
      return [
        LocalizedText(
          "Poor on its own training set: it under-fits. Try more units, more epochs or another rate.",
          "连训练集都学不好：欠拟合。试试更多单元、更多 epoch或别的学习率。")
      ]
    }
    return []
  }

  private func frame(_ view: (epoch: Int, view: [[Double]]), _ context: DemoContext) -> Drawing {
    let state = epochs[min(view.epoch, epochs.count - 1)]
    let loss = state.loss.isFinite ? Numbers.significant(state.loss, 3) : "NaN"
    let title =
      "epoch \(view.epoch)" + context.text(": ", "：") + "L \(loss), "
      + "\(Numbers.fixed(100 * state.accuracy, 1)) %"
    guard isPlane else {
      return .heat(
        HeatMap(
          title: title + context.text("; rows true digits, columns guesses", "；行为真实数字，列为预测"),
          values: view.view))
    }
    return .heat(
      HeatMap(
        title: title + context.text("; red: examples it has wrong", "；红：分错的样本"), values: view.view,
        scale: .categorical,
        range: 0...9))
  }

  private func curves(_ context: DemoContext) -> Drawing {
    func points(_ value: (Epoch) -> Double) -> [(x: Double, y: Double)] {
      epochs.enumerated().map { (x: Double($0), y: value($1)) }.filter { $0.y.isFinite }
    }
    return .stack([
      .plot(
        Plot(
          title: context.text("loss", "损失"), xLabel: "epoch",
          series: [
            Plot.Series(context.text("training", "训练"), points(\.loss), role: .series1),
            Plot.Series(context.text("validation", "验证"), points(\.validationLoss), role: .series2),
          ], height: 11)),
      .plot(
        Plot(
          title: context.text("accuracy", "准确率"), xLabel: "epoch",
          series: [
            Plot.Series(context.text("training", "训练"), points(\.accuracy), role: .series1),
            Plot.Series(context.text("validation", "验证"), points(\.validationAccuracy), role: .series2),
          ], yRange: 0...1, height: 9)),
    ])
  }
}
