import Basics
import Testing

@testable import Demos

@Suite struct ConvolutionDemosTests {
  /// The largest deviation of 200 seeds, as the demo's warning states it.
  static let tolerance = 0.08

  @Test func randomWeightsGiveTheSigmaOfUniformOnes() throws {
    for seed in 1...20 {
      for (layers, kernel) in [(1, 3), (10, 3), (10, 5)] {
        let result = try run("erf --layers \(layers) --k \(kernel) --weights random", seed: UInt64(seed))
        guard case .number(let sigma)? = result.json["sigma"] else {
          Issue.record("seed \(seed): sigma is no number")
          continue
        }
        let exact = (Double(layers * (kernel * kernel - 1)) / 12).squareRoot()
        #expect(abs(sigma / exact - 1) < Self.tolerance, "seed \(seed), \(layers) layers of \(kernel)")
      }
    }
  }

  @Test func bothFormsOfATransposedConvolutionAgree() throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<200 {
      let (height, width) = (1 + generator.nextIndex(below: 9), 1 + generator.nextIndex(below: 9))
      let (kernel, stride) = (1 + generator.nextIndex(below: 6), 1 + generator.nextIndex(below: 5))
      let padding = generator.nextIndex(below: 4)
      let extra = generator.nextIndex(below: stride)
      let call =
        "transposed --in \(height),\(width) --k \(kernel) --s \(stride) --p \(padding) --op-pad \(extra) --kernel ramp"
      do {
        #expect(try run(call).json["equal"] == true, "seed 5: \(call)")
      } catch is DemoFailure {
        // The padding crops everything away.
        #expect((min(height, width) - 1) * stride + kernel + extra <= 2 * padding, "seed 5: \(call)")
      }
    }
  }

  @Test func aNetworkThatCannotBeReadSaysWhere() throws {
    for (spec, column) in [("8x8x1 | cnov 3 4", 9), ("8x8x1 | conv 9 4", 9), ("8x8x1 | conv 3", 9)] {
      let failure = try #require(throws: DemoFailure.self) { try run("net '\(spec)'") }
      #expect(failure.reason.english.contains("column \(column)"), "\(failure.reason.english)")
      #expect(failure.reason.chinese.contains("第 \(column) 个字符"), "\(failure.reason.chinese)")
    }
  }

  @Test func theBoxUnitFiresOnBoxesAlone() throws {
    for seed in 1...30 {
      let result = try run("edge --layers 3 --top 16", seed: UInt64(seed))
      guard case .array(let patches)? = result.json["top"] else {
        Issue.record("seed \(seed): no patches")
        continue
      }
      // Nine cells hold one bar or box each.
      #expect(patches.count <= 9, "seed \(seed)")
      for patch in patches { #expect(patch["activation"] == .number(2), "seed \(seed)") }
    }
  }

  @Test func aMistakeIsNamedByItsRule() throws {
    let mistakes: [(call: String, field: String, typed: JSONValue, rule: String)] = [
      ("dilated --rates 4 --k 3", "effective", [12], "dilated-as-product"),
      ("transposed --in 5 --k 4 --s 3 --p 1", "out", [16, 16], "padding-forgotten"),
      ("checkerboard --k 5 --s 2 --n 8", "max", 2, "rounded-down"),
      ("group-conv", "params", 73728, "groups-forgotten"),
      ("depthwise", "macs_separable", 1_806_336, "pointwise-forgotten"),
      ("conv1x1", "params", 2000, "bias-forgotten"),
      ("stack-kernels", "stack_params", 36864, "one-layer"),
      ("bottleneck", "bottleneck_macs", 2_408_448, "squeeze-only"),
      ("fc-as-conv", "weights", 61440, "side-not-squared"),
      ("gap", "gap_params", 512_000, "bias-forgotten"),
      ("focus", "channels", 6, "twice"),
      ("erf --layers 24", "sigma", 16, "root-forgotten"),
      ("upsample --in '4,20;1,5'", "output[0][1]", 16, "weights-swapped"),
    ]
    for mistake in mistakes {
      let words = mistake.call.split(separator: " ").map { $0.filter { $0 != "'" } }
      let demo = try #require(Catalogue.demo(named: words[0]))
      let options = try demo.parse(Array(words.dropFirst()))
      let found = demo.diagnose(field: mistake.field, options: options, right: .null) { typed in
        typed.numbers == mistake.typed.numbers
      }
      #expect(found?.name == mistake.rule, "\(mistake.call)")
    }
  }
}

extension JSONValue {
  /// Whole and other numbers alike, flattened.
  fileprivate var numbers: [Double] {
    switch self {
    case .integer(let integer): [Double(integer)]
    case .number(let number): [number]
    case .array(let items): items.flatMap(\.numbers)
    default: []
    }
  }
}
