extension Contour {
  typealias Point = (x: Double, y: Double)

  /// The level line as straight pieces, by marching squares with linear interpolation on each edge.
  ///
  /// Source: W. Lorensen, H. Cline, "Marching cubes", SIGGRAPH 1987, in two dimensions; a saddle is
  /// decided by the mean of its corners.
  func segments(level: Double) -> [(Point, Point)] {
    guard samples.count > 1, let width = samples.map(\.count).min(), width > 1 else { return [] }
    let stepX = (xRange.upperBound - xRange.lowerBound) / Double(width - 1)
    let stepY = (yRange.upperBound - yRange.lowerBound) / Double(samples.count - 1)
    var segments: [(Point, Point)] = []
    for row in 0..<samples.count - 1 {
      for column in 0..<width - 1 {
        let corners = [
          samples[row][column], samples[row][column + 1], samples[row + 1][column + 1],
          samples[row + 1][column],
        ]
        guard corners.allSatisfy(\.isFinite) else { continue }
        let origin = (
          x: xRange.lowerBound + Double(column) * stepX, y: yRange.lowerBound + Double(row) * stepY
        )
        for (first, second) in Self.crossings(corners, level: level) {
          segments.append(
            (
              (origin.x + first.x * stepX, origin.y + first.y * stepY),
              (origin.x + second.x * stepX, origin.y + second.y * stepY)
            ))
        }
      }
    }
    return segments
  }

  /// Pieces inside the unit square with these values at (0,0), (1,0), (1,1), (0,1).
  private static func crossings(_ corners: [Double], level: Double) -> [(Point, Point)] {
    let places: [Point] = [(0, 0), (1, 0), (1, 1), (0, 1)]
    var points: [Point] = []
    for edge in 0..<4 {
      let (a, b) = (corners[edge], corners[(edge + 1) % 4])
      guard (a < level) != (b < level) else { continue }
      let part = (level - a) / (b - a)
      let (from, to) = (places[edge], places[(edge + 1) % 4])
      points.append((from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)))
    }
    switch points.count {
    case 2: return [(points[0], points[1])]
    case 4:
      let isCenterLow = corners.reduce(0, +) / 4 < level
      return (corners[0] < level) == isCenterLow
        ? [(points[0], points[1]), (points[2], points[3])]
        : [(points[3], points[0]), (points[1], points[2])]
    default: return []
    }
  }
}
