import Basics
import Fitting
import Glibc
import Scheduling

/// How fast a learner's log is fitted, judged and replayed.
enum MemoryBench {
  static let rows: [Row] = [
    row("fit-6000", unit: "ms", scale: 1e3) { fitted(try logs()) },
    row("fit-100k", unit: "ms", scale: 1e3) { fitted(made(cards: 5000, reviews: 100_000)) },
    row("evaluate-6000", unit: "ms", scale: 1e3) {
      let logs = try Self.logs()
      let model = MemoryModel.standard
      return { RecallLog(logs).evaluate(model).logLoss }
    },
    Row("replay", group: "memory", unit: "Mreviews/s") {
      Samples(values: ScheduleBench.reviewsPerSecond(rounds: 5).map { $0 / 1e6 })
    },
  ]

  private static func row(
    _ name: String, unit: String, scale: Double, _ prepare: @escaping @Sendable () throws -> () -> Double
  ) -> Row {
    Row(name, group: "memory", unit: unit) {
      let work = try prepare()
      var checksum = 0.0
      let samples = try Clock.samples(count: 9) {
        Clock.seconds { checksum += work() } * scale
      }
      precondition(checksum > 0, "a result that nobody reads would be optimised away")
      return samples
    }
  }

  /// With the reading of the log, since a command has that to do too.
  private static func fitted(_ logs: [[ReviewLog]]) -> () -> Double {
    {
      guard let outcome = try? FSRS6Fit().fit(RecallLog(logs)) else {
        preconditionFailure("nobody cancels a bench")
      }
      return outcome.parameters.weights[0]
    }
  }

  /// The log that `--log PATH` names, in place of the made one of 6,000 reviews: card_id, review_index, day, elapsed_days, rating.
  nonisolated(unsafe) static var path: String?

  private static func logs(at path: String) throws -> [[ReviewLog]] {
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 28), as: UTF8.self)
    var logs: [[ReviewLog]] = []
    var card: Substring?
    for line in text.split(separator: "\n").dropFirst() {
      let columns = line.split(separator: ",")
      guard columns.count == 5, let day = Int(columns[2]),
        let rating = Int(columns[4]).flatMap(Rating.init(rawValue:))
      else { preconditionFailure("\(path): not a review: \(line)") }
      if columns[0] != card {
        card = columns[0]
        logs.append([])
      }
      logs[logs.count - 1].append(entry(rating, day: day, place: logs[logs.count - 1].count))
    }
    return logs
  }

  private static func logs() throws -> [[ReviewLog]] {
    try path.map(logs(at:)) ?? made(cards: 300, reviews: 6000)
  }

  /// Reviews of cards by a learner whose parameters are known: the shape of the reference log of the fit.
  private static func made(cards: Int, reviews: Int, seed: UInt64 = 1) -> [[ReviewLog]] {
    var random = SplitMix64(seed: seed)
    return (0..<cards).map { _ in
      history(reviews: reviews / cards + random.nextIndex(below: 13) - 6, using: &random)
    }
  }

  private static let learner = try! Parameters(weights: [
    0.5, 1.6, 4.2, 16, 5.6, 1.1, 1.4, 0.02, 1.55, 0.14, 1, 1.9, 0.08, 0.3, 1.8, 0.35, 2.6, 0.65, 0.35, 0.1,
    0.28,
  ])

  /// Reviews near their due day, a third of the failed ones again on the same day.
  private static func history(reviews: Int, using random: inout SplitMix64) -> [ReviewLog] {
    let update = MemoryUpdate(learner)
    var day = random.nextIndex(below: 200)
    var rating = pick([0.25, 0.15, 0.5, 0.1], of: Rating.allCases, using: &random)
    var memory = update.initial(rating)
    var log = [entry(rating, day: day, place: 0)]
    while log.count < reviews {
      var elapsed = 0
      if random.nextUnit() > (rating == .again ? 0.5 : 0.03) {
        let due = update.interval(of: memory, retention: 0.88)
        elapsed = min(max(1, Int((due * exp(0.35 * normal(using: &random))).rounded())), 400)
      }
      day += elapsed
      let recall = elapsed > 0 ? update.retrievability(of: memory, after: Elapsed(days: elapsed)) : 0.85
      rating =
        random.nextUnit() < recall
        ? pick([0.2, 0.68, 0.12], of: [.hard, .good, .easy], using: &random) : .again
      memory = update.review(memory, rating, after: Elapsed(days: elapsed))
      log.append(entry(rating, day: day, place: log.count))
    }
    return log
  }

  private static func entry(_ rating: Rating, day: Int, place: Int) -> ReviewLog {
    ReviewLog(
      rating: rating,
      time: Timestamp(milliseconds: Int64(20_000 + day) * 86_400_000 + 43_200_000)
        .adding(seconds: Double(60 * place)),
      offsetMinutes: 0, kind: .review)
  }

  private static func pick(
    _ shares: [Double], of ratings: [Rating], using random: inout SplitMix64
  ) -> Rating {
    var rest = random.nextUnit()
    for (share, rating) in zip(shares, ratings) {
      if rest < share { return rating }
      rest -= share
    }
    return .good
  }

  /// Box and Muller's method.
  private static func normal(using random: inout SplitMix64) -> Double {
    (-2 * log(1 - random.nextUnit())).squareRoot() * cos(2 * .pi * random.nextUnit())
  }
}
