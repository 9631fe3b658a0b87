import Testing

@testable import NeuralNet

@Suite struct NetworkSpecTests {
  @Test func aLineDescribesTheStartOfResNet() throws {
    let network = try NetworkSpec.parse("224x224x3 | conv 7/2/3 64 nobias | bn | relu | pool 3/2/1")
    let rows = try network.summary()
    #expect(rows.map(\.output) == [[64, 112, 112], [64, 112, 112], [64, 112, 112], [64, 56, 56]])
    #expect(rows.map(\.name) == ["conv1", "bn1", "relu1", "pool1"])
    #expect(rows[0].cost.macs == 118_013_952 && rows.total.parameters == 9408 + 128)
  }

  @Test func everyLayerIsRead() throws {
    let text = """
      32x32x4 | conv 3x5/1/1x2 8 g2 d1 | dw 3/1/same x2 | tconv 2/2 16 o1 | avgpool 2 ceil | lrn | gn 4 | in | ln \
      | gelu-tanh | adaptive 6x5 | res(conv 3/1/1 16 | relu ; conv 1 16) | cat(conv 1 4 ; conv 3/1/1 8 | relu) \
      | gmp | flatten | dropout 0.5 | fc 10 nobias | softmax
      """
    let rows = try NetworkSpec.parse(text).summary()
    #expect(rows.last?.output == [10])
    #expect(rows.contains { $0.output == [12, 6, 5] })
  }

  @Test func samePaddingFollowsKeras() throws {
    let rows = try NetworkSpec.parse("5x6x1 | conv 3/2/same 2 | avgpool 2").summary()
    #expect(rows.map(\.output) == [[2, 3, 3], [2, 1, 1]])
    guard case .convolution(_, let window, _, _) = rows[0].kind else {
      throw ActivationsTests.Unknown(name: "conv")
    }
    #expect(window.paddingBefore == [1, 0] && window.paddingAfter == [1, 1])
  }

  @Test func enormousSizesAreRefusedOrCapped() throws {
    #expect(
      throws: NetworkSpecError(column: 9, reason: .tooLarge(layer: "tconv", [1, 7_340_033, 7_340_033]))
    ) {
      try NetworkSpec.parse("8x8x1 | tconv 1/1048576 1 | fc 3")
    }
    let wide = try NetworkSpec.parse("1048576x1048576x1048576 | conv 9999 1048576").summary().total
    #expect(wide.macs == 1 << 56)
    let deep = String(repeating: "res(", count: 5000)
    #expect(throws: NetworkSpecError.self) { try NetworkSpec.parse("8x8x1 | " + deep) }
  }

  @Test(arguments: [
    ("", 1, NetworkSpecError.Reason.empty),
    ("wide | relu", 1, .badInput("wide")),
    ("8x8x3 | covn 3 8", 9, .unknownLayer("covn", suggestion: "conv")),
    ("8x8x3 | conv 3", 9, .missingArgument(layer: "conv", argument: "a number of channels")),
    ("8x8x3 | conv 3 x8y", 16, .badNumber("x8y")),
    ("8x8x3 | conv 3 8 blue", 18, .unknownArgument(layer: "conv", argument: "blue")),
    (
      "8x8x3 | conv 9 8", 9,
      .doesNotFit(layer: "conv", .kernelLargerThanInput(axis: 0, kernel: 9, paddedInput: 8))
    ),
    ("8x8x3 | res(conv 1 3", 12, .unclosedParenthesis),
    ("8x8x3 | relu) | relu", 13, .unexpected(")")),
    ("8x8x3 | fc 10", 9, .doesNotFit(layer: "fc", .needsSpatialInput([3, 8, 8]))),
    ("8x8x3 | conv 3 5 g2", 9, .doesNotFit(layer: "conv", .channelsNotDivisible(channels: 3, groups: 2))),
  ])
  func anErrorHasItsPlaceAndReason(text: String, column: Int, reason: NetworkSpecError.Reason) {
    #expect(throws: NetworkSpecError(column: column, reason: reason)) { try NetworkSpec.parse(text) }
  }
}
