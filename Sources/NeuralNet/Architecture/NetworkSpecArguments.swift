extension NetworkSpec {
  /// The words behind a layer's name, consumed in any order its rule asks for.
  struct Arguments {
    let layer: String
    let column: Int
    var words: [(text: String, column: Int)]
    /// Set by `window` when the padding was given as `same`.
    var isSame = false

    enum DefaultStride { case kernel }

    init(layer: String, column: Int, words: [(text: String, column: Int)]) {
      self.layer = layer
      self.column = column
      self.words = words
    }

    private mutating func next(_ argument: String) throws(NetworkSpecError) -> (text: String, column: Int) {
      if words.isEmpty {
        throw NetworkSpecError(column: column, reason: .missingArgument(layer: layer, argument: argument))
      }
      return words.removeFirst()
    }

    mutating func integer(_ argument: String) throws(NetworkSpecError) -> Int {
      let word = try next(argument)
      return try number(word.text, word.column)
    }

    /// One number for both axes, or two joined by `x`.
    mutating func pair(_ argument: String) throws(NetworkSpecError) -> [Int] {
      let word = try next(argument)
      return try pair(word.text[...], word.column)
    }

    mutating func probability() throws(NetworkSpecError) -> Double {
      let word = try next("a probability")
      guard let value = Double(word.text), value >= 0, value < 1 else {
        throw NetworkSpecError(column: word.column, reason: .badNumber(word.text))
      }
      return value
    }

    /// The number of a word such as `g32`, wherever it stands.
    mutating func flag(_ letter: Character) throws(NetworkSpecError) -> Int? {
      guard
        let index = words.firstIndex(where: {
          $0.text.first == letter && $0.text.dropFirst().first?.isNumber == true
        })
      else { return nil }
      let word = words.remove(at: index)
      return try number(String(word.text.dropFirst()), word.column)
    }

    mutating func word(_ text: String) -> Bool {
      guard let index = words.firstIndex(where: { $0.text == text }) else { return false }
      words.remove(at: index)
      return true
    }

    /// Kernel, stride and padding from `K/S/P`.
    mutating func window(_ shape: [Int], defaultStride: DefaultStride?) throws(NetworkSpecError) -> Window {
      let word = try next("a kernel size, such as 3/1/1")
      let parts = word.text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count > 3 { throw NetworkSpecError(column: word.column, reason: .badNumber(word.text)) }
      let kernel = try pair(parts[0], word.column)
      let stride = parts.count > 1 ? try pair(parts[1], word.column) : defaultStride == nil ? [1, 1] : kernel
      isSame = parts.count > 2 && parts[2] == "same"
      let padding = parts.count > 2 && !isSame ? try pair(parts[2], word.column) : [0, 0]
      return Window(kernel, stride: stride, padding: padding)
    }

    /// The window with the zeros `same` stands for: enough for ⌈n / s⌉ outputs.
    func padded(_ window: Window, _ shape: [Int]) throws(NetworkSpecError) -> Window {
      if !isSame || shape.count != 3 { return window }
      do {
        let size = try OutputSize.keras(Array(shape.dropFirst()), window, padding: .same)
        var padded = window
        padded.paddingBefore = size.paddingBefore
        padded.paddingAfter = size.paddingAfter
        return padded
      } catch {
        throw NetworkSpecError(column: column, reason: .doesNotFit(layer: layer, error))
      }
    }

    private func pair(_ text: Substring, _ column: Int) throws(NetworkSpecError) -> [Int] {
      let parts = text.split(separator: "x", omittingEmptySubsequences: false)
      if parts.count > 2 { throw NetworkSpecError(column: column, reason: .badNumber(String(text))) }
      let first = try number(String(parts.first ?? ""), column)
      return [first, parts.count == 2 ? try number(String(parts[1]), column) : first]
    }

    private func number(_ text: String, _ column: Int) throws(NetworkSpecError) -> Int {
      guard let value = Int(text), (0...NetworkSpec.largestExtent).contains(value) else {
        throw NetworkSpecError(column: column, reason: .badNumber(text))
      }
      return value
    }
  }
}
