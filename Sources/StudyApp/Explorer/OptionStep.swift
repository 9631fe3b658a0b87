import Basics
import Demos
import Glibc

/// The values that arrow keys reach from an option's present one.
enum OptionStep {
  enum Direction: Int {
    case down = -1
    case up = 1
  }

  /// The neighbour of a value, as it would be typed; nil at the end of the range, and for lists and texts, which are
  /// typed.
  ///
  /// - Parameter isLarge: ten steps at once for whole numbers, the next power of ten for others.
  static func neighbour(
    of value: OptionValue?, _ direction: Direction, isLarge: Bool = false, in option: DemoOption
  ) -> String? {
    switch (option.kind, value) {
    case (.integer(let range), .integer(let integer)):
      return moved(integer, direction, isLarge, in: range).map(String.init)
    case (.integer(let range), nil):
      return String(min(max(1, range.lowerBound), range.upperBound))
    case (.size(let range), .size(let height, let width)):
      guard let newHeight = moved(height, direction, isLarge, in: range),
        let newWidth = moved(width, direction, isLarge, in: range)
      else { return nil }
      return newHeight == newWidth ? "\(newHeight)" : "\(newHeight),\(newWidth)"
    case (.size(let range), nil):
      return String(min(max(1, range.lowerBound), range.upperBound))
    case (.number(let range), .number(let number)):
      return moved(number, direction, isLarge, in: range, standard: option.standard.flatMap { Double($0) })
    case (.number(let range), nil):
      return Numbers.short(min(max(1, range.lowerBound), range.upperBound))
    case (.word(let words), .word(let word)):
      return words.isEmpty ? nil : turned(words, from: words.firstIndex(of: word), direction)
    case (.words(let words), .words(let chosen)):
      return words.isEmpty
        ? nil : turned(words, from: chosen.count == 1 ? words.firstIndex(of: chosen[0]) : nil, direction)
    case (.word(let words), nil), (.words(let words), nil):
      return words.first
    default:
      return nil
    }
  }

  private static func moved(
    _ integer: Int, _ direction: Direction, _ isLarge: Bool, in range: ClosedRange<Int>
  ) -> Int? {
    let target = min(
      max(integer + direction.rawValue * (isLarge ? 10 : 1), range.lowerBound), range.upperBound)
    return target == integer ? nil : target
  }

  /// One more or less of the leading digit: 0.09 → 0.1 → 0.2, and 0.1 → 0.09 on the way down.
  private static func moved(
    _ number: Double, _ direction: Direction, _ isLarge: Bool, in range: ClosedRange<Double>,
    standard: Double?
  ) -> String? {
    let span = range.upperBound - range.lowerBound
    let typical = standard.map { abs($0) }.flatMap { $0 > 0 ? $0 / 10 : nil } ?? span / 100
    let least = powerOfTen(below: min(span / 1000, typical))
    let isTowardsZero = (number > 0) == (direction == .down) && number != 0
    // Just under a power of ten the step is already the smaller one.
    let size = abs(number) * (isTowardsZero ? 0.9999 : 1.0001)
    let step = max(least, size == 0 ? least : powerOfTen(below: size))
    let places = max(0, Int(-log10(step).rounded(.down)))
    let scale = pow(10, Double(places))
    let target: Double
    if isLarge {
      target = number == 0 ? Double(direction.rawValue) * least * 10 : number * (isTowardsZero ? 0.1 : 10)
    } else {
      target = ((number + Double(direction.rawValue) * step) * scale).rounded() / scale
    }
    let clamped = min(max(target, range.lowerBound), range.upperBound)
    return clamped == number ? nil : Numbers.short(clamped)
  }

  private static func powerOfTen(below value: Double) -> Double {
    value > 0 ? pow(10, log10(value).rounded(.down)) : 1
  }

  private static func turned(_ words: [String], from index: Int?, _ direction: Direction) -> String {
    guard let index else { return words[direction == .up ? 0 : words.count - 1] }
    return words[(index + direction.rawValue + words.count) % words.count]
  }
}

extension OptionValue {
  /// As it would be typed on a command line; nil for a flag.
  var typed: String? {
    switch self {
    case .integer(let integer): String(integer)
    case .number(let number): Numbers.short(number)
    case .size(let height, let width): height == width ? "\(height)" : "\(height),\(width)"
    case .integers(let integers): integers.map(String.init).joined(separator: ",")
    case .numbers(let numbers): numbers.map(Numbers.short).joined(separator: ",")
    case .matrix(let rows): rows.map { $0.map(Numbers.short).joined(separator: ",") }.joined(separator: ";")
    case .word(let word), .text(let word): word
    case .words(let words): words.joined(separator: ",")
    case .flag: nil
    }
  }
}
