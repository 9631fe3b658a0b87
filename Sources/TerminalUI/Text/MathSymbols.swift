/// What LaTeX commands and scripts are in Unicode.
enum MathSymbols {
  static let commands: [String: MathItem] = {
    var table: [String: MathItem] = [:]
    func add(_ kind: MathItem.Kind, _ pairs: String) {
      let words = pairs.split(separator: " ")
      for index in stride(from: 0, to: words.count - 1, by: 2) {
        table[String(words[index])] = MathItem(text: String(words[index + 1]), kind: kind)
      }
    }
    add(
      .atom,
      """
      alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ \
      mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ \
      psi ψ omega ω Gamma Γ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω \
      infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ prime ′ star ⋆ ast ∗ dagger † \
      circ ∘ ldots … cdots ⋯ dots … vdots ⋮ ddots ⋱ angle ∠ degree ° bullet • forall ∀ exists ∃ neg ¬ lnot ¬ % % \
      # # & & $ $ _ _ square □ checkmark ✓ backslash \\ vert | Vert ‖ | ‖
      """)
    add(.prefix, "partial ∂ nabla ∇ Delta Δ")
    add(.large, "sum Σ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂")
    add(
      .binary,
      """
      cdot · times × div ÷ pm ± mp ∓ odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ cup ∪ cap ∩ setminus ∖ wedge ∧ vee ∨ land ∧ lor ∨ \
      bmod mod
      """)
    add(
      .relation,
      """
      le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ simeq ≃ cong ≅ equiv ≡ \
      sim ∼ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ to → rightarrow → leftarrow ← \
      gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ implies ⇒ Longrightarrow ⇒ \
      longrightarrow → mapsto ↦ uparrow ↑ downarrow ↓ mid | parallel ∥ perp ⊥ coloneqq ≔ triangleq ≜ doteq ≐
      """)
    add(
      .name,
      """
      log log ln ln lg lg exp exp max max min min sup sup inf inf lim lim argmax argmax argmin argmin sin sin cos cos \
      tan tan cot cot sinh sinh cosh cosh tanh tanh coth coth arcsin arcsin arccos arccos arctan arctan det det dim dim \
      ker ker deg deg gcd gcd Pr Pr
      """)
    add(
      .opening,
      "lfloor ⌊ lceil ⌈ langle ⟨ lvert | lVert ‖ { { lbrace { lbrack [")
    add(
      .closing,
      "rfloor ⌋ rceil ⌉ rangle ⟩ rvert | rVert ‖ } } rbrace } rbrack ]")
    for name in [",", ":", ";", ">", " "] { table[name] = MathItem(text: " ", kind: .space) }
    table["quad"] = MathItem(text: "  ", kind: .space)
    table["qquad"] = MathItem(text: "   ", kind: .space)
    return table
  }()

  /// Commands that change only how a formula is set.
  static let ignored: Set<String> = [
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "Biggl", "Biggr", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "!", "mathop",
  ]

  /// Commands whose argument is shown as it is: type styles that Unicode text has no need of.
  static let typeStyles: Set<String> = [
    "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "boldsymbol", "bm", "mathnormal", "underbrace",
    "overbrace",
    "boxed",
  ]

  static let words: Set<String> = ["text", "textrm", "textbf", "textit", "mbox", "textsf", "texttt"]

  static let accents: [String: Character] = [
    "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{305}", "tilde": "\u{303}",
    "widetilde": "\u{303}", "vec": "\u{20D7}", "dot": "\u{307}", "ddot": "\u{308}", "check": "\u{30C}",
    "breve": "\u{306}", "underline": "\u{332}",
  ]

  static let doubleStruck: [Character: String] = [
    "C": "ℂ", "E": "𝔼", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙",
  ]

  static let script: [Character: String] = [
    "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
  ]

  /// Brackets around the rows of an environment; nil for one that is unknown.
  static let environments: [String: (open: String, close: String)] = [
    "cases": ("{ ", ""), "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "smallmatrix": ("", ""), "array": ("", ""),
    "aligned": ("", ""),
    "align": ("", ""), "align*": ("", ""), "gathered": ("", ""), "split": ("", ""), "equation": ("", ""),
  ]

  static let vulgarFractions: [String: String] = [
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "2/5": "⅖", "3/5": "⅗",
    "4/5": "⅘",
    "1/6": "⅙", "5/6": "⅚", "1/7": "⅐", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞", "1/9": "⅑",
    "1/10": "⅒",
  ]

  static let subscripts = zipped(
    "0123456789+−=()aehijklmnoprstuvxβγρφχϕ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪᵩ")

  static let superscripts = zipped(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ*′°†⋆⊤∘∗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ*′°†⋆ᵀ°*")

  private static func zipped(_ plain: String, _ raised: String) -> [Character: Character] {
    Dictionary(zip(plain, raised)) { first, _ in first }
  }
}
