extension Network {
  /// He et al., 2016, with the stride in the 3×3 convolution as torchvision has it; depth 18, 34, 50, 101 or 152.
  ///
  /// `strideInPointwise` moves the stride of bottlenecks to their first 1×1 convolution, as in the paper.
  public static func resNet(
    _ depth: Int, size: [Int] = [224, 224], classes: Int = 1000, strideInPointwise: Bool = false
  ) -> Network {
    let counts = [
      18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3],
    ]
    guard let count = counts[depth] else { fatalError("there is no ResNet-\(depth)") }
    let isBottleneck = depth >= 50
    var layers: [NetworkLayer] = [
      .conv("conv1", 64, 7, stride: 2, padding: 3, bias: false), .bn("bn1"), .act("relu", .relu),
      .maxPool("maxpool", 3, 2, padding: 1),
    ]
    var channels = 64
    for stage in 0..<4 {
      let width = 64 << stage
      for block in 0..<count[stage] {
        let stride = stage > 0 && block == 0 ? 2 : 1
        let name = "layer\(stage + 1).\(block)"
        let output = isBottleneck ? 4 * width : width
        let branch =
          isBottleneck
          ? bottleneck(name, width, output, stride, strideInPointwise)
          : basicBlock(name, width, stride)
        let shortcut: [NetworkLayer] =
          stride == 1 && channels == output
          ? []
          : [
            .conv("\(name).downsample.0", output, 1, stride: stride, bias: false),
            .bn("\(name).downsample.1"),
          ]
        layers += [
          NetworkLayer("\(name).add", .residual(branch, shortcut: shortcut)), .act("\(name).relu", .relu),
        ]
        channels = output
      }
    }
    layers += .head(classes)
    return Network(name: "ResNet-\(depth)", input: [3] + size, layers: layers)
  }

  private static func basicBlock(_ name: String, _ width: Int, _ stride: Int) -> [NetworkLayer] {
    [
      .conv("\(name).conv1", width, 3, stride: stride, padding: 1, bias: false), .bn("\(name).bn1"),
      .act("\(name).relu1", .relu),
      .conv("\(name).conv2", width, 3, padding: 1, bias: false), .bn("\(name).bn2"),
    ]
  }

  private static func bottleneck(
    _ name: String, _ width: Int, _ output: Int, _ stride: Int, _ strideInPointwise: Bool
  ) -> [NetworkLayer] {
    [
      .conv("\(name).conv1", width, 1, stride: strideInPointwise ? stride : 1, bias: false),
      .bn("\(name).bn1"),
      .act("\(name).relu1", .relu),
      .conv("\(name).conv2", width, 3, stride: strideInPointwise ? 1 : stride, padding: 1, bias: false),
      .bn("\(name).bn2"), .act("\(name).relu2", .relu),
      .conv("\(name).conv3", output, 1, bias: false), .bn("\(name).bn3"),
    ]
  }

  /// torchvision's GoogLeNet: batch norm, no auxiliary heads, and a 3×3 where the paper has 5×5; Szegedy et al., 2015.
  public static func googLeNet(size: [Int] = [224, 224], classes: Int = 1000) -> Network {
    var layers: [NetworkLayer] = unit("conv1", 64, 7, stride: 2, padding: 3)
    layers.append(.maxPool("maxpool1", 3, 2, ceilMode: true))
    layers += unit("conv2", 64, 1) + unit("conv3", 192, 3, padding: 1)
    layers.append(.maxPool("maxpool2", 3, 2, ceilMode: true))
    layers.append(inception("inception3a", 64, 96, 128, 16, 32, 32))
    layers.append(inception("inception3b", 128, 128, 192, 32, 96, 64))
    layers.append(.maxPool("maxpool3", 3, 2, ceilMode: true))
    layers.append(inception("inception4a", 192, 96, 208, 16, 48, 64))
    layers.append(inception("inception4b", 160, 112, 224, 24, 64, 64))
    layers.append(inception("inception4c", 128, 128, 256, 24, 64, 64))
    layers.append(inception("inception4d", 112, 144, 288, 32, 64, 64))
    layers.append(inception("inception4e", 256, 160, 320, 32, 128, 128))
    layers.append(.maxPool("maxpool4", 2, 2, ceilMode: true))
    layers.append(inception("inception5a", 256, 160, 320, 32, 128, 128))
    layers.append(inception("inception5b", 384, 192, 384, 48, 128, 128))
    layers += [
      NetworkLayer("avgpool", .adaptivePool(.average, [1, 1])), NetworkLayer("flatten", .flatten),
      NetworkLayer("dropout", .dropout(0.2)), .fc("fc", classes),
    ]
    return Network(name: "GoogLeNet", input: [3] + size, layers: layers)
  }

  private static func unit(
    _ name: String, _ channels: Int, _ kernel: Int, stride: Int = 1, padding: Int = 0
  ) -> [NetworkLayer] {
    [
      .conv("\(name).conv", channels, kernel, stride: stride, padding: padding, bias: false),
      .bn("\(name).bn"),
      .act("\(name).relu", .relu),
    ]
  }

  private static func inception(
    _ name: String, _ one: Int, _ threeReduced: Int, _ three: Int, _ fiveReduced: Int, _ five: Int,
    _ pooled: Int
  ) -> NetworkLayer {
    NetworkLayer(
      name,
      .concatenation([
        unit("\(name).branch1", one, 1),
        unit("\(name).branch2.0", threeReduced, 1) + unit("\(name).branch2.1", three, 3, padding: 1),
        unit("\(name).branch3.0", fiveReduced, 1) + unit("\(name).branch3.1", five, 3, padding: 1),
        [.maxPool("\(name).branch4.0", 3, 1, padding: 1, ceilMode: true)]
          + unit("\(name).branch4.1", pooled, 1),
      ]))
  }
}
