import Basics
import NeuralNet
import TerminalUI

/// Fixed filters in three layers: four edges, four corners, one box; each layer only combines the one below.
struct FilterBank {
  struct Layer {
    let english, chinese: String
    /// C, H, W.
    let map: Tensor
    let field: ReceptiveField
  }

  static let side = 32

  let image: [[Double]]
  let layers: [Layer]

  init(layers count: Int, using generator: inout SplitMix64) {
    image = FilterBank.scene(using: &generator)
    var map = Tensor(plane: image)
    var field = ReceptiveField.pixel
    var layers: [Layer] = []
    for index in 0..<count {
      if index == 2 {
        map = map.maxPool(Window(2, stride: 2)).values
        field = field.through(kernel: 2, stride: 2)
      }
      map = map.convolution(FilterBank.weights[index], bias: FilterBank.biases[index], Window(3))
        .activated(.relu)
      field = field.through(kernel: 3)
      let name = FilterBank.names[index]
      layers.append(Layer(english: name.0, chinese: name.1, map: map, field: field))
    }
    self.layers = layers
  }

  private static let names = [("edges", "边缘"), ("corners", "角点"), ("boxes", "方框")]

  /// Top, bottom, left and right edges of a bright region; corners from two edges; a box from four corners.
  private static let weights: [Tensor] = {
    let top: [Double] = [-1, -1, -1, 0, 0, 0, 1, 1, 1]
    let left: [Double] = [-1, 0, 1, -1, 0, 1, -1, 0, 1]
    let edges = [top, top.map { -$0 }, left, left.map { -$0 }]
    /// A corner needs one horizontal edge that runs to one side, and one vertical edge that runs up or down.
    func corner(horizontal: Int, vertical: Int) -> [Double] {
      var taps = Array(repeating: Array(repeating: 0.0, count: 9), count: 4)
      let row = horizontal == 0 ? [4, 7] : [4, 1]
      let column = vertical == 2 ? [4, 5] : [4, 3]
      for tap in column { taps[horizontal][tap] = 1 }
      for tap in row { taps[vertical][tap] = 1 }
      return taps.flatMap { $0 }
    }
    let corners = [(0, 2), (0, 3), (1, 2), (1, 3)].map { corner(horizontal: $0.0, vertical: $0.1) }
    var box = Array(repeating: 0.0, count: 36)
    for (channel, tap) in [0, 2, 6, 8].enumerated() { box[channel * 9 + tap] = 1 }
    return [
      Tensor(shape: [4, 1, 3, 3], scalars: edges.flatMap { $0 }),
      Tensor(shape: [4, 4, 3, 3], scalars: corners.flatMap { $0 }),
      Tensor(shape: [1, 4, 3, 3], scalars: box),
    ]
  }()

  /// Thresholds: one edge alone makes no corner, three corners no box.
  private static let biases: [Tensor] = [
    Tensor(repeating: -1, shape: [4]), Tensor(repeating: -4, shape: [4]), Tensor(repeating: -6, shape: [1]),
  ]

  /// Bright bars and boxes on a dark ground, pixels 0 and 1.
  private static func scene(using generator: inout SplitMix64) -> [[Double]] {
    var pixels = Array(repeating: Array(repeating: 0.0, count: side), count: side)
    for cell in 0..<9 {
      let (top, left) = (1 + cell / 3 * 10, 1 + cell % 3 * 10)
      let kind = generator.nextIndex(below: 3)
      let height = kind == 1 ? 2 : 5
      let width = kind == 2 ? 2 : 5
      let (down, right) = (generator.nextIndex(below: 4), generator.nextIndex(below: 4))
      for y in top + down..<min(side, top + down + height) {
        for x in left + right..<min(side, left + right + width) { pixels[y][x] = 1 }
      }
    }
    return pixels
  }

  private var last: Layer { layers[layers.count - 1] }

  /// The strongest places of the last layer, one for each place where neighbours respond less.
  private func strongest(_ count: Int) -> [(activation: Double, row: Int, column: Int)] {
    let map = last.map
    let (height, width) = (map.shape[2], map.shape[3])
    var places: [(activation: Double, row: Int, column: Int)] = []
    for row in 0..<height {
      for column in 0..<width {
        let value = (0..<map.shape[1]).map { map[0, $0, row, column] }.max() ?? 0
        if value > 0 { places.append((value, row, column)) }
      }
    }
    places.sort { ($1.activation, $0.row, $0.column) < ($0.activation, $1.row, $1.column) }
    var kept: [(activation: Double, row: Int, column: Int)] = []
    for place in places where kept.count < count {
      let isApart = kept.allSatisfy { abs($0.row - place.row) > 2 || abs($0.column - place.column) > 2 }
      if isApart { kept.append(place) }
    }
    return kept
  }

  func fields(top: Int) -> [JSONValue.Member] {
    var fields: [JSONValue.Member] = [
      .init(
        "layers",
        .array(
          layers.map { layer in
            let active = layer.map.scalars.filter { $0 > 0 }.count
            return [
              "name": .string(layer.english), "channels": .integer(layer.map.shape[1]),
              "size": .integers(layer.map.shape.suffix(2)), "rf": .integer(layer.field.size),
              "active": .number(Double(active) / Double(layer.map.scalarCount)),
            ]
          }))
    ]
    if top > 0 {
      fields.append(
        .init(
          "top",
          .array(
            strongest(top).map {
              [
                "activation": .number($0.activation), "row": .integer(pixels($0.row).lowerBound),
                "column": .integer(pixels($0.column).lowerBound),
              ]
            })))
    }
    return fields
  }

  private func pixels(_ unit: Int) -> Range<Int> { last.field.pixels(ofUnit: unit, in: FilterBank.side) }

  var steps: [FormulaStep] {
    var before = ReceptiveField.pixel
    return layers.enumerated().map { index, layer in
      defer { before = layer.field }
      return FormulaStep(
        formula: index == 0 ? "r ← r + (k − 1)·j" : "",
        substituted: index == 2
          ? "\(before.size) + (2 − 1)·1 + (3 − 1)·2" : "\(before.size) + (3 − 1)·\(before.jump)",
        value: "\(layer.field.size)")
    }
  }

  /// The image, then one layer after the other.
  func frames(_ context: DemoContext) -> [Drawing] {
    let picture = Drawing.heat(
      HeatMap(title: context.text("image", "图像"), values: image, scale: .grey))
    return layers.enumerated().map { index, layer in
      let label = context.text(
        "layer \(index + 1): \(layer.english), each sees \(layer.field.size)×\(layer.field.size)",
        "第 \(index + 1) 层：\(layer.chinese)，每个单元看到 \(layer.field.size)×\(layer.field.size)")
      let strongest = layer.map.maximum(axes: [1]).element(0).rows
      return .stack([
        .text(StyledText(label, .strong)),
        .beside([
          picture,
          .heat(HeatMap(title: context.text("strongest channel", "最强通道的响应"), values: strongest)),
        ]),
      ])
    }
  }

  /// What the last layer responds to most, cut out of the image.
  func patches(_ count: Int, _ context: DemoContext) -> Drawing {
    guard count > 0 else { return .blank }
    let patches = strongest(count).map { place in
      Drawing.heat(
        HeatMap(
          title: Numbers.significant(place.activation, 3),
          values: image[pixels(place.row)].map { Array($0[pixels(place.column)]) }, scale: .grey,
          range: 0...1))
    }
    let title = context.text(
      "patches that excite \(last.english) most, and by how much", "最能激活“\(last.chinese)”的图块及其响应值")
    return .stack([.text(StyledText(title, .strong)), .beside(patches)])
  }
}
