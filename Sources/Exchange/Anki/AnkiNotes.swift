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
    var leaves = TableLeaves(expecting: size)
    var record = TableRecord()
    var fields: [UInt8] = []
    let seconds = Int(now.milliseconds / 1000)
    for note in list {
      let card = topics[note.topic].cards[note.index]
      fields.removeAll(keepingCapacity: true)
      CardHTML.append(inline: card.question, to: &fields)
      let question = fields
      fields.append(0x1F)
      CardHTML.append(blocks: card.answer, to: &fields)
      record.clear()
      record.appendRowNumber()
      record.append(text: AnkiSchema.guidPrefix + card.id.rawValue)
      record.append(AnkiSchema.noteType)
      record.append(seconds)
      record.append(-1)
      record.append(text: Self.tags(card.tags))
      record.append(text: fields)
      record.append(sortField: question)
      record.append(Int(SHA1.prefix(of: HTMLText.stripped(question))))
      record.append(0)
      record.append(text: "")
      leaves.append(row: note.id, record)
    }
    return leaves
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
  fileprivate mutating func append(sortField text: [UInt8]) {
    let isNumeral =
      text.first.map { $0.isDigit || "+-.".utf8.contains($0) } ?? false
      && text.allSatisfy { $0.isDigit || "+-.eE".utf8.contains($0) }
    guard isNumeral, let number = Double(String(decoding: text, as: UTF8.self)) else {
      return append(text: text)
    }
    if let integer = Int(exactly: number), abs(number) < 0x1p53 { append(integer) } else { append(number) }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- 0x30 < 10 }
}
