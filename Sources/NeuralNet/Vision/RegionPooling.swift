import Glibc

/// A part of one image of a batch, in the coordinates of the original image.
public struct Region: Sendable, Hashable {
  public var image: Int
  public var box: Box

  public init(_ box: Box, image: Int = 0) {
    self.box = box
    self.image = image
  }
}

extension Node {
  /// Max-pools each region, its corners rounded to whole pixels, to a fixed size; shape regions, C, height, width.
  ///
  /// Source: R. Girshick, "Fast R-CNN", 2015; corners rounded half away from zero, both ends inside.
  public func roiPool(_ regions: [Region], size: [Int], scale: Double) -> Node {
    let plan = RegionPlan(shape: shape, regions, size)
    var winners = [Int](repeating: -1, count: plan.count)
    var values = [Double](repeating: 0, count: plan.count)
    plan.forEachBin { position, plane, region, bin in
      let rows = Self.roiBin(
        regions[region].box.top, regions[region].box.bottom, scale, bin.row, size[0], shape[2])
      let columns = Self.roiBin(
        regions[region].box.left, regions[region].box.right, scale, bin.column, size[1], shape[3])
      var best = -Double.infinity
      for row in rows {
        for column in columns {
          let index = plane + row * shape[3] + column
          if value.scalars[index] > best {
            best = value.scalars[index]
            winners[position] = index
          }
        }
      }
      // An empty bin holds 0 and passes no gradient.
      values[position] = winners[position] < 0 ? 0 : best
    }
    return unary("roi-pool", Tensor(trusted: values, plan.outputShape)) { [winners] gradient in
      var result = Tensor.zeros(self.shape)
      for (position, winner) in winners.enumerated() where winner >= 0 {
        result.scalars[winner] += gradient.scalars[position]
      }
      return result
    }
  }

  /// The pixels ⌊i·b⌋ ..< ⌈(i + 1)·b⌉ of a bin, b the region's rounded extent over the number of bins.
  public static func roiBin(
    _ low: Double, _ high: Double, _ scale: Double, _ index: Int, _ bins: Int, _ limit: Int
  ) -> Range<Int> {
    let start = (low * scale).rounded(.toNearestOrAwayFromZero)
    let end = (high * scale).rounded(.toNearestOrAwayFromZero)
    let bin = max(end - start + 1, 1) / Double(bins)
    let first = clampedIndex(floor(Double(index) * bin) + start, limit)
    let last = clampedIndex(ceil(Double(index + 1) * bin) + start, limit)
    return first..<max(first, last)
  }

  /// Averages bilinear samples in each bin of each region, without rounding; shape regions, C, height, width.
  ///
  /// `isAligned` shifts by half a pixel and drops the minimum size of 1; a nil `samples` takes ⌈bin size⌉ of them
  /// along each axis.  He et al., "Mask R-CNN", 2017.
  public func roiAlign(
    _ regions: [Region], size: [Int], scale: Double, samples: Int? = nil, isAligned: Bool = true
  ) -> Node {
    let plan = RegionPlan(shape: shape, regions, size)
    // Bin by bin: which scalars of a plane count how much. Planes of one region share them.
    let taps = regions.map { region in
      let rows = Self.roiSamples(
        region.box.top, region.box.bottom, scale, size[0], samples: samples, isAligned: isAligned,
        limit: shape[2])
      let columns = Self.roiSamples(
        region.box.left, region.box.right, scale, size[1], samples: samples, isAligned: isAligned,
        limit: shape[3])
      return (rows, columns)
    }
    func forEachTap(_ region: Int, _ bin: (row: Int, column: Int), _ body: (Int, Double) -> Void) {
      for row in taps[region].0[bin.row] {
        for column in taps[region].1[bin.column] {
          body(row.index * shape[3] + column.index, row.weight * column.weight)
        }
      }
    }
    var values = [Double](repeating: 0, count: plan.count)
    plan.forEachBin { position, plane, region, bin in
      forEachTap(region, bin) { values[position] += value.scalars[plane + $0] * $1 }
    }
    return unary("roi-align", Tensor(trusted: values, plan.outputShape)) { gradient in
      var result = Tensor.zeros(self.shape)
      plan.forEachBin { position, plane, region, bin in
        forEachTap(region, bin) { result.scalars[plane + $0] += gradient.scalars[position] * $1 }
      }
      return result
    }
  }

  /// Which pixels along one axis each bin reads, and how much each counts in its average.
  public static func roiSamples(
    _ low: Double, _ high: Double, _ scale: Double, _ bins: Int, samples: Int?, isAligned: Bool, limit: Int
  ) -> [[Resize.Tap]] {
    let shift = isAligned ? 0.5 : 0
    let start = low * scale - shift
    var extent = high * scale - shift - start
    if !isAligned { extent = max(extent, 1) }
    let bin = extent / Double(bins)
    let count = samples ?? Int(ceil(bin))
    return (0..<bins).map { index in
      var taps: [Resize.Tap] = []
      for sample in 0..<max(count, 0) {
        var position = start + (Double(index) + (Double(sample) + 0.5) / Double(count)) * bin
        // A sample more than a pixel outside is 0.
        if position < -1 || position > Double(limit) { continue }
        position = min(max(position, 0), Double(limit - 1))
        let below = min(Int(position), limit - 1)
        let share = position - Double(below)
        taps.append(Resize.Tap(index: below, weight: (1 - share) / Double(count)))
        if share > 0 { taps.append(Resize.Tap(index: below + 1, weight: share / Double(count))) }
      }
      return taps
    }
  }
}

private func clampedIndex(_ value: Double, _ limit: Int) -> Int { Int(min(max(value, 0), Double(limit))) }

/// Walks all bins of all regions and channels.
private struct RegionPlan {
  let shape: [Int]
  let regions: [Region]
  let size: [Int]

  init(shape: [Int], _ regions: [Region], _ size: [Int]) {
    if shape.count != 4 || size.count != 2 { trapMismatch("region pooling", shape, size) }
    for region in regions where !(0..<shape[0]).contains(region.image) {
      trapMismatch("region pooling of image \(region.image)", shape, size)
    }
    self.shape = shape
    self.regions = regions
    self.size = size
  }

  var outputShape: [Int] { [regions.count, shape[1]] + size }
  var count: Int { outputShape.reduce(1, *) }

  func forEachBin(
    _ body: (_ position: Int, _ plane: Int, _ region: Int, _ bin: (row: Int, column: Int)) -> Void
  ) {
    var position = 0
    for region in regions.indices {
      for channel in 0..<shape[1] {
        let plane = (regions[region].image * shape[1] + channel) * shape[2] * shape[3]
        for row in 0..<size[0] {
          for column in 0..<size[1] {
            body(position, plane, region, (row, column))
            position += 1
          }
        }
      }
    }
  }
}
