import Basics
import Glibc
import NeuralNet

/// One way to change a training image, performed on a grey picture.
enum Augmentation: String, CaseIterable, Sendable {
  case fliplr, flipud, rotate, zoom, crop, translate, shear, noise, blur, sharpen, jitter, pca

  static let zoomFactor = 1.25
  static let cropShare = 0.8
  static let shiftShare = 0.125
  static let shearFactor = 0.3

  /// How much of the image's area is still in the frame.
  func kept(angle: Double) -> Double {
    switch self {
    case .rotate: 2 / (1 + canvas(angle: angle))
    case .zoom: 1 / (Augmentation.zoomFactor * Augmentation.zoomFactor)
    case .crop: Augmentation.cropShare * Augmentation.cropShare
    case .translate: 1 - Augmentation.shiftShare
    // Row y of −½…½ moves by k·y: the mean of |y| is ¼.
    case .shear: 1 - Augmentation.shearFactor / 4
    default: 1
    }
  }

  /// |cos| + |sin|: the side of the upright square around a rotated one of side 1.
  func canvas(angle: Double) -> Double {
    let radians = angle * .pi / 180
    return abs(cos(radians)) + abs(sin(radians))
  }

  func applied(to image: Tensor, angle: Double, using generator: inout SplitMix64) -> Tensor {
    let radians = angle * .pi / 180
    switch self {
    case .fliplr: return Augmentation.moved(image) { (-$0, $1) }
    case .flipud: return Augmentation.moved(image) { ($0, -$1) }
    case .rotate:
      let (c, s) = (cos(radians), sin(radians))
      return Augmentation.moved(image) { (c * $0 - s * $1, s * $0 + c * $1) }
    case .zoom:
      return Augmentation.moved(image) { ($0 / Augmentation.zoomFactor, $1 / Augmentation.zoomFactor) }
    case .crop:
      // The lower right part, brought back to the full size.
      let side = Double(image.shape[0])
      let shift = side * (1 - Augmentation.cropShare) / 2
      return Augmentation.moved(image) {
        ($0 * Augmentation.cropShare + shift, $1 * Augmentation.cropShare + shift)
      }
    case .translate:
      let shift = Double(image.shape[1]) * Augmentation.shiftShare
      return Augmentation.moved(image) { ($0 - shift, $1) }
    case .shear: return Augmentation.moved(image) { ($0 + Augmentation.shearFactor * $1, $1) }
    case .noise: return (image + .normal(image.shape, deviation: 1.5, using: &generator)).clamped(0...10)
    case .blur: return ImageKernel.gaussian.applied(to: ImageKernel.gaussian.applied(to: image))
    case .sharpen: return ImageKernel.sharpen.applied(to: image).clamped(0...10)
    case .jitter: return (image * 0.6 + 3).clamped(0...10)
    // The first principal component of a grey image in three channels is brightness itself.
    case .pca:
      return (image + 0.1 * generator.nextNormal() * image.standardDeviation() * 3.0.squareRoot())
        .clamped(0...10)
    }
  }

  /// Each pixel from where `source` says, measured from the centre; outside is 0.
  private static func moved(
    _ image: Tensor, from source: (_ x: Double, _ y: Double) -> (Double, Double)
  ) -> Tensor {
    let (height, width) = (image.shape[0], image.shape[1])
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    var result = Tensor.zeros(image.shape)
    for row in 0..<height {
      for column in 0..<width {
        let (x, y) = source(Double(column) - middleX, Double(row) - middleY)
        let (fromColumn, fromRow) = (Int((x + middleX).rounded()), Int((y + middleY).rounded()))
        if (0..<height).contains(fromRow), (0..<width).contains(fromColumn) {
          result[row, column] = image[fromRow, fromColumn]
        }
      }
    }
    return result
  }
}
