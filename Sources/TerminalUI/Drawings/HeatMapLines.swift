extension HeatMap {
  /// The lowest and the highest value of the scale; a diverging scale is centred on zero.
  var limits: ClosedRange<Double> {
    if let range { return range }
    let finite = values.joined().filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    if scale == .diverging {
      let reach = max(abs(low), abs(high))
      return -reach...reach
    }
    return low...high
  }

  /// 0…1 along the scale; nil for NaN.
  func share(_ value: Double, in limits: ClosedRange<Double>) -> Double? {
    guard !value.isNaN else { return nil }
    let span = limits.upperBound - limits.lowerBound
    guard span > 0 else { return scale == .diverging ? 0.5 : 0 }
    return min(1, max(0, (value - limits.lowerBound) / span))
  }

  func lines(_ context: DrawingContext) -> [StyledText] {
    let columns = values.map(\.count).min() ?? 0
    guard columns > 0 else { return context.title(title) }
    // Dots of colour need exact colours; sixteen are too few for a scale.
    let isColored = context.capabilities.colors >= .ansi256 && context.glyphs.isBoxDrawing
    let raster = HeatRaster(self, columns: columns, across: context.width, isColored: isColored)
    let picture = isColored ? raster.halfBlocks : raster.shades(isBoxDrawing: context.glyphs.isBoxDrawing)
    return context.title(title) + picture + [legend(context, isColored: isColored)] + windowCaption(context)
  }

  private func legend(_ context: DrawingContext, isColored: Bool) -> StyledText {
    guard scale != .categorical else { return StyledText() }
    let limits = limits
    var bar = StyledText()
    if isColored {
      for step in 0..<12 {
        let color = ColorScale.color(scale, share: Double(step) / 11, value: 0)
        bar += StyledText(spans: [.init("█", Style(.plain, foreground: color))])
      }
    } else {
      bar = StyledText(Shades(scale, isBoxDrawing: context.glyphs.isBoxDrawing).steps.joined())
    }
    let low = StyledText(NumberText.short(limits.lowerBound) + " ", .dim)
    return low + bar + StyledText(" " + NumberText.short(limits.upperBound), .dim)
  }

  private func windowCaption(_ context: DrawingContext) -> [StyledText] {
    guard let window else { return [] }
    return [StyledText(context.text("frame: ", "框：") + window.place(context.language), .dim)]
  }
}

/// The values of a heat map brought to as many pixels as fit.
private struct HeatRaster {
  let map: HeatMap
  let columns: Int
  let rows: Int
  /// Pixels a value takes, or values a pixel takes.
  private let enlarged: Int
  private let merged: Int
  private let pixelColumns: Int
  private let limits: ClosedRange<Double>

  /// - Parameters:
  ///   - across: columns of the terminal.
  ///   - isColored: half blocks, one column and half a row a pixel; shades take two columns and a row where they fit.
  init(_ map: HeatMap, columns: Int, across: Int, isColored: Bool) {
    self.map = map
    self.columns = columns
    rows = map.values.count
    limits = map.limits
    pixelColumns = isColored || columns * 2 > across ? 1 : 2
    let room = max(1, across / pixelColumns)
    merged = max(1, (columns + room - 1) / room)
    // Small maps are enlarged up to about 24 pixels, so that single values can be seen.
    enlarged = isColored && merged == 1 ? max(1, min(4, min(24 / max(columns, rows), room / columns))) : 1
  }

  private var pixelsAcross: Int { merged > 1 ? (columns + merged - 1) / merged : columns * enlarged }
  private var pixelsDown: Int { merged > 1 ? (rows + merged - 1) / merged : rows * enlarged }

  private func value(row: Int, column: Int) -> Double {
    guard merged > 1 else { return map.values[row / enlarged][column / enlarged] }
    var (sum, count) = (0.0, 0.0)
    for y in row * merged..<min(rows, (row + 1) * merged) {
      for x in column * merged..<min(columns, (column + 1) * merged) {
        // A class has no mean: the first one stands for the rest.
        if map.scale == .categorical { return map.values[y][x] }
        sum += map.values[y][x]
        count += 1
      }
    }
    return sum / count
  }

  private func color(row: Int, column: Int) -> RGB? {
    guard row < pixelsDown else { return nil }
    if isOnFrame(row: row, column: column) { return ColorScale.frame }
    let value = value(row: row, column: column)
    return map.share(value, in: limits).map { ColorScale.color(map.scale, share: $0, value: value) }
  }

  /// The window in pixels.
  private var frame: (rows: Range<Int>, columns: Range<Int>)? {
    guard let window = map.window else { return nil }
    func pixels(_ range: Range<Int>) -> Range<Int> {
      merged > 1
        ? range.lowerBound / merged..<(range.upperBound + merged - 1) / merged
        : range.lowerBound * enlarged..<range.upperBound * enlarged
    }
    return (pixels(window.rows), pixels(window.columns))
  }

  private func isOnFrame(row: Int, column: Int) -> Bool {
    guard let frame, frame.rows.contains(row), frame.columns.contains(column) else { return false }
    return row == frame.rows.lowerBound || row == frame.rows.upperBound - 1
      || column == frame.columns.lowerBound || column == frame.columns.upperBound - 1
  }

  /// Two rows of pixels to a line: the upper is the colour of the block, the lower that of the ground.
  var halfBlocks: [StyledText] {
    stride(from: 0, to: pixelsDown, by: 2).map { row in
      StyledText(
        spans: (0..<pixelsAcross).map { column in
          let (top, bottom) = (color(row: row, column: column), color(row: row + 1, column: column))
          switch (top, bottom) {
          case (nil, nil): return .init(" ", .plain)
          case (nil, let bottom): return .init("▄", Style(.plain, foreground: bottom))
          case (let top, let bottom): return .init("▀", Style(.plain, foreground: top, background: bottom))
          }
        })
    }
  }

  /// The sides of the window as brackets, with half of the value still to be seen.
  private func bracketed(_ shade: String, row: Int, column: Int) -> String {
    guard let frame = frame, frame.rows.contains(row) else { return shade }
    if column == frame.columns.lowerBound { return "[" + shade.suffix(1) }
    return column == frame.columns.upperBound - 1 ? shade.prefix(1) + "]" : shade
  }

  func shades(isBoxDrawing: Bool) -> [StyledText] {
    let shades = Shades(map.scale, isBoxDrawing: isBoxDrawing)
    return (0..<pixelsDown).map { row in
      var text = ""
      for column in 0..<pixelsAcross {
        let value = value(row: row, column: column)
        let shade = shades.text(value, share: map.share(value, in: limits))
        text += bracketed(shade, row: row, column: column).prefix(pixelColumns)
      }
      return StyledText(text)
    }
  }
}

/// Values as characters of growing darkness, each two columns wide.
private struct Shades {
  let scale: HeatMap.Scale
  let steps: [String]

  init(_ scale: HeatMap.Scale, isBoxDrawing: Bool) {
    self.scale = scale
    switch scale {
    // Below zero, zero, above zero must differ in shape, not only in darkness.
    case .diverging: steps = ["==", "--", "- ", "· ".asciiUnless(isBoxDrawing), "+ ", "++", "##"]
    default: steps = isBoxDrawing ? ["  ", "░░", "▒▒", "▓▓", "██"] : ["  ", "..", "::", "**", "##"]
    }
  }

  func text(_ value: Double, share: Double?) -> String {
    guard let share else { return "? " }
    if scale == .categorical {
      let index = value.isFinite ? Int(abs(value).rounded()) % 36 : 0
      return String(index, radix: 36) + " "
    }
    return steps[min(steps.count - 1, Int((share * Double(steps.count - 1)).rounded()))]
  }
}

extension String {
  fileprivate func asciiUnless(_ isBoxDrawing: Bool) -> String { isBoxDrawing ? self : ". " }
}
