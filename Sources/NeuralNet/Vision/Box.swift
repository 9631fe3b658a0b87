import Glibc

/// An upright rectangle by its corners; y runs downwards.
public struct Box: Sendable, Hashable {
  public var left: Double
  public var top: Double
  public var right: Double
  public var bottom: Double

  public init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// From [x1, y1, x2, y2]; traps for another count.
  public init(corners: [Double]) {
    if corners.count != 4 { trapMismatch("a box", [corners.count], [4]) }
    self.init(left: corners[0], top: corners[1], right: corners[2], bottom: corners[3])
  }

  /// From the centre and the size, as YOLO writes boxes.
  public init(centerX: Double, centerY: Double, width: Double, height: Double) {
    self.init(
      left: centerX - width / 2, top: centerY - height / 2, right: centerX + width / 2,
      bottom: centerY + height / 2)
  }

  public var corners: [Double] { [left, top, right, bottom] }
  public var width: Double { right - left }
  public var height: Double { bottom - top }
  public var area: Double { width * height }
  public var centerX: Double { (left + right) / 2 }
  public var centerY: Double { (top + bottom) / 2 }

  /// The area two boxes share; 0 when they only touch.
  public func intersection(_ other: Box) -> Double {
    let width = min(right, other.right) - max(left, other.left)
    let height = min(bottom, other.bottom) - max(top, other.top)
    return max(0, width) * max(0, height)
  }

  public func union(_ other: Box) -> Double { area + other.area - intersection(other) }

  /// Intersection over union; 0 for two boxes without area.
  public func iou(_ other: Box) -> Double {
    let union = union(other)
    return union > 0 ? intersection(other) / union : 0
  }

  /// The smallest box around both.
  public func enclosing(_ other: Box) -> Box {
    Box(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }

  /// IoU less the share of the enclosing box that neither fills.  Rezatofighi et al., 2019.
  public func giou(_ other: Box) -> Double {
    let around = enclosing(other).area
    return iou(other) - (around > 0 ? (around - union(other)) / around : 0)
  }

  /// IoU less the squared distance of the centres over the squared diagonal of the enclosing box.  Zheng et al., 2020.
  public func diou(_ other: Box) -> Double {
    let around = enclosing(other)
    let diagonal = around.width * around.width + around.height * around.height
    let (dx, dy) = (centerX - other.centerX, centerY - other.centerY)
    return iou(other) - (diagonal > 0 ? (dx * dx + dy * dy) / diagonal : 0)
  }

  /// DIoU less α·v, where v = 4/π²·(difference of atan(w/h))² and α = v / (1 − IoU + v).
  public func ciou(_ other: Box) -> Double {
    let difference = atan2(other.width, other.height) - atan2(width, height)
    let v = 4 / (Double.pi * .pi) * difference * difference
    return diou(other) - (v == 0 ? 0 : v / (1 - iou(other) + v) * v)
  }
}
