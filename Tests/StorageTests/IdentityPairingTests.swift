import Basics
import Testing

@testable import Storage

@Suite struct IdentityPairingTests {
  private func face(_ id: String, _ question: String, _ answer: String = "") -> IdentityPairing.Face {
    IdentityPairing.Face(id: card(id), origin: "file:/decks/a.md", question: question, answer: answer)
  }

  private static let questions = [
    "How large is the output of a convolution with padding and stride?",
    "Why does batch normalisation help very deep networks to train?",
    "What is the receptive field of three stacked 3×3 convolutions?",
    "Which loss is used for multi-label classification, and why?",
    "How does Adam differ from plain stochastic gradient descent?",
    "What does a residual connection do for the gradient?",
    "卷积层的输出尺寸如何由填充和步幅计算?", "为什么批归一化可以加快深层网络的训练?", "三个 3×3 卷积叠加之后的感受野是多少?",
    "多标签分类应该使用哪一种损失函数?", "Adam 优化器与普通的随机梯度下降有什么不同?", "残差连接对梯度有什么作用?",
  ]

  private static let answers = [
    "Floor of n plus twice the padding minus the kernel, over the stride, plus one.",
    "It keeps the scale of activations steady, so that larger steps are safe.", "Seven by seven.",
    "Binary cross entropy, since labels do not exclude each other.",
    "It scales each step by a moving average.",
    "It lets the gradient pass unchanged.", "用公式计算并向下取整。", "它使激活值的分布稳定，因此可以使用更大的学习率。", "七乘七。",
    "二元交叉熵，因为标签之间不互斥。", "它用梯度的滑动平均来缩放每一步。", "梯度可以不变地通过。",
  ]

  private var deck: [IdentityPairing.Face] {
    Self.questions.indices.map { face("old-\($0)", Self.questions[$0], Self.answers[$0]) }
  }

  @Test func theSameTextUnderAnotherNameHasMoved() {
    let moved = deck.map { face("new" + $0.id.rawValue.dropFirst(3), $0.question, $0.answer) }
    let pairing = IdentityPairing(vanished: deck, appeared: moved.reversed())
    #expect(pairing.pairs.count == deck.count && pairing.doubts.isEmpty && pairing.gone.isEmpty)
    for pair in pairing.pairs {
      #expect(pair.reason == .moved && pair.similarity == 1)
      #expect(pair.old.rawValue.dropFirst(3) == pair.new.rawValue.dropFirst(3))
    }
  }

  /// Replaces, removes or doubles a few characters, as somebody who mends a sentence does.
  private func edited(_ text: String, _ edits: Int, _ random: inout SplitMix64) -> String {
    var characters = Array(text)
    for _ in 0..<edits where characters.count > 4 {
      let place = random.nextIndex(below: characters.count)
      switch random.nextIndex(below: 3) {
      case 0: characters[place] = Array("abcdefgh的了是")[random.nextIndex(below: 11)]
      case 1: characters.remove(at: place)
      default: characters.insert(contentsOf: "very ", at: place)
      }
    }
    return String(characters)
  }

  @Test func smallEditsInBothLanguagesAreRecognisedAndNeverMixedUp() {
    for seed in UInt64(0)..<60 {
      var random = SplitMix64(seed: seed)
      var appeared = deck.map {
        face(
          "new" + $0.id.rawValue.dropFirst(3), edited($0.question, 2, &random), edited($0.answer, 1, &random))
      }
      appeared.shuffle(using: &random)
      let pairing = IdentityPairing(vanished: deck, appeared: appeared)
      for pair in pairing.pairs {
        #expect(pair.old.rawValue.dropFirst(3) == pair.new.rawValue.dropFirst(3), "seed \(seed)")
      }
      #expect(pairing.pairs.count >= deck.count - 2, "seed \(seed): \(pairing.doubts)")
      #expect(pairing.gone.isEmpty, "seed \(seed)")
    }
  }

  @Test func otherCardsAreNotTakenForTheOnesThatLeft() {
    let half = Array(deck.prefix(3)) + deck[6..<9]
    let rest = Array(deck[3..<6]) + deck[9..<12]
    let pairing = IdentityPairing(vanished: half, appeared: rest)
    #expect(pairing.pairs.isEmpty && pairing.doubts.isEmpty)
    #expect(pairing.gone == half.map(\.id).sorted())
  }

  @Test func whatCouldBeEitherIsAsked() {
    let old = face("old", "What is the output size of a convolution?", "By the formula.")
    let twins = ["a", "b"].map {
      face($0, "What is the output size of a convolution layer?", "By the formula.")
    }
    let pairing = IdentityPairing(vanished: [old], appeared: twins)
    #expect(pairing.pairs.isEmpty)
    #expect(pairing.doubts.map(\.old) == [old.id])
    #expect(pairing.doubts.first?.candidates.map(\.id) == twins.map(\.id))
    // The same from the other side: two old cards, one new.
    let other = IdentityPairing(vanished: twins, appeared: [old])
    #expect(other.pairs.isEmpty && other.doubts.count == 2)
  }

  @Test func theDecisionDoesNotDependOnTheOrder() {
    var random = SplitMix64(seed: 4)
    let appeared = deck.map { face("new-\($0.id)", edited($0.question, 3, &random), $0.answer) }
    let expected = IdentityPairing(vanished: deck, appeared: appeared)
    for _ in 0..<10 {
      #expect(
        IdentityPairing(
          vanished: deck.shuffled(using: &random), appeared: appeared.shuffled(using: &random)) == expected)
    }
  }

  @Test func emptyTextsAndNoCardsAreNoTrouble() {
    #expect(IdentityPairing(vanished: [], appeared: deck) == IdentityPairing(vanished: [], appeared: []))
    #expect(IdentityPairing(vanished: [face("a", "", "")], appeared: [face("b", "", "")]).pairs.isEmpty)
  }
}
