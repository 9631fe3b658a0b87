import Basics
import Foundation
import Scheduling
import Testing

@testable import Fitting

/// The reference files beside the tests; the tests named `Reference` read those of STUDY_REFERENCE_DIR where it is set.
enum ReferenceFolder {
  static let own = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

  static let chosen =
    ProcessInfo.processInfo.environment["STUDY_REFERENCE_DIR"].map { URL(filePath: $0) } ?? own

  /// The log of review_log.csv; reviews of one card on one day stand ten minutes apart.
  static func log(in folder: URL = own) throws -> [[ReviewLog]] {
    let text = try String(contentsOf: folder.appending(path: "review_log.csv"), encoding: .utf8)
    var logs: [[ReviewLog]] = []
    var card = ""
    for line in text.split(separator: "\n").dropFirst() {
      let columns = line.split(separator: ",")
      if columns[0] != card {
        card = String(columns[0])
        logs.append([])
      }
      let day = try #require(Int(columns[2]))
      let sameDay = logs[logs.count - 1].reversed().prefix { entry in
        entry.time.milliseconds / 86_400_000 == Int64(20_000 + day)
      }.count
      logs[logs.count - 1].append(entry(try #require(Int(columns[4])), day: day, place: sameDay))
    }
    return logs
  }

  static func entry(_ rating: Int, day: Int, place: Int = 0, kind: ReviewKind = .review) -> ReviewLog {
    ReviewLog(
      rating: Rating(rawValue: rating)!,
      time: Timestamp(milliseconds: Int64(20_000 + day) * 86_400_000 + 43_200_000)
        .adding(seconds: Double(600 * place)),
      offsetMinutes: 0, kind: kind)
  }
}

/// A card's log from ratings and the days between them.
func history(_ reviews: [(rating: Int, days: Int)]) -> [ReviewLog] {
  var day = 0
  return reviews.enumerated().map { index, review in
    day += review.days
    return ReferenceFolder.entry(review.rating, day: day, place: index)
  }
}
