/// The 3×3 filters every image textbook shows.
public enum ImageKernel: String, Sendable, CaseIterable {
  case identity
  /// The mean of nine pixels.
  case blur
  /// Binomial weights, an approximation of a Gaussian.
  case gaussian
  case sharpen
  /// Answers to vertical edges: Prewitt's difference of columns.
  case vertical
  /// Answers to horizontal edges: Prewitt's difference of rows.
  case horizontal
  /// Sobel's vertical edges.
  case sobel
  /// Sobel's horizontal edges.
  case sobelHorizontal
  case laplacian
  case emboss
  case ones

  public var matrix: Tensor {
    switch self {
    case .identity: Tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    case .blur: .ones([3, 3]) / 9
    case .gaussian: Tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
    case .sharpen: Tensor([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    case .vertical: Tensor([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    case .horizontal: Tensor([[-1, -1, -1], [0, 0, 0], [1, 1, 1]])
    case .sobel: Tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    case .sobelHorizontal: Tensor([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
    case .laplacian: Tensor([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    case .emboss: Tensor([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])
    case .ones: .ones([3, 3])
    }
  }

  /// Correlates a grey image with the filter; the size stays when one pixel of zeros is put around it.
  public func applied(to image: Tensor, padding: Int = 1) -> Tensor {
    if image.rank != 2 { trapMismatch("an image filter", image.shape) }
    let result = image.reshaped([1, 1] + image.shape).convolution(
      matrix.reshaped([1, 1, 3, 3]), Window(3, padding: padding))
    return result.reshaped(Array(result.shape.suffix(2)))
  }
}
