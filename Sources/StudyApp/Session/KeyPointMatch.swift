import Basics
import Decks
import Scheduling

/// Which key points a free answer holds, judged by the words they share. The learner has the last word.
enum KeyPointMatch {
  /// The share of a point's weight that must be found.
  static let threshold = 0.5

  /// Places of the points that the typed text covers.
  static func matches(_ points: [String], in typed: String) -> Set<Int> {
    let said = Set(terms(typed))
    return Set(points.indices.filter { covers(points[$0], said) })
  }

  /// Nearly all points are good, close to half of them hard.
  static func rating(said: Int, of count: Int) -> Rating {
    let share = Double(said) / Double(count)
    return share >= 0.75 ? .good : share >= 0.4 ? .hard : .again
  }

  /// Words that the author set in bold, as code or as maths count double.
  private static func covers(_ point: String, _ said: Set<String>) -> Bool {
    var weight = 0.0
    var found = 0.0
    var seen: Set<String> = []
    for span in InlineMarkdown.spans(of: point) {
      let isMarked = span.isStrong || span.isEmphasised || span.kind != .text
      for term in terms(span.text) where seen.insert(term).inserted {
        weight += isMarked ? 2 : 1
        if said.contains(term) { found += isMarked ? 2 : 1 }
      }
    }
    return weight > 0 && found / weight >= threshold
  }

  /// Stems of words and numbers, and each pair of neighbouring Chinese characters.
  static func terms(_ text: String) -> [String] {
    var terms: [String] = []
    var word = ""
    var lastHan: Character?
    func endWord() {
      if !word.isEmpty, !stopWords.contains(word) { terms.append(stem(word)) }
      word = ""
    }
    for character in text.lowercased() {
      if isHan(character) {
        endWord()
        if let lastHan, !emptyHan.contains(lastHan), !emptyHan.contains(character) {
          terms.append("\(lastHan)\(character)")
        }
        lastHan = character
      } else {
        lastHan = nil
        if character.isLetter || character.isNumber || (character == "." && word.last?.isNumber == true) {
          word.append(character)
        } else {
          endWord()
        }
      }
    }
    endWord()
    return terms
  }

  private static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { (0x3400...0x9FFF).contains($0.value) } ?? false
  }

  /// `layers` and `layer`, `stretches` and `stretch` are one word.
  private static func stem(_ word: String) -> String {
    for ending in ["ing", "ies", "es", "ed", "s"]
    where word.count > ending.count + 3 && word.hasSuffix(ending) {
      return String(word.dropLast(ending.count))
    }
    return word.last == "e" && word.count > 4 ? String(word.dropLast()) : word
  }

  private static let emptyHan: Set<Character> = Set("的了是在和与把被就都也而且或及其这那个之为以于对从会能可不")

  private static let stopWords: Set<String> = [
    "a", "an", "and", "are", "as", "at", "be", "by", "but", "can", "do", "does", "each", "for", "from", "has",
    "have", "in", "into", "is", "it", "its", "not", "of", "on", "one", "only", "or", "same", "so", "than",
    "that", "the", "their", "then", "there", "they", "this", "to", "too", "was", "when", "where", "which",
    "while", "with",
  ]
}
