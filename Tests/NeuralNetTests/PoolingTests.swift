import Testing

@testable import NeuralNet

@Suite struct PoolingTests {
  @Test func valuesAndIndicesAgreeWithTheReference() throws {
    let reference = try Reference("pool2d")
    for item in reference.cases {
      let want = try item.tensor("y")
      var indices: [Int]?
      let got: Tensor
      switch try item.string("op") {
      case "max_pool2d":
        let result = try item.tensor("x").maxPool(item.window(), ceilMode: item.bool("ceil_mode"))
        (got, indices) = (result.values, result.indices)
      case "avg_pool2d":
        got = try item.tensor("x").averagePool(
          item.window(), ceilMode: item.bool("ceil_mode"), countsPadding: item.bool("count_include_pad"),
          divisor: item.has("divisor_override") ? item.int("divisor_override") : nil)
      case "adaptive_avg_pool2d": got = try item.tensor("x").adaptiveAveragePool(item.ints("out"))
      case "adaptive_max_pool2d":
        let result = try item.tensor("x").adaptiveMaxPool(item.ints("out"))
        (got, indices) = (result.values, result.indices)
      case "global_avg_pool2d": got = try item.tensor("x").globalAveragePool()
      case "global_max_pool2d": got = try item.tensor("x").globalMaxPool()
      case "max_unpool2d":
        got = try item.tensor("pooled").maxUnpool(
          item.tensor("indices").scalars.map { Int($0) }, size: Array(want.shape.dropFirst(2)))
      case let name: throw ActivationsTests.Unknown(name: name)
      }
      reference.expect(got, want, "\(item)")
      if let indices {
        #expect(try indices.map(Double.init) == item.tensor("indices").scalars, "\(item) indices")
      }
    }
  }

  @Test func gradientsAgreeWithTheReference() throws {
    let reference = try Reference("pool2d")
    for item in reference.cases {
      let isUnpooling = try item.string("op") == "max_unpool2d"
      let name = isUnpooling ? "pooled" : "x"
      let x = Node(try item.tensor(name), requiresGradient: true)
      let y: Node
      switch try item.string("op") {
      case "max_pool2d": y = x.maxPool(try item.window(), ceilMode: try item.bool("ceil_mode"))
      case "avg_pool2d":
        y = x.averagePool(
          try item.window(), ceilMode: try item.bool("ceil_mode"),
          countsPadding: try item.bool("count_include_pad"),
          divisor: item.has("divisor_override") ? try item.int("divisor_override") : nil)
      case "adaptive_avg_pool2d": y = x.adaptiveAveragePool(try item.ints("out"))
      case "adaptive_max_pool2d": y = x.adaptiveMaxPool(try item.ints("out"))
      case "global_avg_pool2d": y = x.globalAveragePool()
      case "global_max_pool2d": y = x.globalMaxPool()
      default:
        y = x.maxUnpool(
          try item.tensor("indices").scalars.map { Int($0) },
          size: Array(try item.tensor("y").shape.dropFirst(2)))
      }
      try ConvolutionTests.expectGradients(reference, item, of: y, [(name, x)])
    }
  }
}
