import Basics

extension Statistics {
  var json: JSONValue {
    [
      "day": .string(today.date.description), "reviews": .integer(reviewCount), "due": .integer(dueNow),
      "streak": .integer(streak), "longest_streak": .integer(longestStreak),
      "minutes_30_days": .number(Double(tally(lastDays: 30)[.milliseconds]) / 60_000),
      "mean_recall": meanRecall.map { .number($0) } ?? .null,
      "cards": [
        "new": .integer(cards.new), "learning": .integer(cards.learning), "young": .integer(cards.young),
        "mature": .integer(cards.mature), "suspended": .integer(cards.suspended),
      ],
      "forecast": [
        "overdue": .integer(forecast.overdue),
        "days": .array(
          forecast.days.enumerated().map { offset, cards in
            ["day": .string(today.advanced(by: offset).date.description), "cards": .integer(cards)]
          }),
      ],
      "history": .array(days.sorted { $0.key < $1.key }.map { Self.json(Day(number: $0.key), $0.value) }),
      "retention": [
        "last_30_days": tally(lastDays: 30).retention.json,
        "all": days.values.reduce(Retention()) { $0 + $1.retention }.json,
        "months": .array(
          retentionByMonth.map { month in
            let digits = month.month < 10 ? "0\(month.month)" : "\(month.month)"
            return ["month": .string("\(month.year)-\(digits)"), "retention": month.retention.json]
          }),
      ],
      "calibration": [
        "error": calibrationError.map { .number($0) } ?? .null,
        "bins": .array(calibration.enumerated().filter { $0.element.count > 0 }.map(Self.json)),
      ],
      "confidence": .array(
        confidence.map { count in
          [
            "confidence": .integer(count.confidence), "answers": .integer(count.count),
            "right": .integer(count.right),
          ]
        }),
      "stability": .array(
        memory.stability.enumerated().map { index, cards in
          let ends = MemoryHistograms.stabilityEnds
          return [
            "from_days": .number(index == 0 ? 0 : ends[index - 1]),
            "to_days": index < ends.count ? .number(ends[index]) : .null, "cards": .integer(cards),
          ]
        }),
      "difficulty": .array(
        memory.difficulty.enumerated().map { ["difficulty": .integer($0 + 1), "cards": .integer($1)] }),
      "recall": .array(
        memory.recall.enumerated().map { index, cards in
          [
            "from": .number(Double(index) / 10), "to": .number(Double(index + 1) / 10),
            "cards": .integer(cards),
          ]
        }),
      "topics": .array(topics.map { $0.json(name: "topic") }),
      "levels": .array(levels.map { $0.json(name: "level") }),
    ]
  }

  private static func json(_ day: Day, _ tally: DayTally) -> JSONValue {
    [
      "day": .string(day.date.description), "reviews": .integer(tally.answers),
      "again": .integer(tally[.again]), "hard": .integer(tally[.hard]), "good": .integer(tally[.good]),
      "easy": .integer(tally[.easy]), "practice": .integer(tally[.practice]),
      "new_cards": .integer(tally[.introduced]),
      "minutes": .number(Double(tally[.milliseconds]) / 60_000), "retention": tally.retention.json,
    ]
  }

  private static func json(_ index: Int, _ bin: CalibrationBin) -> JSONValue {
    [
      "from": .number(Double(index) / Double(LogTally.binCount)),
      "to": .number(Double(index + 1) / Double(LogTally.binCount)), "answers": .integer(bin.count),
      "predicted": bin.meanPredicted.map { .number($0) } ?? .null,
      "recalled": bin.share.map { .number($0) } ?? .null,
    ]
  }
}

extension Retention {
  fileprivate var json: JSONValue {
    ["young": young.json, "mature": mature.json, "all": all.json]
  }
}

extension Recall {
  fileprivate var json: JSONValue {
    [
      "asked": .integer(asked), "recalled": .integer(recalled), "share": share.map { .number($0) } ?? .null,
    ]
  }
}

extension GroupStatistics {
  fileprivate func json(name key: String) -> JSONValue {
    [
      JSONValue.Member(key, key == "level" ? .integer(Int(name) ?? 0) : .string(name)),
      JSONValue.Member("title", .string(title)), JSONValue.Member("cards", .integer(total)),
      JSONValue.Member("seen", .integer(seen)), JSONValue.Member("due", .integer(due)),
      JSONValue.Member("readiness", .number(readiness)),
      JSONValue.Member("answers", .integer(answers.answers)),
      JSONValue.Member("ratings", .integers((0..<4).map { Int(answers.ratings[$0]) })),
      JSONValue.Member("seconds_per_answer", answers.secondsPerAnswer.map { .number($0) } ?? .null),
    ].object
  }
}

extension [JSONValue.Member] {
  fileprivate var object: JSONValue { .object(self) }
}
