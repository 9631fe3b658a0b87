public import Basics

/// Weights of a recurrent cell: input to gates, state to gates, both with biases.
public final class RecurrentWeights {
  public let inputWeight: Node
  public let stateWeight: Node
  public let inputBias: Node
  public let stateBias: Node
  let hidden: Int

  /// `inputWeight` is gates·hidden, in; `stateWeight` gates·hidden, hidden.
  public init(inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor) {
    self.inputWeight = Node(inputWeight, requiresGradient: true, label: "input weight")
    self.stateWeight = Node(stateWeight, requiresGradient: true, label: "state weight")
    self.inputBias = Node(inputBias, requiresGradient: true, label: "input bias")
    self.stateBias = Node(stateBias, requiresGradient: true, label: "state bias")
    hidden = stateWeight.shape[1]
  }

  /// Uniform within ±1 / √hidden, as in PyTorch.
  convenience init(_ inputs: Int, _ hidden: Int, gates: Int, using generator: inout SplitMix64) {
    let bound = 1 / Double(hidden).squareRoot()
    let initializer = Initializer.uniform(bound: bound)
    self.init(
      inputWeight: initializer.tensor([gates * hidden, inputs], using: &generator),
      stateWeight: initializer.tensor([gates * hidden, hidden], using: &generator),
      inputBias: initializer.tensor([gates * hidden], using: &generator),
      stateBias: initializer.tensor([gates * hidden], using: &generator))
  }

  public var parameters: [Node] { [inputWeight, stateWeight, inputBias, stateBias] }

  func fromInput(_ input: Node) -> Node { input.linear(inputWeight, bias: inputBias) }
  func fromState(_ state: Node) -> Node { state.linear(stateWeight, bias: stateBias) }

  /// The pre-activations of one gate.
  func gate(_ index: Int, of all: Node) -> Node {
    all.sliced(axis: 1, index * hidden..<(index + 1) * hidden)
  }
}

/// h' = tanh(W·x + b + U·h + c), or with ReLU.
public final class RNNCell {
  public let weights: RecurrentWeights
  public let activation: Activation

  public init(_ weights: RecurrentWeights, activation: Activation = .tanh) {
    self.weights = weights
    self.activation = activation
  }

  public convenience init(_ inputs: Int, _ hidden: Int, using generator: inout SplitMix64) {
    self.init(RecurrentWeights(inputs, hidden, gates: 1, using: &generator))
  }

  public func callAsFunction(_ input: Node, state: Node) -> Node {
    (weights.fromInput(input) + weights.fromState(state)).activated(activation)
  }
}

/// Gates in the order input, forget, cell, output.  Hochreiter and Schmidhuber, 1997, with a forget gate.
public final class LSTMCell {
  public let weights: RecurrentWeights

  public init(_ weights: RecurrentWeights) {
    self.weights = weights
  }

  public convenience init(_ inputs: Int, _ hidden: Int, using generator: inout SplitMix64) {
    self.init(RecurrentWeights(inputs, hidden, gates: 4, using: &generator))
  }

  /// c' = f·c + i·g, h' = o·tanh(c').
  public func callAsFunction(_ input: Node, state: Node, cell: Node) -> (state: Node, cell: Node) {
    let all = weights.fromInput(input) + weights.fromState(state)
    let i = weights.gate(0, of: all).activated(.sigmoid)
    let f = weights.gate(1, of: all).activated(.sigmoid)
    let g = weights.gate(2, of: all).activated(.tanh)
    let o = weights.gate(3, of: all).activated(.sigmoid)
    let newCell = f * cell + i * g
    return (o * newCell.activated(.tanh), newCell)
  }
}

/// Gates in the order reset, update, new.  Cho et al., 2014, with the reset gate behind the product.
public final class GRUCell {
  public let weights: RecurrentWeights

  public init(_ weights: RecurrentWeights) {
    self.weights = weights
  }

  public convenience init(_ inputs: Int, _ hidden: Int, using generator: inout SplitMix64) {
    self.init(RecurrentWeights(inputs, hidden, gates: 3, using: &generator))
  }

  /// n = tanh(W·x + b + r·(U·h + c)), h' = (1 − z)·n + z·h.
  public func callAsFunction(_ input: Node, state: Node) -> Node {
    let fromInput = weights.fromInput(input)
    let fromState = weights.fromState(state)
    let r = (weights.gate(0, of: fromInput) + weights.gate(0, of: fromState)).activated(.sigmoid)
    let z = (weights.gate(1, of: fromInput) + weights.gate(1, of: fromState)).activated(.sigmoid)
    let n = (weights.gate(2, of: fromInput) + r * weights.gate(2, of: fromState)).activated(.tanh)
    return (1 - z) * n + z * state
  }
}
