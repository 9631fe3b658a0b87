import Basics
import Foundation
import Scheduling

@testable import Storage

/// A line format for these tests; the program has its own.
extension EntryCoding {
  static let json = EntryCoding(
    encode: { entry in
      var fields: [JSONValue.Member] = [.init("id", .string("\(entry.id)"))]
      func add(_ name: String, _ value: JSONValue?) { if let value { fields.append(.init(name, value)) } }
      switch entry {
      case .review(let review):
        let details = review.details
        add("card", .string(review.card.rawValue))
        add("rating", .integer(review.log.rating.rawValue))
        add("time", .integer(Int(review.log.time.milliseconds)))
        add("offset", .integer(review.log.offsetMinutes))
        add("kind", .string(review.log.kind.rawValue))
        add("day", .integer(details.day.number))
        add("duration", .integer(details.durationMilliseconds))
        add("exercise", details.exercise.map { .string($0) })
        add("model", .string(details.model))
        add("interval", review.log.intervalDays.map { .integer($0) })
        add("confidence", details.confidence.map { .integer($0) })
      case .retraction(let retraction):
        add("takesBack", .string("\(retraction.review)"))
        add("time", .integer(Int(retraction.time.milliseconds)))
      case .mark(let mark):
        add("card", .string(mark.card.rawValue))
        add("field", .string(mark.change.columns.field))
        add("value", mark.change.columns.value.map { .string($0) })
      case .link(let link):
        add("old", .string(link.old.rawValue))
        add("new", .string(link.new.rawValue))
        add("linked", .bool(link.isLinked))
      }
      return JSONWriter.write(.object(fields))
    },
    decode: { line in
      let data = Data((0..<line.count).map { line[$0] })
      guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
        let id = (object["id"] as? String).flatMap({ ReviewID($0) })
      else { return nil }
      func text(_ name: String) -> String? { object[name] as? String }
      func number(_ name: String) -> Int { object[name] as? Int ?? 0 }
      if let taken = text("takesBack").flatMap({ ReviewID($0) }) {
        return .retraction(
          RetractionEntry(id: id, review: taken, time: Timestamp(milliseconds: Int64(number("time")))))
      }
      if let field = text("field"), let change = MarkEntry.Change(field: field, value: text("value")) {
        return .mark(MarkEntry(id: id, card: card(text("card") ?? ""), change: change))
      }
      if let old = text("old"), let new = text("new") {
        return .link(
          LinkEntry(id: id, old: card(old), new: card(new), isLinked: object["linked"] as? Bool ?? false))
      }
      guard let rating = Rating(rawValue: number("rating")),
        let kind = text("kind").flatMap(ReviewKind.init(rawValue:))
      else { return nil }
      return .review(
        ReviewEntry(
          id: id, card: card(text("card") ?? ""),
          log: ReviewLog(
            rating: rating, time: Timestamp(milliseconds: Int64(number("time"))),
            offsetMinutes: number("offset"), kind: kind, intervalDays: object["interval"] as? Int),
          details: ReviewDetails(
            day: Day(number: number("day")), durationMilliseconds: number("duration"),
            exercise: text("exercise"), model: text("model") ?? "", parametersVersion: 0,
            confidence: object["confidence"] as? Int)))
    })
}
