import Basics
import NeuralNet

/// A fully connected network without biases on one example, small enough to follow by hand.
///
/// Weight matrices are inputs × outputs and count 0.1, 0.2 … 0.8 row by row, over and over, so that
/// the 2-2-2 network is the one of the cards.
struct SmallNet {
  enum Loss: String, CaseIterable, Sendable {
    case halfMSE = "half-mse"
    case bce
  }

  static let activations = ["sigmoid", "tanh", "relu", "none"]

  let sizes: [Int]
  let input: [Double]
  let target: [Double]
  let activation: Activation
  let loss: Loss
  let weights: [Tensor]

  init(
    sizes: [Int], input: [Double]?, target: [Double]?, activation: String = "sigmoid", loss: Loss = .halfMSE
  ) throws(DemoFailure) {
    self.sizes = sizes
    self.input = input ?? (0..<sizes[0]).map { 1 / Double($0 + 1) }
    self.target = target ?? (0..<sizes[sizes.count - 1]).map { $0 == 0 ? 1 : 0 }
    self.activation = activation == "none" ? .identity : Activation(named: activation) ?? .sigmoid
    self.loss = loss
    var count = 0
    weights = zip(sizes, sizes.dropFirst()).map { rows, columns in
      Tensor(
        shape: [rows, columns],
        scalars: (0..<rows * columns).map { _ in
          count += 1
          return Double((count - 1) % 8 + 1) / 10
        })
    }
    try SmallNet.expect("x", self.input.count, sizes[0])
    try SmallNet.expect("t", self.target.count, sizes[sizes.count - 1])
    if loss == .bce, !self.target.allSatisfy({ (0...1).contains($0) }) {
      throw DemoFailure(
        LocalizedText("cross entropy needs targets between 0 and 1.", "交叉熵的目标必须在 0 与 1 之间。"),
        advice: LocalizedText(
          "Choose --t from 0 to 1, or use --loss half-mse.", "请让 --t 在 0 到 1 之间，或用 --loss half-mse。"))
    }
  }

  private static func expect(_ option: String, _ count: Int, _ wanted: Int) throws(DemoFailure) {
    guard count == wanted else {
      throw DemoFailure(
        LocalizedText(
          "--\(option) has \(count) numbers, but the layer has \(wanted) units.",
          "--\(option) 有 \(count) 个数，而该层有 \(wanted) 个单元。"),
        advice: LocalizedText("Give \(wanted) numbers, or change --sizes.", "请给出 \(wanted) 个数，或修改 --sizes。"))
    }
  }

  var layerCount: Int { weights.count }
  var parameterCount: Int { weights.reduce(0) { $0 + $1.scalarCount } }

  /// The loss as a node of the graph; `layers` receives z and activation of each layer on the way.
  func loss(
    of weights: [Node], layers: (_ sum: Node, _ output: Node) -> Void = { _, _ in }
  ) -> Node {
    var output = Node(Tensor([input]), label: "x")
    for (index, weight) in weights.enumerated() {
      let isLast = index == weights.count - 1
      let sum = output.matmul(weight)
      sum.label = "z\(index + 1)"
      // Cross entropy is taken of the logits, whose sigmoid is the output.
      output = sum.activated(isLast && loss == .bce ? .sigmoid : activation)
      output.label = isLast ? "o" : "h\(index + 1)"
      layers(sum, output)
      if isLast, loss == .bce {
        let result = sum.binaryCrossEntropyWithLogits(Tensor([target]), reduction: .sum)
        result.label = "L"
        return result
      }
    }
    let result = (output - Node(Tensor([target]), label: "t")).squared().sum() * 0.5
    result.label = "L"
    return result
  }

  /// Everything one forward and one backward pass give.
  func pass() -> SmallPass {
    let leaves = weights.enumerated().map { index, weight in
      Node(weight, requiresGradient: true, label: "W\(index + 1)")
    }
    var sums: [Node] = []
    var outputs: [Node] = []
    let loss = loss(of: leaves) { sum, output in
      sums.append(sum)
      outputs.append(output)
    }
    loss.backward(retainsGraph: true)
    return SmallPass(
      loss: loss.value.scalar, sums: sums.map { $0.value.rows[0] }, outputs: outputs.map { $0.value.rows[0] },
      deltas: sums.map { ($0.gradient ?? .zeros($0.shape)).rows[0] },
      gradients: leaves.map { $0.gradient ?? .zeros($0.shape) },
      graph: loss.graph().map { node in
        SmallPass.Operation(
          name: node.label ?? node.operation, operation: node.isLeaf ? "" : node.operation,
          inputs: node.inputs.map { $0.label ?? ($0.isLeaf ? "…" : $0.operation) },
          value: node.value, gradient: node.gradient)
      })
  }

  /// The loss with other weights.
  func loss(with weights: [Tensor]) -> Double {
    withoutGradient { loss(of: weights.map { Node($0) }).value.scalar }
  }
}

/// Values and gradients of one pass through a `SmallNet`.
struct SmallPass {
  /// A node of the computation graph.
  struct Operation {
    let name, operation: String
    let inputs: [String]
    let value: Tensor
    let gradient: Tensor?
  }

  let loss: Double
  /// z of each layer, and the activations behind it.
  let sums, outputs: [[Double]]
  /// ∂L/∂z of each layer.
  let deltas: [[Double]]
  /// ∂L/∂W of each layer.
  let gradients: [Tensor]
  let graph: [Operation]
}
