import Basics
import Testing

@testable import TerminalUI

@Suite struct WidgetTests {
  @Test func aProgressBarIsAlwaysAsWideAsAsked() {
    #expect(ProgressBar(0.35).line(columns: 10, capabilities: .plain).plainText == "███▌······")
    for share in [-1, 0, 0.001, 0.5, 0.999, 1, 7, Double.nan] {
      #expect(ProgressBar(share).line(columns: 11, capabilities: .plain).columns() == 11)
    }
    let ascii = Capabilities(isUnicode: false, symbols: .ascii)
    #expect(ProgressBar(0.5).line(columns: 4, capabilities: ascii).plainText == "##..")
  }

  @Test func hintsThatDoNotFitAreLeftOut() {
    let hints = KeyHints(
      [.init("space", "show"), .init("s", "suspend"), .init("d", "demo")], trailing: [.init("?", "keys")])
    #expect(hints.line(width: 50).plainText == "space show   s suspend   d demo             ? keys")
    #expect(hints.line(width: 29).plainText == "space show   d demo    ? keys")
    #expect(hints.line(width: 8).plainText == "  ? keys")
    #expect(hints.line(width: 3).plainText == "")
  }

  @Test func chineseHintsKeepToTheEdge() {
    let hints = KeyHints([.init("空格", "显示答案")], trailing: [.init("?", "按键")])
    #expect(hints.line(width: 30).columns() == 30)
  }

  @Test func scrollingStopsAtBothEnds() {
    var region = ScrollRegion(contentRows: 10, visibleRows: 4)
    region.scroll(by: -5)
    #expect(region.rows == 0..<4 && !region.hasMoreAbove && region.hasMoreBelow)
    let takesPageDown = region.handle(.pageDown)
    #expect(takesPageDown && region.rows == 3..<7)
    let takesEnd = region.handle(.end)
    #expect(takesEnd && region.rows == 6..<10 && region.hasMoreAbove && !region.hasMoreBelow)
    let takesEnter = region.handle(.enter)
    #expect(!takesEnter)
    region.scroll(by: .min)
    region.scroll(by: .max)
    #expect(region.rows == 6..<10)
  }

  @Test func aResizeKeepsTheOffsetWhereItCan() {
    var region = ScrollRegion(contentRows: 10, visibleRows: 4)
    region.scroll(to: 5)
    region.fit(contentRows: 10, visibleRows: 3)
    #expect(region.rows == 5..<8)
    region.fit(contentRows: 2, visibleRows: 3)
    #expect(region.rows == 0..<2 && !region.isScrollable)
  }

  @Test func aRowIsRevealedWithTheSmallestMove() {
    var region = ScrollRegion(contentRows: 100, visibleRows: 10)
    region.reveal(9)
    #expect(region.offset == 0)
    region.reveal(10)
    #expect(region.offset == 1)
    region.reveal(0)
    #expect(region.offset == 0)
  }

  /// The field after these keys, all of which it takes.
  private func edited(_ text: String, _ keys: Key...) -> TextField {
    var field = TextField(text)
    for key in keys {
      let isTaken = field.handle(key)
      #expect(isTaken, "\(key)")
    }
    return field
  }

  @Test func typingInsertsAtTheCursor() {
    let typed = edited("12", .left, .character("x"))
    #expect(typed.text == "1x2" && typed.cursor == 2)
    let erased = edited("12", .left, .character("x"), .backspace)
    #expect(erased.text == "12" && erased.cursor == 1)
    let deleted = edited("12", .home, .delete)
    #expect(deleted.text == "2" && deleted.cursor == 0)
    let unchanged = edited("2", .home, .backspace, .end, .delete)
    #expect(unchanged.text == "2" && unchanged.cursor == 1)
  }

  @Test func otherKeysAreLeftToTheScreen() {
    var field = TextField("a")
    for key in [Key.enter, .escape, .tab, .up, .function(1), .control("p"), .alt("x")] {
      let isTaken = field.handle(key)
      #expect(!isTaken && field.text == "a")
    }
  }

  @Test func wordsAreSteppedOverAndRemoved() {
    #expect(edited("one two  ", .wordLeft).cursor == 4)
    #expect(edited("one two  ", .wordLeft, .wordLeft).cursor == 0)
    #expect(edited("one two  ", .home, .wordRight).cursor == 3)
    #expect(edited("one two  ", .control("w")).text == "one ")
    #expect(edited("one two", .control("u")).isEmpty)
    #expect(edited("one two", .home, .wordRight, .control("k")).text == "one")
  }

  @Test func aMarkJoinsTheLetterBeforeIt() {
    let field = edited("y", .character("\u{302}"))
    #expect(field.text == "ŷ" && field.cursor == 1)
    #expect(edited("y", .character("\u{302}"), .backspace).isEmpty)
  }

  @Test func pastedControlsAreMadeVisible() {
    var field = TextField()
    field.insert("a\nb\u{1B}")
    #expect(field.text == "a b␛")
  }

  @Test func theViewFollowsTheCursor() {
    var field = TextField("卷积神经网络")
    #expect(field.view(width: 20).text.plainText == "卷积神经网络")
    #expect(field.view(width: 20).cursorColumn == 12)
    #expect(field.view(width: 7).text.plainText == "经网络" && field.view(width: 7).cursorColumn == 6)
    _ = field.handle(.home)
    #expect(field.view(width: 7).text.plainText == "卷积神" && field.view(width: 7).cursorColumn == 0)
  }

  @Test func randomKeysNeverTrapAndKeepTheCursorInside() {
    let keys: [Key] = [
      .character("a"), .character("中"), .character("\u{301}"), .character("👩"), .character("\u{200D}"),
      .character("🇨"), .backspace, .delete, .left, .right, .home, .end, .wordLeft, .wordRight, .control("w"),
      .control("u"), .control("k"), .character(" "), .enter,
    ]
    let seed: UInt64 = 3
    var generator = SplitMix64(seed: seed)
    var field = TextField()
    for round in 0..<20_000 {
      _ = field.handle(keys[generator.nextIndex(below: keys.count)])
      #expect((0...field.text.count).contains(field.cursor), "seed \(seed), round \(round)")
      let view = field.view(width: 10)
      #expect(view.text.columns() <= 10 && view.cursorColumn < 10, "seed \(seed), round \(round)")
    }
  }
}
