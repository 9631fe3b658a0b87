public import Basics

/// An option of a demo: its name, what it takes, its range and its default.
public struct DemoOption: Sendable {
  public enum Kind: Sendable {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// `N`, or `H,W`: the same range on both axes.
    case size(ClosedRange<Int>)
    case integers(ClosedRange<Int>, count: ClosedRange<Int>)
    case numbers(ClosedRange<Double>, count: ClosedRange<Int>)
    /// Rows separated by semicolons, numbers by commas.
    case matrix(ClosedRange<Double>, side: ClosedRange<Int>)
    case word([String])
    /// Several of these words, separated by commas.
    case words([String])
    case flag
    /// Free text (a network, a list of layers) of at most this many bytes.
    case text(Int)
  }

  /// Without the leading dashes.
  public let name: String
  public let meaning: LocalizedText
  /// nil for plain numbers.
  public let unit: LocalizedText?
  public let kind: Kind
  /// As it would be typed; nil when the option may be absent.
  public let standard: String?

  public init(
    _ name: String, _ kind: Kind, default standard: String? = nil, unit: LocalizedText? = nil,
    _ english: String,
    _ chinese: String
  ) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.unit = unit
    meaning = LocalizedText(english, chinese)
  }
}

/// The units of options.
extension LocalizedText {
  static let pixels = LocalizedText("pixels", "像素")
  static let cells = LocalizedText("cells", "格")
  static let degrees = LocalizedText("degrees", "度")
  static let gigaflops = LocalizedText(both: "GFLOP/s")
  static let gigabytes = LocalizedText(both: "GB/s")
}

/// A value that was parsed for its option.
public enum OptionValue: Sendable, Hashable {
  case integer(Int)
  case number(Double)
  case size(Int, Int)
  case integers([Int])
  case numbers([Double])
  case matrix([[Double]])
  case word(String)
  case words([String])
  case flag(Bool)
  case text(String)
}

/// All options of one run, resolved: defaults filled in, absent ones nil.
///
/// Asking for an option that the demo does not declare, or as another type, is our bug and traps.
public struct OptionValues: Sendable {
  private var values: [String: OptionValue]
  private let declared: [DemoOption]

  init(declared: [DemoOption], values: [String: OptionValue]) {
    self.declared = declared
    self.values = values
  }

  public func value(_ name: String) -> OptionValue? {
    precondition(declared.contains { $0.name == name }, "the demo declares no option --\(name)")
    return values[name]
  }

  public func integer(_ name: String) -> Int { unwrap(optionalInteger(name), name) }
  public func number(_ name: String) -> Double { unwrap(optionalNumber(name), name) }
  public func size(_ name: String) -> (height: Int, width: Int) { unwrap(optionalSize(name), name) }
  public func integers(_ name: String) -> [Int] { unwrap(optionalIntegers(name), name) }
  public func numbers(_ name: String) -> [Double] { unwrap(optionalNumbers(name), name) }
  public func matrix(_ name: String) -> [[Double]] { unwrap(optionalMatrix(name), name) }
  public func word(_ name: String) -> String { unwrap(optionalWord(name), name) }
  public func words(_ name: String) -> [String] { unwrap(optionalWords(name), name) }
  public func text(_ name: String) -> String { unwrap(optionalText(name), name) }

  public func flag(_ name: String) -> Bool {
    if case .flag(let flag)? = value(name) { flag } else { false }
  }
  public func optionalInteger(_ name: String) -> Int? {
    if case .integer(let integer)? = value(name) { integer } else { nil }
  }
  public func optionalNumber(_ name: String) -> Double? {
    if case .number(let number)? = value(name) { number } else { nil }
  }
  public func optionalSize(_ name: String) -> (height: Int, width: Int)? {
    if case .size(let height, let width)? = value(name) { (height, width) } else { nil }
  }
  public func optionalIntegers(_ name: String) -> [Int]? {
    if case .integers(let integers)? = value(name) { integers } else { nil }
  }
  public func optionalNumbers(_ name: String) -> [Double]? {
    if case .numbers(let numbers)? = value(name) { numbers } else { nil }
  }
  public func optionalMatrix(_ name: String) -> [[Double]]? {
    if case .matrix(let rows)? = value(name) { rows } else { nil }
  }
  public func optionalWord(_ name: String) -> String? {
    if case .word(let word)? = value(name) { word } else { nil }
  }
  public func optionalWords(_ name: String) -> [String]? {
    if case .words(let words)? = value(name) { words } else { nil }
  }
  public func optionalText(_ name: String) -> String? {
    if case .text(let text)? = value(name) { text } else { nil }
  }

  /// The options as they are printed, in the order of their declaration.
  public var json: JSONValue {
    .object(declared.map { JSONValue.Member($0.name, values[$0.name]?.json ?? .null) })
  }

  private func unwrap<Value>(_ value: Value?, _ name: String) -> Value {
    guard let value else { preconditionFailure("--\(name) has no value of the type asked for") }
    return value
  }
}

extension OptionValue {
  public var json: JSONValue {
    switch self {
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .size(let height, let width): [.integer(height), .integer(width)]
    case .integers(let integers): .integers(integers)
    case .numbers(let numbers): .numbers(numbers)
    case .matrix(let rows): .array(rows.map { .numbers($0) })
    case .word(let word), .text(let word): .string(word)
    case .words(let words): .array(words.map { .string($0) })
    case .flag(let flag): .bool(flag)
    }
  }
}
