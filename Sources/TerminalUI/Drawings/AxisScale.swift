import Glibc

/// Maps values of one axis to 0…1 and chooses its ticks.
struct AxisScale {
  struct Tick: Equatable {
    let position: Double
    let label: String
  }

  let isLogarithmic: Bool
  /// Of the values, or of their base-10 logarithms.
  let range: ClosedRange<Double>

  /// - Parameter margin: the part by which a range found from the values is widened at each end.
  init(values: some Sequence<Double>, range: ClosedRange<Double>?, isLogarithmic: Bool, margin: Double = 0) {
    self.isLogarithmic = isLogarithmic
    let asScale: (Double) -> Double = { isLogarithmic ? log10($0) : $0 }
    var (low, high) = (Double.infinity, -Double.infinity)
    if let range, !isLogarithmic || range.lowerBound > 0 {
      (low, high) = (asScale(range.lowerBound), asScale(range.upperBound))
    } else {
      for value in values where value.isFinite && (!isLogarithmic || value > 0) {
        low = min(low, asScale(value))
        high = max(high, asScale(value))
      }
      let extra = (high - low) * margin
      if extra.isFinite, extra > 0 { (low, high) = (low - extra, high + extra) }
    }
    // Nothing to show, or one single value: a range around it.
    if !low.isFinite || !high.isFinite { (low, high) = (0, 1) }
    if high - low <= abs(high) * 1e-12 {
      let half = isLogarithmic ? 0.5 : max(0.5, abs(high) * 0.05)
      (low, high) = (low - half, high + half)
    }
    self.range = low...high
  }

  /// 0 at the lower end, 1 at the upper, beyond for values outside; nil for what has no place.
  func position(_ value: Double) -> Double? {
    let scaled = isLogarithmic ? (value > 0 ? log10(value) : .nan) : value
    let position = (scaled - range.lowerBound) / (range.upperBound - range.lowerBound)
    return position.isFinite ? position : nil
  }

  /// Ticks at 1, 2 or 5 times a power of ten, about `count` of them.
  func ticks(count: Int) -> [Tick] {
    let span = range.upperBound - range.lowerBound
    let count = max(1, count)
    if isLogarithmic {
      let lowest = Int(range.lowerBound.rounded(.up))
      let highest = Int(range.upperBound.rounded(.down))
      if highest > lowest {
        let stride = max(1, Int((Double(highest - lowest) / Double(count)).rounded(.up)))
        return Swift.stride(from: lowest, through: highest, by: stride).map {
          Tick(position: (Double($0) - range.lowerBound) / span, label: NumberText.powerOfTen($0))
        }
      }
      // Within one power of ten: the ends.
      return [(0.0, range.lowerBound), (1.0, range.upperBound)].map {
        Tick(position: $0.0, label: NumberText.short(pow(10, $0.1), digits: 2))
      }
    }
    let step = Self.niceStep(span / Double(count))
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    let decimals = max(0, Int(-log10(step).rounded(.down)))
    return (0...Int(last - first)).map { index in
      let value = (first + Double(index)) * step
      let isLong = decimals > 4 || abs(value) >= 1e6
      return Tick(
        position: (value - range.lowerBound) / span,
        label: isLong ? NumberText.short(value, digits: 3) : NumberText.fixed(value, decimals: decimals))
    }
  }

  private static func niceStep(_ rough: Double) -> Double {
    let power = pow(10, log10(rough).rounded(.down))
    let mantissa = rough / power
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10)
  }
}
