import Basics
import BuiltInDecks

/// The terms that the built-in deck follows, in both languages.
struct Glossary {
  struct Entry: Hashable {
    /// `batch normalisation (BN)`, `批归一化`.
    let term: LocalizedText
    let meaning: LocalizedText

    var json: JSONValue {
      [
        "term": .string(term.english), "term_zh": .string(term.chinese), "meaning": .string(meaning.english),
        "meaning_zh": .string(meaning.chinese),
      ]
    }
  }

  let entries: [Entry]

  static let builtIn = Glossary(table: glossaryText)

  /// Reads the rows of a Markdown table of four columns: term, Chinese term, meaning, Chinese meaning.
  init(table text: String) {
    var entries: [Entry] = []
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      let cells = line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map {
        String($0).trimmedBlanks
      }
      guard cells.count >= 4, cells[0] != "term", !cells[0].allSatisfy({ $0 == "-" }) else { continue }
      entries.append(
        Entry(term: LocalizedText(cells[0], cells[1]), meaning: LocalizedText(cells[2], cells[3])))
    }
    self.entries = entries
  }

  /// Entries whose term or acronym is the query in either language; where there is none, those that contain it.
  func entries(for query: String) -> [Entry] {
    let wanted = query.lowercased()
    let exact = entries.filter { names(of: $0).contains(wanted) }
    guard exact.isEmpty, wanted.count >= 2 else { return exact }
    return Array(entries.filter { entry in names(of: entry).contains { $0.holds(wanted) } }.prefix(10))
  }

  /// The whole term, its parts outside and inside parentheses, and the same in Chinese, in lower case.
  private func names(of entry: Entry) -> [String] {
    [entry.term.english, entry.term.chinese].flatMap { term -> [String] in
      let lower = term.lowercased()
      let parts = lower.split { "()（）/、,，".contains($0) }.map { String($0).trimmedBlanks }
      return [lower] + parts
    }
  }
}
