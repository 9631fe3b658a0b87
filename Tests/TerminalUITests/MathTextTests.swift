import Basics
import Testing

@testable import TerminalUI

@Suite struct MathTextTests {
  static let formulas: [(latex: String, text: String)] = [
    (#"\lfloor (n + 2p - d(k-1) - 1)/s \rfloor + 1"#, "⌊(n + 2p − d(k−1) − 1)/s⌋ + 1"),
    (#"\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1"#, "⌊(n + 2p − k)/s⌋ + 1"),
    (#"\sigma'(0) = \frac{1}{4}"#, "σ′(0) = ¼"),
    (#"\sigma'(0)=\frac14"#, "σ′(0) = ¼"),
    (#"\frac{\partial L}{\partial w}"#, "∂L/∂w"),
    (#"\frac{\partial^2 L}{\partial w^2}"#, "∂²L/∂w²"),
    (#"\sum_i x_i"#, "Σᵢ xᵢ"),
    (#"\sum_{i=1}^{n} w_i x_i + b"#, "Σᵢ₌₁ⁿ wᵢ xᵢ + b"),
    (#"\frac{1}{n}\sum_i (y_i - \hat{y}_i)^2"#, "(1/n) Σᵢ (yᵢ − ŷᵢ)²"),
    (#"\log\frac{p}{q}"#, "log (p/q)"),
    (#"J_{content} + \alpha J_{style}"#, "J_content + αJ_style"),
    (#"\frac{e^{x_i}}{\sum_j e^{x_j}}"#, "e^(xᵢ)/(Σⱼ e^(xⱼ))"),
    (#"\frac{1}{1+e^{-x}}"#, "1/(1+e⁻ˣ)"),
    (#"\frac{1}{2m}"#, "1/(2m)"),
    (#"p = d(k-1)/2"#, "p = d(k−1)/2"),
    (#"5 \times 5"#, "5 × 5"),
    (#"5\times5"#, "5×5"),
    (#"2\cdot 3"#, "2·3"),
    (#"2 \cdot 3"#, "2 · 3"),
    (#"x\le y"#, "x ≤ y"),
    (#"k=5, s=1"#, "k = 5, s = 1"),
    (#"-1"#, "−1"),
    (#"x = -1"#, "x = −1"),
    (#"a - b"#, "a − b"),
    (#"\log x"#, "log x"),
    (#"2\log(x)"#, "2 log(x)"),
    (#"\log_2 n"#, "log₂ n"),
    (#"\max(0,x)"#, "max(0, x)"),
    (#"\max_{a'} Q(s',a')"#, "max_(a′) Q(s′, a′)"),
    (#"-\sum_i y_i \log \hat y_i"#, "−Σᵢ yᵢ log ŷᵢ"),
    (#"\sqrt{d_k}"#, "√dₖ"),
    (#"\sqrt{2\pi\sigma^2}"#, "√(2πσ²)"),
    (#"\sqrt[3]{x+1}"#, "∛(x+1)"),
    (#"x_q"#, "x_q"),
    (#"r_{l-1} + (k_l - 1)\prod_{i<l} s_i"#, "rₗ₋₁ + (kₗ − 1) ∏_(i<l) sᵢ"),
    (#"\begin{cases} x & x > 0 \\ \alpha x & \text{otherwise} \end{cases}"#, "{ x, x > 0; αx, otherwise"),
    (#"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#, "[1, 2; 3, 4]"),
    (#"\operatorname{softmax}(QK^\top / \sqrt{d_k}) V"#, "softmax(QKᵀ / √dₖ) V"),
    (#"\mathbf{W} \in \mathbb{R}^{m \times n}"#, "W ∈ ℝ^(m×n)"),
    (#"\lVert w \rVert_2^2"#, "‖w‖₂²"),
    (#"\frac{\mathrm{d}y}{\mathrm{d}x}"#, "dy/dx"),
    (#"L_{\text{total}} = L_1 + \lambda L_2"#, "Lₜₒₜₐₗ = L₁ + λL₂"),
    (#"\nabla_\theta J"#, "∇_θ J"),
    (#"1{,}000 \text{ params}"#, "1,000 params"),
    (#"25,000,000"#, "25,000,000"),
    (#"\tilde x \to \bar x \; \infty"#, "x̃ → x̄ ∞"),
    (#"\overline{ab}"#, "a̅b̅"),
    (#"w \leftarrow w - \eta \nabla L"#, "w ← w − η∇L"),
    (#"\{0, 1\}"#, "{0, 1}"),
    (#"2^{n/2}"#, "2^(n/2)"),
    (#"dW = \delta \cdot"#, "dW = δ ·"),
  ]

  @Test(arguments: formulas) func aFormulaReadsAsUnicode(latex: String, text: String) {
    #expect(MathText.unicode(latex) == text)
    #expect(MathText.unknownCommands(in: latex) == [])
  }

  @Test func anUnknownCommandStandsThereAsItsSource() {
    #expect(MathText.unicode(#"x + \foo{a_b} y"#) == #"x + \foo{a_b} y"#)
    #expect(MathText.unknownCommands(in: #"x + \foo{a_b} y"#) == [#"\foo"#])
  }

  @Test(arguments: [#"\frac{1"#, "}", #"a_"#, #"\frac{1}"#, #"\begin{cases} x"#, #"\end{cases}"#, "\\"])
  func aMalformedFormulaStandsThereAsItsSource(latex: String) {
    #expect(MathText.unicode(latex) == latex)
    #expect(MathText.unknownCommands(in: latex) == [latex])
  }

  @Test func nestingThatIsTooDeepIsShownNotFollowed() {
    for piece in ["{", #"\sqrt{"#, "x^", #"\left("#, #"\hat"#, #"\begin{cases}"#] {
      let deep = String(repeating: piece, count: 50_000)
      #expect(MathText.unicode(deep).count >= 50_000)
    }
  }

  @Test func formulasInRunningTextAreConvertedAndMoneyIsNot() {
    #expect(MathText.replacingFormulas(in: #"keeps when $p=1$, $$\alpha$$."#) == "keeps when p = 1, α.")
    #expect(MathText.replacingFormulas(in: "from $5 to $6 a month") == "from $5 to $6 a month")
    #expect(MathText.replacingFormulas(in: #"\$x\$ and $x\$"#) == #"$x$ and $x$"#)
    #expect(MathText.replacingFormulas(in: "one $ alone") == "one $ alone")
  }

  @Test func randomFormulasNeverTrapAndStaySafe() {
    let pieces =
      [
        "{", "}", "_", "^", "'", "\\", "\\\\", "&", "$", " ", "a", "1", ",", ".", "(", ")", "[", "]", "é",
        "中", "\u{1B}",
        "\u{202E}", "\\begin{cases}", "\\end{cases}", "\\begin{x}", "\\frac", "\\sqrt", "\\hat", "\\text",
        "\\left",
        "\\right", "\\operatorname", "\\mathbb", "\\sum", "\\le", "\\lfloor", "\\unknown", "-", "/", "=",
      ]
    let seed: UInt64 = 20_261_120
    var generator = SplitMix64(seed: seed)
    for round in 0..<20_000 {
      let latex = (0..<generator.nextIndex(below: 24)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }
      .joined()
      let text = MathText.unicode(latex)
      _ = MathText.replacingFormulas(in: latex)
      #expect(text.allSatisfy(SafeText.isSafe), "seed \(seed), round \(round): \(latex)")
    }
  }
}
