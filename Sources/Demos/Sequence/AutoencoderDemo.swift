import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let autoencoder = Demo(
    name: "autoencoder",
    purpose: LocalizedText(
      "Numbers squeezed through a small code and restored: the target is the input itself",
      "把数据压进小小的编码再还原：目标就是输入本身"),
    topic: .sequence,
    options: [
      DemoOption("in", .integer(2...32), default: "8", "inputs", "输入维数"),
      DemoOption("bottleneck", .integer(1...32), default: "2", "size of the code", "编码维数"),
      DemoOption("rank", .integer(1...32), default: "2", "rank of the data", "数据的秩"),
      DemoOption("epochs", .integer(1...1000), default: "300", "full passes over 64 examples", "对 64 个样本的遍数"),
    ],
    fields: [
      DemoField("loss", "mean squared error before the first and after the last epoch", "开始与结束时的均方误差"),
      DemoField("loss_falls", "whether it falls", "是否下降"),
      DemoField("params", "parameters", "参数量"),
      DemoField("near_zero", "whether the error ends below 1 % of the data's variance", "误差是否低于数据方差的 1 %"),
    ],
    examples: ["autoencoder", "autoencoder --bottleneck 1", "autoencoder --in 16 --rank 4 --bottleneck 4"]
  ) { options, context throws(DemoFailure) in
    let (width, code, rank) = (options.integer("in"), options.integer("bottleneck"), options.integer("rank"))
    guard code <= width, rank <= width else {
      throw DemoFailure(
        LocalizedText(
          "a code or rank above the \(width) inputs squeezes nothing.", "编码或秩超过 \(width) 个输入就谈不上压缩。"),
        advice: LocalizedText(
          "Keep --bottleneck and --rank at most --in.", "请让 --bottleneck 与 --rank 不超过 --in。"))
    }
    let mixing = Tensor.normal([rank, width], using: &context.generator)
    let data =
      Tensor.normal([64, rank], using: &context.generator).matmul(mixing) / Double(rank).squareRoot()
    let encoder = Linear(width, code, initializer: .glorotNormal, using: &context.generator)
    let decoder = Linear(code, width, initializer: .glorotNormal, using: &context.generator)
    let network = Sequential(encoder, decoder)
    var optimizer = Optimizer.adam(learningRate: 0.02)
    let epochs = options.integer("epochs")
    var losses: [Double] = []
    var snapshots: [(epoch: Int, codes: [[Double]], restored: [[Double]])] = []
    let shownRows = 0..<10
    let pace = max(1, epochs / 20)
    for epoch in 0...epochs {
      let loss = network(Node(data)).meanSquaredError(data)
      losses.append(loss.value.scalar)
      if epoch % pace == 0 || epoch == epochs {
        let few = data.sliced(axis: 0, shownRows)
        snapshots.append((epoch, encoder(few).rows, network(few).rows))
      }
      loss.backward()
      optimizer.step(network.parameters)
      network.clearGradients()
    }
    let (first, last) = (losses[0], losses[epochs])
    let variance = data.variance()
    let input = data.sliced(axis: 0, shownRows).rows
    let reach = max(data.absolute().maximum(), 1e-6)
    let context = context
    return DemoResult(
      fields: [
        .init("loss", .numbers([first, last])), .init("loss_falls", .bool(last < first)),
        .init("params", .integer(network.parameterCount)), .init("near_zero", .bool(last < 0.01 * variance)),
      ],
      steps: [
        FormulaStep(
          formula: "L = mean (x̂ − x)²", substituted: context.text("first, last", "最初、最后"),
          value: "\(Numbers.significant(first, 4)), \(Numbers.significant(last, 4))"),
        FormulaStep(
          formula: context.text("parameters", "参数量"),
          substituted: "\(width)·\(code) + \(code) + \(code)·\(width) + \(width)",
          value: "\(network.parameterCount)"),
      ],
      warnings: code < rank
        ? [
          LocalizedText(
            "The code is smaller than the rank of the data: something must be lost.", "编码小于数据的秩：必然有信息丢失。")
        ] : [],
      frames: snapshots.map { snapshot in
        .beside([
          .heat(
            HeatMap(
              title: context.text("input", "输入"), values: input, scale: .diverging, range: -reach...reach)),
          .heat(HeatMap(title: context.text("code", "编码"), values: snapshot.codes, scale: .diverging)),
          .heat(
            HeatMap(
              title: context.text("restored, epoch \(snapshot.epoch)", "还原，epoch \(snapshot.epoch)"),
              values: snapshot.restored,
              scale: .diverging, range: -reach...reach)),
        ])
      },
      details: .plot(
        Plot(
          title: context.text("mean squared error", "均方误差"), xLabel: "epoch",
          series: [
            Plot.Series(
              context.text("error", "误差"),
              losses.enumerated().map { (x: Double($0), y: $1) }.filter { $0.y > 0 },
              role: .series1)
          ], isYLogarithmic: true, height: 10)))
  }
}
