import Basics
import Testing

@testable import NeuralNet

@Suite struct ConvolutionTests {
  @Test(arguments: ["conv2d", "conv3d"])
  func valuesAgreeWithTheReference(file: String) throws {
    let reference = try Reference(file)
    for item in reference.cases {
      let y = try item.tensor("x").convolution(
        item.tensor("weight"), bias: item.optionalTensor("bias"), item.window(), groups: item.int("groups"))
      reference.expect(y, try item.tensor("y"), "\(item)")
    }
  }

  @Test func transposedValuesAgreeWithTheReference() throws {
    let reference = try Reference("conv_transpose2d")
    for item in reference.cases {
      let y = try item.tensor("x").transposedConvolution(
        item.tensor("weight"), bias: item.optionalTensor("bias"), item.window(),
        outputPadding: item.ints("output_padding"), groups: item.int("groups"))
      reference.expect(y, try item.tensor("y"), "\(item)")
    }
  }

  /// Checks the gradients of a case that names its leaves by the members they come from.
  static func expectGradients(
    _ reference: Reference, _ item: Case, of output: Node, _ leaves: [(name: String, node: Node?)]
  ) throws {
    output.backward(from: try item.tensor("grad_y"))
    for (name, node) in leaves {
      guard let node else { continue }
      reference.expect(try #require(node.gradient), try item.tensor("grad_\(name)"), "\(item) grad_\(name)")
    }
  }

  static func leaf(_ tensor: Tensor?) -> Node? { tensor.map { Node($0, requiresGradient: true) } }

  @Test(arguments: ["conv2d", "conv3d"])
  func gradientsAgreeWithTheReference(file: String) throws {
    let reference = try Reference(file)
    for item in reference.cases {
      let x = try #require(Self.leaf(item.tensor("x")))
      let weight = try #require(Self.leaf(item.tensor("weight")))
      let bias = Self.leaf(try item.optionalTensor("bias"))
      let y = x.convolution(weight, bias: bias, try item.window(), groups: try item.int("groups"))
      try Self.expectGradients(reference, item, of: y, [("x", x), ("weight", weight), ("bias", bias)])
    }
  }

  @Test func transposedGradientsAgreeWithTheReference() throws {
    let reference = try Reference("conv_transpose2d")
    for item in reference.cases {
      let x = try #require(Self.leaf(item.tensor("x")))
      let weight = try #require(Self.leaf(item.tensor("weight")))
      let bias = Self.leaf(try item.optionalTensor("bias"))
      let y = x.transposedConvolution(
        weight, bias: bias, try item.window(), outputPadding: try item.ints("output_padding"),
        groups: try item.int("groups"))
      try Self.expectGradients(reference, item, of: y, [("x", x), ("weight", weight), ("bias", bias)])
    }
  }

  /// Every window position written out: slow, and too simple to be wrong in the same way.
  static func plainConvolution(_ x: Tensor, _ w: Tensor, _ window: Window, groups: Int) throws -> Tensor {
    let size = try OutputSize.convolution(Array(x.shape.dropFirst(2)), window)
    var y = Tensor.zeros([x.shape[0], w.shape[0]] + size)
    let (inside, outside) = (w.shape[1], w.shape[0] / groups)
    for n in 0..<x.shape[0] {
      for o in 0..<w.shape[0] {
        for i in 0..<size[0] {
          for j in 0..<size[1] {
            var sum = 0.0
            for c in 0..<inside {
              for a in 0..<window.kernel[0] {
                for b in 0..<window.kernel[1] {
                  let row = i * window.stride[0] + a * window.dilation[0] - window.paddingBefore[0]
                  let column = j * window.stride[1] + b * window.dilation[1] - window.paddingBefore[1]
                  if row < 0 || row >= x.shape[2] || column < 0 || column >= x.shape[3] { continue }
                  let image = (n * x.shape[1] + o / outside * inside + c) * x.shape[2] + row
                  let filter = ((o * inside + c) * window.kernel[0] + a) * window.kernel[1] + b
                  sum += x.scalars[image * x.shape[3] + column] * w.scalars[filter]
                }
              }
            }
            y[n, o, i, j] = sum
          }
        }
      }
    }
    return y
  }

  @Test func randomShapesAgreeWithThePlainSum() throws {
    var generator = SplitMix64(seed: 11)
    for round in 0...40 {
      let groups = 1 + generator.nextIndex(below: 3)
      // The last round is deep enough for the depth to be handled in two pieces, and large enough for two strips.
      let isLarge = round == 40
      let inside = isLarge ? 24 : 1 + generator.nextIndex(below: 4)
      let outside = isLarge ? 3 : 1 + generator.nextIndex(below: 10)
      var window = Window([1 + generator.nextIndex(below: 4), 1 + generator.nextIndex(below: 4)])
      for axis in 0..<2 {
        if isLarge { window.kernel[axis] = 3 }
        window.stride[axis] = 1 + (round % 2) * generator.nextIndex(below: 3)
        window.dilation[axis] = 1 + generator.nextIndex(below: 2)
        window.paddingBefore[axis] = generator.nextIndex(below: 4)
        window.paddingAfter[axis] = generator.nextIndex(below: 4)
      }
      let size =
        isLarge ? [40, 33] : [8 + generator.nextIndex(below: 20), 8 + generator.nextIndex(below: 20)]
      let x = Tensor.normal([2, inside * groups] + size, using: &generator)
      let w = Tensor.normal([outside * groups, inside] + window.kernel, using: &generator)
      let got = x.convolution(w, window, groups: groups)
      let want = try Self.plainConvolution(x, w, window, groups: groups)
      let tolerance = 1e-11
      #expect(
        got.shape == want.shape && (got - want).absolute().maximum() < tolerance, "round \(round) \(window)")
    }
  }
}
