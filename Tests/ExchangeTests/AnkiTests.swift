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
      rows
        == [
          [
            "study:pooling", "",
            "Pooling &amp; <code>max</code>?\u{1F}<p>A <b>maximum</b>.</p><pre><code>x &lt; y</code></pre>",
          ],
          [
            "study:conv-out-size", " shapes ",
            "How large is \\(n\\)?\u{1F}<p>\\(\\lfloor n/s \\rfloor\\)</p><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>",
          ],
          ["study:unseen", "", "New?\u{1F}<p>Yes.</p>"],
        ].sorted { $0[0] < $1[0] })
    // Anki finds notes with the same first field by it and by its hash.
    var firstFields: [String] = []
    try database.forEachRow("SELECT guid, sfld, csum FROM notes ORDER BY guid") {
      firstFields.append($0.text(1))
      guard $0.text(0) == "study:pooling" else { return true }
      #expect($0.integer(2) == Int(SHA1.prefix(of: Array("Pooling & max?".utf8))))
      return true
    }
    #expect(firstFields == ["How large is \\(n\\)?", "Pooling &amp; <code>max</code>?", "New?"])
    var types: [Int] = []
    try database.forEachRow("SELECT type, ease FROM revlog ORDER BY id") {
      types.append($0.integer(0))
      return $0.integer(1) >= 1
    }
    #expect(types.count == 5)
  }

  @Test func aCardsMemoryIsWrittenWithAsManyDigitsAsAnkiKeeps() throws {
    func data(_ package: [UInt8]) throws -> Set<String> {
      let image = try #require(try ZipArchive(package).contents(of: "collection.anki21"))
      var data: Set<String> = []
      try MemoryDatabase(image: image).forEachRow("SELECT data FROM cards") {
        data.insert($0.text(0))
        return true
      }
      return data
    }
    let ids = ["conv-out-size", "pooling"].map(CardID.init(rawValue:))
    let expected = try StandingLog(sampleStore()).cards.filter { ids.contains($0.id) }.map { card in
      let schedule = try #require(card.schedule)
      func rounded(_ number: Double, _ scale: Double) -> Double { (number * scale).rounded() / scale }
      return
        "{\"s\":\(rounded(schedule.memory.stability, 1e4)),\"d\":\(rounded(schedule.memory.difficulty, 1e3))"
        + ",\"dr\":0.9,\"decay\":\(-Parameters.standard.decay)"
        + ",\"lrt\":\(schedule.lastReview.milliseconds / 1000)}"
    }
    #expect(expected.count == 2)
    #expect(try data(samplePackage()) == Set(expected + ["{}"]))
    // Few digits stay few.
    let store = try ReviewStore(.memory, now: noon, idSeed: 1)
    try store.record(ids[0]) { _ in
      NewReview(
        log: ReviewLog(rating: .good, time: noon, offsetMinutes: 0, kind: .learn),
        details: ReviewDetails(
          day: Day(number: 1), durationMilliseconds: 1, exercise: nil, model: "fsrs-6", parametersVersion: 0),
        schedule: Schedule(
          phase: .review, memory: MemoryState(stability: 2.5, difficulty: 7), due: noon,
          dueDay: Day(number: 2), lastReview: noon, lastDay: Day(number: 1), reviews: 1, lapses: 0))
    }
    let short = try #require(try data(samplePackage(of: store)).first { $0 != "{}" })
    #expect(short.hasPrefix("{\"s\":2.5,\"d\":7.0,"))
  }

  @Test(arguments: [
    (
      "1. a\n2. b\n\n- c\n  3. d\n- e",
      "<ol><li>a</li><li>b</li></ol><ul><li>c<ol start=\"3\"><li>d</li></ol></li><li>e</li></ul>"
    ),
    ("### a\n\n> b `c<d`\n\n---", "<h3>a</h3><blockquote><p>b <code>c&lt;d</code></p></blockquote><hr>"),
    (
      "| a | b |\n| - | - |\n| *c* | d |",
      "<table><tr><th>a</th><th>b</th></tr><tr><td><i>c</i></td><td>d</td></tr></table>"
    ),
    ("\"x\" & [y](z?a=1&b=2) > w", "<p>&quot;x&quot; &amp; <a href=\"z?a=1&amp;b=2\">y</a> &gt; w</p>"),
    ("- a\n\nb", "<ul><li>a</li></ul><p>b</p>"),
  ])
  func markdownBecomesHTML(_ markdown: String, _ html: String) {
    var text = TextBuffer()
    CardHTML.append(Block.blocks(of: markdown), to: &text)
    #expect(String(decoding: text.bytes, as: UTF8.self) == html)
  }

  @Test func sha1IsTheOneOfTheStandard() {
    #expect(SHA1.prefix(of: Array("abc".utf8)) == 0xA999_3E36)
    #expect(SHA1.prefix(of: []) == 0xDA39_A3EE)
    #expect(
      SHA1.prefix(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)) == 0x8498_3E44)
  }
}

/// The sample store's cards in two decks, and one card that was never seen.
func samplePackage(of store: ReviewStore? = nil) throws -> [UInt8] {
  let store = try store ?? sampleStore()
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
    "## Pooling & `max`?\n<!-- id: pooling -->\n\nA **maximum**.\n\n```\nx < y\n```\n", file: "pooling.md",
    options: .user
  ).deck.cards
  return try AnkiPackageWriter.package(
    AnkiContent(
      topics: [
        .init(name: "study::Convolution", cards: deck.cards), .init(name: "study::Pooling", cards: pooling),
      ],
      scheduler: scheduler, now: noon, offsetMinutes: 60), of: store)
}

@Suite struct AnkiReadingTests {
  @Test func ourOwnPackageComesBack() throws {
    let package = try AnkiPackage(samplePackage(), offsetMinutes: 60)
    #expect(Set(package.cards.map(\.id.rawValue)) == ["conv-out-size", "unseen", "pooling"])
    let card = try #require(package.cards.first { $0.id.rawValue == "conv-out-size" })
    #expect(card.deck == "study::Convolution" && card.tags == ["shapes"] && card.flag == 2 && card.isOurs)
    #expect(card.question == "How large is $n$?")
    #expect(card.answer == "$\\lfloor n/s \\rfloor$\n\n- one\n  - inner\n- two")
    let reviews = try StandingLog(sampleStore()).reviews
    #expect(package.reviews.map(\.log) == reviews.map(\.log).sorted { $0.time < $1.time })
  }

  @Test func theNewFormatIsSaidToBeOne() throws {
    let bytes = archive([("collection.anki21b", [1, 2, 3]), ("collection.anki2", [1, 2, 3])])
    #expect(throws: AnkiPackageError.newFormat) { try AnkiPackage(bytes, offsetMinutes: 0) }
  }

  @Test func aViewInPlaceOfATableIsRefused() throws {
    let database = try MemoryDatabase()
    try database.execute(
      "CREATE VIEW col AS WITH RECURSIVE a (b) AS (SELECT 1 UNION ALL SELECT b FROM a) SELECT * FROM a")
    let bytes = archive([("collection.anki2", try database.image())])
    #expect(throws: AnkiPackageError.badTable("col")) { try AnkiPackage(bytes, offsetMinutes: 0) }
  }

  @Test(arguments: [
    ("a<br>b", "a\nb"), ("<div>a</div><div>b &lt; c</div>", "a\n\nb < c"), ("x [$]y^2[/$] z", "x $y^2$ z"),
    ("\\[a<br>b\\]", "$a b$"), ("<pre><code>x\n  y</code></pre>end", "```\nx\n  y\n```\n\nend"),
    ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n  - c"),
    ("# no heading", "\\# no heading"), ("<script>bad</script>ok<img src=x>", "ok"), ("1 < 2", "1 < 2"),
    ("<b>a</b> <i>b</i> <code>c</code>", "**a** *b* `c`"), ("&#x41;&#66;&nope;", "AB&nope;"),
  ])
  func htmlBecomesMarkdown(_ html: String, _ markdown: String) {
    #expect(HTMLMarkdown(html).markdown == markdown)
  }

  @Test func templatesAndClozesAreFilledIn() {
    let template = AnkiTemplate(
      fields: ["Text": "A {{c1::kernel::what}} on {{c2::input}}", "Extra": ""], number: 1)
    let sides = template.sides(
      question: "{{cloze:Text}}{{#Extra}}!{{/Extra}}{{^Extra}}?{{/Extra}}",
      answer: "{{FrontSide}}<hr id=answer>{{cloze:Text}} {{Extra}}")
    #expect(sides.question == "A [what] on input?")
    #expect(sides.answer == "A <b>kernel</b> on input ")
  }

  @Test func ankisOwnPackagesAreReadWhenTheyAreThere() throws {
    guard let folder = Platform.environmentVariable("STUDY_TEST_ANKI_FOLDER") else { return }
    let package = try AnkiPackage(FileSystem.read(folder + "/legacy.apkg", limit: 1 << 24), offsetMinutes: 0)
    #expect(package.cards.count == 9 && package.reviews.count == 6)
    #expect(package.cards.contains { $0.question == "backward" && $0.answer == "forward" })
    let bytes = try FileSystem.read(folder + "/new.apkg", limit: 1 << 24)
    #expect(throws: AnkiPackageError.newFormat) { try AnkiPackage(bytes, offsetMinutes: 0) }
  }
}
