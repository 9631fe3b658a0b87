/// Which rows of something longer than the screen are shown; the offset never leaves the content.
public struct ScrollRegion: Sendable, Hashable {
  public private(set) var offset = 0
  public private(set) var contentRows: Int
  public private(set) var visibleRows: Int

  public init(contentRows: Int = 0, visibleRows: Int = 0) {
    self.contentRows = max(0, contentRows)
    self.visibleRows = max(0, visibleRows)
  }

  /// The rows that are shown.
  public var rows: Range<Int> { offset..<min(contentRows, offset + visibleRows) }
  public var isScrollable: Bool { contentRows > visibleRows }
  public var hasMoreAbove: Bool { offset > 0 }
  public var hasMoreBelow: Bool { offset < lastOffset }

  private var lastOffset: Int { max(0, contentRows - visibleRows) }

  /// After a resize or with other content: the offset stays where it can.
  public mutating func fit(contentRows: Int, visibleRows: Int) {
    let offset = offset
    self = ScrollRegion(contentRows: contentRows, visibleRows: visibleRows)
    scroll(to: offset)
  }

  public mutating func scroll(to row: Int) {
    offset = min(lastOffset, max(0, row))
  }

  public mutating func scroll(by rows: Int) {
    scroll(to: offset + min(contentRows, max(-contentRows, rows)))
  }

  /// A page leaves one row of the last one in sight.
  public mutating func scrollPage(_ pages: Int) {
    scroll(by: pages * max(1, visibleRows - 1))
  }

  /// Moves as little as needed to bring a row into sight.
  public mutating func reveal(_ row: Int) {
    if row < offset { scroll(to: row) }
    if row >= offset + visibleRows { scroll(to: row - visibleRows + 1) }
  }

  /// Moves for the keys that usually scroll; false for any other.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .wheelUp: scroll(by: -3)
    case .wheelDown: scroll(by: 3)
    case .pageUp: scrollPage(-1)
    case .pageDown: scrollPage(1)
    case .home: scroll(to: 0)
    case .end: scroll(to: lastOffset)
    default: return false
    }
    return true
  }
}
