/// Why a one-line network description cannot be read, and where.
public struct NetworkSpecError: Error, Hashable, Sendable {
  /// Counts characters from 1.
  public var column: Int
  public var reason: Reason

  public enum Reason: Hashable, Sendable {
    case empty
    /// The text before the first bar is no size.
    case badInput(String)
    case unknownLayer(String, suggestion: String?)
    case badNumber(String)
    case missingArgument(layer: String, argument: String)
    case unknownArgument(layer: String, argument: String)
    case unclosedParenthesis
    case unexpected(String)
    case doesNotFit(layer: String, ShapeError)
    case tooLarge(layer: String, [Int])
  }
}

extension NetworkSpecError: CustomStringConvertible {
  public var description: String { "column \(column): \(reason)" }
}

extension NetworkSpecError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the description is empty; it begins with a size, such as 224x224x3"
    case .badInput(let text):
      "\"\(text)\" is no input size; write height x width x channels, such as 224x224x3"
    case .unknownLayer(let name, let suggestion):
      "\"\(name)\" is no layer" + (suggestion.map { "; the nearest is \"\($0)\"" } ?? "")
    case .badNumber(let text): "\"\(text)\" is no number that fits here"
    case .missingArgument(let layer, let argument): "\(layer) needs \(argument)"
    case .unknownArgument(let layer, let argument): "\(layer) does not take \"\(argument)\""
    case .unclosedParenthesis: "a parenthesis is not closed"
    case .unexpected(let text): "\"\(text)\" is not expected here"
    case .tooLarge(let layer, let shape): "\(layer) makes a shape of \(shape), which is too large"
    case .doesNotFit(let layer, let error): "\(layer): \(error)"
    }
  }
}
