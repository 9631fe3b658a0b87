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
}
