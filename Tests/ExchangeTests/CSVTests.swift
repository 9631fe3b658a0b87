import Basics
import Scheduling
import Storage
import Testing

@testable import Exchange

@Suite struct CSVTests {
  @Test func theLogReadsBackFromItsTable() throws {
    let store = try sampleStore()
    let entries = try store.allEntries()
    let read = try CSVImport(store.reviewTable())
    #expect(read.kind == .reviews && read.problems == [])
    #expect(read.entries.filter { $0.kindName == "review" } == entries.filter { $0.kindName == "review" })
    #expect(read.entries.count { $0.kindName == "retraction" } == 1)
  }

  @Test func aTableOfCardsHasALineForEach() throws {
    let store = try sampleStore()
    let bytes = try store.cardTable()
    var reader = CSVReader(bytes, separator: UInt8(ascii: ","))
    var rows: [[String]] = []
    while try reader.next() { rows.append(reader.fields.indices.map { reader.text($0) }) }
    #expect(try rows.count == 1 + store.allCards().count && Set(rows.map(\.count)) == [13])
    #expect(rows.contains { $0.last == "line 1\nline 2" })
    #expect(try CSVImport(bytes).kind == .cards)
  }

  @Test func quotesSeparatorsAndLineEndsAreThoseOfTheStandard() throws {
    let text = "\u{FEFF}a,\"b \"\"c\"\", d\",\r\n\n\"x\ny\",,z"
    var reader = CSVReader(Array(text.utf8), separator: UInt8(ascii: ","))
    #expect(try reader.next())
    #expect((0..<3).map { reader.text($0) } == ["a", "b \"c\", d", ""] && reader.fields.count == 3)
    #expect(try reader.next())
    #expect((0..<4).map { reader.text($0) } == ["x\ny", "", "z", ""] && reader.line == 3)
    #expect(try !reader.next())
  }

  @Test func aQuoteThatNeverClosesIsSaidWithItsLine() {
    #expect(throws: CSVError.unclosedQuote(line: 2)) { try CSVImport(Array("a,b\nc,\"d\n".utf8)) }
    #expect(throws: CSVError.textAfterQuote(line: 1)) { try CSVImport(Array("\"a\"b,c\n".utf8)) }
  }

  @Test func theSeparatorIsFound() {
    #expect(CSVReader.separator(of: Array("a, b\tc".utf8)) == 0x09)
    #expect(CSVReader.separator(of: Array("a;b;c,d".utf8)) == UInt8(ascii: ";"))
    #expect(CSVReader.separator(of: Array("a,b;".utf8)) == UInt8(ascii: ","))
  }

  @Test func elapsedDaysOfAResearchLogComeOutEqual() throws {
    let rows = [(1, 49, 0), (1, 51, 2), (1, 51, 0), (1, 59, 8), (2, 3, 0), (2, 365, 362)]
    let text =
      "card_id,review_index,day,elapsed_days,rating\n"
      + rows.map { "\($0.0),0,\($0.1),\($0.2),3" }.joined(separator: "\n")
    let read = try CSVImport(Array(text.utf8))
    #expect(read.kind == .research && read.problems == [] && read.entries.count == rows.count)
    var logs: [CardID: [ReviewLog]] = [:]
    for case .review(let review) in read.entries { logs[review.card, default: []].append(review.log) }
    for (card, log) in logs {
      let elapsed = scheduler.history(log, of: card).map { $0.elapsedDays ?? 0 }
      #expect(elapsed == rows.filter { "\($0.0)" == card.rawValue }.map(\.2))
    }
    // Twice the same file gives the same entries.
    #expect(try CSVImport(Array(text.utf8)).entries == read.entries)
  }

  @Test func aRowThatIsWrongIsReportedAndTheOthersAreRead() throws {
    let text = "card_id,day,elapsed_days,rating\n1,5,0,3\n1,9,2,3\n1,x,-1,3\n2,1,0,7\n3,1,0,4\n"
    let read = try CSVImport(Array(text.utf8))
    #expect(read.entries.count == 3)
    #expect(
      read.problems == [
        CSVProblem(line: 3, error: .contradiction),
        CSVProblem(line: 4, error: .invalid(column: "elapsed_days")),
        CSVProblem(line: 5, error: .invalid(column: "rating")),
      ])
  }

  @Test(arguments: [
    "question,answer,tags\nWhat is a kernel?,\"Weights, that slide\",conv shapes\n",
    "What is a kernel?\t\"Weights, that slide\"\tconv shapes\n",
    "#separator:tab\nWhat is a kernel?\tWeights, that slide\tconv shapes\n",
    "back;tags;front\n\"Weights, that slide\";conv shapes;What is a kernel?\n",
  ])
  func pairsAreFoundWithAndWithoutAHeader(_ text: String) throws {
    let read = try CSVImport(Array(text.utf8))
    #expect(
      read.pairs == [
        CSVImport.Pair(
          question: "What is a kernel?", answer: "Weights, that slide", tags: ["conv", "shapes"])
      ])
    #expect(read.problems == [])
  }
}
