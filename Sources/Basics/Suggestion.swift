/// Finds the word a mistyped one was meant to be.
public enum Suggestion {
  /// The nearest of `words` by edits (insert, delete, replace, swap), when it is near enough to be meant.
  public static func nearest(to typed: String, among words: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    for word in words where word != typed {
      let distance = word.hasPrefix(typed) && typed.utf8.count >= 2 ? 1 : editDistance(typed, word)
      if distance < best?.distance ?? Int.max { best = (word, distance) }
    }
    guard let best, best.distance <= max(1, typed.utf8.count / 3) else { return nil }
    return best.word
  }

  /// Damerau–Levenshtein distance, optimal string alignment.
  static func editDistance(_ left: String, _ right: String) -> Int {
    // A word longer than any command is not worth a quadratic comparison.
    let a = Array(left.utf8.prefix(64))
    let b = Array(right.utf8.prefix(64))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var distance = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          distance = Swift.min(distance, rows[i - 1][j - 1] + 1)
        }
        row.append(distance)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
