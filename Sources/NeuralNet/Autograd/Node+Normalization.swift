import Glibc

/// Which scalars share a mean and a variance: group g is `runs` pieces of `length`, the first at
/// `g % inner * length + g / inner * inner * length`, each the next `runStride` further on.
struct StatisticsGroups {
  var count: Int
  var runs: Int
  var runStride: Int
  var length: Int

  var size: Int { runs * length }

  /// One group for each channel, over images and pixels.
  static func channels(_ shape: [Int]) -> StatisticsGroups {
    let length = shape.dropFirst(2).reduce(1, *)
    return StatisticsGroups(count: shape[1], runs: shape[0], runStride: shape[1] * length, length: length)
  }

  /// Groups that lie behind each other in memory.
  static func consecutive(_ scalarCount: Int, _ count: Int) -> StatisticsGroups {
    StatisticsGroups(count: count, runs: 1, runStride: 0, length: scalarCount / max(count, 1))
  }

  @inline(__always)
  func forEach(_ group: Int, _ body: (Int) -> Void) {
    for run in 0..<runs {
      let start = group * length + run * runStride
      for index in start..<start + length { body(index) }
    }
  }
}

extension Tensor {
  /// Every group shifted to mean 0 and scaled to variance 1, with the means and biased variances it had.
  func standardized(
    _ groups: StatisticsGroups, epsilon: Double
  ) -> (values: Tensor, means: [Double], variances: [Double]) {
    var means = [Double](repeating: 0, count: groups.count)
    var variances = means
    let values = Tensor(shape: shape) { target in
      scalars.withUnsafeBufferPointer { x in
        for group in 0..<groups.count {
          var sum = 0.0
          groups.forEach(group) { sum += x[$0] }
          let mean = sum / Double(groups.size)
          var squares = 0.0
          groups.forEach(group) { squares += (x[$0] - mean) * (x[$0] - mean) }
          let variance = squares / Double(groups.size)
          let scale = 1 / (variance + epsilon).squareRoot()
          groups.forEach(group) { target[$0] = (x[$0] - mean) * scale }
          means[group] = mean
          variances[group] = variance
        }
      }
    }
    return (values, means, variances)
  }

  /// The VJP of `standardized`: (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε).
  ///
  /// Source: S. Ioffe, C. Szegedy, "Batch normalization", 2015, section 3.
  func standardizationGradient(
    _ gradient: Tensor, _ groups: StatisticsGroups, variances: [Double], epsilon: Double
  ) -> Tensor {
    Tensor(shape: shape) { target in
      withPointers(self, gradient) { x, g in
        for group in 0..<groups.count {
          var sum = 0.0
          var product = 0.0
          groups.forEach(group) {
            sum += g[$0]
            product += g[$0] * x[$0]
          }
          let mean = sum / Double(groups.size)
          let slope = product / Double(groups.size)
          let scale = 1 / (variances[group] + epsilon).squareRoot()
          groups.forEach(group) { target[$0] = (g[$0] - mean - x[$0] * slope) * scale }
        }
      }
    }
  }
}

extension Node {
  func standardized(
    _ groups: StatisticsGroups, epsilon: Double
  ) -> (node: Node, means: [Double], variances: [Double]) {
    let (x, means, variances) = value.standardized(groups, epsilon: epsilon)
    let node = unary("standardize", x) {
      x.standardizationGradient($0, groups, variances: variances, epsilon: epsilon)
    }
    return (node, means, variances)
  }

  /// Over images and pixels of each channel, by the batch's own statistics, which are returned (variance biased).
  public func batchNorm(epsilon: Double = 1e-5) -> (node: Node, means: [Double], variances: [Double]) {
    if value.rank < 2 { trapMismatch("batch norm", shape) }
    return standardized(.channels(shape), epsilon: epsilon)
  }

  /// With the statistics training collected.
  public func batchNorm(means: [Double], variances: [Double], epsilon: Double = 1e-5) -> Node {
    let spread = [means.count] + Array(repeating: 1, count: value.rank - 2)
    let scale = Tensor(shape: spread, scalars: variances.map { 1 / ($0 + epsilon).squareRoot() })
    return (self - Node(Tensor(shape: spread, scalars: means))) * Node(scale)
  }

  /// Over the last `axes` axes of each example.
  public func layerNorm(axes: Int = 1, epsilon: Double = 1e-5) -> Node {
    let groups = shape.dropLast(axes).reduce(1, *)
    return standardized(.consecutive(value.scalarCount, groups), epsilon: epsilon).node
  }

  /// Over the pixels of each channel of each image.
  public func instanceNorm(epsilon: Double = 1e-5) -> Node {
    standardized(.consecutive(value.scalarCount, shape[0] * shape[1]), epsilon: epsilon).node
  }

  /// Over the pixels of each group of channels of each image.
  public func groupNorm(groups: Int, epsilon: Double = 1e-5) -> Node {
    if shape[1] % groups != 0 { trapMismatch("group norm", shape, [groups]) }
    return standardized(.consecutive(value.scalarCount, shape[0] * groups), epsilon: epsilon).node
  }

  /// y = γ·x + β for each channel (axis 1).
  public func scaledAndShifted(_ gamma: Node, _ beta: Node) -> Node {
    let spread = [gamma.value.scalarCount] + Array(repeating: 1, count: value.rank - 2)
    return self * gamma.reshaped(spread) + beta.reshaped(spread)
  }

  /// y = x / (k + α/n·Σ x²)^β, the sum over n neighbouring channels.
  ///
  /// Source: A. Krizhevsky et al., "ImageNet classification with deep CNNs", 2012, section 3.3; α/n as in PyTorch.
  public func localResponseNorm(
    size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1
  ) -> Node {
    let x = value
    let scale = alpha / Double(size)
    let sums = x.channelWindowSums(before: size / 2, after: (size - 1) / 2) { $0 * $0 }
    let divisors = sums.map { k + scale * $0 }
    let y = Tensor.combine("local response norm", x, divisors) { $0 * pow($1, -beta) }
    // ∂yᵢ/∂xⱼ = δᵢⱼ·Dᵢ^−β − 2αβ/n·xᵢ·xⱼ·Dᵢ^(−β−1) for every i whose window holds j
    return unary("local-response-norm", y) { gradient in
      let direct = Tensor.combine("lrn", gradient, divisors) { $0 * pow($1, -beta) }
      let through = gradient * y / divisors
      let spread = through.channelWindowSums(before: (size - 1) / 2, after: size / 2) { $0 }
      return direct - x * spread * (2 * scale * beta)
    }
  }
}

extension Tensor {
  /// Σ f(x) over a window of channels around each.
  func channelWindowSums(before: Int, after: Int, _ transform: (Double) -> Double) -> Tensor {
    if rank < 2 { trapMismatch("local response norm", shape) }
    let (channels, area) = (shape[1], shape.dropFirst(2).reduce(1, *))
    let mapped = map(transform)
    var result = Tensor.zeros(shape)
    for image in 0..<shape[0] {
      for channel in 0..<channels {
        for other in max(0, channel - before)...min(channels - 1, channel + after) {
          let (to, from) = ((image * channels + channel) * area, (image * channels + other) * area)
          for index in 0..<area { result.scalars[to + index] += mapped.scalars[from + index] }
        }
      }
    }
    return result
  }
}
