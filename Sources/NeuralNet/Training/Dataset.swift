public import Basics
import Glibc

/// Examples with the class each belongs to.
public struct Dataset: Sendable {
  public var name: String
  /// The first axis counts the examples.
  public var inputs: Tensor
  public var labels: [Int]
  public var classCount: Int

  public init(name: String, inputs: Tensor, labels: [Int], classCount: Int) {
    if inputs.shape.first != labels.count { trapMismatch("a data set", inputs.shape, [labels.count]) }
    self.name = name
    self.inputs = inputs
    self.labels = labels
    self.classCount = classCount
  }

  public var count: Int { labels.count }

  /// The chosen examples, in the order of `indices`.
  public func subset(_ indices: [Int]) -> Dataset {
    Dataset(
      name: name, inputs: inputs.gathered(indices), labels: indices.map { labels[$0] }, classCount: classCount
    )
  }

  /// The examples in random order.
  public func shuffled(using generator: inout SplitMix64) -> Dataset {
    subset(Array(labels.indices).shuffled(using: &generator))
  }

  /// The first `share` of the examples, and the rest.
  public func split(_ share: Double) -> (Dataset, Dataset) {
    let border = Int((Double(count) * min(max(share, 0), 1)).rounded())
    return (subset(Array(0..<border)), subset(Array(border..<count)))
  }

  /// Batches in random order that hold every example once; the last may be smaller.
  public func batches(of size: Int, using generator: inout SplitMix64) -> [Dataset] {
    precondition(size > 0, "a batch holds at least one example")
    let order = Array(labels.indices).shuffled(using: &generator)
    return stride(from: 0, to: count, by: size).map { subset(Array(order[$0..<min($0 + size, count)])) }
  }

  /// Arms of a spiral, one for each class, in the unit disc.
  public static func spiral(
    perClass: Int, classes: Int = 3, noise: Double = 0.2, turns: Double = 0.65,
    using generator: inout SplitMix64
  ) -> Dataset {
    points("spiral", perClass: perClass, classes: classes) { label, index in
      let radius = Double(index + 1) / Double(perClass)
      let angle =
        2 * Double.pi * (Double(label) / Double(classes) + turns * radius) + generator.nextNormal() * noise
      return [radius * cos(angle), radius * sin(angle)]
    }
  }

  /// Round clouds around points on a circle of radius 1.
  public static func blobs(
    perClass: Int, classes: Int = 3, deviation: Double = 0.25, using generator: inout SplitMix64
  ) -> Dataset {
    points("blobs", perClass: perClass, classes: classes) { label, _ in
      let angle = 2 * Double.pi * Double(label) / Double(classes)
      return [
        cos(angle) + generator.nextNormal() * deviation, sin(angle) + generator.nextNormal() * deviation,
      ]
    }
  }

  /// Two half circles that reach into each other.
  public static func moons(perClass: Int, noise: Double = 0.1, using generator: inout SplitMix64) -> Dataset {
    points("moons", perClass: perClass, classes: 2) { label, index in
      let angle = Double.pi * Double(index) / Double(max(perClass - 1, 1))
      let (x, y) = label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
      return [x + generator.nextNormal() * noise - 0.5, y + generator.nextNormal() * noise - 0.25]
    }
  }

  /// The four corners of the square; the class is 1 where the signs differ. With noise, clouds around them.
  public static func xor(perCorner: Int = 1, noise: Double = 0, using generator: inout SplitMix64) -> Dataset
  {
    let corners = [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)]
    return points("xor", perClass: 2 * perCorner, classes: 2) { label, index in
      let (x, y) = corners[label * 2 + index % 2]
      return [x + generator.nextNormal() * noise, y + generator.nextNormal() * noise]
    }
  }

  private static func points(
    _ name: String, perClass: Int, classes: Int, _ point: (_ label: Int, _ index: Int) -> [Double]
  ) -> Dataset {
    var scalars: [Double] = []
    var labels: [Int] = []
    for label in 0..<classes {
      for index in 0..<perClass {
        scalars += point(label, index)
        labels.append(label)
      }
    }
    return Dataset(
      name: name, inputs: Tensor(shape: [labels.count, 2], scalars: scalars), labels: labels,
      classCount: classes)
  }
}
