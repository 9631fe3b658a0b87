/// Four values at once, for four weights of a card.
typealias Lanes = SIMD4<Float>

/// A value (or a mass of cards) at every state of the grid, with each number of days left.
struct Table {
  /// Days left × states.
  private(set) var states: [Lanes]
  /// The same after each rating, taken at the difficulty that the rating leads to: days left × rating × states.
  private(set) var rated: [Lanes]

  init(horizon: Int) {
    states = Array(repeating: Lanes(), count: (horizon + 1) * MemoryGrid.count)
    rated = Array(repeating: Lanes(), count: (horizon + 1) * 4 * MemoryGrid.count)
  }

  /// The index in `rated` of a row's first column after the first rating.
  static func start(daysLeft: Int, row: Int) -> Int {
    daysLeft * 4 * MemoryGrid.count + row * MemoryGrid.columns
  }

  subscript(daysLeft daysLeft: Int, state state: Int) -> Lanes {
    get { states[daysLeft * MemoryGrid.count + state] }
    set { states[daysLeft * MemoryGrid.count + state] = newValue }
  }

  /// Fills `rated` for a day whose states are known.
  mutating func rate(daysLeft: Int, rowsAfter: [AxisPlace]) {
    let columns = MemoryGrid.columns
    for rating in 0..<4 {
      for row in 0..<MemoryGrid.rows {
        let place = rowsAfter[rating * MemoryGrid.rows + row]
        let from = daysLeft * MemoryGrid.count + place.index * columns
        let to = Table.start(daysLeft: daysLeft, row: row) + rating * MemoryGrid.count
        for column in 0..<columns {
          let low = states[from + column]
          rated[to + column] = low + place.fraction * (states[from + columns + column] - low)
        }
      }
    }
  }

  /// The reverse for masses: what lies in `rated` is shared between the states it would have been read from.
  mutating func gather(daysLeft: Int, rowsAfter: [AxisPlace]) {
    let columns = MemoryGrid.columns
    for rating in 0..<4 {
      for row in 0..<MemoryGrid.rows {
        let place = rowsAfter[rating * MemoryGrid.rows + row]
        let to = daysLeft * MemoryGrid.count + place.index * columns
        let from = Table.start(daysLeft: daysLeft, row: row) + rating * MemoryGrid.count
        for column in 0..<columns {
          let mass = rated[from + column]
          states[to + column] += mass * (1 - place.fraction)
          states[to + columns + column] += mass * place.fraction
        }
      }
    }
  }

  /// The expectation after a review of a grid's state in the row of `start`.
  @inline(__always)
  func expectation(after review: GridReview, from start: Int) -> Lanes {
    let rated = rated.span
    var sum = Lanes()
    for rating in 0..<4 {
      let index = start + rating * MemoryGrid.count + Int(review.columns[rating])
      let low = rated[index]
      sum += review.probabilities[rating] * (low + review.fractions[rating] * (rated[index + 1] - low))
    }
    return sum
  }

  @inline(__always)
  mutating func add(_ mass: Lanes, after review: GridReview, from start: Int) {
    for rating in 0..<4 {
      let index = start + rating * MemoryGrid.count + Int(review.columns[rating])
      let share = mass * review.probabilities[rating]
      rated[index] += share * (1 - review.fractions[rating])
      rated[index + 1] += share * review.fractions[rating]
    }
  }

  /// The expectation after meeting a card that stands anywhere between the states.
  func expectation(after encounter: Encounter, daysLeft: Int) -> Lanes {
    encounter.probabilities[0] * value(encounter.columns.0, encounter.rows.0, daysLeft)
      + encounter.probabilities[1] * value(encounter.columns.1, encounter.rows.1, daysLeft)
      + encounter.probabilities[2] * value(encounter.columns.2, encounter.rows.2, daysLeft)
      + encounter.probabilities[3] * value(encounter.columns.3, encounter.rows.3, daysLeft)
  }

  mutating func add(_ mass: Lanes, after encounter: Encounter, daysLeft: Int) {
    add(mass * encounter.probabilities[0], encounter.columns.0, encounter.rows.0, daysLeft)
    add(mass * encounter.probabilities[1], encounter.columns.1, encounter.rows.1, daysLeft)
    add(mass * encounter.probabilities[2], encounter.columns.2, encounter.rows.2, daysLeft)
    add(mass * encounter.probabilities[3], encounter.columns.3, encounter.rows.3, daysLeft)
  }

  private func value(_ column: AxisPlace, _ row: AxisPlace, _ daysLeft: Int) -> Lanes {
    let index = daysLeft * MemoryGrid.count + row.index * MemoryGrid.columns + column.index
    let upper = index + MemoryGrid.columns
    let low = states[index] + column.fraction * (states[index + 1] - states[index])
    let high = states[upper] + column.fraction * (states[upper + 1] - states[upper])
    return low + row.fraction * (high - low)
  }

  private mutating func add(_ mass: Lanes, _ column: AxisPlace, _ row: AxisPlace, _ daysLeft: Int) {
    let index = daysLeft * MemoryGrid.count + row.index * MemoryGrid.columns + column.index
    let upper = index + MemoryGrid.columns
    states[index] += mass * ((1 - column.fraction) * (1 - row.fraction))
    states[index + 1] += mass * (column.fraction * (1 - row.fraction))
    states[upper] += mass * ((1 - column.fraction) * row.fraction)
    states[upper + 1] += mass * (column.fraction * row.fraction)
  }
}
