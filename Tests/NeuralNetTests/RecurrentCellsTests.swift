import Testing

@testable import NeuralNet

@Suite struct RecurrentCellsTests {
  @Test func stepsAndGradientsAgreeWithTheReference() throws {
    let reference = try Reference("rnn")
    for item in reference.cases {
      let weights = RecurrentWeights(
        inputWeight: try item.tensor("weight_ih"), stateWeight: try item.tensor("weight_hh"),
        inputBias: try item.tensor("bias_ih"), stateBias: try item.tensor("bias_hh"))
      let x = Node(try item.tensor("x"), requiresGradient: true)
      let start = Node(try item.tensor("h0"), requiresGradient: true)
      let cellStart = try item.optionalTensor("c0").map { Node($0, requiresGradient: true) }
      var state = start
      var cell = cellStart
      var states: [Node] = []
      var cells: [Node] = []
      for step in 0..<(try item.int("steps")) {
        let input = x.sliced(axis: 0, step..<step + 1).reshaped(Array(x.shape.dropFirst()))
        switch try item.string("cell") {
        case "rnn_tanh": state = RNNCell(weights)(input, state: state)
        case "rnn_relu": state = RNNCell(weights, activation: .relu)(input, state: state)
        case "gru": state = GRUCell(weights)(input, state: state)
        case "lstm":
          let result = LSTMCell(weights)(input, state: state, cell: try #require(cell))
          (state, cell) = (result.state, result.cell)
          cells.append(result.cell)
        case let name: throw ActivationsTests.Unknown(name: name)
        }
        states.append(state)
      }
      let output = Node.stack(states)
      reference.expect(output.value, try item.tensor("h"), "\(item) h")
      if item.has("c") {
        // The last cell alone, or one for each step.
        let want = try item.tensor("c")
        let got = want.rank == 3 ? Tensor.stack(cells.map(\.value)) : try #require(cells.last).value
        reference.expect(got, want, "\(item) c")
      }
      output.backward(from: try item.tensor("grad_h"))
      let leaves: [(String, Node?)] = [
        ("x", x), ("h0", start), ("c0", cellStart), ("weight_ih", weights.inputWeight),
        ("weight_hh", weights.stateWeight), ("bias_ih", weights.inputBias), ("bias_hh", weights.stateBias),
      ]
      for (name, node) in leaves {
        guard let node else { continue }
        reference.expect(try #require(node.gradient), try item.tensor("grad_\(name)"), "\(item) grad_\(name)")
      }
    }
  }
}
