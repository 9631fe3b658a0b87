import Foundation
import Testing

@testable import NeuralNet

@Suite struct ActivationsTests {
  static func activation(_ name: String, _ parameters: Case) throws -> Activation {
    switch name {
    case "sigmoid": .sigmoid
    case "tanh": .tanh
    case "relu": .relu
    case "leaky_relu": .leakyReLU(slope: try parameters.double("slope"))
    case "prelu": .prelu(slope: try parameters.double("slope"))
    case "relu6": .relu6
    case "elu": .elu(alpha: try parameters.double("alpha", default: 1))
    case "selu": .selu
    case "softplus": .softplus(beta: try parameters.double("beta", default: 1))
    case "silu": .silu
    case "hardsigmoid": .hardSigmoid
    case "hardsigmoid_half": .hardSigmoidHalf
    case "hardswish": .hardSwish
    case "gelu_erf": .gelu
    case "gelu_tanh": .geluTanh
    case "mish": .mish
    default: throw Unknown(name: name)
    }
  }

  struct Unknown: Error { let name: String }

  @Test func valuesAndDerivativesAgreeWithTheReference() throws {
    let reference = try Reference("activations")
    let grid = try #require(reference.root["grid"] as? [NSNumber]).map(\.doubleValue)
    for item in reference.cases {
      let activation = try Self.activation(item.string("name"), item.object("params"))
      reference.expect(grid.map(activation.value), try item.doubles("value"), "\(item) value")
      let kinks = try item.value("kink_left_right_derivative", as: [String: [NSNumber]].self)
      let derivatives = try item.doubles("grad")
      for (x, want) in zip(grid, derivatives) {
        let got = activation.derivative(x)
        if let sides = kinks.first(where: { Double($0.key) == x })?.value.map(\.doubleValue) {
          #expect(got >= sides.min()! - 1e-12 && got <= sides.max()! + 1e-12, "\(item) at the kink \(x)")
        } else {
          #expect(reference.matches(got, want), "\(item) derivative at \(x): \(got) instead of \(want)")
        }
      }
    }
  }

  @Test func nothingIsNaNOrInfiniteForFiniteInput() {
    for activation in Activation.all {
      for x in [-1e300, -1000, -40, -1e-300, 0, 1e-300, 40, 1000] {
        #expect(activation.value(x).isFinite, "\(activation.name)(\(x))")
        #expect(activation.derivative(x).isFinite, "\(activation.name)′(\(x))")
      }
    }
  }

  @Test func everyNameFindsItsActivation() {
    for activation in Activation.all { #expect(Activation(named: activation.name) == activation) }
    #expect(Activation(named: "reluu") == nil)
  }

  @Test func everyValueLiesInTheStatedRange() {
    for activation in Activation.all {
      let range = activation.range
      for x in stride(from: -30.0, through: 30, by: 0.0625) {
        let value = activation.value(x)
        #expect(
          value >= range.lowerBound - 1e-12 && value <= range.upperBound + 1e-12,
          "\(activation.name)(\(x)) = \(value)")
      }
    }
  }
}
