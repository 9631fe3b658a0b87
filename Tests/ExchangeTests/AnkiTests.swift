import Basics
import Decks
import Scheduling
import Storage
import Testing

@testable import Exchange

@Suite struct AnkiTests {
  @Test func aPackageHoldsNotesCardsAndTheLog() throws {
    let package = try samplePackage()
    if let path = Platform.environmentVariable("STUDY_TEST_PACKAGE") {
      try FileSystem.write(package, to: path)
    }
    let zip = try ZipArchive(package)
    #expect(zip.entries.map(\.name) == ["meta", "collection.anki21", "media"])
    let image = try #require(try zip.contents(of: "collection.anki21"))
    let database = try MemoryDatabase(image: image)
    var rows: [[String]] = []
    try database.forEachRow("SELECT guid, tags, flds FROM notes ORDER BY guid") {
      rows.append([$0.text(0), $0.text(1), $0.text(2)])
      return true
    }
    #expect(
      rows == [
        ["study:pooling", "", "Pooling &amp; <code>max</code>?\u{1F}<p>A <b>maximum</b>.</p><pre><code>x &lt; y</code></pre>"],
        [
          "study:conv-out-size", " shapes ",
          "How large is \\(n\\)?\u{1F}<p>\\(\\lfloor n/s \\rfloor\\)</p><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>",
        ],
        ["study:unseen", "", "New?\u{1F}<p>Yes.</p>"],
      ].sorted { $0[0] < $1[0] })
    var types: [Int] = []
    try database.forEachRow("SELECT type, ease FROM revlog ORDER BY id") {
      types.append($0.integer(0))
      return $0.integer(1) >= 1
    }
    #expect(types.count == 5)
  }

  @Test func sha1IsTheOneOfTheStandard() {
    #expect(SHA1.prefix(of: Array("abc".utf8)) == 0xA999_3E36)
    #expect(SHA1.prefix(of: []) == 0xDA39_A3EE)
    #expect(SHA1.prefix(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)) == 0x8349_B543)
  }
}

/// The sample store's cards in two decks, and one card that was never seen.
func samplePackage() throws -> [UInt8] {
  let store = try sampleStore()
  let text = """
    ## How large is $n$?
    <!-- id: conv-out-size; tags: shapes -->

    $\\lfloor n/s \\rfloor$

    - one
      - inner
    - two

    ## New?
    <!-- id: unseen -->

    Yes.
    """
  let deck = DeckParser.parse(text, file: "convolution.md", options: .user).deck
  let pooling = DeckParser.parse(
    "## Pooling & `max`?\n<!-- id: pooling -->\n\nA **maximum**.\n\n```\nx < y\n```\n", file: "pooling.md", options: .user
  ).deck.cards
  return try AnkiPackageWriter.package(
    AnkiContent(
      topics: [.init(name: "study::Convolution", cards: deck.cards), .init(name: "study::Pooling", cards: pooling)],
      records: try StudyArchive(store).cards, reviews: try store.standingReviews(), scheduler: scheduler,
      now: noon.adding(days: 20), offsetMinutes: 60))
}
