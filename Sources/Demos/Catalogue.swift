import Basics

/// Every demo there is, in the order of the topics.
public enum Catalogue {
  public static let demos: [Demo] = [
    .neuron, .linearStack, .xor, .vectorise, .broadcast, .dims, .parity,
    .act, .reluHealth,
    .loss, .softmax, .crossEntropy, .focal, .regress,
    .gd, .optim, .batchSize, .ema, .lrSchedule,
    .backprop, .gradcheck, .convBackprop, .gradFlow,
    .initialisation, .symmetry,
    .conv, .outSize, .dilated, .transposed, .checkerboard, .groupConv, .depthwise, .conv1x1,
    .bottleneck, .stackKernels, .fcAsConv, .edge, .translate, .focus,
    .pool, .upsample, .gap,
    .rf, .erf,
    .net, .roofline,
    .scale, .featureScaling, .bn, .normAxes, .spectral,
    .overfit, .regularise, .norms, .dropout, .ensemble, .biasVariance, .split,
    .augment, .mixup,
    .hyperSearch, .metric, .train,
    .residual, .addConcat,
    .iou, .nms, .yoloGrid, .slidingWindow, .detectLoss, .roi,
    .triplet, .gram, .gan,
    .rnn, .hog, .compress, .kmeans, .autoencoder,
  ]

  public static func demo(named name: String) -> Demo? {
    demos.first { $0.name == name }
  }

  public static func suggestion(for name: String) -> String? {
    Suggestion.nearest(to: name, among: demos.map(\.name))
  }
}
