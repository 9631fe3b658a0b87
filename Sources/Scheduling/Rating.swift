/// How well a card was recalled.
public enum Rating: Int, CaseIterable, Sendable, Hashable {
  case again = 1
  case hard, good, easy
}
