import Basics

/// Reads a network from one line, such as `224x224x3 | conv 7/2/3 64 | bn | relu | pool 3/2/1 | gap | flatten | fc 1000`.
///
/// The input is height x width x channels, or a number of features. Sizes are kernel/stride/padding, each a number
/// or `3x5`, the padding also `same`. Layers, with what may follow in brackets:
/// - `conv K/S/P CHANNELS [gGROUPS] [dDILATION] [nobias]`, `tconv K/S/P CHANNELS [oOUTPUTPADDING] […]`,
///   `dw K/S/P [xMULTIPLIER] [dDILATION] [nobias]`
/// - `pool`, `maxpool`, `avgpool K/S/P [ceil]` (the stride is the kernel's unless given), `gap`, `gmp`, `adaptive HxW`
/// - `bn`, `ln`, `in`, `gn GROUPS`, `lrn`, `dropout P`, `flatten`, `fc FEATURES [nobias]`, `softmax`, and every
///   activation by its name
/// - `res(A | B ; SHORTCUT)` and `cat(A | B ; C ; D)` with layers inside; without a shortcut the input is added
public struct NetworkSpec {
  private let text: [Character]
  private var position = 0
  private var counts: [String: Int] = [:]
  private var depth = 0

  /// Keeps products of sizes far from overflow.
  static let largestExtent = 1 << 20
  private static let deepestNesting = 32

  /// Throws the first place that cannot be read, or the first layer that does not fit the one before.
  public static func parse(_ text: String, name: String = "custom") throws(NetworkSpecError) -> Network {
    var spec = NetworkSpec(text: Array(text))
    let input = try spec.input()
    var network = Network(name: name, input: input, layers: [])
    _ = try spec.layers(from: input, into: &network.layers)
    if spec.position < spec.text.count { throw spec.error(.unexpected(String(spec.text[spec.position]))) }
    return network
  }

  private init(text: [Character]) {
    self.text = text
  }

  private mutating func input() throws(NetworkSpecError) -> [Int] {
    guard let (word, column) = nextWord() else { throw error(.empty) }
    let parts = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 3, parts.allSatisfy({ (1...NetworkSpec.largestExtent).contains($0 ?? 0) }) else {
      throw NetworkSpecError(column: column, reason: .badInput(word))
    }
    let numbers = parts.compactMap { $0 }
    return numbers.count == 1 ? numbers : [numbers.count == 3 ? numbers[2] : 1] + numbers.prefix(2)
  }

  /// Layers up to `;`, `)` or the end, each checked against the shape it meets.
  private mutating func layers(
    from shape: [Int], into layers: inout [NetworkLayer]
  ) throws(NetworkSpecError) -> [Int] {
    var shape = shape
    while true {
      skipSpaces()
      if peek() == "|" { position += 1 }
      guard let (word, column) = nextWord() else { return shape }
      let kind = try layer(word.lowercased(), column, shape)
      let layer = NetworkLayer(numbered(word.lowercased()), kind)
      do {
        let rows = try Network(name: "", input: shape, layers: [layer]).summary()
        shape = rows.last?.output ?? shape
      } catch {
        throw NetworkSpecError(column: column, reason: .doesNotFit(layer: word, error.reason))
      }
      if shape.contains(where: { $0 > NetworkSpec.largestExtent }) {
        throw NetworkSpecError(column: column, reason: .tooLarge(layer: word, shape))
      }
      layers.append(layer)
      skipSpaces()
      if let next = peek(), next != "|", next != ";", next != ")" { throw error(.unexpected(String(next))) }
    }
  }

  private mutating func numbered(_ name: String) -> String {
    counts[name, default: 0] += 1
    return "\(name)\(counts[name]!)"
  }

  private mutating func layer(
    _ name: String, _ column: Int, _ shape: [Int]
  ) throws(NetworkSpecError) -> NetworkLayer.Kind {
    if name == "res" || name == "cat" { return try branches(name, shape) }
    var arguments = Arguments(layer: name, column: column, words: words())
    let kind = try simple(name, &arguments, shape)
    if let rest = arguments.words.first {
      throw NetworkSpecError(column: rest.column, reason: .unknownArgument(layer: name, argument: rest.text))
    }
    return kind
  }

  private func simple(
    _ name: String, _ arguments: inout Arguments, _ shape: [Int]
  ) throws(NetworkSpecError) -> NetworkLayer.Kind {
    switch name {
    case "conv", "tconv", "dw":
      let sizes = try arguments.window(shape, defaultStride: nil)
      let channels = name == "dw" ? 0 : try arguments.integer("a number of channels")
      var window = sizes
      if let dilation = try arguments.flag("d") { window.dilation = window.kernel.map { _ in dilation } }
      window = try arguments.padded(window, shape)
      let groups = try arguments.flag("g") ?? 1
      let multiplier = try arguments.flag("x") ?? 1
      let outputPadding = try arguments.flag("o") ?? 0
      let hasBias = !arguments.word("nobias")
      if name == "dw" { return .depthwise(multiplier: multiplier, window, hasBias: hasBias) }
      if name == "conv" { return .convolution(channels: channels, window, groups: groups, hasBias: hasBias) }
      return .transposedConvolution(
        channels: channels, window, outputPadding: [outputPadding, outputPadding], groups: groups,
        hasBias: hasBias)
    case "pool", "maxpool", "avgpool":
      let window = try arguments.padded(arguments.window(shape, defaultStride: .kernel), shape)
      return .pool(name == "avgpool" ? .average : .max, window, ceilMode: arguments.word("ceil"))
    case "gap": return .adaptivePool(.average, [1, 1])
    case "gmp": return .adaptivePool(.max, [1, 1])
    case "adaptive": return .adaptivePool(.average, try arguments.pair("a size"))
    case "bn": return .normalization(.batch)
    case "ln": return .normalization(.layer)
    case "in": return .normalization(.instance)
    case "gn": return .normalization(.group(try arguments.integer("a number of groups")))
    case "lrn": return .localResponseNorm
    case "dropout": return .dropout(try arguments.probability())
    case "flatten": return .flatten
    case "fc":
      return .linear(try arguments.integer("a number of features"), hasBias: !arguments.word("nobias"))
    case "softmax": return .softmax
    default:
      if let activation = Activation(named: name) { return .activation(activation) }
      let known = NetworkSpec.names + Activation.all.map(\.name)
      throw NetworkSpecError(
        column: arguments.column,
        reason: .unknownLayer(name, suggestion: Suggestion.nearest(to: name, among: known)))
    }
  }

  static let names = [
    "conv", "tconv", "dw", "pool", "maxpool", "avgpool", "gap", "gmp", "adaptive", "bn", "ln", "in", "gn",
    "lrn",
    "dropout", "flatten", "fc", "softmax", "res", "cat",
  ]

  private mutating func branches(_ name: String, _ shape: [Int]) throws(NetworkSpecError) -> NetworkLayer.Kind
  {
    skipSpaces()
    if peek() != "(" { throw error(.missingArgument(layer: name, argument: "layers in parentheses")) }
    let open = position + 1
    depth += 1
    if depth > NetworkSpec.deepestNesting { throw error(.unexpected("(")) }
    var branches: [[NetworkLayer]] = []
    repeat {
      position += 1
      var branch: [NetworkLayer] = []
      _ = try layers(from: shape, into: &branch)
      branches.append(branch)
    } while peek() == ";"
    if peek() != ")" { throw NetworkSpecError(column: open, reason: .unclosedParenthesis) }
    position += 1
    depth -= 1
    if name == "cat" { return .concatenation(branches) }
    if branches.count > 2 { throw NetworkSpecError(column: open, reason: .unexpected(";")) }
    return .residual(branches[0], shortcut: branches.count == 2 ? branches[1] : [])
  }

  // MARK: Text

  private func peek() -> Character? { position < text.count ? text[position] : nil }

  private func error(_ reason: NetworkSpecError.Reason) -> NetworkSpecError {
    NetworkSpecError(column: position + 1, reason: reason)
  }

  private mutating func skipSpaces() {
    while let next = peek(), next.isWhitespace { position += 1 }
  }

  private mutating func nextWord() -> (text: String, column: Int)? {
    skipSpaces()
    let start = position
    while let next = peek(), !next.isWhitespace, !"|;()".contains(next) { position += 1 }
    return position == start ? nil : (String(text[start..<position]), start + 1)
  }

  private mutating func words() -> [(text: String, column: Int)] {
    var result: [(text: String, column: Int)] = []
    while let word = nextWord() { result.append(word) }
    return result
  }
}
