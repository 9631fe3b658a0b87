import Basics
import NeuralNet

/// The mistakes that answers are compared with.
enum BottleneckRules {
  static let all: [WrongRule] = [
    rule("bottleneck_macs", "squeeze-only", "only the 1×1 is counted", "只算了 1×1") { $0.reduce.macs },
    rule("bottleneck_macs", "squeeze-forgotten", "the 1×1 is forgotten", "忘了 1×1") { $0.conv.macs },
    rule("bottleneck_macs", "direct", "the direct convolution is counted", "算的是直接卷积") { $0.direct.macs },
    rule("bottleneck_macs", "flops-for-macs", "additions are counted too (FLOPs)", "把加法也算了（FLOPs）") {
      $0.total.flops
    },
    rule("bottleneck_macs", "one-position", "only one position is counted", "只算了一个位置") {
      $0.total.parameters
    },
    rule("bottleneck_macs", "kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") {
      $0.reduce.macs + $0.conv.macs / $0.kernel
    },
    rule("bottleneck_macs", "inputs-unsqueezed", "the large kernel still reads all channels", "大核仍按全部输入通道算") {
      $0.reduce.macs + $0.direct.macs
    },
    rule("direct_macs", "flops-for-macs", "additions are counted too (FLOPs)", "把加法也算了（FLOPs）") {
      $0.direct.flops
    },
    rule("direct_macs", "one-position", "only one position is counted", "只算了一个位置") { $0.direct.parameters },
    rule("direct_macs", "kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") {
      $0.direct.macs / $0.kernel
    },
    rule("direct_macs", "inputs-forgotten", "the input channels are forgotten", "忘了输入通道数") {
      $0.direct.macs / $0.inputs
    },
    rule("direct_macs", "filters-forgotten", "only one filter is counted", "只算了一个滤波器") {
      $0.direct.macs / $0.outputs
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Squeeze) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { .integer(formula(Squeeze($0))) }
  }
}
