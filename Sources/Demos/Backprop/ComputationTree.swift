import Basics
import NeuralNet
import TerminalUI

/// The graph behind a loss, from the loss down to the inputs: on every edge its weight and the gradient that comes
/// back over it, at every node its value and δ.
struct ComputationTree {
  let net: SmallNet
  let pass: SmallPass
  let context: DemoContext

  /// Graphs with more edges are left to the matrices.
  static let mostEdges = 16

  /// Blank for a graph that is too large to be read.
  var drawing: Drawing {
    let edges = net.weights.reduce(0) { $0 + $1.rows.count * $1.rows[0].count }
    guard edges <= ComputationTree.mostEdges else { return .blank }
    var rows = [row("L", value: pass.loss)]
    var seen: Set<String> = []
    for unit in pass.outputs[net.layerCount - 1].indices {
      add(layer: net.layerCount, unit: unit, depth: 1, edge: nil, to: &rows, &seen)
    }
    return .table(
      Table(
        columns: [
          Table.Column(context.text("graph", "计算图"), .left), Table.Column(context.text("value", "值")),
          Table.Column(context.text("over weight", "经权重")), Table.Column("∂L/∂w"), Table.Column("δ"),
        ], rows: rows))
  }

  /// A unit and what flows into it; the second time a unit comes its inputs are not repeated.
  private func add(
    layer: Int, unit: Int, depth: Int, edge: (weight: Double, gradient: Double)?,
    to rows: inout [[StyledText]],
    _ seen: inout Set<String>
  ) {
    let symbol = layer == 0 ? "x" : layer == net.layerCount ? "o" : net.layerCount > 2 ? "h\(layer)," : "h"
    let name = "\(symbol)\(unit + 1)"
    let isFirst = seen.insert(name).inserted
    let value = layer == 0 ? net.input[unit] : pass.outputs[layer - 1][unit]
    rows.append(
      row(
        String(repeating: "  ", count: depth) + "← " + name + (isFirst || layer == 0 ? "" : " ↑"),
        value: value,
        edge: edge, delta: layer == 0 ? nil : pass.deltas[layer - 1][unit]))
    guard layer > 0, isFirst else { return }
    for input in net.weights[layer - 1].rows.indices {
      add(
        layer: layer - 1, unit: input, depth: depth + 1,
        edge: (net.weights[layer - 1].rows[input][unit], pass.gradients[layer - 1].rows[input][unit]),
        to: &rows,
        &seen)
    }
  }

  private func row(
    _ name: String, value: Double, edge: (weight: Double, gradient: Double)? = nil, delta: Double? = nil
  ) -> [StyledText] {
    func shown(_ value: Double?, _ role: Role) -> StyledText {
      StyledText(value.map { Numbers.significant($0, 4) } ?? "", role)
    }
    return [
      StyledText(name, .strong), shown(value, .plain), shown(edge?.weight, .dim),
      shown(edge?.gradient, .accent),
      shown(delta, .accent),
    ]
  }
}
