import Basics
import Glibc

/// Mistakes with activation values.
enum ActRules {
  static let all: [WrongRule] = sigmoids + rectifiers + exponentials + hardGates

  private static func sigmoid(_ x: Double) -> Double { ActCurve("sigmoid").value(x) }

  private static let sigmoids: [WrongRule] = [
    rule("sigmoid.derivative", "value-for-derivative", "σ is given instead of σ′", "把 σ 当成了 σ′") { x, _ in
      sigmoid(x)
    },
    rule("sigmoid.derivative", "square-forgotten", "σ′ is taken as 1 − σ", "把 σ′ 当成 1 − σ") { x, _ in
      1 - sigmoid(x)
    },
    rule("sigmoid.derivative", "tanh-form", "σ′ is taken as 1 − σ², the form of tanh", "套用了 tanh 的形式 1 − σ²")
    { x, _ in
      1 - sigmoid(x) * sigmoid(x)
    },
    rule(
      "tanh.derivative", "square-forgotten", "tanh′ is taken as 1 − tanh, without the square",
      "把 tanh′ 当成 1 − tanh，漏了平方"
    ) { x, _ in 1 - tanh(x) },
    rule(
      "tanh.derivative", "sigmoid-form", "tanh′ is taken as tanh·(1 − tanh), the sigmoid's form",
      "套用了 sigmoid 的形式 tanh·(1 − tanh)"
    ) { x, _ in tanh(x) * (1 - tanh(x)) },
    rule("tanh.derivative", "value-for-derivative", "tanh is given instead of tanh′", "把 tanh 当成了 tanh′") {
      x, _ in tanh(x)
    },
    rule("tanh.value", "argument-not-doubled", "2σ(x) − 1 is taken: x is not doubled", "算成 2σ(x) − 1，x 没有加倍")
    { x, _ in
      2 * sigmoid(x) - 1
    },
    rule("tanh.value", "not-shifted", "2σ(2x) is taken, without − 1", "算成 2σ(2x)，漏了 −1") { x, _ in
      2 * sigmoid(2 * x)
    },
    rule("tanh.value", "not-scaled", "σ(2x) − 1 is taken, without the 2 in front", "算成 σ(2x) − 1，漏了前面的 2") {
      x, _ in
      sigmoid(2 * x) - 1
    },
    rule("tanh.value", "sigmoid", "σ(2x) alone is given", "只给出了 σ(2x)") { x, _ in sigmoid(2 * x) },
    rule("tanh.value", "sign-lost", "the sign got lost", "丢了符号") { x, _ in -tanh(x) },
  ]

  private static let rectifiers: [WrongRule] = [
    rule("relu6.value", "cap-forgotten", "the cap at 6 is forgotten", "忘了上限 6") { x, _ in max(0, x) },
    rule("relu6.value", "floor-forgotten", "negative values are let through", "让负值通过了") { x, _ in min(x, 6) },
    rule("leaky.value", "plain-relu", "negative values are cut to 0, as by ReLU", "像 ReLU 那样把负值截成 0") {
      x, _ in max(0, x)
    },
    rule("leaky.value", "sign-lost", "the sign got lost", "丢了符号") { x, a in x > 0 ? x : -(a ?? 0.01) * x },
    rule("leaky.value", "slope-forgotten", "the slope is forgotten", "忘了乘斜率") { x, _ in x },
    rule("leaky.value", "slope-everywhere", "positive values are multiplied by the slope too", "正值也乘了斜率") {
      x, a in
      (a ?? 0.01) * x
    },
    rule("leaky.value", "slope-alone", "the slope itself is given", "给出的是斜率本身") { x, a in
      x > 0 ? 1 : a ?? 0.01
    },
  ]

  private static let exponentials: [WrongRule] = [
    rule(
      "softplus.derivative", "value-for-derivative", "softplus is given instead of its slope",
      "给出的是 softplus 的值而不是斜率"
    ) {
      x, _ in ActCurve("softplus").value(x)
    },
    rule("softplus.derivative", "sign-turned", "σ(−x) is taken instead of σ(x)", "算成了 σ(−x)") { x, _ in
      sigmoid(-x)
    },
    rule(
      "softplus.derivative", "slope-of-sigmoid", "σ′ is taken: one derivative too many", "取了 σ′，多求了一次导"
    ) { x, _ in ActCurve("sigmoid").derivative(x) },
    rule(
      "softplus.derivative", "one-forgotten", "eˣ is taken, without dividing by 1 + eˣ", "取了 eˣ，没有除以 1 + eˣ"
    ) { x, _ in exp(x) },
    rule("elu.value", "one-forgotten", "α·eˣ is taken, without − 1", "算成 α·eˣ，漏了 −1") { x, a in
      x > 0 ? x : (a ?? 1) * exp(x)
    },
    rule("elu.value", "sign-lost", "the sign got lost", "丢了符号") { x, a in x > 0 ? x : -(a ?? 1) * expm1(x) },
    rule("elu.value", "alpha-forgotten", "α is forgotten", "忘了 α") { x, _ in x > 0 ? x : expm1(x) },
    rule("elu.value", "plain-relu", "negative values are cut to 0, as by ReLU", "像 ReLU 那样把负值截成 0") { x, _ in
      max(0, x)
    },
    rule("elu.value", "leaky-form", "α·x is taken, the form of Leaky ReLU", "套用了 Leaky ReLU 的形式 α·x") {
      x, a in
      x > 0 ? x : (a ?? 1) * x
    },
    limit("sign-lost", "the sign got lost", "丢了符号") { $0 },
    limit("standard-alpha", "α is taken as 1", "把 α 当成了 1") { _ in -1 },
    limit("zero", "0 is given, where ReLU ends", "给出了 0，那是 ReLU 的下界") { _ in 0 },
    limit("half", "α/2 is taken", "取了 α/2") { -$0 / 2 },
  ]

  private static let hardGates: [WrongRule] = [
    rule(
      "hswish.value", "gate-alone", "only the gate ReLU6(x + 3)/6 is given, without x",
      "只算了门控 ReLU6(x + 3)/6，漏乘 x"
    ) { x, _ in ActCurve("hsigmoid").value(x) },
    rule("hswish.value", "sixth-forgotten", "the division by 6 is forgotten", "忘了除以 6") { x, _ in
      x * min(max(x + 3, 0), 6)
    },
    rule("hswish.value", "not-clipped", "the gate is not clipped to 0…1", "门控没有截到 0…1") { x, _ in
      x * (x + 3) / 6
    },
    rule("hswish.value", "swish", "the sigmoid of swish is taken as the gate", "用了 swish 的 sigmoid 作门控") {
      x, _ in x * sigmoid(x)
    },
    rule("hsigmoid_mnv3.value", "keras", "Keras's old form 0.2·x + 0.5 is taken", "用了旧版 Keras 的 0.2·x + 0.5")
    { x, _ in
      ActCurve(hardSigmoid: "keras").value(x)
    },
    rule("hsigmoid_mnv3.value", "binary", "the binary nets' form (x + 1)/2 is taken", "用了二值网络的 (x + 1)/2") {
      x, _ in
      ActCurve(hardSigmoid: "binary").value(x)
    },
    rule("hsigmoid_mnv3.value", "sixth-forgotten", "the division by 6 is forgotten", "忘了除以 6") { x, _ in
      min(max(x + 3, 0), 6)
    },
    rule("hsigmoid_mnv3.value", "not-clipped", "the result is not clipped to 0…1", "结果没有截到 0…1") { x, _ in
      (x + 3) / 6
    },
    rule("hsigmoid_mnv3.value", "times-x", "x is multiplied in: that is h-swish", "多乘了 x，那是 h-swish") {
      x, _ in
      ActCurve("hswish").value(x)
    },
    rule(
      "hsigmoid_keras.value", "mnv3", "MobileNetV3's form ReLU6(x + 3)/6 is taken",
      "用了 MobileNetV3 的 ReLU6(x + 3)/6"
    ) { x, _ in
      ActCurve(hardSigmoid: "mnv3").value(x)
    },
    rule("hsigmoid_keras.value", "binary", "the binary nets' form (x + 1)/2 is taken", "用了二值网络的 (x + 1)/2") {
      x, _ in
      ActCurve(hardSigmoid: "binary").value(x)
    },
    rule("hsigmoid_keras.value", "not-clipped", "the result is not clipped to 0…1", "结果没有截到 0…1") { x, _ in
      0.2 * x + 0.5
    },
    rule("hsigmoid_keras.value", "half-forgotten", "the 0.5 is forgotten", "忘了加 0.5") { x, _ in
      min(max(0.2 * x, 0), 1)
    },
  ]

  /// By x and `--alpha`.
  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Double, Double?) -> Double
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { options in
      let alpha = options.optionalNumber("alpha")
      return .numbers(options.numbers("x").map { formula($0, alpha) })
    }
  }

  /// What ELU approaches far to the left, by α.
  private static func limit(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Double) -> Double
  ) -> WrongRule {
    WrongRule("elu.range[0]", name, english, chinese, number: { formula($0.optionalNumber("alpha") ?? 1) })
  }
}
