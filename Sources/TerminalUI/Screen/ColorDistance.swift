extension RGB {
  /// The nearest of the 6×6×6 cube and the 24 greys of a terminal with 256 colours.
  var nearestANSI256: Int {
    func step(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }
    let levels: [Int] = [0, 95, 135, 175, 215, 255]
    let (r, g, b) = (step(red), step(green), step(blue))
    let cube = distance(levels[r], levels[g], levels[b])
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(23, max(0, (mean - 3) / 10))
    let shade = 8 + 10 * grey
    return distance(shade, shade, shade) < cube ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  /// The nearest of the sixteen colours, taking xterm's values for them.
  var nearestANSI16: Int {
    let palette: [(Int, Int, Int)] = [
      (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
      (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
      (0, 255, 255), (255, 255, 255),
    ]
    let distances = palette.map { distance($0.0, $0.1, $0.2) }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }

  private func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
    let (x, y, z) = (Int(red) - r, Int(green) - g, Int(blue) - b)
    return x * x + y * y + z * z
  }
}
