import Basics
import Scheduling
import Storage

/// What Anki keeps of a card's state: ten columns of the table `cards`.
struct StateColumns: ~Copyable {
  private let firstDay: Day
  private let today: Day
  private let learningSteps: Int
  private let relearningSteps: Int
  /// What is the same for all: the desired retention and the decay.
  private let constants: String
  private var data = TextBuffer()

  /// Due days count from the first.
  init(_ content: AnkiContent, firstDay: Day, today: Day) {
    self.firstDay = firstDay
    self.today = today
    learningSteps = content.scheduler.learningSteps.count
    relearningSteps = content.scheduler.relearningSteps.count
    // Anki knows FSRS alone: under another model its standard curve is the nearest.
    var decay = Parameters.standard.decay
    if case .fsrs6(let parameters) = content.scheduler.model { decay = parameters.decay }
    constants = ",\"dr\":\(content.scheduler.desiredRetention),\"decay\":\(-decay),\"lrt\":"
  }

  /// Type, queue, due, interval, factor, reps, lapses, steps left, flags, data.
  mutating func append(_ known: StandingLog.Card?, position: Int, to record: inout TableRecord) {
    let mark = known?.mark ?? .none
    var type = 0
    var queue = 0
    var due = position
    var left = 0
    data.removeAll()
    let schedule = known?.schedule
    if let schedule {
      switch schedule.phase {
      case .review:
        (type, queue, due) = (2, 2, schedule.dueDay.number - firstDay.number)
      case .learning(let step):
        (type, queue, due) = (1, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, learningSteps - step)
      case .relearning(let step):
        (type, queue, due) = (3, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, relearningSteps - step)
      }
      data.append("{\"s\":")
      append(schedule.memory.stability, digits: 4)
      data.append(",\"d\":")
      append(schedule.memory.difficulty, digits: 3)
      data.append(text: constants)
      data.append(integer: Int(schedule.lastReview.milliseconds / 1000))
      data.append("}")
    } else {
      data.append("{}")
    }
    if mark.isSuspended { queue = -1 } else if mark.isHidden(on: today) { queue = -3 }
    record.append(type)
    record.append(queue)
    record.append(due)
    record.append(type < 2 ? 0 : max(1, schedule?.intervalDays ?? 1))
    record.append(schedule == nil ? 0 : 2500)
    record.append(schedule?.reviews ?? 0)
    record.append(schedule?.lapses ?? 0)
    record.append(left * 1001)
    record.append(0)
    record.append(0)
    record.append(mark.flag & 7)
    unsafe data.withBytes { unsafe record.append(text: $0) }
  }

  /// As many digits after the point as Anki keeps: four of a stability, three of a difficulty.
  private mutating func append(_ number: Double, digits: Int) {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int(number * Double(scale) + 0.5)
    data.append(integer: scaled / scale)
    data.append(".")
    var rest = scaled % scale
    for _ in 0..<digits {
      rest *= 10
      data.append(integer: rest / scale)
      rest %= scale
      if rest == 0 { break }
    }
  }
}
