import Testing

@testable import NeuralNet

/// Whole training runs from given weights, step for step.
@Suite struct TrainingReferenceTests {
  static func optimizer(_ item: Case) throws -> Optimizer {
    let object = try item.object("optimizer")
    return try OptimizerTests.optimizer(object.string("torch"), object.object("params"))
  }

  /// Runs all steps of a case and compares losses, the first output and gradients, and the weights.
  static func run(
    _ reference: Reference, _ item: Case, _ parameters: [(name: String, node: Node)],
    loss lossOf: (Node) -> Node,
    forward: () -> Node
  ) throws {
    var optimizer = try Self.optimizer(item)
    let want = try item.doubles("loss")
    var losses: [Double] = []
    func compare(_ member: String, _ tensors: [Tensor]) throws {
      let object = try item.object(member)
      for (parameter, tensor) in zip(parameters, tensors) {
        reference.expect(tensor, try object.tensor(parameter.name), "\(item) \(member) \(parameter.name)")
      }
    }
    for step in 0..<want.count {
      let output = forward()
      if step == 0 { reference.expect(output.value, try item.tensor("output_step0"), "\(item) output") }
      let loss = lossOf(output)
      losses.append(loss.value.scalar)
      if step == want.count - 1 { break }
      loss.backward()
      if step == 0 { try compare("grads_step0", parameters.map { $0.node.gradient! }) }
      optimizer.step(parameters.map(\.node))
      for parameter in parameters { parameter.node.clearGradient() }
      if step == 0 { try compare("params_after_step1", parameters.map(\.node.value)) }
    }
    reference.expect(losses, want, "\(item) loss")
    try compare("final", parameters.map(\.node.value))
  }

  @Test func perceptronsTrainAsInTheReference() throws {
    let reference = try Reference("train_mlp")
    for item in reference.cases {
      let sizes = try item.ints("layers")
      let initial = try item.object("init")
      let activation = try ActivationsTests.activation(item.string("activation"), Case("", 0, [:]))
      var layers: [any Layer] = []
      var parameters: [(String, Node)] = []
      for index in 0..<sizes.count - 1 {
        let linear = Linear(
          weight: try initial.tensor("w\(index)"), bias: try initial.tensor("b\(index)"))
        parameters += [("w\(index)", linear.weight), ("b\(index)", linear.bias!)]
        layers.append(linear)
        if index < sizes.count - 2 { layers.append(Activated(activation)) }
      }
      let network = Sequential(layers)
      let x = Node(try item.tensor("x"))
      let target = try item.tensor("target")
      let isClassification = try item.string("loss_function") == "cross_entropy"
      try Self.run(reference, item, parameters) { output in
        isClassification
          ? output.crossEntropy(target.scalars.map { Int($0) }) : output.meanSquaredError(target)
      } forward: {
        network(x)
      }
    }
  }

  @Test func convolutionalNetworksTrainAsInTheReference() throws {
    let reference = try Reference("train_cnn")
    for item in reference.cases {
      let initial = try item.object("init")
      let activation = try ActivationsTests.activation(item.string("activation"), Case("", 0, [:]))
      let first = Convolution(
        weight: try initial.tensor("conv1.w"), bias: try initial.tensor("conv1.b"), Window(3, padding: 1))
      let second = Convolution(
        weight: try initial.tensor("conv2.w"), bias: try initial.tensor("conv2.b"), Window(3))
      let linear = Linear(weight: try initial.tensor("fc.w"), bias: try initial.tensor("fc.b"))
      var layers: [any Layer] = [first]
      var parameters = [("conv1.w", first.weight), ("conv1.b", first.bias!)]
      if try item.bool("batch_norm") {
        let norm = BatchNorm(first.weight.shape[0])
        norm.gamma!.value = try initial.tensor("bn.gamma")
        norm.beta!.value = try initial.tensor("bn.beta")
        layers.append(norm)
        parameters += [("bn.gamma", norm.gamma!), ("bn.beta", norm.beta!)]
      }
      let pooling: PoolingKind = try item.string("pool") == "max" ? .max : .average
      layers += [
        Activated(activation), Pool(pooling, Window(2, stride: 2)), second, Activated(activation), Flatten(),
        linear,
      ]
      parameters += [
        ("conv2.w", second.weight), ("conv2.b", second.bias!), ("fc.w", linear.weight),
        ("fc.b", linear.bias!),
      ]
      let network = Sequential(layers)
      let x = Node(try item.tensor("x"))
      let targets = try item.tensor("target").scalars.map { Int($0) }
      try Self.run(reference, item, parameters) {
        $0.crossEntropy(targets)
      } forward: {
        var pass = Pass(.training)
        return network.forward(x, &pass)
      }
    }
  }
}
