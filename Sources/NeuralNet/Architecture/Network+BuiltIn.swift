extension Network {
  /// The networks of the catalogue by name.
  public static let builtIn: [(name: String, network: Network)] = [
    ("lenet5", .lenet5()), ("alexnet", .alexNet()), ("alexnet-original", .alexNetOriginal()), ("zf5", .zf5()),
    ("vgg16", .vgg(16)), ("googlenet", .googLeNet()), ("resnet18", .resNet(18)), ("resnet34", .resNet(34)),
    ("resnet50", .resNet(50)), ("mobilenet", .mobileNetV1()),
  ]

  /// LeCun et al., 1998, with every feature map connected to every other and average pooling.
  public static func lenet5(channels: Int = 1, size: [Int] = [32, 32], padding: Int = 0, classes: Int = 10)
    -> Network
  {
    Network(
      name: "LeNet-5", input: [channels] + size,
      layers: [
        .conv("conv1", 6, 5, padding: padding), .act("tanh1", .tanh), .avgPool("pool1", 2, 2),
        .conv("conv2", 16, 5), .act("tanh2", .tanh), .avgPool("pool2", 2, 2),
        NetworkLayer("flatten", .flatten),
        .fc("fc1", 120), .act("tanh3", .tanh), .fc("fc2", 84), .act("tanh4", .tanh), .fc("fc3", classes),
      ])
  }

  /// The one-column variant of torchvision; Krizhevsky, 2014.
  public static func alexNet(size: [Int] = [224, 224], classes: Int = 1000) -> Network {
    Network(
      name: "AlexNet", input: [3] + size,
      layers: [
        .conv("features.0", 64, 11, stride: 4, padding: 2), .act("features.1", .relu),
        .maxPool("features.2", 3, 2),
        .conv("features.3", 192, 5, padding: 2), .act("features.4", .relu), .maxPool("features.5", 3, 2),
        .conv("features.6", 384, 3, padding: 1), .act("features.7", .relu),
        .conv("features.8", 256, 3, padding: 1), .act("features.9", .relu),
        .conv("features.10", 256, 3, padding: 1), .act("features.11", .relu), .maxPool("features.12", 3, 2),
        NetworkLayer("avgpool", .adaptivePool(.average, [6, 6])), NetworkLayer("flatten", .flatten),
        NetworkLayer("classifier.0", .dropout(0.5)), .fc("classifier.1", 4096), .act("classifier.2", .relu),
        NetworkLayer("classifier.3", .dropout(0.5)), .fc("classifier.4", 4096), .act("classifier.5", .relu),
        .fc("classifier.6", classes),
      ])
  }

  /// Two columns as two groups, with local response normalisation; Krizhevsky et al., 2012, with its input read as 227.
  public static func alexNetOriginal(classes: Int = 1000) -> Network {
    Network(
      name: "AlexNet (original)", input: [3, 227, 227],
      layers: [
        .conv("conv1", 96, 11, stride: 4), .act("relu1", .relu), NetworkLayer("norm1", .localResponseNorm),
        .maxPool("pool1", 3, 2),
        .conv("conv2", 256, 5, padding: 2, groups: 2), .act("relu2", .relu),
        NetworkLayer("norm2", .localResponseNorm), .maxPool("pool2", 3, 2),
        .conv("conv3", 384, 3, padding: 1), .act("relu3", .relu),
        .conv("conv4", 384, 3, padding: 1, groups: 2), .act("relu4", .relu),
        .conv("conv5", 256, 3, padding: 1, groups: 2), .act("relu5", .relu), .maxPool("pool5", 3, 2),
      ] + .classifier([4096, 4096, classes]))
  }

  /// Zeiler and Fergus, 2013, with the paddings of its use in Faster R-CNN.
  public static func zf5(classes: Int = 1000) -> Network {
    Network(
      name: "ZF-5", input: [3, 224, 224],
      layers: [
        .conv("conv1", 96, 7, stride: 2, padding: 3), .act("relu1", .relu),
        NetworkLayer("norm1", .localResponseNorm), .maxPool("pool1", 3, 2, padding: 1),
        .conv("conv2", 256, 5, stride: 2, padding: 2), .act("relu2", .relu),
        NetworkLayer("norm2", .localResponseNorm), .maxPool("pool2", 3, 2, padding: 1),
        .conv("conv3", 384, 3, padding: 1), .act("relu3", .relu),
        .conv("conv4", 384, 3, padding: 1), .act("relu4", .relu),
        .conv("conv5", 256, 3, padding: 1), .act("relu5", .relu), .maxPool("pool5", 3, 2),
      ] + .classifier([4096, 4096, classes]))
  }

  /// Simonyan and Zisserman, 2015; depth 11, 13, 16 or 19, nil for another.
  public static func vgg(
    _ depth: Int = 16, size: [Int] = [224, 224], batchNorm: Bool = false, classes: Int = 1000
  ) -> Network {
    let blocks = [11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4]]
    guard let block = blocks[depth] else { fatalError("there is no VGG-\(depth)") }
    var layers: [NetworkLayer] = []
    for (count, channels) in zip(block, [64, 128, 256, 512, 512]) {
      for _ in 0..<count {
        layers.append(.conv("features.\(layers.count)", channels, 3, padding: 1))
        if batchNorm { layers.append(.bn("features.\(layers.count)")) }
        layers.append(.act("features.\(layers.count)", .relu))
      }
      layers.append(.maxPool("features.\(layers.count)", 2, 2))
    }
    layers += [
      NetworkLayer("avgpool", .adaptivePool(.average, [7, 7])), NetworkLayer("flatten", .flatten),
      .fc("classifier.0", 4096), .act("classifier.1", .relu), NetworkLayer("classifier.2", .dropout(0.5)),
      .fc("classifier.3", 4096), .act("classifier.4", .relu), NetworkLayer("classifier.5", .dropout(0.5)),
      .fc("classifier.6", classes),
    ]
    return Network(name: "VGG-\(depth)", input: [3] + size, layers: layers)
  }

  /// Howard et al., 2017; `width` scales every channel count, rounded down.
  public static func mobileNetV1(width: Double = 1, size: [Int] = [224, 224], classes: Int = 1000) -> Network
  {
    let scaled = { (channels: Int) in Int(Double(channels) * width) }
    var layers: [NetworkLayer] = []
    func add(_ kind: NetworkLayer.Kind) {
      layers.append(NetworkLayer("features.\(layers.count)", kind))
    }
    func finish() {
      add(.normalization(.batch))
      add(.activation(.relu))
    }
    add(.convolution(channels: scaled(32), Window(3, stride: 2, padding: 1), hasBias: false))
    finish()
    let blocks =
      [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
      + Array(repeating: (512, 1), count: 5) + [(1024, 2), (1024, 1)]
    for (channels, stride) in blocks {
      add(.depthwise(Window(3, stride: stride, padding: 1), hasBias: false))
      finish()
      add(.convolution(channels: scaled(channels), Window(1), hasBias: false))
      finish()
    }
    layers += .head(classes)
    return Network(name: "MobileNetV1", input: [3] + size, layers: layers)
  }
}

extension NetworkLayer {
  static func conv(
    _ name: String, _ channels: Int, _ kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
    bias: Bool = true
  ) -> NetworkLayer {
    NetworkLayer(
      name,
      .convolution(
        channels: channels, Window(kernel, stride: stride, padding: padding), groups: groups, hasBias: bias))
  }

  static func maxPool(
    _ name: String, _ kernel: Int, _ stride: Int, padding: Int = 0, ceilMode: Bool = false
  ) -> NetworkLayer {
    NetworkLayer(name, .pool(.max, Window(kernel, stride: stride, padding: padding), ceilMode: ceilMode))
  }

  static func avgPool(_ name: String, _ kernel: Int, _ stride: Int) -> NetworkLayer {
    NetworkLayer(name, .pool(.average, Window(kernel, stride: stride)))
  }

  static func act(_ name: String, _ activation: Activation) -> NetworkLayer {
    NetworkLayer(name, .activation(activation))
  }

  static func bn(_ name: String) -> NetworkLayer { NetworkLayer(name, .normalization(.batch)) }
  static func fc(_ name: String, _ features: Int) -> NetworkLayer { NetworkLayer(name, .linear(features)) }
}

extension [NetworkLayer] {
  /// Global average pooling and one linear layer.
  static func head(_ classes: Int) -> [NetworkLayer] {
    [
      NetworkLayer("avgpool", .adaptivePool(.average, [1, 1])), NetworkLayer("flatten", .flatten),
      .fc("fc", classes),
    ]
  }

  /// Three linear layers with ReLU and dropout between them, named fc6 to fc8.
  static func classifier(_ sizes: [Int]) -> [NetworkLayer] {
    var layers = [NetworkLayer("flatten", .flatten)]
    for (index, size) in sizes.enumerated() {
      layers.append(.fc("fc\(index + 6)", size))
      if index < sizes.count - 1 {
        layers += [.act("relu\(index + 6)", .relu), NetworkLayer("drop\(index + 6)", .dropout(0.5))]
      }
    }
    return layers
  }
}
