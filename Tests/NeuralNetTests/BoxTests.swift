import Testing

@testable import NeuralNet

@Suite struct BoxTests {
  @Test func overlapsAgreeWithTheReference() throws {
    let reference = try Reference("boxes")
    for item in reference.cases {
      let (a, b) = (Box(corners: try item.doubles("a")), Box(corners: try item.doubles("b")))
      let got = [a.intersection(b), a.union(b), a.iou(b), a.giou(b), a.diou(b), a.ciou(b)]
      let want = try ["inter", "union", "iou", "giou", "diou", "ciou"].map(item.double)
      reference.expect(got, want, "\(item)")
      reference.expect([b.iou(a), b.giou(a), b.diou(a), b.ciou(a)], Array(want[2...]), "\(item) exchanged")
    }
  }

  @Test func pointsHaveNoOverlapAndNoNaN() {
    let point = Box(corners: [3, 3, 3, 3])
    for value in [point.iou(point), point.giou(point), point.diou(point), point.ciou(point)] {
      #expect(value == 0)
    }
  }

  @Test func centreAndCornersAreTheSameBox() {
    let box = Box(centerX: 70, centerY: 30, width: 40, height: 20)
    #expect(box.corners == [50, 20, 90, 40])
    #expect(box.centerX == 70 && box.centerY == 30 && box.area == 800)
  }

  @Test func keptBoxesAgreeWithTheReference() throws {
    let reference = try Reference("nms")
    for item in reference.cases {
      let boxes = try item.rows("boxes").map { Box(corners: $0) }
      let scores = try item.doubles("scores")
      switch try item.string("method") {
      case "nms", "class_nms":
        let classes = item.has("classes") ? try item.ints("classes") : nil
        let kept = Suppression.greedy(
          boxes, scores: scores, threshold: try item.double("iou_threshold"), classes: classes)
        #expect(try kept == item.ints("keep"), "\(item)")
      case let method:
        let decay: Suppression.Decay =
          method == "soft_linear"
          ? .linear(threshold: try item.double("iou_threshold")) : .gaussian(sigma: try item.double("sigma"))
        let kept = Suppression.soft(
          boxes, scores: scores, decay: decay, minimumScore: try item.double("score_threshold"))
        #expect(try kept.map(\.index) == item.ints("keep"), "\(item)")
        reference.expect(kept.map(\.score), try item.doubles("keep_scores"), "\(item)")
      }
    }
  }
}
