extension Node {
  /// Each window's gradient goes to the pixel that won.
  public func maxPool(_ window: Window, ceilMode: Bool = false) -> Node {
    let (values, indices) = value.maxPool(window, ceilMode: ceilMode)
    return unary("max-pool", values) { $0.scattered(indices, to: self.shape, adds: true) }
  }

  public func averagePool(
    _ window: Window, ceilMode: Bool = false, countsPadding: Bool = true, divisor: Int? = nil
  ) -> Node {
    let y = value.averagePool(window, ceilMode: ceilMode, countsPadding: countsPadding, divisor: divisor)
    return unary("average-pool", y) { gradient in
      let plan = self.value.averagingPlan(window, Array(y.shape.dropFirst(2)), countsPadding, divisor)
      return gradient.spread(plan, to: self.shape)
    }
  }

  public func adaptiveAveragePool(_ size: [Int]) -> Node {
    unary("adaptive-average-pool", value.adaptiveAveragePool(size)) {
      $0.spread(Tensor.PoolingPlan(self.value.adaptivePlan(size)), to: self.shape)
    }
  }

  public func adaptiveMaxPool(_ size: [Int]) -> Node {
    let (values, indices) = value.adaptiveMaxPool(size)
    return unary("adaptive-max-pool", values) { $0.scattered(indices, to: self.shape, adds: true) }
  }

  public func globalAveragePool() -> Node { adaptiveAveragePool([1, 1]) }
  public func globalMaxPool() -> Node { adaptiveMaxPool([1, 1]) }

  /// See `Tensor.maxUnpool`; the gradient is read where the value was put.
  public func maxUnpool(_ indices: [Int], size: [Int]) -> Node {
    unary("max-unpool", value.maxUnpool(indices, size: size)) { gradient in
      let area = size[0] * size[1]
      let pooled = self.shape[2] * self.shape[3]
      return Tensor(
        trusted: indices.indices.map { gradient.scalars[$0 / pooled * area + indices[$0]] }, self.shape)
    }
  }
}
