import Basics

/// Every demo there is, in the order of the topics.
public enum Catalogue {
  public static let demos: [Demo] = [
    .act,
    .gd, .optim,
    .conv, .outSize, .dilated, .transposed, .checkerboard, .groupConv, .depthwise, .conv1x1, .stackKernels,
    .fcAsConv, .edge, .translate, .focus,
    .pool, .gap, .upsample,
    .rf, .erf,
    .net,
    .bottleneck,
  ]

  public static func demo(named name: String) -> Demo? {
    demos.first { $0.name == name }
  }

  public static func suggestion(for name: String) -> String? {
    Suggestion.nearest(to: name, among: demos.map(\.name))
  }
}
