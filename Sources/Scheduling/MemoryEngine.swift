/// The model of a scheduler, ready to compute, speaking of every memory as a `MemoryState`.
enum MemoryEngine: Sendable {
  case fsrs6(MemoryUpdate, intervalPerStability: Double)
  case fsrs7(FSRS7, retention: Double)
  case sm2(SM2, retention: Double)

  init(_ model: MemoryModel, desiredRetention: Double) {
    switch model {
    case .fsrs6(let parameters):
      let update = MemoryUpdate(parameters)
      self = .fsrs6(
        update, intervalPerStability: update.curve.intervalPerStability(retention: desiredRetention))
    case .fsrs7(let parameters): self = .fsrs7(FSRS7(parameters), retention: desiredRetention)
    case .sm2: self = .sm2(SM2(), retention: desiredRetention)
    }
  }

  func initial(_ rating: Rating) -> MemoryState {
    switch self {
    case .fsrs6(let update, _): update.initial(rating)
    case .fsrs7(let model, _): state(model, model.initial(rating))
    case .sm2(let model, _): state(model.initial(rating))
    }
  }

  /// The state must come from the same model: changing the model replays the log.
  func review(_ memory: MemoryState, _ rating: Rating, after elapsed: Elapsed) -> MemoryState {
    switch self {
    case .fsrs6(let update, _): update.review(memory, rating, elapsedDays: elapsed.studyDays)
    case .fsrs7(let model, _): state(model, model.review(memory.fsrs7, rating, after: elapsed))
    case .sm2(let model, _): state(model.review(memory.sm2, rating, after: elapsed))
    }
  }

  func retrievability(of memory: MemoryState, after elapsed: Elapsed) -> Double {
    switch self {
    case .fsrs6(let update, _): update.retrievability(of: memory, after: elapsed)
    case .fsrs7(let model, _): model.retrievability(of: memory.fsrs7, after: elapsed)
    case .sm2(let model, _): model.retrievability(of: memory.sm2, after: elapsed)
    }
  }

  /// Days, not rounded, until the desired retention is reached.
  func interval(of memory: MemoryState) -> Double {
    switch self {
    case .fsrs6(_, let intervalPerStability): memory.stability * intervalPerStability
    case .fsrs7(let model, let retention): model.interval(of: memory.fsrs7, retention: retention)
    case .sm2(let model, let retention): model.interval(of: memory.sm2, retention: retention)
    }
  }

  private func state(_ model: FSRS7, _ memory: FSRS7.Memory) -> MemoryState {
    MemoryState(
      stability: model.interval(of: memory, retention: 0.9), difficulty: memory.difficulty,
      trace: .fsrs7(slow: memory.slow, fast: memory.fast))
  }

  /// The easiness runs from 1.3 upward, mostly below 3.1; a difficulty of 10 stands for 1.3 and 1 for 3.1 and more.
  private func state(_ memory: SM2.Memory) -> MemoryState {
    MemoryState(
      stability: memory.intervalDays, difficulty: max(1, 10 - 5 * (memory.easiness - 1.3)),
      trace: .sm2(repetition: memory.repetition, easiness: memory.easiness))
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
