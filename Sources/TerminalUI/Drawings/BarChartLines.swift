import Glibc

extension BarChart {
  private static let gap = 2

  func lines(_ context: DrawingContext) -> [StyledText] {
    let widths = context.widths
    let labelWidth = min(bars.map { widths.columns($0.label) }.max() ?? 0, max(4, context.width / 3))
    let textWidth = bars.map { widths.columns($0.text) }.max() ?? 0
    let room = max(1, context.width - labelWidth - Self.gap - (textWidth > 0 ? textWidth + Self.gap : 0))
    let scale = BarScale(self)
    let negativeRoom = Int((Double(room) * scale.negativePart).rounded())
    return context.title(title)
      + bars.map { bar in
        let share = scale.share(bar.value)
        var drawn = StyledText()
        if negativeRoom > 0 {
          let part = share < 0 ? -share / scale.negativePart : 0
          drawn = StyledText(context.glyphs.barFromRight(part, columns: negativeRoom), bar.role)
            .padded(to: negativeRoom, .right, widths: widths)
        }
        if share > 0 {
          let part = share / (1 - scale.negativePart)
          drawn += StyledText(context.glyphs.bar(part, columns: room - negativeRoom), bar.role)
        }
        let gap = StyledText(String(repeating: " ", count: Self.gap))
        let label = StyledText(bar.label).fitted(to: labelWidth, widths: widths)
        guard textWidth > 0 else { return label + gap + drawn }
        return label + gap + drawn.padded(to: room, widths: widths) + gap
          + StyledText(bar.text).padded(to: textWidth, .right, widths: widths)
      }
  }
}

/// Shares of the whole length that bars take, negative ones to the left of zero.
struct BarScale {
  private let isLogarithmic: Bool
  private let low: Double
  private let high: Double

  init(_ chart: BarChart) {
    let values = chart.bars.map(\.value).filter(\.isFinite)
    isLogarithmic = chart.isLogarithmic
    if chart.isLogarithmic {
      let exponents = values.filter { $0 > 0 }.map { log10($0) }
      let lowest = (exponents.min() ?? 0).rounded(.down)
      // A bar at the very power of ten must still be seen.
      low = exponents.contains(lowest) ? lowest - 1 : lowest
      high = max(exponents.max() ?? 1, low + 1)
    } else {
      low = min(0, values.min() ?? 0, chart.range?.lowerBound ?? 0)
      high = max(0, values.max() ?? 0, chart.range?.upperBound ?? 0)
    }
  }

  /// The part of the length left of zero.
  var negativePart: Double { isLogarithmic || low >= 0 || high - low <= 0 ? 0 : -low / (high - low) }

  /// −1…1 of the whole length.
  func share(_ value: Double) -> Double {
    if isLogarithmic { return value > 0 ? min(1, (log10(value) - low) / (high - low)) : 0 }
    guard value.isFinite, high > low else { return value == .infinity ? 1 : 0 }
    return value / (high - low)
  }
}
