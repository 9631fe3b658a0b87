import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let rf = Demo(
    name: "rf",
    purpose: LocalizedText(
      "Receptive field, jump, start and size through a stack of layers", "逐层计算感受野、累积步长、起点与尺寸"),
    topic: .receptiveField,
    options: [
      DemoOption("net", .word(["alexnet", "vgg16", "zf5"]), "a known network (vgg16)", "已知网络（vgg16）"),
      DemoOption(
        "custom", .text(2000), "layers as k,s,p[,d] separated by semicolons", "自定义各层：k,s,p[,d]，以分号分隔"),
      DemoOption("image", .integer(1...100_000), default: "224", unit: .pixels, "input size", "输入边长"),
      DemoOption("grow", .flag, "growth with depth for stride 1 and stride 2", "步长 1 与步长 2 时随深度的增长"),
      DemoOption("layers", .integer(1...30), default: "10", "depth for --grow", "--grow 的层数"),
      DemoOption(
        "anchor", .integer(1...100_000), unit: .pixels, "compare with an anchor box of this side",
        "与该边长的锚框比较"),
      DemoOption(
        "units", .integer(1...100_000), "what this many neighbouring units see together", "相邻若干单元共同看到的范围"),
    ],
    fields: [
      DemoField("layers", "list of {name, size, jump, start, rf}", "各层 {name, size, jump, start, rf} 的列表"),
      DemoField("rf", "receptive field of the last layer", "最后一层的感受野"),
      DemoField("jump", "input pixels between its neighbouring units", "其相邻单元在输入上的间距"),
      DemoField("size", "its size", "其尺寸"),
      DemoField("grow.stride1, grow.stride2", "field after --layers layers of 3×3", "--layers 层 3×3 之后的感受野"),
      DemoField(
        "anchor", "{side, rf, ratio, fits} against the last convolution", "与最后一个卷积层比较：{side, rf, ratio, fits}"
      ),
      DemoField("span", "pixels that --units neighbours see together", "--units 个相邻单元共同看到的像素数"),
    ],
    examples: ["rf --net vgg16", "rf --custom '3,1,1;2,2,0;3,1,1' --image 32", "rf --grow --layers 10"],
    wrongRules: RFRules.all
  ) { options, context throws(DemoFailure) in
    let stack = try FieldStack(options)
    return DemoResult(
      fields: stack.fields(options), steps: stack.steps(options, context), warnings: stack.warnings,
      frames: stack.frames(options, context), details: .table(stack.table(context)))
  }
}

/// A stack of windows along one axis with the field behind each.
struct FieldStack {
  struct Layer {
    let name: String
    let kernel, stride, padding, dilation: Int
    let isConvolution: Bool
    /// Behind the layer.
    var size = 0
    var field = ReceptiveField.pixel
  }

  let image: Int
  var layers: [Layer]

  init(_ options: OptionValues) throws(DemoFailure) {
    image = options.integer("image")
    if let text = options.optionalText("custom") {
      guard options.optionalWord("net") == nil else {
        throw DemoFailure(
          LocalizedText("--net and --custom both name the layers.", "--net 与 --custom 都在指定各层。"),
          advice: LocalizedText("Keep one of them.", "只保留一个。"))
      }
      layers = try FieldStack.parse(text)
    } else {
      layers = FieldStack.layers(of: options.optionalWord("net") ?? "vgg16")
    }
    var size = image
    var field = ReceptiveField.pixel
    for index in layers.indices {
      let layer = layers[index]
      let window = Window(
        layer.kernel, stride: layer.stride, padding: layer.padding, dilation: layer.dilation, axes: 1)
      do {
        size = try OutputSize.convolution([size], window)[0]
      } catch {
        throw DemoFailure(
          LocalizedText(
            "\(layer.name) does not fit: its kernel spans \(window.effectiveKernel(0)), its padded input \(size + 2 * layer.padding).",
            "\(layer.name) 放不下：卷积核跨度 \(window.effectiveKernel(0))，填充后的输入只有 \(size + 2 * layer.padding)。"),
          advice: LocalizedText("Use a larger --image, or fewer layers.", "请增大 --image，或减少层数。"))
      }
      field = field.through(window, axis: 0)
      guard field.size < 1 << 50, field.jump < 1 << 40 else {
        throw DemoFailure(
          LocalizedText("the field grows beyond what can be counted.", "感受野大到无法计数。"),
          advice: LocalizedText("Use fewer layers or smaller strides.", "请减少层数或步长。"))
      }
      layers[index].size = size
      layers[index].field = field
    }
  }

  private static func layers(of name: String) -> [Layer] {
    (BuiltInNet.network(name)?.layers ?? []).compactMap { layer in
      switch layer.kind {
      case .convolution(_, let window, _, _): Layer(layer.name, window, isConvolution: true)
      // The paper's ZF-5 ends with a pooling layer, but its field is quoted at conv5.
      case .pool(_, let window, _):
        name == "zf5" && layer.name == "pool5" ? nil : Layer(layer.name, window, isConvolution: false)
      default: nil
      }
    }
  }

  private static func parse(_ text: String) throws(DemoFailure) -> [Layer] {
    var layers: [Layer] = []
    for part in text.split(separator: ";") {
      let numbers = part.split(separator: ",", omittingEmptySubsequences: false).map { word in
        Int(String(word.filter { $0 != " " }))
      }
      let limits = [1...1000, 1...1000, 0...1000, 1...1000]
      let isGood =
        (3...4).contains(numbers.count)
        && zip(numbers, limits).allSatisfy { number, range in
          number.map(range.contains) ?? false
        }
      guard isGood, layers.count < 200 else {
        throw DemoFailure(
          LocalizedText(
            "layer \(layers.count + 1) of --custom is \"\(part)\".",
            "--custom 的第 \(layers.count + 1) 层是“\(part)”。"),
          advice: LocalizedText(
            "Write k,s,p or k,s,p,d with numbers up to 1000, at most 200 layers: '3,1,1;2,2,0'.",
            "请写成 k,s,p 或 k,s,p,d（不超过 1000），至多 200 层：'3,1,1;2,2,0'。"))
      }
      let values = numbers.compactMap { $0 }
      layers.append(
        Layer(
          name: "layer\(layers.count + 1)", kernel: values[0], stride: values[1], padding: values[2],
          dilation: values.count > 3 ? values[3] : 1, isConvolution: true))
    }
    guard !layers.isEmpty else {
      throw DemoFailure(
        LocalizedText("--custom names no layer.", "--custom 没有写任何一层。"),
        advice: LocalizedText(
          "Write k,s,p[,d] for each layer: '3,1,1;2,2,0'.", "每层写成 k,s,p[,d]：'3,1,1;2,2,0'。"))
    }
    return layers
  }

  private var last: Layer { layers[layers.count - 1] }
  private var lastConvolution: Layer { layers.last(where: \.isConvolution) ?? last }

  /// Fields of `count` layers of 3×3 with one stride, after each.
  static func growth(stride: Int, count: Int) -> [Int] {
    var field = ReceptiveField.pixel
    return (0..<count).map { _ in
      field = field.through(kernel: 3, stride: stride)
      return field.size
    }
  }

  func fields(_ options: OptionValues) -> [JSONValue.Member] {
    var fields: [JSONValue.Member] = [
      .init(
        "layers",
        .array(
          layers.map { layer in
            [
              "name": .string(layer.name), "size": .integer(layer.size), "jump": .integer(layer.field.jump),
              "start": .number(layer.field.start), "rf": .integer(layer.field.size),
            ]
          })),
      .init("rf", .integer(last.field.size)), .init("jump", .integer(last.field.jump)),
      .init("size", .integer(last.size)),
    ]
    if options.flag("grow") {
      let count = options.integer("layers")
      fields.append(
        .init(
          "grow",
          [
            "stride1": .integer(FieldStack.growth(stride: 1, count: count)[count - 1]),
            "stride2": .integer(FieldStack.growth(stride: 2, count: count)[count - 1]),
          ]))
    }
    if let side = options.optionalInteger("anchor") {
      let field = lastConvolution.field.size
      fields.append(
        .init(
          "anchor",
          [
            "side": .integer(side), "rf": .integer(field), "ratio": .number(Double(side) / Double(field)),
            "fits": .bool(side <= field),
          ]))
    }
    if let units = options.optionalInteger("units") {
      fields.append(.init("span", .integer(span(of: units))))
    }
    return fields
  }

  private func span(of units: Int) -> Int { last.field.size + (units - 1) * last.field.jump }

  func steps(_ options: OptionValues, _ context: DemoContext) -> [FormulaStep] {
    // A short stack is worked through; of a long one the last layer shows the rule.
    let first = layers.count <= 8 ? 0 : layers.count - 1
    let layer = last
    var steps = layers.indices.dropFirst(first).map { index in
      let layer = layers[index]
      let before = index > 0 ? layers[index - 1].field : .pixel
      return FormulaStep(
        formula: index == first ? "r ← r + d(k − 1)·j      j ← j·s" : "",
        substituted: "\(layer.name): \(before.size) + \(layer.dilation)·(\(layer.kernel) − 1)·\(before.jump)",
        value: "\(layer.field.size)     j = \(before.jump)·\(layer.stride) = \(layer.field.jump)",
        fields: ["layers", "rf", "jump"])
    }
    if options.flag("grow") {
      let count = options.integer("layers")
      func text(_ stride: Int) -> String { context.text("stride \(stride):", "步长 \(stride)：") }
      steps.append(
        FormulaStep(
          substituted: "\(text(1)) 1 + 2·\(count)", value: "\(2 * count + 1)", fields: ["grow"]))
      steps.append(
        FormulaStep(
          substituted: "\(text(2)) 2^(\(count) + 1) − 1", value: "\((1 << (count + 1)) - 1)", fields: ["grow"]
        ))
    }
    if let side = options.optionalInteger("anchor") {
      let field = lastConvolution.field.size
      steps.append(
        FormulaStep(
          substituted: "\(lastConvolution.name): \(side) / \(field)",
          value: Numbers.fixed(Double(side) / Double(field), 2), fields: ["anchor"]))
    }
    if let units = options.optionalInteger("units") {
      steps.append(
        FormulaStep(
          substituted: "\(units): \(layer.field.size) + (\(units) − 1)·\(layer.field.jump)",
          value: "\(span(of: units))", fields: ["span"]))
    }
    return steps
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if last.field.size > image {
      warnings.append(
        LocalizedText(
          "The field (\(last.field.size)) is larger than the image (\(image)): units see padding.",
          "感受野（\(last.field.size)）大于图像（\(image)）：单元会看到填充。"))
    }
    if last.field.start < 0.5 {
      warnings.append(
        LocalizedText(
          "The first unit is centred at \(Numbers.short(last.field.start)), outside the image: that is padding's doing.",
          "第一个单元的中心在 \(Numbers.short(last.field.start))，位于图像之外：这是填充造成的。"))
    }
    return warnings
  }

  /// One frame a layer: what the unit in the middle of its map sees.
  func frames(_ options: OptionValues, _ context: DemoContext) -> [Drawing] {
    if options.flag("grow") {
      let count = options.integer("layers")
      let series = [1, 2].map { stride in
        Plot.Series(
          context.text("stride \(stride)", "步长 \(stride)"),
          FieldStack.growth(stride: stride, count: count).enumerated().map {
            (x: Double($0 + 1), y: Double($1))
          },
          mark: .path, role: .series(stride - 1))
      }
      return [
        .plot(
          Plot(
            title: context.text("receptive field by depth, 3×3", "感受野随层数的变化（3×3）"),
            xLabel: context.text("layers", "层数"),
            series: series, isYLogarithmic: true))
      ]
    }
    return [
      .bars(
        BarChart(
          title: context.text("share of the image's side that one unit sees", "一个单元看到的图像边长比例"),
          bars: layers.map { layer in
            BarChart.Bar(
              layer.name, min(1, Double(layer.field.size) / Double(image)), text: "\(layer.field.size)",
              role: layer.isConvolution ? .series1 : .series2)
          }))
    ]
  }

  func table(_ context: DemoContext) -> Table {
    Table(
      columns: [
        Table.Column(context.text("layer", "层"), .left), Table.Column("k"), Table.Column("s"),
        Table.Column("p"),
        Table.Column("d"), Table.Column(context.text("size", "尺寸")),
        Table.Column(context.text("jump", "累积步长")),
        Table.Column(context.text("start", "起点")), Table.Column(context.text("field", "感受野")),
      ],
      rows: layers.map { layer in
        [
          StyledText(layer.name), StyledText("\(layer.kernel)"), StyledText("\(layer.stride)"),
          StyledText("\(layer.padding)"), StyledText("\(layer.dilation)"), StyledText("\(layer.size)"),
          StyledText("\(layer.field.jump)"), StyledText(Numbers.short(layer.field.start)),
          StyledText("\(layer.field.size)", .strong),
        ]
      })
  }

  /// The field under a wrong rule; each layer gets the field and the product of strides so far.
  func wrongField(_ step: (Int, Int, Layer) -> Int) -> Int {
    var jump = 1
    return layers.reduce(1) { field, layer in
      let next = step(field, jump, layer)
      jump *= layer.stride
      return next
    }
  }
}

extension FieldStack.Layer {
  init(_ name: String, _ window: Window, isConvolution: Bool) {
    self.init(
      name: name, kernel: window.kernel[0], stride: window.stride[0], padding: window.paddingBefore[0],
      dilation: window.dilation[0], isConvolution: isConvolution)
  }
}
