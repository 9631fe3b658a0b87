import Basics
import Decks
import Storage

/// The cards of a package with the numbers that Anki knows them by, in the order of these.
struct AnkiNotes {
  struct Note {
    var id: Int
    var deck: Int
    /// In the decks, from 0.
    var place: Int
    /// Where its card stands: to sort cards themselves is to move all their texts.
    fileprivate var topic: Int
    fileprivate var index: Int
  }

  private(set) var list: [Note] = []
  /// Of each card its note's place in the decks.
  private(set) var places: [CardID: Int] = [:]
  /// As they stand in the collection.
  private(set) var decks: [JSONValue.Member] = [.init("1", AnkiSchema.deck(id: 1, name: "Default"))]
  private let topics: [AnkiContent.Topic]

  /// A card that stands in several topics belongs to the first of them.
  init(_ topics: [AnkiContent.Topic]) {
    self.topics = topics
    let count = topics.reduce(0) { $0 + $1.cards.count }
    var taken: Set<Int> = []
    taken.reserveCapacity(count + topics.count)
    list.reserveCapacity(count)
    places.reserveCapacity(count)
    for (place, topic) in topics.enumerated() {
      let deck = Self.id(of: "deck " + topic.name, &taken)
      decks.append(.init(String(deck), AnkiSchema.deck(id: deck, name: topic.name)))
      for index in topic.cards.indices {
        let card = topic.cards[index].id
        guard places[card] == nil else { continue }
        places[card] = list.count
        list.append(
          Note(
            id: Self.id(of: card.rawValue, &taken), deck: deck, place: list.count, topic: place, index: index)
        )
      }
    }
    // Rows lie in the order of their ids.
    list.sort { $0.id < $1.id }
  }

  /// A number that Anki takes for a time between 2001 and 2032, always the same for the same words.
  private static func id(of words: String, _ taken: inout Set<Int>) -> Int {
    var id = 1_000_000_000_000 + Int(ContentHash.of(words.utf8.span) % 1_000_000_000_000)
    while !taken.insert(id).inserted { id += 1 }
    return id
  }

  /// The rows of the table `notes`.
  func leaves(at now: Timestamp) -> TableLeaves {
    // About as much as is written in the decks, and tags for paragraphs.
    let size = topics.reduce(0) { $0 + $1.cards.reduce(0) { $0 + $1.byteRange.count + 200 } }
    var table = NoteTable(expecting: size, seconds: Int(now.milliseconds / 1000))
    // Handed on where they lie: a card has a dozen parts to copy.
    for note in list {
      let cards = topics[note.topic].cards
      table.append(cards.span[note.index], id: note.id)
    }
    return table.leaves
  }
}

/// The table `notes` as it grows.
private struct NoteTable: ~Copyable {
  private(set) var leaves: TableLeaves
  private let seconds: Int
  private var record = TableRecord()
  private var text = TextBuffer()

  init(expecting size: Int, seconds: Int) {
    leaves = TableLeaves(expecting: size)
    self.seconds = seconds
  }

  mutating func append(_ card: borrowing Card, id: Int) {
    record.clear()
    record.appendRowNumber()
    text.removeAll()
    text.append(text: AnkiSchema.guidPrefix)
    text.append(text: card.id.rawValue)
    unsafe text.withBytes { unsafe record.append(text: $0) }
    record.append(AnkiSchema.noteType)
    record.append(seconds)
    record.append(-1)
    record.append(text: Self.tags(card.tags))
    text.removeAll()
    CardHTML.append(card.questionSpans, to: &text)
    let question = text.count
    text.append("\u{1F}")
    CardHTML.append(card.answerBlocks, to: &text)
    unsafe text.withBytes { fields in
      unsafe record.append(text: fields)
      let question = unsafe UnsafeRawBufferPointer(rebasing: fields[..<question])
      unsafe record.append(sortField: question)
      unsafe record.append(Int(SHA1.prefix(of: HTMLText.stripped([UInt8](question)))))
    }
    record.append(0)
    record.append(text: "")
    leaves.append(row: id, record)
  }

  private static func tags(_ words: [String]) -> [UInt8] {
    var tags: [UInt8] = []
    for tag in words {
      if tags.isEmpty { tags.append(UInt8(ascii: " ")) }
      // Spaces part tags in Anki.
      for byte in tag.utf8 { tags.append(byte <= 0x20 ? UInt8(ascii: "-") : byte) }
      tags.append(UInt8(ascii: " "))
    }
    return tags
  }
}

extension TableRecord {
  /// The column is declared a number, so that what looks like one is one.
  fileprivate mutating func append(sortField text: UnsafeRawBufferPointer) {
    let isNumeral = unsafe text.allSatisfy { $0.isDigit || "+-.eE".utf8.contains($0) }
    guard isNumeral, let number = unsafe Double(String(decoding: text, as: UTF8.self)) else {
      return unsafe append(text: text)
    }
    if let integer = Int(exactly: number), abs(number) < 0x1p53 { append(integer) } else { append(number) }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- 0x30 < 10 }
}
