import Testing

@testable import NeuralNet

@Suite struct OutputSizeTests {
  @Test func sizesAndErrorsAgreeWithTheReference() throws {
    for item in try Reference("shapes").cases {
      let operation = try item.string("op")
      let input = try item.ints("in")
      var got: [Int]?
      var padding: OutputSize.KerasSize?
      do {
        if operation.hasPrefix("tf_") {
          let window = Window(
            try item.ints("kernel"), stride: try item.ints("stride"), dilation: try item.ints("dilation"))
          let rule = try #require(OutputSize.KerasPadding(rawValue: item.string("padding")))
          if operation == "tf_conv_transpose2d" {
            got = try OutputSize.kerasTransposed(input, window, padding: rule)
          } else {
            padding = try OutputSize.keras(input, window, padding: rule)
            got = padding?.output
          }
        } else if operation.hasPrefix("conv_transpose") {
          got = try OutputSize.transposedConvolution(
            input, item.window(), outputPadding: item.ints("output_padding"))
        } else if operation.hasPrefix("conv") {
          got = try OutputSize.convolution(input, item.window())
        } else {
          got = try OutputSize.pooling(input, item.window(), ceilMode: item.bool("ceil_mode"))
        }
      } catch is ShapeError {
        got = nil
      }
      if item.members["out"] is String {
        #expect(got == nil, "\(item) \(operation) should be refused")
      } else {
        #expect(try got == item.ints("out"), "\(item) \(operation)")
        if item.has("pad_before"), let padding {
          #expect(try padding.paddingBefore == item.ints("pad_before"), "\(item)")
          #expect(try padding.paddingAfter == item.ints("pad_after"), "\(item)")
        }
      }
    }
  }

  @Test func aFloorDropsAWindowThatDoesNotFit() throws {
    #expect(try OutputSize.convolution([224], Window([7], stride: [2], padding: [3])) == [112])
    #expect(try OutputSize.convolution([8], Window([3], stride: [2])) == [3])
  }

  @Test func caffeRoundsPoolingUpWherePyTorchRoundsDown() throws {
    let window = Window([3], stride: [2])
    #expect(try OutputSize.pooling([112], window) == [55])
    #expect(try OutputSize.caffePooling([112], window) == [56])
    #expect(try OutputSize.caffePooling([4], Window([2], stride: [3], padding: [1])) == [2])
  }

  @Test func anErrorNamesTheAxisAndBothNumbers() {
    #expect(throws: ShapeError.kernelLargerThanInput(axis: 1, kernel: 7, paddedInput: 5)) {
      try OutputSize.convolution([9, 5], Window([3, 7]))
    }
    #expect(throws: ShapeError.paddingMoreThanHalfKernel(axis: 0, padding: 2, kernel: 3)) {
      try OutputSize.pooling([9], Window([3], padding: [2]))
    }
    #expect(throws: ShapeError.paddingMoreThanHalfKernel(axis: 0, padding: 2, kernel: 3)) {
      try OutputSize.pooling([9], Window([3], padding: [2], dilation: [2]))
    }
    #expect(throws: ShapeError.outputPaddingTooLarge(axis: 0, outputPadding: 2, stride: 2, dilation: 1)) {
      try OutputSize.transposedConvolution([5], Window([3], stride: [2]), outputPadding: [2])
    }
  }
}
