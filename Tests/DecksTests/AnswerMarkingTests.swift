import Decks
import Testing

@Suite struct AnswerMarkingTests {
  @Test(arguments: [
    ("112", "112"), (" 112 ", "112"), ("112.0", "112"), ("１１２", "112"), ("-3", "-3"), ("−3", "-3"),
    ("14,450,688", "14450688"), ("1.45e7", "14450688"), ("14.5M", "14450688"), ("1445万", "14450688"),
    ("1.45×10^7", "14450688"), ("0.0452", "0.045177"), ("0.045", "0.045177"), (".0452", "0.045177"),
    ("0.25", "0.25"), ("25%", "0.25"), ("25％", "0.25"), ("1/4", "0.25"), ("1/3", "0.3333333333333333"),
    ("0.333", "0.3333333333333333"), ("33.3%", "0.3333333333333333"), ("153", "153.4"), ("0.5", "0.502"),
    ("0", "0"), ("0.0", "0"), ("$0.5$", "0.5"), ("12", "[12, 12]"), ("12x12", "[12, 12]"),
    ("12×12", "[12, 12]"), ("12,12", "[12, 12]"), ("12，12", "[12, 12]"), ("１２×１２", "[12, 12]"),
    ("12 X 12", "[12, 12]"), ("(12, 12)", "[12, 12]"), ("12*12", "[12, 12]"), ("26x100", "[26, 100]"),
    ("26 100", "[26, 100]"), ("64、3、3、3", "[64, 3, 3, 3]"), ("0.5; 0.333", "[0.5, 0.3333333333333333]"),
    ("1 2 3 4", "[[1, 2], [3, 4]]"), ("1,2;3,4", "[[1, 2], [3, 4]]"), ("yes", "true"), ("否", "false"),
    ("TRUE", "true"), ("5", "[[5]]"), ("Valid", "\"valid\""), ("conv1, conv2", "[\"conv1\", \"conv2\"]"),
  ]) func isRight(_ typed: String, _ computed: String) throws {
    #expect(try AnswerMarking.mark(typed, against: json(computed)) == .right)
  }

  @Test(arguments: [
    ("113", "112"), ("112.5", "112"), ("1.4e7", "14450688"), ("14M", "14450688"), ("14450689", "14450688"),
    ("0.05", "0.045177"), ("0.046", "0.045177"), ("0.3", "0.3333333333333333"),
    ("1/2", "0.3333333333333333"), ("0.507", "0.502"), ("12x13", "[12, 12]"), ("12", "[26, 100]"),
    ("100x26", "[26, 100]"), ("12x12x12", "[12, 12]"), ("12x12", "12"), ("no", "true"),
    ("same", "\"valid\""), ("0.001", "0"), ("1000000001", "1000000000"), ("0.0000001", "0.00000012"),
  ]) func isWrong(_ typed: String, _ computed: String) throws {
    #expect(try AnswerMarking.mark(typed, against: json(computed)) == .wrong)
  }

  @Test(arguments: [
    ("", "3"), ("   ", "3"), ("three", "3"), ("?", "[1, 2]"), ("maybe", "true"), ("--", "3"),
    ("1.2.3", "3"), ("1/0", "3"), ("x", "[1, 2]"),
  ]) func isUnreadable(_ typed: String, _ computed: String) throws {
    #expect(try AnswerMarking.mark(typed, against: json(computed)) == .unreadable)
  }

  @Test(arguments: [
    ("d(k-1)/2", "$d(k-1)/2$"), ("d (k − 1) / 2", "$d(k-1)/2$"), ("d(k-1)/2", "$\\frac{d(k-1)}{2}$"),
    ("(a+b)/c", "$\\frac{a+b}{c}$"), ("a/(2b)", "$\\dfrac{a}{2b}$"), ("1/sqrt(n)", "$\\frac{1}{\\sqrt{n}}$"),
    ("Sharing", "**sharing**"), ("receptive  field", "receptive field"), ("感受野", "感受野"), ("ｋ－１", "k-1"),
    ("sigma(x)", "$\\sigma(x)$"),
    ("σ(x)", "$\\sigma(x)$"), ("x^2", "$x^{2}$"), ("x²", "$x^2$"), ("2*m", "$2 \\cdot m$"),
    ("2m", "$2 \\times m$"), ("3x3", "3×3"),
    ("3*3", "$3 \\times 3$"), ("0.50", "0.5"), ("1,024", "1024"), ("1024", "$1024$"), ("<= 1", "$\\le 1$"),
    ("floor(n/2)", "$\\lfloor n/2 \\rfloor$"),
    ("ReLU.", "ReLU"), ("beta_1", "$\\beta_1$"), ("max(0,x)", "$\\max(0, x)$"), ("9", "9"), ("1/4", "0.25"),
    ("`relu`", "relu"),
    ("y^(1-y)", "$y^{1-y}$"), ("v_(t-1)", "$v_{t-1}$"), ("||W||^2", "$\\lVert W \\rVert^2$"),
    ("|x|", "$|x|$"),
  ]) func fillsTheGap(_ typed: String, _ hidden: String) {
    #expect(AnswerMarking.mark(typed, hidden: hidden) == .right)
  }

  @Test(arguments: [
    ("d(k+1)/2", "$d(k-1)/2$"), ("dk-1/2", "$\\frac{d(k-1)}{2}$"), ("a/2b", "$\\frac{a}{2b}$"),
    ("a+b/c", "$\\frac{a+b}{c}$"),
    ("share", "sharing"), ("(1-y", "$1-y$"), ("f(1-y", "$f(1-y)$"), ("10", "9"), ("x2", "$x^2$"),
    ("33", "3×3"), ("0.6", "0.5"),
  ]) func doesNotFillTheGap(_ typed: String, _ hidden: String) {
    #expect(AnswerMarking.mark(typed, hidden: hidden) == .wrong)
  }

  @Test func anEmptyGapAnswerIsAskedAgain() {
    #expect(AnswerMarking.mark("  ", hidden: "9") == .unreadable)
    #expect(AnswerMarking.mark("$$", hidden: "9") == .unreadable)
  }
}
