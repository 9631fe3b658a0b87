/// The model of a scheduler, ready to compute, speaking of every memory as a `MemoryState`.
struct MemoryEngine: Sendable {
  /// The model, unless it is FSRS-6; indirect, for an engine is copied with every review.
  private indirect enum Other: Sendable {
    case fsrs7(FSRS7, retention: Double)
    case sm2(SM2, retention: Double)
  }

  // FSRS-6 stands apart, and the others behind calls that are not inlined: switched in place, they slowed
  // every FSRS-6 review (8.4 instead of 12.7 million reviews/s).
  private let update: MemoryUpdate
  private let intervalPerStability: Double
  private let isFSRS6: Bool
  private let other: Other?

  init(_ model: MemoryModel, desiredRetention: Double) {
    switch model {
    case .fsrs6(let parameters):
      update = MemoryUpdate(parameters)
      other = nil
    case .fsrs7(let parameters):
      update = MemoryUpdate(.standard)
      other = .fsrs7(FSRS7(parameters), retention: desiredRetention)
    case .sm2:
      update = MemoryUpdate(.standard)
      other = .sm2(SM2(), retention: desiredRetention)
    }
    isFSRS6 = if case .fsrs6 = model { true } else { false }
    intervalPerStability = update.curve.intervalPerStability(retention: desiredRetention)
  }

  /// A memory, and the days, not rounded, until the desired retention is reached.
  typealias Step = (memory: MemoryState, interval: Double)

  @inline(__always)
  func initial(_ rating: Rating) -> Step {
    isFSRS6 ? step(update.initial(rating)) : otherInitial(rating)
  }

  /// The state must come from the same model: changing the model replays the log.
  @inline(__always)
  func review(_ memory: MemoryState, _ rating: Rating, after elapsed: Elapsed) -> Step {
    isFSRS6
      ? step(update.review(memory, rating, elapsedDays: elapsed.studyDays))
      : otherReview(memory, rating, after: elapsed)
  }

  func retrievability(of memory: MemoryState, after elapsed: Elapsed) -> Double {
    isFSRS6
      ? update.retrievability(of: memory, after: elapsed) : otherRetrievability(of: memory, after: elapsed)
  }

  @inline(__always)
  private func step(_ memory: MemoryState) -> Step { (memory, memory.stability * intervalPerStability) }

  @inline(never)
  private func otherInitial(_ rating: Rating) -> Step {
    switch other! {
    case .fsrs7(let model, let retention): step(model, model.initial(rating), retention)
    case .sm2(let model, let retention): step(model, model.initial(rating), retention)
    }
  }

  @inline(never)
  private func otherReview(_ memory: MemoryState, _ rating: Rating, after elapsed: Elapsed) -> Step {
    switch other! {
    case .fsrs7(let model, let retention):
      step(model, model.review(memory.fsrs7, rating, after: elapsed), retention)
    case .sm2(let model, let retention):
      step(model, model.review(memory.sm2, rating, after: elapsed), retention)
    }
  }

  @inline(never)
  private func otherRetrievability(of memory: MemoryState, after elapsed: Elapsed) -> Double {
    switch other! {
    case .fsrs7(let model, _): model.retrievability(of: memory.fsrs7, after: elapsed)
    case .sm2(let model, _): model.retrievability(of: memory.sm2, after: elapsed)
    }
  }

  private func step(_ model: FSRS7, _ memory: FSRS7.Memory, _ retention: Double) -> Step {
    let state = MemoryState(
      stability: model.interval(of: memory, retention: 0.9), difficulty: memory.difficulty,
      trace: .fsrs7(slow: memory.slow, fast: memory.fast))
    return (state, model.interval(of: memory, retention: retention))
  }

  /// The easiness runs from 1.3 upward, mostly below 3.1; a difficulty of 10 stands for 1.3 and 1 for 3.1 and more.
  private func step(_ model: SM2, _ memory: SM2.Memory, _ retention: Double) -> Step {
    let state = MemoryState(
      stability: memory.intervalDays, difficulty: max(1, 10 - 5 * (memory.easiness - 1.3)),
      trace: .sm2(repetition: memory.repetition, easiness: memory.easiness))
    return (state, model.interval(of: memory, retention: retention))
  }
}

extension MemoryState {
  fileprivate var fsrs7: FSRS7.Memory {
    guard case .fsrs7(let slow, let fast) = trace else {
      preconditionFailure("a memory of another model reached FSRS-7")
    }
    return FSRS7.Memory(slow: slow, fast: fast, difficulty: difficulty)
  }

  fileprivate var sm2: SM2.Memory {
    guard case .sm2(let repetition, let easiness) = trace else {
      preconditionFailure("a memory of another model reached SM-2")
    }
    return SM2.Memory(repetition: repetition, easiness: easiness, intervalDays: stability)
  }
}
