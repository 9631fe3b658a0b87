import Glibc

/// Histograms of oriented gradients, as scikit-image defines them.
///
/// Source: N. Dalal, B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005.
public struct OrientedGradients: Sendable, Hashable {
  public enum Norm: String, Sendable, CaseIterable {
    case l1 = "L1"
    case l1SquareRoot = "L1-sqrt"
    case l2 = "L2"
    /// L2, cut at 0.2, and L2 again.
    case l2Clipped = "L2-Hys"
  }

  public var orientations: Int
  /// Pixels of a cell, height and width.
  public var cell: [Int]
  /// Cells of a block.
  public var block: [Int]
  public var norm: Norm
  /// Takes the square root of the image first, against changes of light.
  public var takesSquareRoot: Bool

  public init(
    orientations: Int = 9, cell: [Int] = [8, 8], block: [Int] = [2, 2], norm: Norm = .l2Clipped,
    takesSquareRoot: Bool = false
  ) {
    self.orientations = orientations
    self.cell = cell
    self.block = block
    self.norm = norm
    self.takesSquareRoot = takesSquareRoot
  }

  /// Next minus previous pixel along rows and columns, 0 on the border.
  public func gradients(_ image: Tensor) -> (rows: Tensor, columns: Tensor) {
    if image.rank != 2 { trapMismatch("oriented gradients", image.shape) }
    let source = takesSquareRoot ? image.squareRoot() : image
    let (height, width) = (image.shape[0], image.shape[1])
    var rows = Tensor.zeros(image.shape)
    var columns = rows
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        if y > 0 && y < height - 1 {
          rows.scalars[index] = source.scalars[index + width] - source.scalars[index - width]
        }
        if x > 0 && x < width - 1 {
          columns.scalars[index] = source.scalars[index + 1] - source.scalars[index - 1]
        }
      }
    }
    return (rows, columns)
  }

  /// Mean magnitudes of each cell by unsigned orientation; shape cells down, cells across, orientations.
  public func cells(_ image: Tensor) -> Tensor {
    let (rows, columns) = gradients(image)
    let (height, width) = (image.shape[0] / cell[0], image.shape[1] / cell[1])
    var result = Tensor.zeros([height, width, orientations])
    let step = 180 / Double(orientations)
    for y in 0..<height * cell[0] {
      for x in 0..<width * cell[1] {
        let index = y * image.shape[1] + x
        let (dy, dx) = (rows.scalars[index], columns.scalars[index])
        var angle = fmod(atan2(dy, dx) * (180 / .pi), 180)
        if angle < 0 { angle += 180 }
        // The last bin also takes the 180° that rounding of a tiny negative angle gives.
        let bin = min((0..<orientations).last { step * Double($0) <= angle } ?? 0, orientations - 1)
        let position = (y / cell[0] * width + x / cell[1]) * orientations + bin
        result.scalars[position] += hypot(dx, dy) / Double(cell[0] * cell[1])
      }
    }
    return result
  }

  /// Normalised blocks, one cell apart; shape blocks down, blocks across, block height, block width, orientations.
  ///
  /// No blocks when the image holds fewer cells than one.
  public func descriptor(_ image: Tensor) -> Tensor {
    let cells = cells(image)
    let down = max(0, cells.shape[0] - block[0] + 1)
    let across = max(0, cells.shape[1] - block[1] + 1)
    var scalars: [Double] = []
    for y in 0..<down {
      for x in 0..<across {
        let part = cells.sliced(axis: 0, y..<y + block[0]).sliced(axis: 1, x..<x + block[1])
        scalars += normalized(part).scalars
      }
    }
    return Tensor(shape: [down, across, block[0], block[1], orientations], scalars: scalars)
  }

  private func normalized(_ block: Tensor) -> Tensor {
    let epsilon = 1e-5
    func l2(_ x: Tensor) -> Tensor { x / ((x * x).sum() + epsilon * epsilon).squareRoot() }
    switch norm {
    case .l1: return block / (block.absolute().sum() + epsilon)
    case .l1SquareRoot: return (block / (block.absolute().sum() + epsilon)).squareRoot()
    case .l2: return l2(block)
    case .l2Clipped: return l2(l2(block).map { min($0, 0.2) })
    }
  }
}
