import Basics
import Decks
import Foundation
import TestSupport
import Testing

@Suite struct DeckParserTests {
  @Test func mutatedDecksNeverTrapAndKeepTheirPlaces() throws {
    let corpus = try GoldenTests.names.map { try GoldenTests.parse($0) }
    for seed in UInt64(0)..<1500 {
      var generator = SplitMix64(seed: seed)
      let origin = corpus[generator.nextIndex(below: corpus.count)]
      let bytes = mutated(
        origin.bytes, with: corpus[generator.nextIndex(below: corpus.count)].bytes, &generator)
      let parsed = DeckParser.parse(bytes.span, file: "fuzz.md", options: origin.options)
      var end = 0
      for card in parsed.deck.cards {
        #expect(card.byteRange.lowerBound >= end && card.byteRange.upperBound <= bytes.count, "seed \(seed)")
        end = card.byteRange.lowerBound
        #expect(!card.question.isEmpty, "seed \(seed)")
      }
      // Reading every lazy part must not trap either.
      #expect(!DeckDump.dump(parsed.deck).isEmpty, "seed \(seed)")
      for card in parsed.deck.cards { _ = Block.blocks(of: card.answer) + Block.blocks(of: card.question) }
      for diagnostic in parsed.diagnostics {
        #expect(diagnostic.location.line >= 1 && diagnostic.location.column >= 1, "seed \(seed)")
      }
    }
  }

  private func mutated(_ bytes: [UInt8], with other: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = Array(bytes.prefix(4000))
    let marks = Array("`$=|*_[]{}()<>!#-:;.,~\\\n\r\t 0x→：@\"'".utf8) + [0x00, 0x1B, 0x7F, 0xFF, 0xC3, 0xE2]
    for _ in 0...generator.nextIndex(below: 8) {
      let place = generator.nextIndex(below: bytes.count + 1)
      switch generator.nextIndex(below: 5) {
      case 0: bytes.insert(marks[generator.nextIndex(below: marks.count)], at: place)
      case 1: if place < bytes.count { bytes[place] = marks[generator.nextIndex(below: marks.count)] }
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.nextIndex(below: 20)))
      case 3: bytes.removeSubrange(place...)
      default:
        guard !other.isEmpty else { continue }
        let start = generator.nextIndex(below: other.count)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 60)], at: place)
      }
    }
    return bytes
  }

  @Test func anyBytesGiveADeck() {
    for seed in UInt64(0)..<300 {
      var generator = SplitMix64(seed: seed)
      let bytes = (0..<generator.nextIndex(below: 300)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let parsed = DeckParser.parse(bytes.span, file: "noise.md", options: .user)
      #expect(parsed.deck.topic == "noise", "seed \(seed)")
    }
  }

  @Test func aFileOverTheLimitIsRefusedWithItsSize() {
    var options = ParseOptions.user
    options.maximumFileBytes = 20
    for text in ["## One?\n\nAn answer that is longer.\n"] {
      let fromText = DeckParser.parse(text, file: "big.md", options: options)
      let fromBytes = DeckParser.parse(text.utf8.span, file: "big.md", options: options)
      #expect(fromText == fromBytes)
      #expect(fromText.deck.cards.isEmpty)
      #expect(fromText.diagnostics.map(\.code) == [.fileTooLarge])
      #expect(fromText.diagnostics.first?.subject == String(text.utf8.count))
    }
    #expect(ParseOptions.user.maximumFileBytes == 16 << 20)
    #expect(ParseOptions.user.maximumLineBytes == 64 << 10)
  }

  @Test func columnsCountScalarsNotBytes() throws {
    let text = "## 问？\n\n答案 `study demo conv` → `out = `\n"
    let diagnostic = try #require(DeckParser.parse(text, file: "x.md", options: .user).diagnostics.first)
    #expect(diagnostic.location.description == "x.md:3:24")
  }

  @Test func aQuestionKeepsItsIdentityThroughSpacingCaseAndWidth() {
    let plain = CardIdentity.id(ofQuestion: "What is ReLU?")
    #expect(CardIdentity.id(ofQuestion: "  what  is\trelu？ ") == plain)
    #expect(CardIdentity.id(ofQuestion: "What is ReLU6?") != plain)
    #expect(CardIdentity.id(ofCloze: "What is ReLU?") != plain)
    #expect(plain.rawValue.hasPrefix("@") && plain.rawValue.count == 33)
    #expect(CardID(written: plain.rawValue) == nil)
    // A change here would orphan every learner's history.
    #expect(plain.rawValue == "@6ce12e93aa9e50e1fa3f337f7c455707")
  }

  @Test(.timeLimit(.patient(minutes: 1))) func marksThatNeverCloseAreReadToTheEnd() {
    // A reader that goes back at each mark, without bound, takes minutes for these.
    for mark in ["[", "`", "$a ", "*a ", "==", "![", "``` ", "<!--", "- [ ] ", "{n}"] {
      let text = "## One?\n\n" + String(repeating: mark, count: 8_000 / mark.utf8.count) + "\n"
      let card = DeckParser.parse(text, file: "x.md", options: .user).deck.cards.first
      #expect(InlineMarkdown.spans(of: card?.answer ?? "").count < 8_000)
    }
  }
}
