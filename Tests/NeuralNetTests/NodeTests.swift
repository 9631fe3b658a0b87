import Basics
import Testing

@testable import NeuralNet

@Suite struct NodeTests {
  @Test func gradientsAddOverTwoPaths() {
    let x = Node(Tensor(3), requiresGradient: true)
    (x * x + x).backward()
    #expect(x.gradient!.scalar == 7)
  }

  @Test func gradientsAddOverTwoCalls() {
    let x = Node(Tensor(3), requiresGradient: true)
    (x * 2).backward()
    (x * 5).backward()
    #expect(x.gradient!.scalar == 7)
    x.clearGradient()
    #expect(x.gradient == nil)
  }

  @Test func nothingFlowsThroughADetachedNode() {
    let x = Node(Tensor(3), requiresGradient: true)
    (x * x.detached()).backward()
    #expect(x.gradient!.scalar == 3)
  }

  @Test func noGraphIsBuiltWithoutGradient() {
    let x = Node(Tensor(3), requiresGradient: true)
    let y = withoutGradient { x * x }
    #expect(y.inputs.isEmpty && !y.requiresGradient)
    #expect((x * x).inputs.count == 2)
  }

  @Test func theGraphIsReleasedUnlessItIsRetained() {
    let x = Node(Tensor(3), requiresGradient: true)
    let square = x * x
    let y = square + 1
    y.backward(retainsGraph: true)
    #expect(square.gradient!.scalar == 1 && square.inputs.count == 2)
    y.backward()
    #expect(square.gradient == nil && square.inputs.isEmpty)
    #expect(x.gradient!.scalar == 12)
  }

  @Test func theGraphCanBeWalkedAndPrinted() {
    let w = Node(Tensor([1.0, 2]), requiresGradient: true, label: "w")
    let x = Node(Tensor([3.0, 4]))
    let y = (w * x).sum()
    #expect(y.graph().map(\.operation) == ["leaf", "*", "sum"])
    #expect(y.graphDescription() == "w = leaf [2]\nn1 = *(w, constant) [2]\nn2 = sum(n1) []")
  }

  @Test func aLongChainNeedsNoDeepCallStack() {
    let x = Node(Tensor(1), requiresGradient: true)
    var y = x
    for _ in 0..<100_000 { y = y + 0 }
    y.backward()
    #expect(x.gradient!.scalar == 1)
  }

  @Test func aMismatchTrapsWithBothShapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.zeros([2, 3]).matmul(.zeros([4, 5]))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("[2, 3]") && message.contains("[4, 5]"))
  }
}
