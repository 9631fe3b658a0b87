import Decks
import Testing

@Suite struct BlockTests {
  private func text(_ spans: [InlineSpan]) -> String { spans.map(\.text).joined() }

  private func outline(_ blocks: [Block]) -> [String] {
    blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let spans): ["p \(text(spans))"]
      case .heading(let depth, let spans): ["h\(depth) \(text(spans))"]
      case .item(let level, let number, let spans):
        ["i\(level) \(number.map(String.init) ?? "-") \(text(spans))"]
      case .quote(let inner): ["q"] + outline(inner).map { "> " + $0 }
      case .code(let language, let code): ["c \(language)"] + code.split(separator: "\n").map { "| " + $0 }
      case .table(let hasHeader, let rows):
        ["t \(hasHeader)"] + rows.map { row in row.map { text($0) }.joined(separator: "/") }
      case .rule: ["rule"]
      }
    }
  }

  @Test func readsEveryKindOfBlock() {
    let markdown = """
      First
      continued.

      - one
        more
        - nested
          1. deep
      - two
      3) three

      > quoted
      > - item

      ```swift
        let x = 1
      ```
      #### Small
      | a | `b|c` |
      |---|:-:|
      | $|x|$ | d

      ---
      <!-- hidden
      still -->
      Last.
      """
    #expect(
      outline(Block.blocks(of: markdown)) == [
        "p First\ncontinued.", "i0 - one\nmore", "i1 - nested", "i2 1 deep", "i0 - two", "i0 3 three", "q",
        "> p quoted",
        "> i0 - item", "c swift", "|   let x = 1", "h4 Small", "t true", "a/b|c", "|x|/d", "rule", "p Last.",
      ])
  }

  @Test func deepQuotesEndInText() {
    let markdown = String(repeating: ">", count: 5000) + " x"
    #expect(Block.blocks(of: markdown).count == 1)
  }

  @Test func anOpenCodeBlockRunsToTheEnd() {
    #expect(outline(Block.blocks(of: "```\na\n\nb")) == ["c ", "| a", "| b"])
  }
}
