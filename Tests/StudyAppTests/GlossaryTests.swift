import Basics
import Testing

@testable import StudyApp

@Suite struct GlossaryTests {
  @Test func aTermIsFoundByNameAcronymOrChinese() {
    let glossary = Glossary(
      table: """
        # Glossary

        | term | 中文 | meaning | 含义 |
        | --- | --- | --- | --- |
        | batch normalisation (BN) | 批归一化 | scales by batch statistics | 用批统计量归一化 |
        | receptive field | 感受野 | input pixels that a unit sees | 一个单元能看到的输入范围 |
        """)
    #expect(glossary.entries.count == 2)
    for query in ["BN", "bn", "batch normalisation", "批归一化"] {
      #expect(glossary.entries(for: query).map(\.term.chinese) == ["批归一化"], "\(query)")
    }
    #expect(glossary.entries(for: "receptive").count == 1)
    #expect(glossary.entries(for: "nothing").isEmpty)
  }

  @Test func theBuiltInGlossaryIsWholeInBothLanguages() {
    let entries = Glossary.builtIn.entries
    #expect(entries.count >= 100)
    for entry in entries {
      for text in [entry.term, entry.meaning] {
        #expect(!text.english.isEmpty && !text.chinese.isEmpty, "\(entry)")
      }
    }
    #expect(Set(entries.map { $0.term.english }).count == entries.count)
  }
}
