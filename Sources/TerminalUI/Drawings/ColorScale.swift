/// The colours of heat maps; dark to light in each, so that they read in grey too.
enum ColorScale {
  /// Of the frame around a window: in none of the scales.
  static let frame = RGB(255, 64, 160)

  /// - Parameter share: 0…1 along the scale; of a categorical scale the class is `value`.
  static func color(_ scale: HeatMap.Scale, share: Double, value: Double) -> RGB {
    switch scale {
    case .grey:
      let level = UInt8((min(1, max(0, share)) * 255).rounded())
      return RGB(level, level, level)
    case .sequential: return interpolated(sequential, share)
    case .diverging: return interpolated(diverging, share)
    case .categorical:
      let index = value.isFinite ? Int(abs(value).rounded()) % classes.count : 0
      return classes[index]
    }
  }

  private static func interpolated(_ anchors: [RGB], _ share: Double) -> RGB {
    let place = min(1, max(0, share)) * Double(anchors.count - 1)
    let index = min(anchors.count - 2, Int(place))
    let part = place - Double(index)
    func mixed(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Double(from) + part * (Double(to) - Double(from))).rounded())
    }
    let (from, to) = (anchors[index], anchors[index + 1])
    return RGB(mixed(from.red, to.red), mixed(from.green, to.green), mixed(from.blue, to.blue))
  }

  private static let sequential = [
    RGB(16, 18, 48), RGB(38, 52, 122), RGB(30, 104, 158), RGB(34, 152, 140), RGB(112, 196, 92),
    RGB(248, 232, 96),
  ]
  private static let diverging = [
    RGB(24, 64, 152), RGB(86, 146, 206), RGB(242, 242, 240), RGB(222, 124, 90), RGB(150, 24, 44),
  ]
  private static let classes = [
    RGB(38, 42, 54), RGB(108, 182, 255), RGB(242, 166, 90), RGB(140, 194, 101), RGB(214, 140, 224),
    RGB(240, 113, 120), RGB(184, 176, 106), RGB(127, 200, 194), RGB(230, 230, 230), RGB(130, 110, 80),
  ]
}
