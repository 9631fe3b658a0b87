/// What one unit of a feature map sees of the input, along one axis.
///
/// Source: A. Araujo, W. Norris, J. Sim, "Computing receptive fields of convolutional neural networks", Distill 2019.
public struct ReceptiveField: Sendable, Hashable {
  /// Pixels from the first to the last one seen.
  public var size: Int
  /// Pixels between the fields of neighbouring units: the product of all strides.
  public var jump: Int
  /// The centre of the first unit's field; the first pixel's centre is 0.5. Padding can make it negative.
  public var start: Double

  public init(size: Int, jump: Int, start: Double) {
    self.size = size
    self.jump = jump
    self.start = start
  }

  /// A pixel sees itself.
  public static let pixel = ReceptiveField(size: 1, jump: 1, start: 0.5)

  /// The field after one more window: r + d(k − 1)·j, j·s, start + (d(k − 1) / 2 − p)·j.
  public func through(kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) -> ReceptiveField {
    let span = dilation * (kernel - 1)
    return ReceptiveField(
      size: size + span * jump, jump: jump * stride,
      start: start + (Double(span) / 2 - Double(padding)) * Double(jump))
  }

  public func through(_ window: Window, axis: Int) -> ReceptiveField {
    through(
      kernel: window.kernel[axis], stride: window.stride[axis], padding: window.paddingBefore[axis],
      dilation: window.dilation[axis])
  }

  /// The field of a unit that joins two branches; nil when their units are not equally far apart.
  public func joined(with other: ReceptiveField) -> ReceptiveField? {
    if jump != other.jump { return nil }
    let low = min(start - Double(size) / 2, other.start - Double(other.size) / 2)
    let high = max(start + Double(size) / 2, other.start + Double(other.size) / 2)
    return ReceptiveField(size: Int(high - low), jump: jump, start: (low + high) / 2)
  }

  /// The pixels of the field of unit `index`, inside an input of `count` pixels; empty when it lies in the padding.
  public func pixels(ofUnit index: Int, in count: Int) -> Range<Int> {
    let low = Int(start + Double(index * jump) - Double(size) / 2)
    let from = min(max(low, 0), count)
    return from..<min(max(low + size, from), count)
  }

  /// The input positions that really reach one unit through a stack: fewer than the field where dilation or
  /// stride leaves holes, and none in the padding.
  ///
  /// `sizes` are the sizes the windows are applied to, the input's first.
  public static func touched(byUnit index: Int, through windows: [Window], sizes: [Int], axis: Int = 0)
    -> [Int]
  {
    var positions: Set<Int> = [index]
    for (window, size) in zip(windows, sizes).reversed() {
      var below: Set<Int> = []
      for position in positions {
        let start = position * window.stride[axis] - window.paddingBefore[axis]
        for tap in 0..<window.kernel[axis] {
          let pixel = start + tap * window.dilation[axis]
          if pixel >= 0 && pixel < size { below.insert(pixel) }
        }
      }
      positions = below
    }
    return positions.sorted()
  }
}
