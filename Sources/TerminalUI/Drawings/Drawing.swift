/// A picture as a value, free of any screen: shown as cells, written as SVG, or told as a table and a sentence.
public indirect enum Drawing: Sendable {
  /// A line or paragraph of text; wrapped to the width there is.
  case text(StyledText)
  case table(Table)
  /// Curves, points and marks on two axes.
  case plot(Plot)
  /// Numbers in square cells, with windows marked: an input, a filter, an output.
  case grid(NumberGrid)
  /// Values as colours: images, heat maps, connection maps.
  case heat(HeatMap)
  /// A function of two variables as level lines, with paths on it.
  case contour(Contour)
  case bars(BarChart)
  /// A year of days in columns of weeks.
  case calendar(DayCalendar)
  /// Left to right while there is room, else top to bottom.
  case beside([Drawing])
  /// Top to bottom.
  case stack([Drawing])
  case blank
}

/// Rows under headings; numbers line up at the right, words at the left.
public struct Table: Sendable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable {
    public var heading: String
    public var alignment: Alignment

    public init(_ heading: String, _ alignment: Alignment = .right) {
      self.heading = heading
      self.alignment = alignment
    }
  }

  public var columns: [Column]
  public var rows: [[StyledText]]
  /// A bar drawn after the last column, one share in 0…1 a row, when there is room.
  public var shares: [Double]?
  /// Rows beyond this many are summed up as "… 12 more"; nil shows all.
  public var limit: Int?

  public init(
    columns: [Column], rows: [[StyledText]], shares: [Double]? = nil, limit: Int? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.shares = shares
    self.limit = limit
  }
}

public struct Plot: Sendable {
  public enum Mark: Sendable {
    /// A curve through the points, in order.
    case line
    /// Points that are not joined.
    case points
    /// Points joined by a thin line, each marked: the path of an iteration.
    case path
    /// Vertical bars from zero.
    case stems
  }

  public struct Series: Sendable {
    public var name: String
    public var points: [(x: Double, y: Double)]
    public var mark: Mark
    public var role: Role

    public init(_ name: String, _ points: [(x: Double, y: Double)], mark: Mark = .line, role: Role) {
      self.name = name
      self.points = points
      self.mark = mark
      self.role = role
    }
  }

  public var title: String
  public var xLabel: String
  public var yLabel: String
  public var series: [Series]
  public var xRange: ClosedRange<Double>?
  public var yRange: ClosedRange<Double>?
  /// Base-10 logarithm on an axis; values at or below zero are left out.
  public var isXLogarithmic: Bool
  public var isYLogarithmic: Bool
  /// Rows the plot takes, axes and legend included.
  public var height: Int

  public init(
    title: String = "", xLabel: String = "x", yLabel: String = "", series: [Series],
    xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil, isXLogarithmic: Bool = false,
    isYLogarithmic: Bool = false, height: Int = 14
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.xRange = xRange
    self.yRange = yRange
    self.isXLogarithmic = isXLogarithmic
    self.isYLogarithmic = isYLogarithmic
    self.height = height
  }
}

public struct NumberGrid: Sendable {
  /// A rectangle of cells that stands out: the window of a filter, the cell just computed.
  public struct Window: Sendable {
    public var rows: Range<Int>
    public var columns: Range<Int>
    public var role: Role

    public init(rows: Range<Int>, columns: Range<Int>, role: Role = .accent) {
      self.rows = rows
      self.columns = columns
      self.role = role
    }
  }

  public var title: String
  /// Text of each cell; an empty string is a cell not filled yet.
  public var cells: [[String]]
  /// Cells shown dim: the padding, say.
  public var dimmed: Set<Cell>
  /// Single cells that stand out inside or outside windows: the taps of a dilated filter.
  public var marked: Set<Cell>
  public var window: Window?

  public struct Cell: Sendable, Hashable {
    public var row, column: Int
    public init(_ row: Int, _ column: Int) {
      (self.row, self.column) = (row, column)
    }
  }

  public init(
    title: String = "", cells: [[String]], dimmed: Set<Cell> = [], marked: Set<Cell> = [],
    window: Window? = nil
  ) {
    self.title = title
    self.cells = cells
    self.dimmed = dimmed
    self.marked = marked
    self.window = window
  }
}

public struct HeatMap: Sendable {
  public enum Scale: Sendable {
    /// Black to white.
    case grey
    /// Dark to light in one hue: counts, probabilities, gradients.
    case sequential
    /// Two hues that meet at zero.
    case diverging
    /// One colour a class: 0, 1, 2 …
    case categorical
  }

  public var title: String
  /// Rows of equal length, drawn two rows to a line as half blocks.
  public var values: [[Double]]
  public var scale: Scale
  /// The values of the ends of the scale; nil takes the smallest and largest.
  public var range: ClosedRange<Double>?
  /// A frame around some cells: the theoretical receptive field, a box.
  public var window: NumberGrid.Window?

  public init(
    title: String = "", values: [[Double]], scale: Scale = .sequential, range: ClosedRange<Double>? = nil,
    window: NumberGrid.Window? = nil
  ) {
    self.title = title
    self.values = values
    self.scale = scale
    self.range = range
    self.window = window
  }
}

public struct Contour: Sendable {
  public var title: String
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>
  /// Function values on a regular raster, `samples[row][column]`, row 0 at the lowest y.
  public var samples: [[Double]]
  public var levels: [Double]
  public var paths: [Plot.Series]
  public var height: Int

  public init(
    title: String = "", xRange: ClosedRange<Double>, yRange: ClosedRange<Double>, samples: [[Double]],
    levels: [Double], paths: [Plot.Series], height: Int = 16
  ) {
    self.title = title
    self.xRange = xRange
    self.yRange = yRange
    self.samples = samples
    self.levels = levels
    self.paths = paths
    self.height = height
  }
}

public struct BarChart: Sendable {
  public struct Bar: Sendable {
    public var label: String
    public var value: Double
    /// What is written behind the bar.
    public var text: String
    public var role: Role

    public init(_ label: String, _ value: Double, text: String, role: Role = .series1) {
      self.label = label
      self.value = value
      self.text = text
      self.role = role
    }
  }

  public var title: String
  public var bars: [Bar]
  /// Bars in proportion to the base-10 logarithm, from the smallest power of ten shown.
  public var isLogarithmic: Bool
  /// What the whole length stands for at least, so that the frames of an animation keep one scale.
  public var range: ClosedRange<Double>?

  public init(
    title: String = "", bars: [Bar], isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.bars = bars
    self.isLogarithmic = isLogarithmic
    self.range = range
  }
}
