public import Basics

extension Drawing {
  /// The drawing told for screen readers and Braille displays: a sentence, then values; no boxes, blocks or dots.
  public func spoken(in language: Language) -> [String] {
    switch self {
    case .text(let text): text.isEmpty ? [] : [text.plainText]
    case .table(let table): table.spoken(language)
    case .plot(let plot): plot.spoken(language)
    case .grid(let grid): grid.spoken(language)
    case .heat(let map): map.spoken(language)
    case .contour(let contour): contour.spoken(language)
    case .bars(let chart): chart.spoken(language)
    case .calendar(let calendar): calendar.spoken(language)
    case .beside(let parts), .stack(let parts):
      Array(parts.map { $0.spoken(in: language) }.filter { !$0.isEmpty }.joined(separator: [""]))
    case .blank: []
    }
  }
}

extension Language {
  func text(_ english: String, _ chinese: String) -> String {
    self == .english ? english : chinese
  }

  fileprivate var colon: String { self == .english ? ": " : "：" }
  fileprivate var comma: String { self == .english ? ", " : "，" }
  fileprivate var semicolon: String { self == .english ? "; " : "；" }
  fileprivate var stop: String { self == .english ? "." : "。" }

  /// "title: sentence."
  fileprivate func sentence(_ title: String, _ text: String) -> String {
    (title.isEmpty ? "" : title + colon) + text + stop
  }

  fileprivate func count(_ count: Int, _ one: String, _ many: String, _ chinese: String) -> String {
    text("\(count) \(count == 1 ? one : many)", "\(count) \(chinese)")
  }
}

extension NumberGrid.Window {
  /// Where it lies, counted from one.
  func place(_ language: Language) -> String {
    func range(_ range: Range<Int>, _ one: String, _ many: String, _ chinese: String) -> String {
      let (first, last) = (range.lowerBound + 1, range.upperBound)
      return first >= last
        ? language.text("\(one) \(first)", "第 \(first) \(chinese)")
        : language.text("\(many) \(first) to \(last)", "第 \(first) 到 \(last) \(chinese)")
    }
    return range(rows, "row", "rows", "行") + language.comma + range(columns, "column", "columns", "列")
  }
}

extension Table {
  /// Each row as "heading: value" pairs, so that no row needs its heading remembered.
  fileprivate func spoken(_ language: Language) -> [String] {
    var lines = [
      language.sentence(
        "",
        language.text("Table with ", "表格，")
          + language.count(rows.count, "row", "rows", "行"))
    ]
    for (index, row) in visibleRows.enumerated() {
      var parts = zip(columns, row).compactMap { column, cell -> String? in
        let value = cell.plainText
        if value.isEmpty { return nil }
        return column.heading.isEmpty ? value : column.heading + language.colon + value
      }
      if let share = shares?.dropFirst(index).first {
        parts.append(NumberText.short(share * 100, digits: 3) + " %")
      }
      lines.append(parts.joined(separator: language.semicolon))
    }
    let hidden = rows.count - visibleRows.count
    if hidden > 0 { lines.append(language.text("and \(hidden) more", "还有 \(hidden) 行")) }
    return lines
  }
}

extension Plot {
  fileprivate func spoken(_ language: Language) -> [String] {
    let y = yLabel.isEmpty ? language.text("values", "数值") : yLabel
    let what = language.text("plot of \(y) against \(xLabel), ", "\(y) 随 \(xLabel) 变化的图，")
    var lines = [
      language.sentence(title, what + language.count(series.count, "series", "series", "条曲线"))
    ]
    for series in series { lines += series.spoken(x: xLabel, language) }
    return lines
  }
}

extension Plot.Series {
  /// A table of at most this many points stands for a curve.
  private static let mostPoints = 9

  fileprivate func spoken(x: String, _ language: Language) -> [String] {
    let valid = points.filter { $0.x.isFinite && $0.y.isFinite }
    guard let first = valid.first, let last = valid.last,
      let lowest = valid.min(by: { $0.y < $1.y }), let highest = valid.max(by: { $0.y < $1.y })
    else { return [language.sentence(name, language.text("no values", "没有数值"))] }
    func place(_ point: (x: Double, y: Double)) -> String {
      language.text(
        "\(NumberText.short(point.y)) at \(x) \(NumberText.short(point.x))",
        "\(x) \(NumberText.short(point.x)) 处为 \(NumberText.short(point.y))")
    }
    var summary = [
      language.text("from ", "起点 ") + place(first), language.text("to ", "终点 ") + place(last),
    ]
    // An end that is an extreme too is not told twice.
    let ends = min(first.y, last.y)...max(first.y, last.y)
    if lowest.y < ends.lowerBound { summary.append(language.text("lowest ", "最小值 ") + place(lowest)) }
    if highest.y > ends.upperBound { summary.append(language.text("highest ", "最大值 ") + place(highest)) }
    var lines = [language.sentence(name, summary.joined(separator: language.comma))]
    let count = min(Self.mostPoints, valid.count)
    if count > 2 {
      let chosen = (0..<count).map { valid[$0 * (valid.count - 1) / (count - 1)] }
      lines.append(
        chosen.map { "\(x) \(NumberText.short($0.x))\(language.colon)\(NumberText.short($0.y))" }
          .joined(separator: language.semicolon))
    }
    return lines
  }
}

extension NumberGrid {
  fileprivate func spoken(_ language: Language) -> [String] {
    let columns = cells.map(\.count).max() ?? 0
    var what =
      language.count(cells.count, "row", "rows", "行") + language.comma
      + language.count(columns, "column", "columns", "列")
    if let window { what += language.comma + language.text("window at ", "窗口在") + window.place(language) }
    let marks = marked.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    if !marks.isEmpty {
      let places = marks.map {
        language.text("row \($0.row + 1) column \($0.column + 1)", "第 \($0.row + 1) 行第 \($0.column + 1) 列")
      }
      what += language.comma + language.text("marked ", "标记 ") + places.joined(separator: language.comma)
    }
    let rows = cells.enumerated().map { index, row in
      let values = row.map { $0.isEmpty ? language.text("empty", "空") : $0 }.joined(separator: " ")
      return language.text("row \(index + 1)", "第 \(index + 1) 行") + language.colon + values
    }
    return [language.sentence(title, what)] + rows
  }
}

extension HeatMap {
  /// Larger maps are told by their extremes alone.
  private static let mostSpokenCells = 256

  fileprivate func spoken(_ language: Language) -> [String] {
    let columns = values.map(\.count).max() ?? 0
    var parts = [language.text("\(values.count) by \(columns) values", "\(values.count) × \(columns) 个数值")]
    var lowest: (value: Double, row: Int, column: Int)?
    var highest = lowest
    for (row, line) in values.enumerated() {
      for (column, value) in line.enumerated() where value.isFinite {
        if value < lowest?.value ?? .infinity { lowest = (value, row, column) }
        if value > highest?.value ?? -.infinity { highest = (value, row, column) }
      }
    }
    for (name, extreme) in [
      (language.text("lowest", "最小值"), lowest), (language.text("highest", "最大值"), highest),
    ] {
      guard scale != .categorical, let extreme else { continue }
      parts.append(
        language.text(
          "\(name) \(NumberText.short(extreme.value)) at row \(extreme.row + 1) column \(extreme.column + 1)",
          "\(name) \(NumberText.short(extreme.value))，在第 \(extreme.row + 1) 行第 \(extreme.column + 1) 列"))
    }
    if let window { parts.append(language.text("frame at ", "框在") + window.place(language)) }
    var lines = [language.sentence(title, parts.joined(separator: language.comma))]
    if values.count * columns <= Self.mostSpokenCells {
      for (index, row) in values.enumerated() {
        let numbers = row.map { NumberText.short($0, digits: 3) }.joined(separator: " ")
        lines.append(language.text("row \(index + 1)", "第 \(index + 1) 行") + language.colon + numbers)
      }
    }
    return lines
  }
}

extension Contour {
  fileprivate func spoken(_ language: Language) -> [String] {
    let (x, y) = (range(xRange, language), range(yRange, language))
    var what = language.text("level lines for x from \(x) and y from \(y)", "等高线，x 从 \(x)，y 从 \(y)")
    if !levels.isEmpty {
      let values = levels.map { NumberText.short($0) }.joined(separator: " ")
      what += language.comma + language.text("at values \(values)", "取值 \(values)")
    }
    return [language.sentence(title, what)]
      + paths.map { path in
        let points = path.points.map { "(\(NumberText.short($0.x)), \(NumberText.short($0.y)))" }
        let count = min(9, points.count)
        let chosen = count < 2 ? points : (0..<count).map { points[$0 * (points.count - 1) / (count - 1)] }
        let steps = language.count(max(0, points.count - 1), "step", "steps", "步")
        return language.sentence(
          path.name, steps + language.comma + chosen.joined(separator: language.text(" to ", " 到 ")))
      }
  }

  private func range(_ range: ClosedRange<Double>, _ language: Language) -> String {
    NumberText.short(range.lowerBound) + language.text(" to ", " 到 ") + NumberText.short(range.upperBound)
  }
}

extension BarChart {
  fileprivate func spoken(_ language: Language) -> [String] {
    var what = language.count(bars.count, "bar", "bars", "个条形")
    if let largest = bars.filter({ $0.value.isFinite }).max(by: { $0.value < $1.value }) {
      what += language.comma + language.text("largest \(largest.label)", "最大的是 \(largest.label)")
    }
    return [language.sentence(title, what)]
      + bars.map { $0.label + language.colon + ($0.text.isEmpty ? NumberText.short($0.value) : $0.text) }
  }
}
