import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let kmeans = Demo(
    name: "kmeans",
    purpose: LocalizedText(
      "K-means step by step: assign, move, and an inertia that never rises", "K 均值逐步演示：分配、移动，簇内平方和从不上升"),
    topic: .sequence,
    options: [
      DemoOption("k", .integer(1...8), default: "3", "clusters", "簇数"),
      DemoOption("n", .integer(8...1000), default: "60", "points, in three clouds", "点数（三团）"),
      DemoOption("steps", .integer(1...50), default: "12", "rounds at most", "最多轮数"),
    ],
    fields: [
      DemoField("inertia", "sum of squared distances after each assignment", "每次分配后的距离平方和"),
      DemoField("never_increases", "whether it never rises", "是否从不上升"),
      DemoField("rounds", "rounds until nothing moved", "到不再变化为止的轮数"),
      DemoField("sizes", "points of each cluster", "各簇点数"),
      DemoField("centroids", "[x, y] of each", "各中心 [x, y]"),
    ],
    examples: ["kmeans", "kmeans --k 5", "kmeans --n 300 --k 2"]
  ) { options, context throws(DemoFailure) in
    let clustering = Clustering(options, &context.generator)
    return clustering.result(context)
  }
}

/// Lloyd's algorithm from points drawn at random.
private struct Clustering {
  typealias Point = (x: Double, y: Double)

  let points: [Point]
  private(set) var centroids: [[Point]] = []
  private(set) var labels: [[Int]] = []
  private(set) var inertia: [Double] = []

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let count = options.integer("n")
    let cloud = Dataset.blobs(perClass: (count + 2) / 3, using: &generator).shuffled(using: &generator)
    points = cloud.inputs.rows.prefix(count).map { (x: $0[0], y: $0[1]) }
    // The shuffle has made the first k points a random choice.
    var current = Array(points.prefix(options.integer("k")))
    for _ in 0..<options.integer("steps") {
      let nearest = points.map { point in
        current.indices.min {
          Clustering.distance(point, current[$0]) < Clustering.distance(point, current[$1])
        } ?? 0
      }
      centroids.append(current)
      labels.append(nearest)
      inertia.append(
        zip(points, nearest).reduce(0) { $0 + Clustering.distance($1.0, current[$1.1]) })
      if labels.count > 1, labels[labels.count - 2] == nearest { break }
      current = current.indices.map { cluster in
        let own = zip(points, nearest).filter { $0.1 == cluster }.map(\.0)
        // A cluster that lost all its points stays where it is.
        if own.isEmpty { return current[cluster] }
        return (
          x: own.reduce(0) { $0 + $1.x } / Double(own.count),
          y: own.reduce(0) { $0 + $1.y } / Double(own.count)
        )
      }
    }
  }

  private static func distance(_ a: Point, _ b: Point) -> Double {
    (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
  }

  func result(_ context: DemoContext) -> DemoResult {
    let last = labels.count - 1
    let sizes = centroids[last].indices.map { cluster in labels[last].count { $0 == cluster } }
    let isFalling = zip(inertia, inertia.dropFirst()).allSatisfy { $1 <= $0 + 1e-9 }
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    return DemoResult(
      fields: [
        .init("inertia", .numbers(inertia)), .init("never_increases", .bool(isFalling)),
        .init("rounds", .integer(labels.count)), .init("sizes", .integers(sizes)),
        .init("centroids", .array(centroids[last].map { .numbers([$0.x, $0.y]) })),
      ],
      steps: [
        FormulaStep(
          formula: "J = Σ |x − c(x)|²", substituted: context.text("first, last", "最初、最后"),
          value: "\(shown(inertia[0])), \(shown(inertia[last]))"),
        FormulaStep(
          formula: context.text("c ← mean of its points", "c ← 簇内均值"),
          substituted: context.text("\(labels.count) rounds", "\(labels.count) 轮"),
          value: "(\(shown(centroids[last][0].x)), \(shown(centroids[last][0].y)))"),
      ],
      warnings: [
        LocalizedText(
          "A local optimum that depends on the start: run it with several --seed.",
          "只是依赖初值的局部最优：多换几个 --seed 试试。")
      ],
      frames: (0...last).map { frame($0, context) },
      details: .plot(
        Plot(
          title: context.text("inertia", "簇内平方和"), xLabel: context.text("round", "轮"),
          series: [
            Plot.Series(
              "J", inertia.enumerated().map { (x: Double($0 + 1), y: $1) }, mark: .path, role: .series1)
          ], height: 9)))
  }

  private func frame(_ round: Int, _ context: DemoContext) -> Drawing {
    let clusters = centroids[round].indices.map { cluster in
      Plot.Series(
        "\(cluster + 1)", zip(points, labels[round]).filter { $0.1 == cluster }.map { ($0.0.x, $0.0.y) },
        mark: .points, role: .series(cluster))
    }
    // The way each centroid has come so far.
    let ways = centroids[round].indices.map { cluster in
      Plot.Series(
        cluster == 0 ? context.text("centroids", "中心") : "",
        centroids.prefix(round + 1).map { ($0[cluster].x, $0[cluster].y) }, mark: .path, role: .strong)
    }
    return .plot(
      Plot(
        title: context.text("round \(round + 1)", "第 \(round + 1) 轮")
          + context.text(": ", "：") + "J = \(Numbers.significant(inertia[round], 4))",
        series: clusters + ways, xRange: -2...2, yRange: -2...2, height: 16))
  }
}
