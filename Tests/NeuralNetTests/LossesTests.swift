import Foundation
import Testing

@testable import NeuralNet

@Suite struct LossesTests {
  /// The loss of a case, from its leaves by name.
  static func loss(_ item: Case, _ leaves: [String: Node]) throws -> Node {
    let reduction =
      item.has("reduction") ? Reduction(rawValue: try item.string("reduction")) ?? .mean : .mean
    let parameters = item.has("params") ? try item.object("params") : Case("params", 0, [:])
    let input = leaves["input"] ?? leaves["logits"] ?? leaves["anchor"]!
    func target() throws -> Tensor { try item.tensor("target") }
    func classes() throws -> [Int] { try item.tensor("target").scalars.map { Int($0) } }
    switch try item.string("op") {
    case "mse": return input.meanSquaredError(try target(), reduction: reduction)
    case "l1": return input.absoluteError(try target(), reduction: reduction)
    case "huber":
      return input.huberLoss(try target(), delta: try parameters.double("delta"), reduction: reduction)
    case "smooth_l1":
      return input.smoothL1Loss(try target(), beta: try parameters.double("beta"), reduction: reduction)
    case "bce": return input.binaryCrossEntropy(try target(), reduction: reduction)
    case "bce_with_logits":
      let weights = parameters.has("pos_weight") ? Tensor(try parameters.doubles("pos_weight")) : nil
      return input.binaryCrossEntropyWithLogits(try target(), positiveWeight: weights, reduction: reduction)
    case "cross_entropy":
      let options = CrossEntropyOptions(
        classWeights: parameters.has("weight") ? try parameters.doubles("weight") : nil,
        labelSmoothing: try parameters.double("label_smoothing", default: 0),
        ignoredTarget: parameters.has("ignore_index") ? try parameters.int("ignore_index") : nil,
        reduction: reduction)
      return input.crossEntropy(try classes(), options)
    case "focal_sigmoid":
      return input.focalLoss(
        try target(), alpha: try parameters.double("alpha"), gamma: try parameters.double("gamma"),
        reduction: reduction)
    case "focal_softmax":
      return input.focalLoss(
        try classes(), alpha: try parameters.double("alpha"), gamma: try parameters.double("gamma"))
    case "dice": return input.diceLoss(try target(), epsilon: try parameters.double("eps"))
    case "triplet":
      return input.tripletLoss(
        positive: leaves["positive"]!, negative: leaves["negative"]!, margin: try parameters.double("margin"),
        reduction: reduction)
    case "kl_div": return input.divergenceFromLogits(try target(), reduction: reduction)
    case let name: throw ActivationsTests.Unknown(name: name)
    }
  }

  @Test func valuesAndGradientsAgreeWithTheReference() throws {
    let reference = try Reference("losses")
    for item in reference.cases {
      var leaves: [String: Node] = [:]
      for name in ["input", "logits", "anchor", "positive", "negative"] where item.has(name) {
        leaves[name] = Node(try item.tensor(name), requiresGradient: true)
      }
      if item.has("y") {
        let input = leaves["input"]!
        let y = try item.string("op") == "softmax" ? input.softmax() : input.logSoftmax()
        reference.expect(y.value, try item.tensor("y"), "\(item)")
        y.backward(from: try item.tensor("grad_y"))
      } else {
        let loss = try Self.loss(item, leaves)
        if item.members["loss"] is NSNumber {
          reference.expect([loss.value.scalar], [try item.double("loss")], "\(item)")
        } else {
          reference.expect(loss.value, try item.tensor("loss"), "\(item)")
        }
        loss.sum().backward()
      }
      for (name, leaf) in leaves where item.has("grad_\(name)") {
        reference.expect(try #require(leaf.gradient), try item.tensor("grad_\(name)"), "\(item) grad_\(name)")
      }
    }
  }

  @Test func largeLogitsStayFinite() {
    let logits = Node(Tensor([[1000, -1000, 0], [-1000, 1000, 1000]]), requiresGradient: true)
    let binary = Tensor([[0, 1, 1], [1, 0, 1]])
    let losses = [
      logits.crossEntropy([1, 0]), logits.binaryCrossEntropyWithLogits(binary), logits.focalLoss(binary),
      logits.focalLoss([1, 0], gamma: 0.5),
      logits.divergenceFromLogits(Tensor([[0, 1, 0], [0.5, 0.5, 0]])),
      logits.softmax().sum(), logits.logSoftmax().mean(),
    ]
    for loss in losses {
      logits.clearGradient()
      loss.backward()
      #expect(loss.value.scalar.isFinite, "\(loss.operation)")
      let isFinite = logits.gradient!.scalars.allSatisfy { $0.isFinite }
      #expect(isFinite, "gradient of \(loss.operation)")
    }
    #expect(logits.value.logSumExp().scalars == [1000, 1000 + log(2)])
  }

  @Test func certaintyCostsAtMostOneHundredEach() {
    let loss = Node(Tensor([0.0, 1.0])).binaryCrossEntropy(Tensor([1.0, 0.0]))
    #expect(loss.value.scalar == 100)
    #expect(Node(Tensor([0.0, 1.0])).binaryCrossEntropy(Tensor([0.0, 1.0])).value.scalar == 0)
  }
}
