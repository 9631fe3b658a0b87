/// The small pictures that convolution demos look at.
enum TestImage: String, CaseIterable, Sendable {
  /// 1, 2, 3 … row by row.
  case ramp
  /// Left half 10, right half 0.
  case halves
  /// Left half horizontal bars, right half vertical bars, two pixels wide, 0 and 10.
  case bars
  /// A handwritten 5, stretched.
  case digit

  func pixels(height: Int, width: Int) -> [[Double]] {
    (0..<height).map { row in
      (0..<width).map { column in
        switch self {
        case .ramp: Double(row * width + column + 1)
        case .halves: column < (width + 1) / 2 ? 10 : 0
        case .bars: (column < width / 2 ? row : column) / 2 % 2 == 0 ? 10 : 0
        case .digit:
          TestImage.five[row * 8 / height][column * 8 / width] == 1 ? 10 : 0
        }
      }
    }
  }

  private static let five: [[Int]] = [
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, 1, 1, 1, 1, 1, 0],
    [0, 1, 1, 0, 0, 0, 0, 0],
    [0, 1, 1, 1, 1, 1, 0, 0],
    [0, 0, 0, 0, 0, 1, 1, 0],
    [0, 1, 0, 0, 0, 1, 1, 0],
    [0, 0, 1, 1, 1, 1, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ]
}
