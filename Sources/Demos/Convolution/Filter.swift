import Basics

/// The filters that slide over the test images.
enum Filter: String, CaseIterable, Sendable {
  case ones, vertical, horizontal, sobel, blur, sharpen, random

  /// Weights of a kernel of any size; the edge and sharpening filters generalise their 3×3 forms.
  func weights(height: Int, width: Int, using generator: inout SplitMix64) -> [[Double]] {
    let middleRow = Double(height - 1) / 2
    let middleColumn = Double(width - 1) / 2
    return (0..<height).map { row in
      (0..<width).map { column in
        switch self {
        case .ones: 1
        // Left minus right, and top minus bottom: +1, 0 … 0, −1.
        case .vertical: Filter.sign(middleColumn - Double(column))
        case .horizontal: Filter.sign(middleRow - Double(row))
        case .sobel: Filter.sign(Double(column) - middleColumn) * (Double(row) == middleRow ? 2 : 1)
        case .blur: 1 / Double(height * width)
        case .sharpen:
          Double(row) == middleRow && Double(column) == middleColumn
            ? Double(2 * height * width - 1) : -1
        case .random: Double(generator.nextIndex(below: 7) - 3)
        }
      }
    }
  }

  private static func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }
}
