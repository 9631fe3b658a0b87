import Testing

@testable import NeuralNet

@Suite struct OptimizerTests {
  /// The optimizer torch.optim would build from a case's name and parameters.
  static func optimizer(_ name: String, _ item: Case) throws -> Optimizer {
    let rate = try item.double("lr")
    let decay = try item.double("weight_decay", default: 0)
    let betas = item.has("betas") ? try item.doubles("betas") : [0.9, 0.999]
    let epsilon = try item.double("eps", default: 1e-8)
    let amsgrad = item.has("amsgrad") ? try item.bool("amsgrad") : false
    switch name {
    case "SGD", "SGD momentum", "Nesterov":
      return Optimizer(
        .sgd(
          momentum: try item.double("momentum", default: 0),
          dampening: try item.double("dampening", default: 0),
          nesterov: item.has("nesterov") ? try item.bool("nesterov") : false),
        learningRate: rate, weightDecay: decay)
    case "Adagrad":
      return Optimizer(
        .adagrad(
          rateDecay: try item.double("lr_decay", default: 0),
          initial: try item.double("initial_accumulator_value", default: 0),
          epsilon: try item.double("eps", default: 1e-10)), learningRate: rate, weightDecay: decay)
    case "RMSprop":
      return Optimizer(
        .rmsProp(
          smoothing: try item.double("alpha", default: 0.99),
          momentum: try item.double("momentum", default: 0),
          centered: item.has("centered") ? try item.bool("centered") : false, epsilon: epsilon),
        learningRate: rate, weightDecay: decay)
    case "Adadelta":
      return Optimizer(
        .adadelta(
          decay: try item.double("rho", default: 0.9), epsilon: try item.double("eps", default: 1e-6)),
        learningRate: rate, weightDecay: decay)
    case "Adam", "AMSGrad":
      return Optimizer(
        .adam(beta1: betas[0], beta2: betas[1], epsilon: epsilon, amsgrad: amsgrad), learningRate: rate,
        weightDecay: decay)
    case "AdamW":
      return Optimizer(
        .adam(beta1: betas[0], beta2: betas[1], epsilon: epsilon, amsgrad: amsgrad), learningRate: rate,
        weightDecay: try item.double("weight_decay", default: 0.01), decouplesWeightDecay: true)
    case "Adamax":
      return Optimizer(
        .adamax(beta1: betas[0], beta2: betas[1], epsilon: epsilon), learningRate: rate, weightDecay: decay)
    case "NAdam":
      return Optimizer(
        .nadam(
          beta1: betas[0], beta2: betas[1], epsilon: epsilon,
          momentumDecay: try item.double("momentum_decay", default: 0.004)), learningRate: rate,
        weightDecay: decay,
        decouplesWeightDecay: item.has("decoupled_weight_decay")
          ? try item.bool("decoupled_weight_decay") : false)
    default: throw ActivationsTests.Unknown(name: name)
    }
  }

  /// Loss and gradient of a test function at a point.
  static func evaluate(_ function: Case, _ p: [Double]) throws -> (loss: Double, gradient: [Double]) {
    let (x, y) = (p[0], p[1])
    switch try function.string("name") {
    case "quadratic":
      let (a, b, c) = (try function.double("a"), try function.double("b"), try function.double("c"))
      return (0.5 * (a * x * x + b * y * y) + c * x * y, [a * x + c * y, b * y + c * x])
    case "rosenbrock":
      let (a, b) = (try function.double("a"), try function.double("b"))
      let bend = y - x * x
      return ((a - x) * (a - x) + b * bend * bend, [-2 * (a - x) - 4 * b * x * bend, 2 * b * bend])
    case "beale":
      let terms = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y]
      let byX = 2 * terms[0] * (y - 1) + 2 * terms[1] * (y * y - 1) + 2 * terms[2] * (y * y * y - 1)
      let byY = 2 * terms[0] * x + 2 * terms[1] * 2 * x * y + 2 * terms[2] * 3 * x * y * y
      return (terms[0] * terms[0] + terms[1] * terms[1] + terms[2] * terms[2], [byX, byY])
    case let name: throw ActivationsTests.Unknown(name: name)
    }
  }

  @Test func pathsAgreeWithTheReference() throws {
    let reference = try Reference("optimizers")
    for item in reference.cases {
      let function = try item.object("function")
      var optimizer = try Self.optimizer(item.string("optimizer"), item.object("params"))
      var point = try function.doubles("start")
      let (x, y, losses) = (try item.doubles("x"), try item.doubles("y"), try item.doubles("loss"))
      var path = [point]
      var loss = [try Self.evaluate(function, point).loss]
      for _ in 1..<x.count {
        optimizer.step(&point, gradient: try Self.evaluate(function, point).gradient)
        path.append(point)
        loss.append(try Self.evaluate(function, point).loss)
      }
      let label = "\(item) \(try function.string("name"))"
      reference.expect(path.map { $0[0] }, x, "\(label) x")
      reference.expect(path.map { $0[1] }, y, "\(label) y")
      reference.expect(loss, losses, "\(label) loss")
    }
  }

  @Test func tensorsAreSteppedLikeOneLongVector() {
    let start = [1.0, -2, 3, 0.5]
    let gradient = [0.1, 0.2, -0.3, 0.4]
    var flat = Optimizer.adam(learningRate: 0.1)
    var vector = start
    var split = flat
    var tensors = [Tensor([1.0, -2]), Tensor([[3, 0.5]])]
    for _ in 0..<3 {
      flat.step(&vector, gradient: gradient)
      split.step(&tensors, gradients: [Tensor([0.1, 0.2]), Tensor([[-0.3, 0.4]])])
    }
    #expect(tensors.flatMap(\.scalars) == vector)
    #expect(split.stepCount == 3 && split.states.count == 2)
  }

  @Test func adamShowsItsMoments() {
    var optimizer = Optimizer.adam(learningRate: 0.1)
    var point = [4.0, 1.5]
    optimizer.step(&point, gradient: [4, 75])
    let tolerance = 1e-12
    #expect(abs(optimizer.states[0].firstMoment[0] - 0.4) < tolerance)
    #expect(abs(optimizer.states[0].secondMoment[1] - 5.625) < tolerance)
    #expect(abs(point[0] - 3.9) < 1e-8 && abs(point[1] - 1.4) < 1e-8)
  }

  @Test func clippingByNormKeepsTheDirection() {
    let (clipped, norm) = GradientClipping.norm(1).clipped([Tensor([3.0]), Tensor([4.0])])
    #expect(norm == 5)
    #expect(abs(clipped[0].scalar - 0.6) < 1e-6 && abs(clipped[1].scalar - 0.8) < 1e-6)
    #expect(GradientClipping.value(2).clipped([Tensor([-3.0, 1])]).gradients == [Tensor([-2.0, 1])])
  }

  @Test func biasCorrectionMakesTheFirstAverageTheFirstValue() {
    var average = ExponentialMovingAverage(decay: 0.9)
    average.update([Tensor([10.0])])
    #expect(abs(average.average[0].scalar - 10) < 1e-12)
    #expect(abs(average.raw[0].scalar - 1) < 1e-12)
    average.update([Tensor([20.0])])
    #expect(abs(average.average[0].scalar - 2.9 / 0.19) < 1e-12)
  }
}
