import Basics

/// Every demo there is, in the order of the topics.
public enum Catalogue {
  public static let demos: [Demo] = [
    .neuron, .linearStack, .dims, .broadcast, .vectorise, .parity,
    .act, .reluHealth,
    .loss, .softmax, .crossEntropy, .focal, .regress,
    .gd, .optim, .ema, .batchSize, .lrSchedule,
    .gradFlow,
    .conv, .outSize,
    .rf,
    .bn, .normAxes, .spectral, .scale, .featureScaling,
    .regularise, .norms, .dropout, .ensemble, .biasVariance,
    .split,
    .metric,
  ]

  public static func demo(named name: String) -> Demo? {
    demos.first { $0.name == name }
  }

  public static func suggestion(for name: String) -> String? {
    Suggestion.nearest(to: name, among: demos.map(\.name))
  }
}
