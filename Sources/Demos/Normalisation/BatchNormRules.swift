import Basics
import NeuralNet

/// Mistakes with the numbers of batch normalisation.
enum BatchNormRules {
  static let all: [WrongRule] =
    ["y[4]", "y[1]"].flatMap { field in
      let index = field == "y[4]" ? 4 : 1
      return [
        output(field, index, "unbiased", "the variance is divided by m − 1", "方差除以了 m − 1") { b in
          b.gamma * (b.x - b.mean) / b.unbiased.squareRoot() + b.beta
        },
        output(field, index, "variance", "the variance is not rooted", "除以了方差，没有开根号") { b in
          b.gamma * (b.x - b.mean) / b.variance + b.beta
        },
        output(field, index, "no-shift", "β is forgotten", "忘了 β") { b in b.gamma * b.hat },
        output(field, index, "no-scale", "γ is forgotten", "忘了 γ") { b in b.hat + b.beta },
        output(field, index, "normalised", "γ and β are forgotten", "忘了 γ 与 β") { b in b.hat },
        output(field, index, "shift-first", "β is added before γ multiplies", "先加 β 再乘 γ") { b in
          b.gamma * (b.hat + b.beta)
        },
        output(field, index, "not-centred", "the mean is not subtracted", "没有减去均值") { b in
          b.gamma * b.x / b.variance.squareRoot() + b.beta
        },
        output(field, index, "bias-kept", "the bias is added again behind", "归一化之后又加上了偏置") { b in
          b.bias == 0 ? .nan : b.gamma * b.hat + b.beta + b.bias
        },
      ]
    } + [
      batch("var_unbiased", "population", "the sum is divided by m, not m − 1", "除以了 m，而不是 m − 1") {
        $0.variance
      },
      batch("var_unbiased", "deviation", "the standard deviation is given", "给出的是标准差") {
        $0.unbiased.squareRoot()
      },
      batch("var_unbiased", "sum", "the sum of squares is not divided", "平方和没有除") { $0.variance * $0.count },
      batch(
        "running.mean", "swapped", "the old value gets the share --momentum, the new one the rest", "新旧占比弄反了"
      ) {
        (1 - $0.momentum) * $0.mean
      },
      batch("running.mean", "replaced", "the batch mean replaces the running one", "直接用 batch 均值替换") {
        $0.mean
      },
      batch("running.mean", "start-one", "the running mean is taken to start from 1", "把滑动均值的初值当成 1") {
        1 - $0.momentum + $0.momentum * $0.mean
      },
      batch(
        "running.var", "population", "the population variance enters instead of the unbiased one",
        "用了总体方差，而不是无偏方差"
      ) {
        1 - $0.momentum + $0.momentum * $0.variance
      },
      batch(
        "running.var", "swapped", "the old value gets the share --momentum, the new one the rest", "新旧占比弄反了"
      ) {
        $0.momentum + (1 - $0.momentum) * $0.unbiased
      },
      batch("running.var", "start-zero", "the running variance is taken to start from 0", "把滑动方差的初值当成 0") {
        $0.momentum * $0.unbiased
      },
      batch("running.var", "replaced", "the batch's variance replaces the running one", "直接用 batch 方差替换") {
        $0.unbiased
      },
      parameters("gamma-alone", "only γ is counted", "只算了 γ") { channels, _ in channels },
      parameters("statistics-learned", "the running statistics are counted as parameters", "把滑动统计量也算成参数") {
        channels, _ in
        4 * channels
      },
      parameters(
        "per-image", "each image of the batch is given parameters of its own", "给 batch 里每张图像都算了一份参数"
      ) {
        channels, batch in
        2 * channels * batch
      },
    ]

  struct Batch {
    let x, mean, variance, unbiased, count, gamma, beta, bias, momentum: Double

    var hat: Double { (x - mean) / variance.squareRoot() }

    init(_ options: OptionValues, index: Int) {
      let values = options.numbers("x")
      let tensor = Tensor(values)
      x = index < values.count ? values[index] : .nan
      mean = tensor.mean()
      variance = tensor.variance()
      unbiased = values.count > 1 ? tensor.variance(unbiased: true) : .nan
      count = Double(values.count)
      gamma = options.number("gamma")
      beta = options.number("beta")
      bias = options.number("bias")
      momentum = options.number("momentum")
    }
  }

  private static func output(
    _ field: String, _ index: Int, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Batch) -> Double
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, number: { formula(Batch($0, index: index)) })
  }

  private static func batch(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Batch) -> Double
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, number: { formula(Batch($0, index: 0)) })
  }

  private static func parameters(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(
      "params", name, english, chinese, count: { formula($0.integer("channels"), $0.integers("batch")[0]) })
  }
}
