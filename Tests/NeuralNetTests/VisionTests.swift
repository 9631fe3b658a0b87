import Basics
import Testing

@testable import NeuralNet

@Suite struct VisionTests {
  @Test func regionsAgreeWithTheReference() throws {
    let reference = try Reference("roi")
    for item in reference.cases {
      let x = Node(try item.tensor("x"), requiresGradient: true)
      let regions = try item.rows("rois").map { Region(Box(corners: $0)) }
      let (size, scale) = (try item.ints("out"), try item.double("spatial_scale"))
      let y: Node
      if try item.string("op") == "roi_pool" {
        y = x.roiPool(regions, size: size, scale: scale)
      } else {
        let samples = try item.int("sampling_ratio")
        y = x.roiAlign(
          regions, size: size, scale: scale, samples: samples > 0 ? samples : nil,
          isAligned: try item.bool("aligned"))
      }
      reference.expect(y.value, try item.tensor("y"), "\(item)")
      try ConvolutionTests.expectGradients(reference, item, of: y, [("x", x)])
    }
  }

  @Test func resizedImagesAgreeWithTheReference() throws {
    let reference = try Reference("resize")
    for item in reference.cases {
      let x = Node(try item.tensor("x"))
      let y: Node
      switch try item.string("op") {
      case "pixel_shuffle": y = x.pixelShuffled(try item.int("factor"))
      case "pixel_unshuffle": y = x.pixelUnshuffled(try item.int("factor"))
      default:
        let aligns = item.has("align_corners") ? try item.bool("align_corners") : false
        let methods: [String: Resize] = [
          "nearest": .nearest, "nearest-exact": .nearestExact, "bilinear": .bilinear(alignsCorners: aligns),
          "bicubic": .bicubic(alignsCorners: aligns),
        ]
        let method = try #require(methods[item.string("mode")])
        y =
          item.has("size")
          ? x.resized(try item.ints("size"), method) : x.resized(by: try item.doubles("scale_factor"), method)
      }
      reference.expect(y.value, try item.tensor("y"), "\(item)")
    }
  }

  @Test func orientedGradientsAgreeWithTheReference() throws {
    let reference = try Reference("hog")
    for item in reference.cases {
      let gradients = OrientedGradients(
        orientations: try item.int("orientations"), cell: try item.ints("cell"),
        block: try item.ints("block"),
        norm: try #require(OrientedGradients.Norm(rawValue: item.string("norm"))),
        takesSquareRoot: try item.bool("transform_sqrt"))
      reference.expect(gradients.descriptor(try item.tensor("image")), try item.tensor("y"), "\(item)")
    }
  }

  @Test func thePedestrianWindowHas3780Features() {
    #expect(OrientedGradients().descriptor(.zeros([128, 64])).scalarCount == 3780)
    #expect(OrientedGradients().descriptor(.zeros([8, 8])).scalarCount == 0)
  }

  @Test func anEmptyBinIsZero() {
    let x = Node(.ones([1, 1, 4, 4]), requiresGradient: true)
    let y = x.roiPool([Region(Box(corners: [10, 10, 12, 12]))], size: [1, 1], scale: 1)
    #expect(y.value.scalars == [0])
  }

  @Test func edgesAnswerOnlyAlongTheirDirection() {
    let bars = Tensor((0..<6).map { row in (0..<6).map { _ in row % 4 < 2 ? 0.0 : 1.0 } })
    #expect(ImageKernel.vertical.applied(to: bars, padding: 0) == .zeros([4, 4]))
    #expect(ImageKernel.horizontal.applied(to: bars, padding: 0).maximum() == 3)
    #expect(ImageKernel.identity.applied(to: bars) == bars)
    for kernel in [ImageKernel.blur, .gaussian, .sharpen, .identity] {
      #expect(abs(kernel.matrix.sum() - 1) < 1e-12, "\(kernel) keeps the brightness")
    }
  }

  @Test func gradientsOfVisionOperationsAgreeWithFiniteDifferences() {
    for seed in UInt64(1)...4 {
      var g = SplitMix64(seed: seed)
      let x = GradientCheckTests.distinct([1, 2, 5, 6], &g)
      let regions = [
        Region(Box(corners: [g.nextUnit() * 2, g.nextUnit(), 3 + g.nextUnit() * 4, 3 + g.nextUnit() * 2]))
      ]
      let functions: [(String, ([Node]) -> Node)] = [
        ("roi-pool", { $0[0].roiPool(regions, size: [2, 3], scale: 1) }),
        ("roi-align", { $0[0].roiAlign(regions, size: [2, 2], scale: 0.8) }),
        ("bilinear", { $0[0].resized([7, 4], .bilinear()) }),
        ("bicubic", { $0[0].resized([8, 9], .bicubic(alignsCorners: true, coefficient: -0.5)) }),
        ("nearest", { $0[0].resized([3, 9], .nearest) }),
        ("pixel unshuffle", { $0[0].resized([4, 6], .nearestExact).pixelUnshuffled(2).pixelShuffled(2) }),
      ]
      for (name, function) in functions {
        let worst = GradientCheck([x], of: function).worst
        #expect(worst.error < GradientCheckTests.tolerance, "\(name), seed \(seed): \(worst)")
      }
    }
  }
}
