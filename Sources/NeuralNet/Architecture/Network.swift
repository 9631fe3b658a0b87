/// A network as a value, from which shapes, costs and receptive fields follow without running anything.
public struct Network: Sendable, Hashable {
  public var name: String
  /// Channels, height, width; or the number of features.
  public var input: [Int]
  public var layers: [NetworkLayer]

  public init(name: String, input: [Int], layers: [NetworkLayer]) {
    self.name = name
    self.input = input
    self.layers = layers
  }

  /// One row for each layer in the order of computation, the layers of branches before the layer that joins them.
  ///
  /// Throws the layer whose input does not suit it, by name.
  public func summary() throws(NetworkError) -> [LayerSummary] {
    var rows: [LayerSummary] = []
    let fields: [ReceptiveField]? = input.count == 3 ? [.pixel, .pixel] : nil
    _ = try Network.walk(layers, FeatureMap(shape: input, fields: fields), &rows)
    return rows
  }

  /// A feature map on its way through the layers; the fields are nil once a unit sees the whole input.
  struct FeatureMap: Equatable {
    var shape: [Int]
    var fields: [ReceptiveField]?
  }

  static func walk(
    _ layers: [NetworkLayer], _ start: FeatureMap, _ rows: inout [LayerSummary]
  ) throws(NetworkError) -> FeatureMap {
    var map = start
    for layer in layers {
      let before = map.shape
      do {
        map = try layer.kind.apply(to: map, &rows)
      } catch let error as NetworkError {
        throw error
      } catch let error as ShapeError {
        throw NetworkError(layer: layer.name, input: before, reason: error)
      } catch {
        fatalError("\(error)")
      }
      rows.append(
        LayerSummary(
          name: layer.name, kind: layer.kind, input: before, output: map.shape,
          cost: layer.kind.cost(input: before, output: map.shape), receptiveField: map.fields))
    }
    return map
  }
}

/// The layer at which a network stops fitting together.
public struct NetworkError: Error, Hashable, Sendable {
  public var layer: String
  public var input: [Int]
  public var reason: ShapeError
}

/// What one layer does to shapes and costs.
public struct LayerSummary: Sendable, Hashable {
  public var name: String
  public var kind: NetworkLayer.Kind
  public var input: [Int]
  public var output: [Int]
  public var cost: Cost
  /// Along height and width; nil when a unit sees the whole input.
  public var receptiveField: [ReceptiveField]?
}

/// Parameters and arithmetic; add the costs of layers for that of a network.
public struct Cost: Sendable, Hashable {
  public var parameters: Int
  /// Multiply-accumulates of convolutions and linear layers; bias additions and everything else count 0.
  public var macs: Int
  /// Scalars in the outputs, which training keeps for the way back.
  public var activations: Int

  public init(parameters: Int = 0, macs: Int = 0, activations: Int = 0) {
    self.parameters = parameters
    self.macs = macs
    self.activations = activations
  }

  /// One multiplication and one addition for each MAC.
  public var flops: Int { 2 * macs }

  public func activationBytes(perScalar: Int = 4) -> Int { activations * perScalar }

  public static func + (a: Cost, b: Cost) -> Cost {
    Cost(
      parameters: a.parameters + b.parameters, macs: a.macs + b.macs,
      activations: a.activations + b.activations)
  }
}

extension Sequence where Element == LayerSummary {
  public var total: Cost { reduce(Cost()) { $0 + $1.cost } }
}
