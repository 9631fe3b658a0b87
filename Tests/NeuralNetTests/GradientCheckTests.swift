import Basics
import Testing

@testable import NeuralNet

/// Every differentiable operation against finite differences, over seeded random shapes.
@Suite struct GradientCheckTests {
  /// An error of the central difference with step 1e-5 is about 1e-10, plus rounding.
  static let tolerance = 1e-6

  struct Operation: Sendable, CustomTestStringConvertible {
    let name: String
    /// Draws inputs and gives the function of them.
    let make: @Sendable (inout SplitMix64) -> ([Tensor], ([Node]) -> Node)
    var testDescription: String { name }

    init(_ name: String, _ make: @escaping @Sendable (inout SplitMix64) -> ([Tensor], ([Node]) -> Node)) {
      self.name = name
      self.make = make
    }
  }

  static func size(_ generator: inout SplitMix64, _ range: ClosedRange<Int> = 1...4) -> Int {
    range.lowerBound + generator.nextIndex(below: range.count)
  }

  /// Random scalars that stay away from the kinks at multiples of a half.
  static func smooth(_ shape: [Int], _ g: inout SplitMix64) -> Tensor {
    Tensor.normal(shape, deviation: 1.3, using: &g).map {
      let nearest = ($0 * 2).rounded() / 2
      return abs($0 - nearest) < 0.01 ? nearest + 0.02 : $0
    }
  }

  /// Different scalars, so that a maximum does not change hands.
  static func distinct(_ shape: [Int], _ g: inout SplitMix64) -> Tensor {
    let count = shape.reduce(1, *)
    var order = Array(0..<count)
    order.shuffle(using: &g)
    return Tensor(shape: shape, scalars: order.map { Double($0) * 0.1 - Double(count) * 0.05 })
  }

  static func elementwise(_ name: String, _ function: @escaping @Sendable ([Node]) -> Node) -> Operation {
    Operation(name) { g in
      let shape = [size(&g), size(&g), size(&g)]
      // The second operand broadcasts in one axis or in all.
      let other = [[1, shape[1], shape[2]], [shape[2]], [], shape][g.nextIndex(below: 4)]
      return ([smooth(shape, &g), smooth(other, &g)], function)
    }
  }

  static let elementwise: [Operation] = [
    elementwise("+") { $0[0] + $0[1] },
    elementwise("-") { $0[0] - $0[1] },
    elementwise("*") { $0[0] * $0[1] },
    elementwise("/") { $0[0] / ($0[1].squared() + 1) },
    elementwise("scalars") { x in
      let left = (3 - x[0] * 2) / 4
      return left + 1 / (x[1].squared() + 1) - 2 + 1
    },
    elementwise("exp and log") { x in (x[0].exponential() + 1).logarithm() + (-x[1]) },
    elementwise("roots and powers") { x in
      (x[0].squared() + 1).squareRoot() + (x[1].squared() + 1).power(1.5)
    },
    elementwise("softsign") { $0[0].softsign() + $0[1] },
    elementwise("abs and clamp") { $0[0].absolute() * $0[1].clamped(-0.75...0.75) },
  ]

  static let activations: [Operation] = Activation.all.map { activation in
    Operation(activation.name) { g in
      ([smooth([size(&g), size(&g)], &g)], { $0[0].activated(activation) })
    }
  }

  static let shapes: [Operation] = [
    Operation("matmul") { g in
      let (n, k, m, b) = (size(&g), size(&g), size(&g), size(&g))
      let left = [[b, n, k], [n, k], [k]][g.nextIndex(below: 3)]
      let right = [[b, k, m], [k, m], [k]][g.nextIndex(below: 3)]
      return ([smooth(left, &g), smooth(right, &g)], { $0[0].matmul($0[1]) })
    },
    Operation("linear") { g in
      let (n, k, m) = (size(&g), size(&g), size(&g))
      return (
        [smooth([n, 2, k], &g), smooth([m, k], &g), smooth([m], &g)], { $0[0].linear($0[1], bias: $0[2]) }
      )
    },
    Operation("reshape, permute, transpose, slice, concatenate, gather") { g in
      let (a, b) = (size(&g, 2...4), size(&g, 2...4))
      return (
        [smooth([a, b, 2], &g)],
        { x in
          let joined = Node.concatenate([x[0], x[0].sliced(axis: 1, 1..<b)], axis: 1)
          return joined.permuted([2, 0, 1]).transposed.flattened().gathered([1, 0, 1]).reshaped([-1])
        }
      )
    },
    Operation("sums and means") { g in
      let shape = [size(&g), size(&g), size(&g)]
      return (
        [smooth(shape, &g)],
        { $0[0].sum(axes: [0, 2], keepsAxes: true) * $0[0].mean(axes: [1]).sum() + $0[0].mean() }
      )
    },
    Operation("maximum") { g in ([distinct([size(&g), 3, size(&g)], &g)], { $0[0].maximum(axes: [1]) }) },
    Operation("softmax") { g in ([smooth([size(&g), size(&g)], &g)], { $0[0].softmax() }) },
    Operation("log-softmax") { g in ([smooth([size(&g), size(&g)], &g)], { $0[0].logSoftmax() }) },
    Operation("prelu") { g in
      let c = size(&g)
      return (
        [smooth([2, c, 3], &g), smooth([[1], [c]][g.nextIndex(below: 2)], &g)], { $0[0].prelu(slope: $0[1]) }
      )
    },
  ]

  static let spatial: [Operation] = [
    Operation("convolution") { g in
      let (c, o, groups) = (size(&g, 1...2), size(&g, 1...3), size(&g, 1...2))
      var window = Window([size(&g, 1...3), size(&g, 1...3)])
      for axis in 0..<2 {
        window.stride[axis] = size(&g, 1...2)
        window.dilation[axis] = size(&g, 1...2)
        window.paddingBefore[axis] = size(&g, 0...2)
        window.paddingAfter[axis] = size(&g, 0...2)
      }
      return (
        [
          smooth([2, c * groups, 6, 5], &g), smooth([o * groups, c] + window.kernel, &g),
          smooth([o * groups], &g),
        ],
        { [window] in $0[0].convolution($0[1], bias: $0[2], window, groups: groups) }
      )
    },
    Operation("convolution over one axis") { g in
      let window = Window([size(&g, 1...3)], stride: [size(&g, 1...2)], padding: [1])
      return (
        [smooth([2, 2, 7], &g), smooth([3, 2] + window.kernel, &g)], { $0[0].convolution($0[1], window) }
      )
    },
    Operation("transposed convolution") { g in
      let stride = size(&g, 1...3)
      let window = Window(size(&g, 1...3), stride: stride, padding: 0, dilation: size(&g, 1...2))
      let extra = g.nextIndex(below: max(stride, window.dilation[0]))
      let groups = size(&g, 1...2)
      return (
        [
          smooth([1, 2 * groups, 3, 4], &g), smooth([2 * groups, 2] + window.kernel, &g),
          smooth([2 * groups], &g),
        ],
        {
          $0[0].transposedConvolution(
            $0[1], bias: $0[2], window, outputPadding: [extra, extra], groups: groups)
        }
      )
    },
    Operation("max-pool") { g in
      let window = Window(size(&g, 2...3), stride: size(&g, 1...3), padding: g.nextIndex(below: 2))
      let ceil = g.nextIndex(below: 2) == 1
      return ([distinct([1, 2, 6, 7], &g)], { $0[0].maxPool(window, ceilMode: ceil) })
    },
    Operation("average-pool") { g in
      let window = Window(size(&g, 2...3), stride: size(&g, 1...3), padding: g.nextIndex(below: 2))
      let (ceil, counts) = (g.nextIndex(below: 2) == 1, g.nextIndex(below: 2) == 1)
      return (
        [smooth([2, 1, 6, 7], &g)], { $0[0].averagePool(window, ceilMode: ceil, countsPadding: counts) }
      )
    },
    Operation("adaptive pools") { g in
      let out = [size(&g), size(&g)]
      return (
        [distinct([1, 2, 5, 6], &g)],
        { $0[0].adaptiveAveragePool(out) + $0[0].adaptiveMaxPool(out) + $0[0].globalAveragePool() }
      )
    },
    Operation("max-unpool") { g in
      let indices = distinct([1, 1, 6, 6], &g).maxPool(Window(2, stride: 2)).indices
      return ([smooth([1, 1, 3, 3], &g)], { $0[0].maxUnpool(indices, size: [6, 6]) })
    },
  ]

  static let norms: [Operation] = [
    Operation("batch norm") { g in
      ([smooth([3, size(&g), 2, 2], &g)], { $0[0].batchNorm().node })
    },
    Operation("layer norm") { g in ([smooth([size(&g), 3, 4], &g)], { $0[0].layerNorm(axes: 2) }) },
    Operation("instance norm") { g in ([smooth([2, size(&g), 3, 2], &g)], { $0[0].instanceNorm() }) },
    Operation("group norm") { g in
      let groups = size(&g, 1...3)
      return (
        [smooth([2, groups * 2, 2, 2], &g), smooth([groups * 2], &g), smooth([groups * 2], &g)],
        { $0[0].groupNorm(groups: groups).scaledAndShifted($0[1], $0[2]) }
      )
    },
    Operation("local response norm") { g in
      let width = size(&g, 1...5)
      return (
        [smooth([2, size(&g, 1...6), 2], &g)],
        { $0[0].localResponseNorm(size: width, alpha: 0.5, beta: 0.75, k: 2) }
      )
    },
  ]

  static let losses: [Operation] = [
    Operation("regression losses") { g in
      let shape = [size(&g), size(&g)]
      let target = Tensor.zeros(shape)
      return (
        [smooth(shape, &g)],
        {
          $0[0].meanSquaredError(target) + $0[0].absoluteError(target, reduction: .sum)
            + $0[0].huberLoss(target, delta: 0.7).reduced(.sum) + $0[0].smoothL1Loss(target, beta: 0.7)
        }
      )
    },
    Operation("binary losses") { g in
      let shape = [size(&g), size(&g)]
      let hard = smooth(shape, &g).map { $0 > 0 ? 1 : 0 }
      let soft = smooth(shape, &g).activated(.sigmoid)
      return (
        [smooth(shape, &g)],
        {
          let p = $0[0].activated(.sigmoid)
          return p.binaryCrossEntropy(soft)
            + $0[0].binaryCrossEntropyWithLogits(soft, positiveWeight: Tensor([2.0]))
            + $0[0].focalLoss(hard) + $0[0].focalLoss(soft, gamma: 1.5) + p.diceLoss(hard)
        }
      )
    },
    Operation("class losses") { g in
      let (rows, classes) = (size(&g), size(&g, 2...4))
      let targets = (0..<rows).map { _ in g.nextIndex(below: classes) }
      let distribution = smooth([rows, classes], &g).softmax()
      let weights = (0..<classes).map { 0.5 + Double($0) }
      return (
        [smooth([rows, classes], &g)],
        {
          $0[0].crossEntropy(targets, CrossEntropyOptions(classWeights: weights, labelSmoothing: 0.1))
            + $0[0].focalLoss(targets, gamma: 1.5) + $0[0].divergenceFromLogits(distribution)
            + $0[0].divergenceFromLogits(distribution, reduction: .none).sum()
        }
      )
    },
    Operation("triplet") { g in
      let shape = [size(&g), 3]
      return (
        [smooth(shape, &g), smooth(shape, &g), smooth(shape, &g)],
        { $0[0].tripletLoss(positive: $0[1], negative: $0[2], margin: 7, reduction: .none) }
      )
    },
  ]

  @Test(arguments: elementwise + activations + shapes + spatial + norms + losses)
  func theRuleAgreesWithFiniteDifferences(operation: Operation) {
    for seed in UInt64(1)...6 {
      var generator = SplitMix64(seed: seed)
      let (inputs, function) = operation.make(&generator)
      let worst = GradientCheck(inputs, of: function).worst
      #expect(worst.error < Self.tolerance, "\(operation.name), seed \(seed): \(worst)")
    }
  }

  @Test func aWrongRuleIsCaught() {
    // The square with the derivative of the cube's coefficient: right at no point but 0.
    let wrong = GradientCheck([Tensor([1.0, 2])]) { x in
      Node("square", [x[0]], x[0].value * x[0].value) { [$0 * x[0].value * 3] }
    }
    #expect(wrong.worst.error > 0.1)
    // A rule that forgets a path.
    let forgetful = GradientCheck([Tensor([1.0, 2])]) { x in x[0] * x[0].detached() }
    #expect(forgetful.worst.error > 0.1)
  }
}

extension Node {
  /// The worked example of the article Engine.
  fileprivate func softsign() -> Node {
    let y = value.map { $0 / (1 + abs($0)) }
    // ∂y/∂x = 1 / (1 + |x|)²
    return unary("softsign", y) { gradient in
      Tensor.combine("softsign", gradient, self.value) { $0 / ((1 + abs($1)) * (1 + abs($1))) }
    }
  }
}
