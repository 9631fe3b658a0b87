import NeuralNet

/// The engine's built-in networks under the names that papers give their layers.
enum BuiltInNet {
  static let names = [
    "lenet5", "alexnet", "alexnet-torch", "zf5", "vgg16", "googlenet", "resnet18", "resnet34", "resnet50",
    "mobilenet",
  ]

  static func network(_ name: String) -> Network? {
    switch name {
    case "alexnet": .alexNetOriginal()
    case "alexnet-torch": .alexNet()
    case "zf5": .zf5()
    case "vgg16": paperNames(.vgg(16))
    default: Network.builtIn.first { $0.name == name }?.network
    }
  }

  /// conv1_1 … conv5_3, pool1 … pool5, fc1 … fc3 instead of the numbers of an implementation.
  private static func paperNames(_ network: Network) -> Network {
    var network = network
    var block = 1
    var convolutions = 0
    var linears = 0
    for index in network.layers.indices {
      switch network.layers[index].kind {
      case .convolution:
        convolutions += 1
        network.layers[index].name = "conv\(block)_\(convolutions)"
      case .pool:
        network.layers[index].name = "pool\(block)"
        block += 1
        convolutions = 0
      case .linear:
        linears += 1
        network.layers[index].name = "fc\(linears)"
      case .activation:
        network.layers[index].name = linears > 0 ? "relu\(5 + linears)" : "relu\(block)_\(convolutions)"
      case .dropout:
        network.layers[index].name = "drop\(5 + linears)"
      default:
        continue
      }
    }
    return network
  }
}
