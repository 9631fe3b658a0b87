import Basics
import NeuralNet
import TerminalUI

/// Four branches on one input, joined along the channels.
struct InceptionModule {
  struct Branch {
    let name: String
    let channels: Int
    let cost: Cost
  }

  let branches: [Branch]

  /// Module 3a on 28×28×192 with the paper's 5×5; Szegedy et al., 2015, table 1.
  static let first = InceptionModule(
    input: [192, 28, 28], one: 64, three: (96, 128), five: (16, 32), pooled: 32)

  init(input: [Int], one: Int, three: (Int, Int), five: (Int, Int), pooled: Int) {
    func conv(_ kernel: Int, _ channels: Int, on map: [Int]) -> Cost {
      Cost(of: .convolution(channels: channels, .same([kernel, kernel])), on: map)
    }
    let rest = Array(input.dropFirst())
    branches = [
      Branch(name: "1×1", channels: one, cost: conv(1, one, on: input)),
      Branch(
        name: "1×1 → 3×3", channels: three.1,
        cost: conv(1, three.0, on: input) + conv(3, three.1, on: [three.0] + rest)),
      Branch(
        name: "1×1 → 5×5", channels: five.1,
        cost: conv(1, five.0, on: input) + conv(5, five.1, on: [five.0] + rest)),
      Branch(name: "pool → 1×1", channels: pooled, cost: conv(1, pooled, on: input)),
    ]
  }

  private var total: Int { branches.reduce(0) { $0 + $1.channels } }

  var fields: [JSONValue.Member] {
    [
      .init(
        "branches",
        .array(
          branches.map {
            [
              "name": .string($0.name), "channels": .integer($0.channels),
              "params": .integer($0.cost.parameters), "macs": .integer($0.cost.macs),
            ]
          })), .init("total_channels", .integer(total)),
    ]
  }

  /// One frame a branch: the concatenated channels so far.
  func frames(_ context: DemoContext) -> [Drawing] {
    branches.indices.map { newest in
      var joined = StyledText()
      var lines: [Drawing] = [.text(StyledText("28×28×192", .strong))]
      for (index, branch) in branches.enumerated() {
        let isShown = index <= newest
        let bar = isShown ? String(repeating: "█", count: branch.channels / 4) : ""
        if isShown { joined += StyledText(bar, .series(index)) }
        let arrow = index == branches.count - 1 ? "└─ " : "├─ "
        lines.append(
          .text(
            StyledText(arrow, .dim) + StyledText(branch.name.padding(to: 11), .strong)
              + StyledText(bar, .series(index)) + StyledText(isShown ? "  \(branch.channels)" : "", .dim)))
      }
      let sum = branches.prefix(newest + 1).map { "\($0.channels)" }.joined(separator: " + ")
      let count = branches.prefix(newest + 1).reduce(0) { $0 + $1.channels }
      return .stack(
        lines + [
          .text(
            StyledText(context.text("concatenated: ", "拼接："), .dim)
              + StyledText(sum + " = \(count)", .strong)), .text(joined),
        ])
    }
  }

  func table(_ context: DemoContext) -> Table {
    let work = branches.map { Double($0.cost.macs) }
    let largest = work.max() ?? 1
    return Table(
      columns: [
        Table.Column(context.text("branch", "分支"), .left), Table.Column(context.text("channels", "通道")),
        Table.Column(context.text("params", "参数")), Table.Column("MACs"),
      ],
      rows: branches.map {
        [
          StyledText($0.name), StyledText("\($0.channels)", .strong),
          StyledText(Numbers.grouped($0.cost.parameters)), StyledText(Numbers.grouped($0.cost.macs)),
        ]
      }, shares: work.map { $0 / largest })
  }
}

/// The two side classifiers of GoogLeNet: average pooling 5×5 with stride 3, 1×1 to 128, FC 1024, FC 1000.
enum AuxiliaryHead {
  /// On the outputs of modules 4a and 4d; Szegedy et al., 2015, section 5.
  static let inputs = [("4a", 512), ("4d", 528)]
  static let weight = 0.3

  static func cost(channels: Int) -> Cost {
    Cost(of: .convolution(channels: 128, Window(1)), on: [channels, 4, 4])
      + Cost(of: .linear(1024), on: [128 * 4 * 4]) + Cost(of: .linear(1000), on: [1024])
  }

  static var fields: [JSONValue.Member] {
    [
      .init("aux_heads", .integer(inputs.count)), .init("aux_weight", .number(weight)),
      .init("aux_params", .integers(inputs.map { cost(channels: $0.1).parameters })),
    ]
  }

  static func table(_ context: DemoContext) -> Table {
    Table(
      columns: [
        Table.Column(context.text("head behind", "位于其后"), .left),
        Table.Column(context.text("map", "特征图"), .left),
        Table.Column(context.text("layers", "各层"), .left), Table.Column(context.text("params", "参数")),
        Table.Column(context.text("loss weight", "损失权重")),
      ],
      rows: inputs.map { name, channels in
        [
          StyledText(name), StyledText("14×14×\(channels)"), StyledText("pool 5/3 → 1×1 128 → 1024 → 1000"),
          StyledText(Numbers.grouped(cost(channels: channels).parameters)),
          StyledText(Numbers.short(weight)),
        ]
      })
  }
}

extension String {
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, count - self.count))
  }
}
