import Testing

@testable import NeuralNet

@Suite struct NormalizationTests {
  @Test func valuesAndGradientsAgreeWithTheReference() throws {
    let reference = try Reference("norm")
    for item in reference.cases {
      let operation = try item.string("op")
      if operation == "spectral_norm" { continue }
      let x = Node(try item.tensor("x"), requiresGradient: true)
      let gamma = try item.optionalTensor("gamma").map { Node($0, requiresGradient: true) }
      let beta = try item.optionalTensor("beta").map { Node($0, requiresGradient: true) }
      var y: Node
      switch operation {
      case "batch_norm_train", "batch_norm_eval":
        let layer = BatchNorm(
          x.shape[1], isAffine: false, momentum: try item.double("momentum"), epsilon: try item.double("eps"),
          runningMeans: try item.doubles("running_mean_before"),
          runningVariances: try item.doubles("running_var_before"))
        var pass = Pass(operation == "batch_norm_train" ? .training : .evaluation)
        y = layer.forward(x, &pass)
        reference.expect(layer.runningMeans, try item.doubles("running_mean_after"), "\(item) running mean")
        reference.expect(
          layer.runningVariances, try item.doubles("running_var_after"), "\(item) running variance")
      case "layer_norm":
        y = x.layerNorm(axes: try item.ints("normalized_shape").count, epsilon: try item.double("eps"))
      case "instance_norm": y = x.instanceNorm(epsilon: try item.double("eps"))
      case "group_norm": y = x.groupNorm(groups: try item.int("groups"), epsilon: try item.double("eps"))
      case "local_response_norm":
        y = x.localResponseNorm(
          size: try item.int("size"), alpha: try item.double("alpha"), beta: try item.double("beta_exp"),
          k: try item.double("k"))
      default: throw ActivationsTests.Unknown(name: operation)
      }
      if let gamma, let beta {
        y = operation == "layer_norm" ? y * gamma + beta : y.scaledAndShifted(gamma, beta)
      }
      reference.expect(y.value, try item.tensor("y"), "\(item)")
      try ConvolutionTests.expectGradients(
        reference, item, of: y, [("x", x), ("gamma", gamma), ("beta", beta)])
    }
  }

  @Test func powerIterationAgreesWithTheReference() throws {
    let reference = try Reference("norm")
    for item in reference.cases where try item.string("op") == "spectral_norm" {
      let weight = try item.tensor("weight")
      var norm = SpectralNorm(start: try item.tensor("u0").scalars)
      var sigmas: [Double] = []
      for _ in 0..<(try item.int("iterations")) {
        norm.iterate(weight)
        sigmas.append(norm.sigma)
      }
      reference.expect(sigmas, try item.doubles("sigma_per_iteration"), "\(item) sigma")
      reference.expect(norm.left, try item.doubles("u"), "\(item) u")
      reference.expect(norm.right, try item.doubles("v"), "\(item) v")
      reference.expect(norm.normalized(Node(weight)).value, try item.tensor("weight_normalised"), "\(item)")
      for _ in 0..<3000 { norm.iterate(weight) }
      #expect(
        abs(norm.sigma - (try item.double("sigma_svd"))) < 1e-6, "\(item) converges to the singular value")
    }
  }

  @Test func layersApplyScaleAndShiftWhereTheyAreTrained() {
    let x = Tensor(shape: [2, 2, 1, 2], scalars: [1, 3, 2, 6, 5, 7, 8, 4])
    let layers: [any Layer] = [
      BatchNorm(2), GroupNorm(groups: 1, channels: 2), GroupNorm.instance(channels: 2), LayerNorm([1, 2]),
      LocalResponseNorm(),
    ]
    for layer in layers {
      var pass = Pass(.training)
      let before = layer.forward(Node(x), &pass).value
      for parameter in layer.parameters { parameter.value = parameter.value + 1 }
      let after = layer.forward(Node(x), &pass).value
      // γ was 1 and β was 0: now twice the value plus one.
      let expected = layer.parameters.isEmpty ? before : before * 2 + 1
      #expect((after - expected).absolute().maximum() < 1e-12, "\(layer)")
    }
  }
}
