import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let normAxes = Demo(
    name: "norm-axes",
    purpose: LocalizedText(
      "Which values share one mean in batch, layer, instance and group norm", "BN、LN、IN、GN 各对哪些值求同一个均值"),
    topic: .normalisation,
    options: [
      DemoOption("shape", .integers(1...4096, count: 4...4), default: "2,3,2,2", "N,C,H,W", "N,C,H,W"),
      DemoOption(
        "type", .words(["bn", "ln", "in", "gn"]), default: "bn,ln,in,gn", "normalisations", "归一化方式"),
      DemoOption(
        "groups", .integer(1...4096), "groups of gn (2 where it divides C, else 1)",
        "gn 的组数（能整除 C 时为 2，否则为 1）"),
    ],
    fields: [
      DemoField("NAME.groups", "how many means", "均值的个数"),
      DemoField("NAME.size", "values that share one mean", "每个均值所用的数值个数"),
      DemoField("NAME.axes", "what is averaged over", "求平均的轴"),
      DemoField("NAME.means", "of the input 0, 1, 2, …, up to 64 of them", "输入 0, 1, 2, … 的各均值（最多 64 个）"),
      DemoField("NAME.values", "normalised, where there are at most 64", "归一化后的值（不超过 64 个时）"),
    ],
    examples: ["norm-axes --shape 2,3,2,2", "norm-axes --shape 2,4,2,2 --type gn --groups 2"],
    wrongRules: NormAxesRules.all
  ) { options, context throws(DemoFailure) in
    let shape = options.integers("shape")
    let groups = options.optionalInteger("groups") ?? (shape[1].isMultiple(of: 2) ? 2 : 1)
    if options.words("type").contains("gn"), !shape[1].isMultiple(of: groups) {
      throw DemoFailure(
        LocalizedText(
          "\(shape[1]) channels do not part into \(groups) equal groups.", "\(shape[1]) 个通道不能平分成 \(groups) 组。"
        ),
        advice: LocalizedText("Take --groups that divide C.", "--groups 要能整除 C。"))
    }
    let kinds = options.words("type").map { NormKind($0, shape, groups: groups) }
    return DemoResult(
      fields: kinds.map { .init($0.name, $0.json) }, steps: kinds.map(\.step),
      warnings: NormKind.warnings(kinds),
      frames: kinds.map { $0.picture(context) }, details: .table(NormKind.table(kinds, context)))
  }
}

/// One normalisation of a tensor of one shape.
private struct NormKind {
  let name: String
  let shape: [Int]
  /// The tensor as [sets that share a mean][their members], by way of splitting C into groups and permuting.
  private let split: [Int]
  private let kept: [Int]
  private let averaged: [Int]

  private static let largestShown = 4096

  init(_ name: String, _ shape: [Int], groups: Int) {
    self.name = name
    self.shape = shape
    let isGrouped = name == "gn"
    // Axes N, G, C/G, H, W.
    split = [shape[0], isGrouped ? groups : 1, shape[1] / (isGrouped ? groups : 1), shape[2], shape[3]]
    kept =
      switch name {
      case "bn": [2]
      case "ln": [0]
      case "in": [0, 2]
      default: [0, 1]
      }
    averaged = [0, 1, 2, 3, 4].filter { [kept] in !kept.contains($0) }
  }

  var groups: Int { kept.reduce(1) { $0 * split[$1] } }
  var size: Int { averaged.reduce(1) { $0 * split[$1] } }
  private var count: Int { shape.reduce(1, *) }

  private var axes: [String] {
    switch name {
    case "bn": ["N", "H", "W"]
    case "ln": ["C", "H", "W"]
    case "in": ["H", "W"]
    default: ["C/G", "H", "W"]
    }
  }

  private var input: Tensor { Tensor(shape: split, scalars: (0..<count).map(Double.init)) }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("groups", .integer(groups)), .init("size", .integer(size)),
      .init("axes", .array(axes.map { .string($0) })),
    ]
    if count <= NormKind.largestShown {
      let mean = input.mean(axes: averaged, keepsAxes: true)
      members.append(.init("means", .numbers(mean.scalars.prefix(64))))
      if count <= 64 {
        let centered = input - mean
        let variance = (centered * centered).mean(axes: averaged, keepsAxes: true)
        members.append(.init("values", .numbers((centered / (variance + 1e-5).squareRoot()).scalars)))
      }
    }
    return .object(members)
  }

  var step: FormulaStep {
    let (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3])
    let (formula, put): (String, String) =
      switch name {
      case "bn": ("BN: C × (N·H·W)", "\(c) × (\(n)·\(h)·\(w))")
      case "ln": ("LN: N × (C·H·W)", "\(n) × (\(c)·\(h)·\(w))")
      case "in": ("IN: N·C × (H·W)", "\(n)·\(c) × (\(h)·\(w))")
      default: ("GN: N·G × (C/G·H·W)", "\(n)·\(split[1]) × (\(c)/\(split[1])·\(h)·\(w))")
      }
    return FormulaStep(
      formula: formula, substituted: put, value: "\(Numbers.grouped(groups)) × \(Numbers.grouped(size))")
  }

  static func warnings(_ kinds: [NormKind]) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    for kind in kinds where kind.size == 1 {
      warnings.append(
        LocalizedText(
          "\(kind.name) averages over a single value here: every output would be 0.",
          "\(kind.name) 在这里只对一个值求平均：输出全为 0。"))
    }
    if kinds.contains(where: { $0.name == "bn" }) {
      warnings.append(
        LocalizedText(
          "Only BN averages over the batch, so only BN needs running statistics for testing.",
          "只有 BN 在 batch 轴上求平均，因此只有 BN 测试时需要滑动统计量。"))
    }
    return warnings
  }

  /// Which set each value belongs to: a row per sample, a block of H·W columns per channel.
  func picture(_ context: DemoContext) -> Drawing {
    let title = context.text(
      "\(name.uppercased()): \(groups) means of \(size) values each (rows: samples; blocks: channels)",
      "\(name.uppercased())：\(groups) 个均值，各含 \(size) 个值（行：样本；块：通道）")
    let channels = min(shape[1], 12)
    let cells = min(shape[2] * shape[3], 4)
    let sets = (0..<min(shape[0], 8)).map { n in
      (0..<channels).map { c in
        switch name {
        case "bn": c
        case "ln": n
        case "in": n * shape[1] + c
        default: n * split[1] + c / split[2] % split[1]
        }
      }
    }
    let letters = sets.map { row in
      row.enumerated().flatMap { c, set in
        Array(repeating: NormKind.letter(set), count: cells) + (c < channels - 1 ? [" "] : [])
      }
    }
    // Blocks of colour, a gap between channels and between samples.
    let colors = sets.flatMap { row -> [[Double]] in
      let line = row.flatMap { Array(repeating: Double($0 % 9 + 1), count: cells) + [.nan] }
      return [line, line, line, line.map { _ in .nan }]
    }
    var parts: [Drawing] = [
      .text(StyledText(title, .strong)),
      .beside([
        .grid(NumberGrid(cells: letters)),
        .heat(HeatMap(values: colors, scale: .categorical, range: 0...9)),
      ]),
    ]
    if shape[1] > channels || shape[0] > 8 || shape[2] * shape[3] > cells {
      parts.append(context.remark("Only the corner is shown.", "只显示一角。"))
    }
    return .stack(parts)
  }

  private static func letter(_ index: Int) -> String {
    index < 26 ? String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index))) : "\(index)"
  }

  static func table(_ kinds: [NormKind], _ context: DemoContext) -> Table {
    Table(
      [
        "", context.text("averages over", "求平均的轴"), context.text("means", "均值个数"),
        context.text("values each", "每个含值"),
      ],
      kinds.map { kind in
        [
          kind.name.uppercased(), kind.axes.joined(separator: ", "), Numbers.grouped(kind.groups),
          Numbers.grouped(kind.size),
        ]
      }, left: [0, 1])
  }
}

private enum NormAxesRules {
  static let all: [WrongRule] = [
    rule("in.groups", "channels-alone", "one mean per channel is counted, as in BN", "像 BN 一样每个通道算一个均值") {
      n, c, h, w, g in c
    },
    rule("in.groups", "samples-alone", "one mean per sample is counted, as in LN", "像 LN 一样每个样本算一个均值") {
      n, c, h, w, g in n
    },
    rule("in.groups", "size", "the values of one mean are given instead", "给出的是每个均值所含的值数") { n, c, h, w, g in
      h * w
    },
    rule("bn.size", "batch-forgotten", "the batch is forgotten: H·W as in IN", "忘了 batch：像 IN 一样只有 H·W") {
      n, c, h, w, g in h * w
    },
    rule("bn.size", "channels-averaged", "C·H·W is given, as in LN", "给出 C·H·W，那是 LN") { n, c, h, w, g in
      c * h * w
    },
    rule("bn.size", "everything", "the channels are averaged over too", "连通道也一起平均了") { n, c, h, w, g in
      n * c * h * w
    },
    rule("bn.size", "batch-alone", "only the batch is averaged over", "只在 batch 轴上求平均") { n, c, h, w, g in n
    },
    rule("gn.size", "groups-forgotten", "the groups are forgotten: C·H·W as in LN", "忘了分组：像 LN 一样 C·H·W") {
      n, c, h, w, g in c * h * w
    },
    rule("gn.size", "groups-for-channels", "G·H·W is taken for C/G·H·W", "把 C/G·H·W 当成了 G·H·W") {
      n, c, h, w, g in g * h * w
    },
    rule("gn.size", "batch-included", "the batch is averaged over too", "把 batch 轴也一起平均了") { n, c, h, w, g in
      n * c / g * h * w
    },
    rule("gn.size", "one-channel", "a single channel is averaged over, as in IN", "像 IN 一样只对单个通道求平均") {
      n, c, h, w, g in h * w
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ n: Int, _ c: Int, _ h: Int, _ w: Int, _ g: Int) -> Int
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      count: { options in
        let s = options.integers("shape")
        return formula(s[0], s[1], s[2], s[3], options.optionalInteger("groups") ?? 1)
      })
  }
}
