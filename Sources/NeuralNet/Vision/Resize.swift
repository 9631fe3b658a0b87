import Glibc

/// How an image is brought to another size.
public enum Resize: Sendable, Hashable {
  /// ⌊i·scale⌋.
  case nearest
  /// ⌊(i + ½)·scale⌋.
  case nearestExact
  case bilinear(alignsCorners: Bool = false)
  /// Keys' cubic with the coefficient −0.75 of PyTorch and OpenCV, or −0.5 of Pillow and MATLAB.
  case bicubic(alignsCorners: Bool = false, coefficient: Double = -0.75)

  /// An input position and how much it counts.
  public struct Tap: Sendable, Hashable {
    public var index: Int
    public var weight: Double
  }

  /// What each of `output` positions along one axis reads; `scale` is the input step between them.
  public func taps(input: Int, output: Int, scale: Double) -> [[Tap]] {
    (0..<output).map { position in
      let i = Double(position)
      switch self {
      case .nearest: return [Tap(index: min(Int(floor(i * scale)), input - 1), weight: 1)]
      case .nearestExact: return [Tap(index: min(Int(floor((i + 0.5) * scale)), input - 1), weight: 1)]
      case .bilinear(let alignsCorners):
        let source = max(Resize.source(i, input, output, scale, alignsCorners), 0)
        let below = min(Int(source), input - 1)
        let share = min(source - Double(below), 1)
        return [
          Tap(index: below, weight: 1 - share), Tap(index: min(below + 1, input - 1), weight: share),
        ]
      case .bicubic(let alignsCorners, let coefficient):
        let source = Resize.source(i, input, output, scale, alignsCorners)
        let below = Int(floor(source))
        return (-1...2).map { offset in
          // The border repeats.
          Tap(
            index: min(max(below + offset, 0), input - 1),
            weight: Resize.cubic(source - Double(below + offset), coefficient))
        }
      }
    }
  }

  /// Pixel centres lie half a pixel in, unless the corners are aligned.
  private static func source(
    _ i: Double, _ input: Int, _ output: Int, _ scale: Double, _ alignsCorners: Bool
  ) -> Double {
    if !alignsCorners { return (i + 0.5) * scale - 0.5 }
    return output > 1 ? i * Double(input - 1) / Double(output - 1) : 0
  }

  /// Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
  static func cubic(_ distance: Double, _ a: Double) -> Double {
    let d = abs(distance)
    if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
  }
}

extension Node {
  /// Brings N, C, H, W to another height and width.
  public func resized(_ size: [Int], _ method: Resize) -> Node {
    resized(size, method, scales: zip(shape.dropFirst(2), size).map { Double($0) / Double($1) })
  }

  /// Multiplies height and width by factors, rounding down; the steps are exactly the factors' inverses.
  public func resized(by factors: [Double], _ method: Resize) -> Node {
    let size = zip(shape.dropFirst(2), factors).map { Int(floor(Double($0) * $1)) }
    return resized(size, method, scales: factors.map { 1 / $0 })
  }

  private func resized(_ size: [Int], _ method: Resize, scales: [Double]) -> Node {
    if value.rank != 4 || size.count != 2 || size.contains(where: { $0 < 1 }) {
      trapMismatch("resize", shape, size)
    }
    let rows = method.taps(input: shape[2], output: size[0], scale: scales[0])
    let columns = method.taps(input: shape[3], output: size[1], scale: scales[1])
    var result = Tensor.zeros([shape[0], shape[1]] + size)
    // Linear in the input, so the backward rule walks the same taps the other way.
    Node.forEachTap(shape, size, rows, columns) { result.scalars[$0] += value.scalars[$1] * $2 }
    return unary("resize", result) { gradient in
      var spread = Tensor.zeros(self.shape)
      Node.forEachTap(self.shape, size, rows, columns) { spread.scalars[$1] += gradient.scalars[$0] * $2 }
      return spread
    }
  }

  private static func forEachTap(
    _ shape: [Int], _ size: [Int], _ rows: [[Resize.Tap]], _ columns: [[Resize.Tap]],
    _ body: (_ output: Int, _ input: Int, _ weight: Double) -> Void
  ) {
    for plane in 0..<shape[0] * shape[1] {
      for y in 0..<size[0] {
        for x in 0..<size[1] {
          let output = (plane * size[0] + y) * size[1] + x
          for row in rows[y] {
            for column in columns[x] {
              body(
                output, (plane * shape[2] + row.index) * shape[3] + column.index, row.weight * column.weight)
            }
          }
        }
      }
    }
  }

  /// C·r² channels become C channels of r times the height and width.  Shi et al., 2016.
  public func pixelShuffled(_ factor: Int) -> Node {
    let (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3])
    if c % (factor * factor) != 0 { trapMismatch("pixel shuffle", shape, [factor]) }
    return reshaped([n, c / (factor * factor), factor, factor, h, w]).permuted([0, 1, 4, 2, 5, 3])
      .reshaped([n, c / (factor * factor), h * factor, w * factor])
  }

  /// Undoes `pixelShuffled`: space to depth.
  public func pixelUnshuffled(_ factor: Int) -> Node {
    let (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3])
    if h % factor != 0 || w % factor != 0 { trapMismatch("pixel unshuffle", shape, [factor]) }
    return reshaped([n, c, h / factor, factor, w / factor, factor]).permuted([0, 1, 3, 5, 2, 4])
      .reshaped([n, c * factor * factor, h / factor, w / factor])
  }
}

extension Tensor {
  public func resized(_ size: [Int], _ method: Resize) -> Tensor { Node(self).resized(size, method).value }
  public func pixelShuffled(_ factor: Int) -> Tensor { Node(self).pixelShuffled(factor).value }
  public func pixelUnshuffled(_ factor: Int) -> Tensor { Node(self).pixelUnshuffled(factor).value }
}
