import Basics
import Decks
import Storage

/// The cards of a package with the numbers that Anki knows them by, in the order of these.
struct AnkiNotes {
  struct Note {
    var id: Int
    var deck: Int
    /// In the decks, from 1.
    var position: Int
    var card: Card
  }

  private(set) var list: [Note] = []
  /// As they stand in the collection.
  private(set) var decks: [JSONValue.Member] = [.init("1", AnkiSchema.deck(id: 1, name: "Default"))]
  private var taken: Set<Int> = []

  /// A card that stands in several topics belongs to the first of them.
  init(_ topics: [AnkiContent.Topic]) {
    var seen: Set<CardID> = []
    list.reserveCapacity(topics.reduce(0) { $0 + $1.cards.count })
    for topic in topics {
      let deck = id(of: "deck " + topic.name)
      decks.append(.init(String(deck), AnkiSchema.deck(id: deck, name: topic.name)))
      for card in topic.cards where seen.insert(card.id).inserted {
        list.append(
          Note(id: id(of: card.id.rawValue), deck: deck, position: list.count + 1, card: card))
      }
    }
    // Rows lie in the order of their ids.
    list.sort { $0.id < $1.id }
  }

  /// A number that Anki takes for a time between 2001 and 2032, always the same for the same words.
  private mutating func id(of words: String) -> Int {
    var id = 1_000_000_000_000 + Int(ContentHash.of(words.utf8.span) % 1_000_000_000_000)
    while !taken.insert(id).inserted { id += 1 }
    return id
  }

  /// The rows of the table `notes`.
  func leaves(at now: Timestamp) -> TableLeaves {
    var leaves = TableLeaves()
    var record = TableRecord()
    var fields: [UInt8] = []
    let seconds = Int(now.milliseconds / 1000)
    for note in list {
      fields.removeAll(keepingCapacity: true)
      CardHTML.append(inline: note.card.question, to: &fields)
      let question = fields
      fields.append(0x1F)
      CardHTML.append(blocks: note.card.answer, to: &fields)
      record.clear()
      record.appendRowNumber()
      record.append(text: (AnkiSchema.guidPrefix + note.card.id.rawValue).utf8)
      record.append(AnkiSchema.noteType)
      record.append(seconds)
      record.append(-1)
      record.append(text: Self.tags(of: note.card))
      record.append(text: fields)
      record.append(sortField: question)
      record.append(Int(SHA1.prefix(of: HTMLText.stripped(question))))
      record.append(0)
      record.append(text: [])
      leaves.append(row: note.id, record)
    }
    return leaves
  }

  private static func tags(of card: Card) -> [UInt8] {
    var tags: [UInt8] = []
    for tag in card.tags {
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
