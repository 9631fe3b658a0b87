import Basics
import Scheduling
public import Storage

/// Why a row was passed over.
public enum CSVRowError: Hashable, Sendable {
  /// The column's value is none that it can have.
  case invalid(column: String)
  /// `day` and `elapsed_days` contradict each other; the row was read by `elapsed_days`.
  case contradiction
  /// No question or no answer.
  case emptyPair
}

public struct CSVProblem: Hashable, Sendable {
  /// Where the row begins, from 1.
  public var line: Int
  public var error: CSVRowError
}

/// What a table of separated values turned out to be.
public struct CSVImport: Sendable {
  public enum Kind: Hashable, Sendable {
    /// The reviews of this program.
    case reviews
    /// A log of the FSRS researchers: cards are numbers, times are days.
    case research
    /// Questions and answers.
    case pairs
    /// The cards of this program: what they say follows from the log, so there is nothing to import.
    case cards
  }

  public struct Pair: Hashable, Sendable {
    public var question: String
    public var answer: String
    public var tags: [String]
  }

  public private(set) var kind: Kind
  public private(set) var entries: [LogEntry] = []
  public private(set) var pairs: [Pair] = []
  public private(set) var problems: [CSVProblem] = []

  /// The first record tells the kind; a table without known column names holds questions and answers.
  public init(_ bytes: [UInt8]) throws(CSVError) {
    var reader = CSVReader(bytes, separator: CSVReader.separator(of: bytes))
    var names: [String: Int] = [:]
    kind = .pairs
    guard try reader.next() else { return }
    for column in reader.fields.indices.reversed() {
      names[String(reader.text(column).lowercased().filter { !$0.isWhitespace })] = column
    }
    if names["id"] != nil, names["card"] != nil, names["rating"] != nil {
      kind = .reviews
      try readReviews(&reader, names)
    } else if names["card_id"] != nil, names["rating"] != nil,
      names["day"] != nil || names["elapsed_days"] != nil || names["delta_t"] != nil
    {
      kind = .research
      try readResearch(&reader, names)
    } else if names["id"] != nil, names["phase"] != nil, names["stability"] != nil {
      kind = .cards
    } else {
      try readPairs(&reader, names)
    }
  }

  // MARK: Reviews of this program

  private mutating func readReviews(_ reader: inout CSVReader, _ names: [String: Int]) throws(CSVError) {
    let columns = CSVTables.reviewColumns.map { names[$0] ?? CSVReader.mostColumns }
    while try reader.next() {
      do throws(RowFailure) {
        let review = try review(reader, columns)
        entries.append(.review(review))
        if reader.text(columns[15]) == "1" {
          // The table has no ids of retractions: one that follows from the review's makes the import repeatable.
          entries.append(
            .retraction(
              RetractionEntry(
                id: ReviewID(derivedFrom: "retraction \(review.id)", at: review.log.time), review: review.id,
                time: review.log.time)))
        }
      } catch {
        problems.append(CSVProblem(line: reader.line, error: .invalid(column: error.column)))
      }
    }
  }

  private struct RowFailure: Error {
    var column: String
  }

  private func review(_ reader: CSVReader, _ columns: [Int]) throws(RowFailure) -> ReviewEntry {
    func optional(_ column: Int) -> String? {
      let text = reader.text(columns[column])
      return text.isEmpty ? nil : text
    }
    func need<Value>(_ value: Value?, _ column: Int) throws(RowFailure) -> Value {
      guard let value else { throw RowFailure(column: CSVTables.reviewColumns[column]) }
      return value
    }
    func number(_ column: Int, _ range: ClosedRange<Int>) throws(RowFailure) -> Int? {
      guard optional(column) != nil else { return nil }
      return try need(reader.integer(columns[column]).flatMap { range.contains($0) ? $0 : nil }, column)
    }
    var numbers: JSONValue?
    if let text = optional(10) { numbers = try need(try? JSONReader.value(of: Array(text.utf8)), 10) }
    var seed: UInt64?
    if let text = optional(9) { seed = try need(UInt64(text), 9) }
    let card = try need(optional(1).flatMap { $0.utf8.count <= 256 ? CardID(rawValue: $0) : nil }, 1)
    let rating = try need(reader.integer(columns[5]).flatMap { Rating(rawValue: $0) }, 5)
    let offset = try need(reader.integer(columns[3]).flatMap { (-1440...1440).contains($0) ? $0 : nil }, 3)
    return ReviewEntry(
      id: try need(ISOBytes.reviewID(reader.text(columns[0])), 0), card: card,
      log: ReviewLog(
        rating: rating, time: try need(ISOBytes.time(reader.text(columns[2])), 2), offsetMinutes: offset,
        kind: try need(ReviewKind(rawValue: reader.text(columns[6])), 6),
        intervalDays: try number(16, 0...ReviewEntry.longestInterval)),
      details: ReviewDetails(
        day: Day(number: try need(ISOBytes.date(reader.text(columns[4])), 4).number),
        durationMilliseconds: try need(reader.integer(columns[7]).flatMap { $0 >= 0 ? $0 : nil }, 7),
        exercise: optional(8), seed: seed, numbers: numbers, answer: optional(11), mistake: optional(12),
        // Tables written before these columns were there come from the standard model.
        model: optional(13) ?? "fsrs-6", parametersVersion: reader.integer(columns[14]) ?? 0,
        confidence: try number(17, 1...3)))
  }

  // MARK: Research logs

  /// Day 0 of a research log, whose days count from an unknown one: 2000-01-01.
  static let researchEpoch = 10_957

  /// Times are made up so that study days are as far apart as the log says: the card's own instant in the two hours
  /// after noon UTC, and a second more for each further review of the card on that day.
  private mutating func readResearch(_ reader: inout CSVReader, _ names: [String: Int]) throws(CSVError) {
    let none = CSVReader.mostColumns
    let columns = (
      card: names["card_id"] ?? none, day: names["day"] ?? names["review_day"] ?? none,
      elapsed: names["elapsed_days"] ?? names["delta_t"] ?? none, rating: names["rating"] ?? none,
      duration: names["duration"] ?? names["review_duration"] ?? none
    )
    var last: [String: (day: Int, ordinal: Int, reviews: Int, hash: UInt64)] = [:]
    while try reader.next() {
      let card = reader.text(columns.card)
      guard !card.isEmpty, card.utf8.count <= 256 else {
        refuse(reader, "card_id")
        continue
      }
      guard let rating = reader.integer(columns.rating).flatMap({ Rating(rawValue: $0) }) else {
        refuse(reader, "rating")
        continue
      }
      let written = reader.integer(columns.day)
      let elapsed = reader.integer(columns.elapsed)
      let previous = last[card]
      let day: Int
      switch (previous, elapsed, written) {
      case (let previous?, let elapsed?, _) where elapsed >= 0: day = previous.day + elapsed
      case (_, _, let written?): day = written
      case (nil, _, nil): day = 0
      default:
        refuse(reader, "elapsed_days")
        continue
      }
      // A century: what is beyond is no day of a log.
      guard (0...36_525).contains(day), day >= previous?.day ?? 0 else {
        refuse(reader, "day")
        continue
      }
      if let written, written != day { problems.append(CSVProblem(line: reader.line, error: .contradiction)) }
      let ordinal = previous?.day == day ? (previous?.ordinal ?? 0) + 1 : 0
      let reviews = (previous?.reviews ?? 0) + 1
      guard ordinal < 40_000 else {
        refuse(reader, "day")
        continue
      }
      let hash = previous?.hash ?? ContentHash.of("research \(card)".utf8.span)
      last[card] = (day, ordinal, reviews, hash)
      let time = Timestamp(
        milliseconds: Int64(Self.researchEpoch + day) * 86_400_000 + Int64(43_200 + ordinal) * 1000
          + Int64(hash % 7_200_000))
      entries.append(
        .review(
          ReviewEntry(
            id: ReviewID(derivedFrom: hash &+ UInt64(reviews), at: time), card: CardID(rawValue: card),
            log: ReviewLog(
              rating: rating, time: time, offsetMinutes: 0, kind: reviews == 1 ? .learn : .review),
            details: ReviewDetails(
              day: Day(number: Self.researchEpoch + day),
              durationMilliseconds: max(0, reader.integer(columns.duration) ?? 0), model: "research",
              parametersVersion: 0))))
    }
  }

  private mutating func refuse(_ reader: CSVReader, _ column: String) {
    problems.append(CSVProblem(line: reader.line, error: .invalid(column: column)))
  }

  // MARK: Questions and answers

  private static let questionNames = ["question", "front", "问题", "正面"]
  private static let answerNames = ["answer", "back", "答案", "背面"]

  private mutating func readPairs(_ reader: inout CSVReader, _ names: [String: Int]) throws(CSVError) {
    let question = Self.questionNames.compactMap { names[$0] }.first
    let answer = Self.answerNames.compactMap { names[$0] }.first
    if question == nil || answer == nil { addPair(reader, 0, 1, 2) }
    while try reader.next() {
      if let question, let answer {
        addPair(reader, question, answer, names["tags"] ?? CSVReader.mostColumns)
      } else {
        addPair(reader, 0, 1, 2)
      }
    }
  }

  private mutating func addPair(_ reader: CSVReader, _ question: Int, _ answer: Int, _ tags: Int) {
    // What Anki writes above its own tables.
    if reader.text(0).hasPrefix("#"), reader.text(0).contains(":"), reader.fields.count == 1 { return }
    let pair = Pair(
      question: reader.text(question), answer: reader.text(answer),
      tags: reader.text(tags).split { $0 == " " || $0 == "," }.map(String.init))
    if pair.question.allSatisfy(\.isWhitespace) || pair.answer.allSatisfy(\.isWhitespace) {
      problems.append(CSVProblem(line: reader.line, error: .emptyPair))
    } else {
      pairs.append(pair)
    }
  }
}
