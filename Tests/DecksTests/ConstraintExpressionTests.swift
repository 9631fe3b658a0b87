import Basics
import Testing

@testable import Decks

@Suite struct ConstraintExpressionTests {
  @Test(arguments: [
    ("p < k", true), ("k<=p", false), ("k >= 3 and p != 2", true), ("n = 2*k + 1", true), ("n == 7", true),
    ("0 < p < k < n", true), ("0 < p < n < k", false), ("(n - k) % 2 = 0", true), ("n % k = 1", true),
    ("-p + k > 1.5", true), ("n - k - p = 3", true), ("n / k / 2 < 1.2", true), ("x * 3 = 0.3", true),
    ("n / (p - 1) > 0", false), ("n % (p - p) = 0", false), ("x % 2 = 0", false), ("-n % k = 2", true),
    ("2 + 3 * 4 = 14", true), ("(2 + 3) * 4 = 20", true), ("--p = 1", true), ("missing < 1", false),
  ]) func compares(_ text: String, _ isSatisfied: Bool) throws {
    let values = ["n": 7.0, "k": 3.0, "p": 1.0, "x": 0.1]
    #expect(try ConstraintExpression(text).isSatisfied(by: values) == isSatisfied)
  }

  @Test(arguments: [
    ("", 0), ("n", 1), ("n <", 3), ("n < k and", 9), ("n < k or p < k", 6), ("(n < k", 3), ("n + < k", 4),
    ("n < 1.2.3", 4), ("n < k;", 5), ("a.b < 1", 0), ("n < and", 4), ("n =< k", 3),
  ]) func stopsWhereItCannotReadOn(_ text: String, _ offset: Int) {
    #expect(throws: ConstraintExpression.Malformation(offset: offset)) { try ConstraintExpression(text) }
  }

  @Test func namesEachVariableOnce() throws {
    #expect(try ConstraintExpression("p < k and k < n + p").names == ["p", "k", "n"])
  }

  @Test func deepBracketsAreRefusedRatherThanOverflowTheStack() {
    let text = String(repeating: "(", count: 100_000) + "n"
    #expect(throws: ConstraintExpression.Malformation.self) { try ConstraintExpression(text) }
  }
}
