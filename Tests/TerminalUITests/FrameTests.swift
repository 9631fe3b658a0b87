import Basics
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FrameTests {
  @Test func textIsCutAtTheEdges() {
    var frame = Frame(size: Size(columns: 6, rows: 2))
    frame.put("abcdefgh", row: 0, column: 2)
    frame.put("xyz", row: 1, column: -1)
    frame.put("nowhere", row: 2, column: 0)
    frame.put("nowhere", row: -1, column: 0)
    #expect(frame.lines == ["  abcd", "yz"])
  }

  @Test func aWidthCutsBeforeTheEdgeDoes() {
    var frame = Frame(size: Size(columns: 10, rows: 1))
    frame.put("abcdef", row: 0, column: 1, width: 3)
    #expect(frame.lines == [" abc"])
  }

  @Test func aWideCharacterTakesTwoCellsAndIsNeverHalved() {
    var frame = Frame(size: Size(columns: 5, rows: 1))
    frame.put("卷积网", row: 0, column: 0)
    #expect(frame.lines == ["卷积"])
    frame.put("x", row: 0, column: 1)
    #expect(frame.lines == [" x积"])
    frame.put("y", row: 0, column: 2)
    #expect(frame.lines == [" xy"])
    frame.put("中", row: 0, column: 1)
    #expect(frame.lines == [" 中"])
  }

  @Test func escapeCodesNeverReachACell() {
    var frame = Frame(size: Size(columns: 8, rows: 1))
    frame.put(StyledText(spans: [.init("a\u{1B}[2J\u{202E}", .plain)]), row: 0, column: 0)
    #expect(frame.lines == ["a\u{FFFD}[2J\u{FFFD}"])
  }

  @Test func restylingKeepsTheCharacters() {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.put("a中b", row: 0, column: 0)
    frame.restyle(row: 0, columns: 0..<9) { $0.isReversed = true }
    #expect(frame.lines == ["a中b"])
    #expect(frame.cells.allSatisfy { $0.style.isReversed })
    // Half a character has no style of its own.
    frame.restyle(row: 0, columns: 2..<3) { $0.isReversed = false }
    #expect(frame.cells.map { $0.style.isReversed } == [true, false, false, true])
    frame.restyle(row: 0, columns: 1..<2) { $0.isReversed = true }
    #expect(frame.cells.map { $0.style.isReversed } == [true, true, true, true])
  }

  @Test func onlyWhatChangedIsInTheDifference() {
    let size = Size(columns: 40, rows: 3)
    var old = Frame(size: size)
    old.put("the quick brown fox jumps", row: 1, column: 0)
    var new = old
    #expect(FrameDiff(from: old, to: new).runs == [])
    new.put("T", row: 1, column: 0)
    new.put("J", row: 1, column: 20)
    new.put("x", row: 2, column: 39)
    #expect(
      FrameDiff(from: old, to: new).runs == [
        .init(row: 1, columns: 0..<1), .init(row: 1, columns: 20..<21), .init(row: 2, columns: 39..<40),
      ])
  }

  @Test func nearbyChangesAreOneRun() {
    let old = Frame(size: Size(columns: 20, rows: 1))
    var new = old
    new.put("a", row: 0, column: 2)
    new.put("b", row: 0, column: 6)
    #expect(FrameDiff(from: old, to: new).runs == [.init(row: 0, columns: 2..<7)])
  }
}
