import Basics
import Scheduling
import TerminalUI

/// The forgetting curve of a card from its first review until some time after it is due, with its reviews on it.
struct ForgettingPlot {
  let changes: [ReviewChange]
  let scheduler: Scheduler
  let now: Timestamp
  let offsetMinutes: Int
  let language: Language

  private static let samples = 160

  private func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }

  /// Nil for a card without reviews.
  var drawing: Drawing? {
    guard let first = changes.first, let last = changes.last else { return nil }
    // A quarter beyond what is known shows where the curve is going.
    let known = max(now.seconds(since: first.entry.time), last.after.due.seconds(since: first.entry.time))
    let span = max(known * 1.25, 86_400)
    func day(_ instant: Timestamp) -> Double { instant.seconds(since: now) / 86_400 }

    let points = curve(from: first.entry.time, seconds: span)
    let range = day(first.entry.time)...(day(first.entry.time) + span / 86_400)
    let asked = changes.dropFirst().map { change in
      (x: day(change.entry.time), y: change.retrievability ?? 1, recalled: change.entry.rating != .again)
    }
    let line = { (y: Double) in [(x: range.lowerBound, y: y), (x: range.upperBound, y: y)] }
    let least = min(
      points.map(\.y).min() ?? 1, scheduler.desiredRetention, asked.map(\.y).min() ?? 1)
    let lowest = max(0, (least * 10).rounded(.down) / 10)
    var series = [
      Plot.Series(
        text("desired retention", "期望保持率"), line(scheduler.desiredRetention), role: .dim),
      Plot.Series(text("recall", "回忆概率"), points, role: .series1),
      Plot.Series(
        text("recalled", "记得"), asked.filter(\.recalled).map { ($0.x, $0.y) }, mark: .points, role: .good),
      Plot.Series(
        text("forgotten", "忘记"), asked.filter { !$0.recalled }.map { ($0.x, $0.y) }, mark: .points,
        role: .bad),
      Plot.Series(
        text("now", "现在"), [(x: 0, y: lowest), (x: 0, y: recall(at: now))], mark: .line, role: .accent),
    ]
    series.removeAll { $0.points.isEmpty }
    return .plot(
      Plot(
        title: text("forgetting curve", "遗忘曲线"), xLabel: text("days from now", "距今天数"),
        yLabel: text("recall", "回忆概率"), series: series, xRange: range, yRange: lowest...1))
  }

  /// Recall at equal steps, and on both sides of every review.
  private func curve(from start: Timestamp, seconds: Double) -> [(x: Double, y: Double)] {
    var instants = (0...Self.samples).map { step in
      start.adding(seconds: seconds * Double(step) / Double(Self.samples))
    }
    instants += changes.map(\.entry.time)
    instants.sort { $0.milliseconds < $1.milliseconds }
    var points: [(x: Double, y: Double)] = []
    for instant in instants {
      let x = instant.seconds(since: now) / 86_400
      if let review = changes.first(where: { $0.entry.time == instant }), let before = review.retrievability {
        points.append((x, before))
      }
      points.append((x, recall(at: instant)))
    }
    return points
  }

  /// What the state after the last review before an instant expects then.
  private func recall(at instant: Timestamp) -> Double {
    guard let change = changes.last(where: { $0.entry.time.milliseconds <= instant.milliseconds }) else {
      return 1
    }
    return scheduler.retrievability(of: .scheduled(change.after), at: instant, offsetMinutes: offsetMinutes)
      ?? 1
  }
}
