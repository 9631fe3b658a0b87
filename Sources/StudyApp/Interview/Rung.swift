import Basics
import Decks

/// A step of the ladder that a topic climbs in an interview.
enum Rung: Int, CaseIterable, Comparable, Sendable {
  case define, compute, derive, pitfalls, design

  /// A good answer is complete within this time.
  var seconds: Int {
    switch self {
    case .define: 60
    case .compute: 120
    case .derive: 120
    case .pitfalls: 90
    case .design: 180
    }
  }

  var title: LocalizedText {
    switch self {
    case .define: LocalizedText("define", "定义")
    case .compute: LocalizedText("compute", "计算")
    case .derive: LocalizedText("derive", "推导")
    case .pitfalls: LocalizedText("pitfalls", "误区")
    case .design: LocalizedText("design", "设计")
    }
  }

  /// How the rung is asked: calculations are marked by the engine, the rest is said.
  var exercise: ExerciseKind { self == .compute ? .drill : .recall }

  static func < (left: Rung, right: Rung) -> Bool { left.rawValue < right.rawValue }

  /// The rungs that a card can be asked on.
  static func rungs(of card: Card) -> Set<Rung> {
    var rungs: Set<Rung> = []
    switch card.level {
    case 1: rungs.insert(.define)
    case 2: rungs.insert(.derive)
    default: rungs.insert(.design)
    }
    if card.exercises.contains(where: { $0.kind == .drill }) { rungs.insert(.compute) }
    let hasCorrection = card.answerBlocks.contains { block in
      if case .quote = block { true } else { false }
    }
    if hasCorrection { rungs.insert(.pitfalls) }
    return rungs
  }

  /// Where a topic begins for a level that was asked for.
  static func first(level: Int) -> Rung { level <= 1 ? .define : level == 2 ? .compute : .derive }
}
