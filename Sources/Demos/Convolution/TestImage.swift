import NeuralNet

/// The small pictures that convolution demos look at.
enum TestImage: String, CaseIterable, Sendable {
  /// 1, 2, 3 … row by row.
  case ramp
  /// Left half 10, right half 0.
  case halves
  /// Left half horizontal bars, right half vertical bars, two pixels wide, 0 and 10.
  case bars
  /// The 5 of the digits that nets train on, stretched.
  case digit

  func pixels(height: Int, width: Int) -> [[Double]] {
    let glyph = self == .digit ? Dataset.glyph(5).scalars : []
    return (0..<height).map { row in
      (0..<width).map { column in
        switch self {
        case .ramp: Double(row * width + column + 1)
        case .halves: column < (width + 1) / 2 ? 10 : 0
        case .bars: (column < width / 2 ? row : column) / 2 % 2 == 0 ? 10 : 0
        case .digit:
          10 * glyph[row * 8 / height * 8 + column * 8 / width]
        }
      }
    }
  }
}
