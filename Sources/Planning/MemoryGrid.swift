import Glibc
import Scheduling

/// The memory states at which values are tabulated: stabilities on a logarithmic axis, difficulties on a linear one.
enum MemoryGrid {
  /// Half as much again from one to the next: 0.08 to 600 days.
  static let columns = 23
  static let rows = 5
  static let count = columns * rows
  private static let firstLogarithm = log(0.08)
  private static let logarithmStep = log(1.5)
  private static let difficultyStep = 9 / Double(rows - 1)

  static func memory(at index: Int) -> MemoryState {
    MemoryState(
      stability: exp(firstLogarithm + logarithmStep * Double(index % columns)),
      difficulty: 1 + difficultyStep * Double(index / columns))
  }

  /// A stability beyond the ends of the axis is taken as the end.
  static func column(of stability: Double) -> AxisPlace {
    AxisPlace((log(stability) - firstLogarithm) / logarithmStep, count: columns)
  }

  static func row(of difficulty: Double) -> AxisPlace {
    AxisPlace((difficulty - 1) / difficultyStep, count: rows)
  }
}

/// A point between two neighbours on an axis.
struct AxisPlace {
  private let lower: Int32
  /// How far on the way to the upper one, 0…1.
  var fraction: Float

  init(_ position: Double, count: Int) {
    let position = min(max(position, 0), Double(count - 1))
    lower = Int32(min(Int(position), count - 2))
    fraction = Float(position - Double(lower))
  }

  /// Of the lower neighbour.
  var index: Int { Int(lower) }
}
