import Glibc

/// A value in a graph that remembers how it was made, so that gradients can flow back through it.
///
/// A leaf holds data or a parameter; every other node holds the result of one operation on its inputs.
///
///     let x = Node(Tensor(3), requiresGradient: true)
///     let y = x * x + x
///     y.backward()
///     x.gradient!.scalar   // 7, since two paths lead to x and their gradients add
public final class Node {
  public internal(set) var value: Tensor
  /// ∂(the node `backward` was called on)/∂(this one), summed over all calls; nil before the first.
  public internal(set) var gradient: Tensor?
  /// What made this node, such as `matmul`; `leaf` for one that was not computed.
  public let operation: String
  public private(set) var inputs: [Node]
  public let requiresGradient: Bool
  /// A name for drawings.
  public var label: String?
  private var rule: VJP?
  private var isVisited = false

  /// The vector-Jacobian product of an operation: from the gradient of the output to that of each input, in order.
  ///
  /// nil for an input that needs none. A rule reads its inputs' values from the nodes when it runs, and keeps no
  /// tensor of a parameter: an optimizer could then not update it in place.
  public typealias VJP = (_ gradient: Tensor) -> [Tensor?]

  /// A leaf.
  public init(_ value: Tensor, requiresGradient: Bool = false, label: String? = nil) {
    self.value = value
    self.requiresGradient = requiresGradient
    self.label = label
    operation = "leaf"
    inputs = []
  }

  /// The result of an operation; neither inputs nor rule are kept where no gradient is wanted.
  public init(_ operation: String, _ inputs: [Node], _ value: Tensor, vjp: @escaping VJP) {
    self.value = value
    self.operation = operation
    if GradientRecording.isOn && inputs.contains(where: { $0.requiresGradient }) {
      requiresGradient = true
      self.inputs = inputs
      rule = vjp
    } else {
      requiresGradient = false
      self.inputs = []
    }
  }

  public var shape: [Int] { value.shape }
  public var isLeaf: Bool { operation == "leaf" }

  /// The same value as a leaf of its own: no gradient flows back through it.
  public func detached() -> Node { Node(value, label: label) }

  /// Forgets the gradient, so that the next one starts from nothing.
  public func clearGradient() { gradient = nil }

  /// Adds the gradient of this scalar with respect to every leaf to that leaf's `gradient`.
  ///
  /// The graph behind this node is released afterwards, unless `retainsGraph`; then the nodes between keep their
  /// gradients too. Traps for a node that is no scalar unless `gradient` says where to start.
  public func backward(from seed: Tensor? = nil, retainsGraph: Bool = false) {
    guard requiresGradient else { fatalError("no leaf behind this node requires a gradient") }
    _ = FreedMemory.isKept
    let start = seed ?? (value.scalarCount == 1 ? Tensor.ones(shape) : nil)
    guard let start, start.shape == shape else { trapMismatch("backward", shape, seed?.shape ?? []) }
    let order = graph()
    for node in order where !node.isLeaf { node.gradient = nil }
    accumulate(start)
    for node in order.reversed() {
      guard let rule = node.rule, let gradient = node.gradient else { continue }
      for (input, contribution) in zip(node.inputs, rule(gradient)) {
        if let contribution, input.requiresGradient { input.accumulate(contribution) }
      }
      if !retainsGraph { node.release() }
    }
  }

  /// Gradients add, because a value that is used twice acts twice.
  private func accumulate(_ contribution: Tensor) {
    if contribution.shape != value.shape {
      trapMismatch("the backward rule of \(operation)", value.shape, contribution.shape)
    }
    if gradient == nil {
      gradient = contribution
    } else {
      gradient! += contribution
    }
  }

  private func release() {
    rule = nil
    inputs = []
    gradient = nil
  }

  /// Every node this one depends on that takes part in gradients, inputs before what uses them.
  public func graph() -> [Node] {
    var order: [Node] = []
    // An explicit stack, since a recurrent network's graph can be deeper than the call stack.
    var stack: [(node: Node, next: Int)] = [(self, 0)]
    isVisited = true
    while let (node, next) = stack.last {
      if next < node.inputs.count {
        stack[stack.count - 1].next += 1
        let input = node.inputs[next]
        if !input.isVisited && input.requiresGradient {
          input.isVisited = true
          stack.append((input, 0))
        }
      } else {
        stack.removeLast()
        order.append(node)
      }
    }
    for node in order { node.isVisited = false }
    return order
  }

  /// The graph as text, one operation a line, inputs before what uses them.
  public func graphDescription() -> String {
    let order = graph()
    var names: [ObjectIdentifier: String] = [:]
    for (index, node) in order.enumerated() { names[ObjectIdentifier(node)] = node.label ?? "n\(index)" }
    return order.map { node in
      let inputs = node.inputs.map { names[ObjectIdentifier($0)] ?? "constant" }
      let call = node.isLeaf ? "leaf" : "\(node.operation)(\(inputs.joined(separator: ", ")))"
      return "\(names[ObjectIdentifier(node)]!) = \(call) \(node.shape)"
    }.joined(separator: "\n")
  }
}

/// Whether operations remember how they were computed, on this thread.
enum GradientRecording {
  /// Holds something where recording is off.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "a thread has a thousand keys")
    return key
  }()

  static var isOn: Bool { pthread_getspecific(key) == nil }

  static func off<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = pthread_getspecific(key)
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1))
    defer { pthread_setspecific(key, before) }
    return try body()
  }
}

/// Runs `body` without building a graph: for evaluation, and for the updates of parameters.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
  try GradientRecording.off(body)
}
