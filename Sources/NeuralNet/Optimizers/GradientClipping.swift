/// Keeps gradients from exploding.
public enum GradientClipping: Sendable, Hashable {
  /// Scales all gradients together so that their joint 2-norm is at most this; the direction stays.
  case norm(Double)
  /// Cuts each scalar to −limit...limit; the direction may change.
  case value(Double)

  /// The clipped gradients and the joint 2-norm they had before.
  public func clipped(_ gradients: [Tensor]) -> (gradients: [Tensor], norm: Double) {
    let norm = gradients.reduce(0) { $0 + $1.map { $0 * $0 }.sum() }.squareRoot()
    switch self {
    case .norm(let limit):
      // The small number guards the division, as in torch's clip_grad_norm_.
      let factor = min(1, limit / (norm + 1e-6))
      return (factor < 1 ? gradients.map { $0 * factor } : gradients, norm)
    case .value(let limit):
      return (gradients.map { $0.clamped(-limit...limit) }, norm)
    }
  }
}
