import Decks
import Testing

@Suite struct InlineMarkdownTests {
  private func text(_ markdown: String) -> String {
    InlineMarkdown.spans(of: markdown).map { span in
      var marks = ""
      switch span.kind {
      case .text: break
      case .code: marks += "c"
      case .maths: marks += "m"
      }
      if span.isStrong { marks += "s" }
      if span.isEmphasised { marks += "e" }
      if let destination = span.destination { marks += "→\(destination)" }
      return marks.isEmpty ? span.text : "<\(marks):\(span.text)>"
    }.joined()
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a **b** c", "a <s:b> c"), ("a *b* _c_", "a <e:b> <e:c>"),
    ("***both***", "<se:both>"),
    ("**a *b* c**", "<s:a ><se:b><s: c>"), ("中**文**字", "中<s:文>字"), ("snake_case_name", "snake_case_name"),
    ("2 * 3 * 4", "2 * 3 * 4"), ("a*b", "a*b"), ("**open", "**open"),
    ("`code` and ``a ` b``", "<c:code> and <c:a ` b>"),
    ("`open", "`open"), ("` a `", "<c:a>"), ("$x_1 * y_1$", "<m:x_1 * y_1>"), ("$$a$$", "<m:a>"),
    ("costs $5 and $6", "costs $5 and $6"),
    ("\\$5 \\*not\\* \\a", "$5 *not* \\a"), ("[link](http://x) end", "<→http://x:link> end"),
    ("[**b** c](u)", "<s→u:b><→u: c>"), ("![image](u)", "<→u:image>"), ("[no link]", "[no link]"),
    ("[x] (y)", "[x] (y)"),
    ("**`c`**", "<cs:c>"), ("*$m$*", "<me:m>"), ("a\nb", "a\nb"), ("_a_b_", "<e:a_b>"), ("* a *", "* a *"),
    ("**a*", "*<e:a>"),
    ("$a$ and $b$", "<m:a> and <m:b>"), ("`$x$`", "<c:$x$>"), ("$\\$$", "<m:\\$>"), ("==gap==", "==gap=="),
  ]) func readsSpans(_ markdown: String, _ spans: String) {
    #expect(text(markdown) == spans)
  }

  @Test func plainTextDropsTheMarks() {
    #expect(InlineMarkdown.plainText(of: "**a** `b` $c$ [d](e)") == "a b c d")
  }
}
