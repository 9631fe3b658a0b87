import Testing

@testable import NeuralNet

@Suite struct NetworkTests {
  static func network(_ item: Case) throws -> Network {
    let arguments = item.has("args") ? try item.object("args") : Case("args", 0, [:])
    let input = try item.ints("input")
    let size = Array(input.dropFirst())
    let classes = try Int(
      arguments.double("num_classes", default: arguments.double("classes", default: 1000)))
    let name = try item.string("arch")
    switch name {
    case "lenet5":
      return .lenet5(
        channels: input[0], size: size, padding: try Int(arguments.double("pad", default: 0)),
        classes: try Int(arguments.double("classes", default: 10)))
    case "alexnet": return .alexNet(size: size, classes: classes)
    case "googlenet": return .googLeNet(size: size, classes: classes)
    case "mobilenet_v1":
      return .mobileNetV1(width: try arguments.double("width", default: 1), size: size, classes: classes)
    case let name where name.hasPrefix("resnet"):
      return .resNet(try #require(Int(name.dropFirst(6))), size: size, classes: classes)
    case let name where name.hasPrefix("vgg"):
      let digits = name.dropFirst(3).prefix { $0.isNumber }
      return .vgg(try #require(Int(digits)), size: size, batchNorm: name.hasSuffix("_bn"), classes: classes)
    default: throw ActivationsTests.Unknown(name: name)
    }
  }

  static func kind(_ row: LayerSummary) -> String? {
    switch row.kind {
    case .convolution, .depthwise: "Conv2d"
    case .linear: "Linear"
    case .normalization(.batch): "BatchNorm2d"
    case .pool(.max, _, _): "MaxPool2d"
    case .pool(.average, _, _): "AvgPool2d"
    case .adaptivePool: "AdaptiveAvgPool2d"
    default: nil
    }
  }

  @Test func countsAgreeWithTheReference() throws {
    for item in try Reference("model_counts").cases {
      let rows = try Self.network(item).summary()
      #expect(try rows.total.parameters == item.int("total_params"), "\(item)")
      #expect(try rows.total.macs == item.int("total_macs"), "\(item)")
      let counted = rows.filter { Self.kind($0) != nil }
      let layers = try item.objects("layers")
      #expect(counted.count == layers.count, "\(item)")
      for (row, layer) in zip(counted, layers) {
        let label = "\(item) \(row.name)"
        #expect(try row.name == layer.string("name"), "\(label)")
        #expect(try Self.kind(row) == layer.string("type"), "\(label)")
        #expect(try row.input == layer.ints("in"), "\(label)")
        #expect(try row.output == layer.ints("out"), "\(label)")
        #expect(try row.cost.parameters == layer.int("params"), "\(label)")
        #expect(try row.cost.macs == layer.int("macs"), "\(label)")
        if case .convolution(_, let window, let groups, let hasBias) = row.kind {
          #expect(try window.kernel == layer.ints("kernel"), "\(label)")
          #expect(try window.stride == layer.ints("stride"), "\(label)")
          #expect(try window.paddingBefore == layer.ints("padding"), "\(label)")
          #expect(try groups == layer.int("groups"), "\(label)")
          #expect(try hasBias == layer.bool("bias"), "\(label)")
        }
      }
    }
  }

  @Test func theOriginalAlexNetHasFewerParametersByItsGroups() throws {
    let total = try Network.alexNetOriginal().summary().total
    #expect(total.parameters == 60_965_224)
    #expect(total.macs == 724_406_816)
    #expect(total.flops == 2 * 724_406_816)
  }

  @Test func everyBuiltInNetworkFitsTogether() throws {
    for entry in Network.builtIn {
      let rows = try entry.network.summary()
      #expect(rows.last?.output.count == 1, "\(entry.name)")
    }
  }

  @Test func anErrorNamesTheLayer() {
    let network = Network(
      name: "", input: [3, 8, 8],
      layers: [
        NetworkLayer("conv1", .convolution(channels: 4, Window(5))),
        NetworkLayer("conv2", .convolution(channels: 4, Window(5))),
      ])
    #expect(
      throws: NetworkError(
        layer: "conv2", input: [4, 4, 4], reason: .kernelLargerThanInput(axis: 0, kernel: 5, paddedInput: 4))
    ) { try network.summary() }
  }

  @Test func branchesOfDifferentShapeCannotBeAdded() {
    let network = Network(
      name: "", input: [64, 4, 4],
      layers: [NetworkLayer("add", .residual([NetworkLayer("conv", .convolution(channels: 32, Window(1)))]))])
    #expect(throws: NetworkError.self) { try network.summary() }
  }
}
