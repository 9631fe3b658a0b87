import Basics

/// Looks for options by which a learner could guess: the longest, the second, the one that refers to the others.
public enum ChoiceLint {
  /// `decks` are one language; the shares are taken over all of them together.
  public static func diagnostics(_ decks: [Deck], requiresReasons: Bool) -> [DeckDiagnostic] {
    var found: [DeckDiagnostic] = []
    var shape = ChoiceShape()
    for card in decks.flatMap(\.cards) {
      for case .choice(let choice) in card.exercises {
        found += diagnostics(choice, requiresReasons: requiresReasons)
        shape.add(choice)
      }
    }
    let file = decks.first?.file ?? ""
    let place = SourceLocation(file: file, line: 1, column: 1)
    if shape.isLengthTelling {
      found.append(
        DeckDiagnostic(
          .rightOptionsLongest, at: place, subject: String(shape.longestCount), other: String(shape.count)))
    }
    if shape.isPlaceTelling {
      let counts = shape.totalByPlace.map(String.init).joined(separator: ", ")
      found.append(DeckDiagnostic(.rightOptionsSkewed, at: place, subject: counts))
    }
    return found
  }

  private static func diagnostics(_ choice: Choice, requiresReasons: Bool) -> [DeckDiagnostic] {
    var found: [DeckDiagnostic] = []
    for option in choice.options {
      if requiresReasons, option.reason == nil {
        found.append(DeckDiagnostic(.optionWithoutReason, at: option.location, subject: option.text))
      }
      let text = option.text.lowercased()
      if phrases.contains(where: { text.utf8.firstRange(of: $0.utf8) != nil }) {
        found.append(DeckDiagnostic(.optionRefersToOthers, at: option.location, subject: option.text))
      }
    }
    let wrong = choice.options.filter { !$0.isRight }.map { length($0) }.max() ?? 0
    for option in choice.options where option.isRight && choice.rightIndices.count == 1 {
      // Twelve columns more, so that `yes` beside `no` is no offence.
      if length(option) > 2 * wrong, length(option) > wrong + 12 {
        found.append(DeckDiagnostic(.rightOptionStandsOut, at: option.location))
      }
    }
    return found
  }

  private static let phrases = [
    "of the above", "both of these", "all of these", "none of these", "以上都", "以上皆", "以上全", "以上均", "上述都",
    "上述皆",
  ]

  /// Characters that are seen: marks of Markdown count for nothing.
  static func length(_ option: Choice.Option) -> Int { InlineMarkdown.plainText(of: option.text).count }
}

/// Where and how long the right options of many choices are.
struct ChoiceShape {
  /// Choices with one right option.
  private(set) var count = 0
  /// Those in which it is longer than every wrong one.
  private(set) var longestCount = 0
  /// The share of the above that chance would give.
  private var longestExpected = 0.0
  /// For each number of options, how often each place was right.
  private var byPlace: [Int: [Int]] = [:]

  mutating func add(_ choice: Choice) {
    guard choice.rightIndices.count == 1, let right = choice.rightIndices.first else { return }
    count += 1
    let lengths = choice.options.map { ChoiceLint.length($0) }
    let longestWrong = lengths.indices.filter { $0 != right }.map { lengths[$0] }.max() ?? 0
    if lengths[right] > longestWrong { longestCount += 1 }
    longestExpected += 1 / Double(lengths.count)
    byPlace[lengths.count, default: Array(repeating: 0, count: lengths.count)][right] += 1
  }

  /// How often each place was right, over all numbers of options.
  var totalByPlace: [Int] {
    var total: [Int] = []
    for counts in byPlace.values {
      for (place, count) in counts.enumerated() {
        if place == total.count { total.append(0) }
        total[place] += count
      }
    }
    return total
  }

  /// Whether chance would make the right option the longest this often less than once in a hundred decks.
  var isLengthTelling: Bool {
    guard count >= 8 else { return false }
    let share = longestExpected / Double(count)
    // The upper tail of the binomial distribution, summed from zero successes on.
    var probability = (0..<count).reduce(1.0) { product, _ in product * (1 - share) }
    var below = 0.0
    for successes in 0..<longestCount {
      below += probability
      probability *= Double(count - successes) / Double(successes + 1) * share / (1 - share)
    }
    return 1 - below < 0.01
  }

  /// Pearson's chi-square test of uniform places, at one per cent.
  var isPlaceTelling: Bool {
    var statistic = 0.0
    var freedom = 0
    for (options, counts) in byPlace {
      let total = counts.reduce(0, +)
      // The test needs about five of each.
      guard total >= 5 * options else { continue }
      let expected = Double(total) / Double(options)
      for count in counts { statistic += (Double(count) - expected) * (Double(count) - expected) / expected }
      freedom += options - 1
    }
    guard freedom > 0 else { return false }
    return statistic > ChoiceShape.critical[min(freedom, ChoiceShape.critical.count) - 1]
  }

  /// The 99th percentiles of the chi-square distribution with 1, 2, 3 … degrees of freedom.
  private static let critical = [
    6.635, 9.210, 11.345, 13.277, 15.086, 16.812, 18.475, 20.090, 21.666, 23.209, 24.725, 26.217, 27.688,
    29.141,
    30.578, 32.000,
  ]
}
