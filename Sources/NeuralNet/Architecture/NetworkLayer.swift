/// One layer of a network description.
public struct NetworkLayer: Sendable, Hashable {
  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  public indirect enum Kind: Sendable, Hashable {
    case convolution(channels: Int, Window, groups: Int = 1, hasBias: Bool = true)
    /// Every input channel makes `multiplier` channels of its own.
    case depthwise(multiplier: Int = 1, Window, hasBias: Bool = true)
    case transposedConvolution(
      channels: Int, Window, outputPadding: [Int] = [0, 0], groups: Int = 1, hasBias: Bool = true)
    case pool(PoolingKind, Window, ceilMode: Bool = false)
    case adaptivePool(PoolingKind, [Int])
    case normalization(Normalization)
    case localResponseNorm
    case activation(Activation)
    case softmax
    case dropout(Double)
    case flatten
    case linear(Int, hasBias: Bool = true)
    /// The branch added to the shortcut; an empty shortcut is the input itself.
    case residual([NetworkLayer], shortcut: [NetworkLayer] = [])
    /// Branches joined along the channels.
    case concatenation([[NetworkLayer]])
  }

  /// A learned scale and shift for every channel, whatever the statistics are taken over.
  public enum Normalization: Sendable, Hashable {
    case batch, layer, instance
    case group(Int)
  }
}

extension NetworkLayer.Kind {
  /// The feature map behind this layer; layers inside branches add their rows.
  func apply(to map: Network.FeatureMap, _ rows: inout [LayerSummary]) throws -> Network.FeatureMap {
    switch self {
    case .convolution(let channels, let window, let groups, _):
      let size = try OutputSize.convolution(try spatial(map.shape), window)
      try checkGroups(map.shape[0], channels, groups)
      return Network.FeatureMap(shape: [channels] + size, fields: through(map.fields, window))
    case .depthwise(let multiplier, let window, _):
      let size = try OutputSize.convolution(try spatial(map.shape), window)
      return Network.FeatureMap(
        shape: [map.shape[0] * multiplier] + size, fields: through(map.fields, window))
    case .transposedConvolution(let channels, let window, let outputPadding, let groups, _):
      let size = try OutputSize.transposedConvolution(
        try spatial(map.shape), window, outputPadding: outputPadding)
      try checkGroups(map.shape[0], channels, groups)
      return Network.FeatureMap(shape: [channels] + size, fields: nil)
    case .pool(_, let window, let ceilMode):
      let size = try OutputSize.pooling(try spatial(map.shape), window, ceilMode: ceilMode)
      return Network.FeatureMap(shape: [map.shape[0]] + size, fields: through(map.fields, window))
    case .adaptivePool(_, let size):
      let input = try spatial(map.shape)
      if size.count != input.count {
        throw ShapeError.wrongAxisCount(expected: input.count, found: size.count)
      }
      for axis in size.indices where size[axis] < 1 {
        throw ShapeError.notPositive(.output, axis: axis, value: size[axis])
      }
      return Network.FeatureMap(shape: [map.shape[0]] + size, fields: size == input ? map.fields : nil)
    case .normalization(.group(let groups)):
      if groups < 1 || map.shape[0] % groups != 0 {
        throw ShapeError.channelsNotDivisible(channels: map.shape[0], groups: groups)
      }
      return map
    case .normalization, .activation, .softmax, .dropout: return map
    case .localResponseNorm:
      _ = try spatial(map.shape)
      return map
    case .flatten: return Network.FeatureMap(shape: [map.shape.reduce(1, *)], fields: nil)
    case .linear(let features, _):
      if map.shape.count != 1 { throw ShapeError.needsSpatialInput(map.shape) }
      if features < 1 { throw ShapeError.notPositive(.output, axis: 0, value: features) }
      return Network.FeatureMap(shape: [features], fields: nil)
    case .residual(let branch, let shortcut):
      let first = try Network.walk(branch, map, &rows)
      let second = try Network.walk(shortcut, map, &rows)
      if first.shape != second.shape { throw ShapeError.branchesDiffer(first.shape, second.shape) }
      return Network.FeatureMap(shape: first.shape, fields: joined([first.fields, second.fields]))
    case .concatenation(let branches):
      var channels = 0
      var maps: [Network.FeatureMap] = []
      for branch in branches {
        let result = try Network.walk(branch, map, &rows)
        channels += result.shape[0]
        if let first = maps.first, first.shape.dropFirst() != result.shape.dropFirst() {
          throw ShapeError.branchesDiffer(first.shape, result.shape)
        }
        maps.append(result)
      }
      guard let first = maps.first else { throw ShapeError.notPositive(.channels, axis: 0, value: 0) }
      return Network.FeatureMap(
        shape: [channels] + first.shape.dropFirst(), fields: joined(maps.map(\.fields)))
    }
  }

  /// Numbers beyond 2⁵⁶ stay there.
  func cost(input: [Int], output: [Int]) -> Cost {
    let scalars = capped(output)
    switch self {
    case .convolution(let channels, let window, let groups, let hasBias):
      let filter = capped([input[0] / groups, window.area])
      return Cost(
        parameters: capped([channels, filter + (hasBias ? 1 : 0)]), macs: capped([scalars, filter]),
        activations: scalars)
    case .depthwise(_, let window, let hasBias):
      return Cost(
        parameters: capped([output[0], window.area + (hasBias ? 1 : 0)]),
        macs: capped([scalars, window.area]),
        activations: scalars)
    case .transposedConvolution(let channels, let window, _, let groups, let hasBias):
      // Every input scalar meets one filter for each output channel of its group.
      let filter = capped([channels / groups, window.area])
      return Cost(
        parameters: capped([input[0], filter]) + (hasBias ? channels : 0), macs: capped(input + [filter]),
        activations: scalars)
    case .linear(let features, let hasBias):
      return Cost(
        parameters: capped([features, input[0] + (hasBias ? 1 : 0)]), macs: capped([features, input[0]]),
        activations: scalars)
    case .normalization(.layer): return Cost(parameters: capped([2, scalars]), activations: scalars)
    case .normalization: return Cost(parameters: 2 * output[0], activations: scalars)
    case .activation(.prelu): return Cost(parameters: output[0], activations: scalars)
    case .flatten, .dropout: return Cost()
    default: return Cost(activations: scalars)
    }
  }

  /// The product, at most 2⁵⁶, so that sums of many layers fit too.
  private func capped(_ factors: [Int]) -> Int {
    factors.reduce(1) { product, factor in
      let (result, overflows) = product.multipliedReportingOverflow(by: factor)
      return overflows ? 1 << 56 : min(result, 1 << 56)
    }
  }

  private func spatial(_ shape: [Int]) throws(ShapeError) -> [Int] {
    if shape.count != 3 { throw .needsSpatialInput(shape) }
    return Array(shape.dropFirst())
  }

  private func checkGroups(_ input: Int, _ output: Int, _ groups: Int) throws(ShapeError) {
    if output < 1 { throw .notPositive(.channels, axis: 0, value: output) }
    if groups < 1 { throw .notPositive(.groups, axis: 0, value: groups) }
    for channels in [input, output] where channels % groups != 0 {
      throw .channelsNotDivisible(channels: channels, groups: groups)
    }
  }

  private func through(_ fields: [ReceptiveField]?, _ window: Window) -> [ReceptiveField]? {
    fields.map { fields in fields.indices.map { fields[$0].through(window, axis: $0) } }
  }

  private func joined(_ branches: [[ReceptiveField]?]) -> [ReceptiveField]? {
    guard var result = branches.first ?? nil else { return nil }
    for branch in branches.dropFirst() {
      guard let branch else { return nil }
      for axis in result.indices {
        guard let field = result[axis].joined(with: branch[axis]) else { return nil }
        result[axis] = field
      }
    }
    return result
  }
}
