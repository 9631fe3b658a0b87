public import Basics

/// A count for each day, as columns of weeks with Monday on top, the latest week at the right.
public struct DayCalendar: Sendable {
  public var title: String
  /// The day of the last value.
  public var last: CalendarDate
  /// One a day, oldest first.
  public var values: [Int]
  /// What is counted: "answers".
  public var unit: LocalizedText
  public var role: Role

  public init(
    title: String = "", last: CalendarDate, values: [Int], unit: LocalizedText, role: Role = .series3
  ) {
    self.title = title
    self.last = last
    self.values = values
    self.unit = unit
    self.role = role
  }

  /// Darkness 1…4 of a count that is not zero: the quarter of the days studied that it lies in.
  var levelEnds: [Int] {
    let sorted = values.filter { $0 > 0 }.sorted()
    guard !sorted.isEmpty else { return [1, 1, 1] }
    return [1, 2, 3].map { sorted[min(sorted.count - 1, sorted.count * $0 / 4)] }
  }

  func level(_ value: Int, _ ends: [Int]) -> Int {
    // Days that are all alike are all full.
    value <= 0 ? 0 : 1 + ends.filter { value >= $0 }.count
  }

  /// The columns, oldest first: seven values from Monday on, nil outside the days there are.
  var weeks: [(monday: CalendarDate, values: [Int?])] {
    guard !values.isEmpty else { return [] }
    let first = last.number - values.count + 1
    let monday = first - CalendarDate(number: first).weekday
    return stride(from: monday, through: last.number, by: 7).map { start in
      (
        CalendarDate(number: start),
        (start..<start + 7).map { (first...last.number).contains($0) ? values[$0 - first] : nil }
      )
    }
  }

  static func monthName(_ date: CalendarDate, _ language: Language) -> String {
    let month = date.components.month
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return language.text(names[month - 1], "\(month)月")
  }

  /// Monday, Wednesday, Friday: enough to tell the rows.
  static func weekdayName(_ row: Int, _ language: Language) -> String {
    row % 2 == 0 && row < 6 ? language.text(["Mon", "Wed", "Fri"][row / 2], ["一", "三", "五"][row / 2]) : ""
  }

  /// The column where each month begins, with its name.
  static func months(
    _ weeks: [(monday: CalendarDate, values: [Int?])], _ language: Language
  ) -> [(column: Int, name: String)] {
    weeks.indices.compactMap { column in
      let month = weeks[column].monday.components.month
      guard column > 0 ? weeks[column - 1].monday.components.month != month : true else { return nil }
      return (column, monthName(weeks[column].monday, language))
    }
  }
}

extension DayCalendar {
  func lines(_ context: DrawingContext) -> [StyledText] {
    let labelColumns = context.language == .english ? 4 : 3
    let room = max(1, context.width - labelColumns)
    let cellColumns = weeks.count * 2 <= room ? 2 : 1
    let weeks = Array(weeks.suffix(room / cellColumns))
    let steps = context.glyphs.isBoxDrawing ? ["·", "░", "▒", "▓", "█"] : [".", ":", "+", "*", "#"]
    func cell(_ level: Int) -> StyledText {
      StyledText(
        String(repeating: steps[level], count: level == 0 ? 1 : cellColumns)
          + (level == 0 && cellColumns == 2 ? " " : ""), level == 0 ? .dim : role)
    }
    var months = StyledText()
    for month in Self.months(weeks, context.language) {
      let start = labelColumns + month.column * cellColumns
      guard start == labelColumns || start > months.columns(context.widths) else { continue }
      months = months.padded(to: start, widths: context.widths) + StyledText(month.name, .dim)
    }
    let ends = levelEnds
    let rows = (0..<7).map { row in
      weeks.reduce(
        StyledText(Self.weekdayName(row, context.language), .dim).padded(
          to: labelColumns, widths: context.widths)
      ) { line, week in
        line + (week.values[row].map { cell(level($0, ends)) } ?? StyledText(blank(cellColumns)))
      }
    }
    var legend =
      StyledText(blank(labelColumns)) + StyledText("0 ", .dim)
    for level in 0...4 { legend += cell(level) }
    legend += StyledText(" \(values.max() ?? 0) \(unit[context.language])", .dim)
    return context.title(title) + [months] + rows + [legend]
  }

  private func blank(_ columns: Int) -> String { String(repeating: " ", count: columns) }

  func svgBlock(_ language: Language) -> SVGBlock {
    let (pitch, side, left) = (13.0, 11.0, 32.0)
    let weeks = weeks
    let ends = levelEnds
    var block = SVGBlock(
      width: left + Double(weeks.count) * pitch, height: SVGCanvas.lineHeight * 2 + 7 * pitch + 6)
    var free = 0.0
    for month in Self.months(weeks, language) {
      let x = left + Double(month.column) * pitch
      let end = x + Double(CharacterWidth.standard.columns(month.name)) * SVGCanvas.columnWidth
      guard x >= free, end <= block.width else { continue }
      block.canvas.text(StyledText(month.name, .dim), x: x, y: 0)
      free = end + 4
    }
    func square(x: Double, y: Double, _ level: Int) {
      block.canvas.rectangle(
        x: x, y: y, width: side, height: side, role: level == 0 ? .dim : role, isFilled: true,
        opacity: [0.16, 0.3, 0.5, 0.75, 1][level])
    }
    for row in 0..<7 {
      let y = SVGCanvas.lineHeight + Double(row) * pitch
      block.canvas.text(StyledText(Self.weekdayName(row, language), .dim), x: 0, y: y - 4)
      for (column, week) in weeks.enumerated() {
        guard let value = week.values[row] else { continue }
        square(x: left + Double(column) * pitch, y: y, level(value, ends))
      }
    }
    let y = SVGCanvas.lineHeight + 7 * pitch + 6
    block.canvas.text(StyledText("0", .dim), x: left, y: y)
    for level in 0...4 { square(x: left + 14 + Double(level) * pitch, y: y + 4, level) }
    let most = StyledText("\(values.max() ?? 0) \(unit[language])", .dim)
    block.canvas.text(most, x: left + 18 + 5 * pitch, y: y)
    return SVGBlock(title: title) + block
  }

  /// The sums of months: 365 single numbers would tell nothing.
  func spoken(_ language: Language) -> [String] {
    let first = last.number - values.count + 1
    var sums: [(name: String, days: Int, sum: Int)] = []
    for (offset, value) in values.enumerated() {
      let date = CalendarDate(number: first + offset)
      let name = "\(Self.monthName(date, language)) \(date.components.year)"
      if sums.last?.name != name { sums.append((name, 0, 0)) }
      sums[sums.count - 1].sum += value
      if value > 0 { sums[sums.count - 1].days += 1 }
    }
    let unit = unit[language]
    return (title.isEmpty ? [] : [title])
      + sums.map { month in
        language.text(
          "\(month.name): \(month.sum) \(unit) on \(month.days) days",
          "\(month.name)：\(month.days) 天，\(month.sum) \(unit)")
      }
  }
}
