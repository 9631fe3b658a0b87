/// The languages in which the program speaks and cards are written.
public enum Language: String, CaseIterable, Sendable, Hashable {
  case english = "en"
  case chinese = "zh"

  /// The language of a locale name such as `zh_CN.UTF-8`; nil when it is neither.
  public init?(locale: some StringProtocol) {
    if locale.hasPrefix("zh") {
      self = .chinese
    } else if locale.hasPrefix("en") || locale == "C" || locale.hasPrefix("C.") || locale == "POSIX" {
      self = .english
    } else {
      return nil
    }
  }
}

/// One sentence in both languages, so that neither can be forgotten.
public struct LocalizedText: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// The same in both languages: a symbol, a number, a name.
  public init(both text: String) {
    self.init(text, text)
  }

  /// The words of a list, as each language separates them.
  public static func list(_ words: [String]) -> LocalizedText {
    LocalizedText(words.joined(separator: ", "), words.joined(separator: "、"))
  }

  /// A range with its ends: `1 to 100`, `1 到 100`.
  public static func range<Bound>(
    _ range: ClosedRange<Bound>, _ text: (Bound) -> String = { "\($0)" }
  ) -> LocalizedText {
    let (least, most) = (text(range.lowerBound), text(range.upperBound))
    return LocalizedText("\(least) to \(most)", "\(least) 到 \(most)")
  }

  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
