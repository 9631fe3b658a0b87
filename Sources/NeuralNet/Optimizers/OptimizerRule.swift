import Glibc

/// The formula of an optimizer with its constants; g is the gradient, t the step, counted from 1.
public enum OptimizerRule: Sendable, Hashable {
  /// b = μ·b + (1 − dampening)·g, at first b = g; x −= rate·b, or rate·(g + μ·b) for Nesterov.
  case sgd(momentum: Double, dampening: Double, nesterov: Bool)
  /// v += g²; x −= rate / (1 + (t − 1)·decay) · g / (√v + ε).  Duchi et al., 2011.
  case adagrad(rateDecay: Double, initial: Double, epsilon: Double)
  /// v = α·v + (1 − α)·g²; x −= rate·g / (√v + ε); centered subtracts the squared mean gradient from v.
  case rmsProp(smoothing: Double, momentum: Double, centered: Bool, epsilon: Double)
  /// v = ρ·v + (1 − ρ)·g²; Δ = √(u + ε) / √(v + ε) · g; u = ρ·u + (1 − ρ)·Δ²; x −= rate·Δ.  Zeiler, 2012.
  case adadelta(decay: Double, epsilon: Double)
  /// m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; x −= rate · m̂ / (√v̂ + ε).  Kingma and Ba, 2015.
  case adam(beta1: Double, beta2: Double, epsilon: Double, amsgrad: Bool)
  /// u = max(β₂·u, |g| + ε); x −= rate / (1 − β₁ᵗ) · m / u.
  case adamax(beta1: Double, beta2: Double, epsilon: Double)
  /// Adam with Nesterov's look-ahead and a warm-up of its momentum.  Dozat, 2016.
  case nadam(beta1: Double, beta2: Double, epsilon: Double, momentumDecay: Double)

  public var name: String {
    switch self {
    case .sgd(let momentum, _, let nesterov): nesterov ? "nesterov" : momentum > 0 ? "momentum" : "sgd"
    case .adagrad: "adagrad"
    case .rmsProp: "rmsprop"
    case .adadelta: "adadelta"
    case .adam(_, _, _, let amsgrad): amsgrad ? "amsgrad" : "adam"
    case .adamax: "adamax"
    case .nadam: "nadam"
    }
  }
}

/// One parameter array with its gradient; `gradient(i)` includes the weight decay.
struct OptimizerArrays {
  let parameters: UnsafeMutableBufferPointer<Double>
  let gradient: UnsafeBufferPointer<Double>
  let weightDecay: Double

  @inline(__always)
  func gradient(_ index: Int) -> Double { gradient[index] + weightDecay * parameters[index] }
  var count: Int { parameters.count }
}

extension OptimizerRule {
  func update(_ arrays: OptimizerArrays, _ state: inout Optimizer.State, rate: Double, step: Int) {
    let parameters = arrays.parameters
    let count = arrays.count
    let t = Double(step)
    func fill(_ array: inout [Double], _ value: Double = 0) {
      if array.isEmpty { array = Array(repeating: value, count: count) }
    }
    switch self {
    case .sgd(let momentum, let dampening, let nesterov):
      if momentum == 0 && arrays.weightDecay == 0 {
        for index in 0..<count { parameters[index] -= rate * arrays.gradient[index] }
        return
      }
      if momentum == 0 {
        for index in 0..<count { parameters[index] -= rate * arrays.gradient(index) }
        return
      }
      let isFirst = state.firstMoment.isEmpty
      fill(&state.firstMoment)
      state.firstMoment.withUnsafeMutableBufferPointer { buffer in
        for index in 0..<count {
          let g = arrays.gradient(index)
          buffer[index] = isFirst ? g : momentum * buffer[index] + (1 - dampening) * g
          parameters[index] -= rate * (nesterov ? g + momentum * buffer[index] : buffer[index])
        }
      }

    case .adagrad(let rateDecay, let initial, let epsilon):
      fill(&state.secondMoment, initial)
      let present = rate / (1 + (t - 1) * rateDecay)
      state.secondMoment.withUnsafeMutableBufferPointer { v in
        for index in 0..<count {
          let g = arrays.gradient(index)
          v[index] += g * g
          parameters[index] -= present * g / (v[index].squareRoot() + epsilon)
        }
      }

    case .rmsProp(let smoothing, let momentum, let centered, let epsilon):
      fill(&state.secondMoment)
      if centered { fill(&state.firstMoment) }
      if momentum > 0 { fill(&state.extra) }
      for index in 0..<count {
        let g = arrays.gradient(index)
        state.secondMoment[index] = smoothing * state.secondMoment[index] + (1 - smoothing) * g * g
        var square = state.secondMoment[index]
        if centered {
          state.firstMoment[index] += (1 - smoothing) * (g - state.firstMoment[index])
          square -= state.firstMoment[index] * state.firstMoment[index]
        }
        var move = g / (square.squareRoot() + epsilon)
        if momentum > 0 {
          state.extra[index] = momentum * state.extra[index] + move
          move = state.extra[index]
        }
        parameters[index] -= rate * move
      }

    case .adadelta(let decay, let epsilon):
      fill(&state.secondMoment)
      fill(&state.extra)
      for index in 0..<count {
        let g = arrays.gradient(index)
        let v = decay * state.secondMoment[index] + (1 - decay) * g * g
        let move = (state.extra[index] + epsilon).squareRoot() / (v + epsilon).squareRoot() * g
        state.secondMoment[index] = v
        state.extra[index] = decay * state.extra[index] + (1 - decay) * move * move
        parameters[index] -= rate * move
      }

    case .adam(let beta1, let beta2, let epsilon, let amsgrad):
      fill(&state.firstMoment)
      fill(&state.secondMoment)
      if amsgrad { fill(&state.extra) }
      let size = rate / (1 - pow(beta1, t))
      let correction = (1 - pow(beta2, t)).squareRoot()
      state.firstMoment.withUnsafeMutableBufferPointer { m in
        state.secondMoment.withUnsafeMutableBufferPointer { v in
          for index in 0..<count {
            let g = arrays.gradient(index)
            m[index] += (1 - beta1) * (g - m[index])
            v[index] = beta2 * v[index] + (1 - beta2) * g * g
            if amsgrad { continue }
            parameters[index] -= size * m[index] / (v[index].squareRoot() / correction + epsilon)
          }
        }
      }
      if amsgrad {
        for index in 0..<count {
          state.extra[index] = max(state.extra[index], state.secondMoment[index])
          parameters[index] -=
            size * state.firstMoment[index] / (state.extra[index].squareRoot() / correction + epsilon)
        }
      }

    case .adamax(let beta1, let beta2, let epsilon):
      fill(&state.firstMoment)
      fill(&state.secondMoment)
      let size = rate / (1 - pow(beta1, t))
      for index in 0..<count {
        let g = arrays.gradient(index)
        state.firstMoment[index] += (1 - beta1) * (g - state.firstMoment[index])
        state.secondMoment[index] = max(beta2 * state.secondMoment[index], abs(g) + epsilon)
        parameters[index] -= size * state.firstMoment[index] / state.secondMoment[index]
      }

    case .nadam(let beta1, let beta2, let epsilon, let momentumDecay):
      fill(&state.firstMoment)
      fill(&state.secondMoment)
      func mu(_ step: Int) -> Double { beta1 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) }
      // Πᵢ μᵢ is kept in `extra`, the one number this rule shares among all scalars.
      state.extra = [(state.extra.first ?? 1) * mu(step)]
      let product = state.extra[0]
      let correction = 1 - pow(beta2, t)
      let gradientSize = rate * (1 - mu(step)) / (1 - product)
      let momentSize = rate * mu(step + 1) / (1 - product * mu(step + 1))
      for index in 0..<count {
        let g = arrays.gradient(index)
        state.firstMoment[index] += (1 - beta1) * (g - state.firstMoment[index])
        state.secondMoment[index] = beta2 * state.secondMoment[index] + (1 - beta2) * g * g
        let scale = (state.secondMoment[index] / correction).squareRoot() + epsilon
        parameters[index] -= gradientSize * g / scale + momentSize * state.firstMoment[index] / scale
      }
    }
  }
}
