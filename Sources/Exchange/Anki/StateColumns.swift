import Basics
import Scheduling
import Storage

/// What Anki keeps of a card's state: ten columns of the table `cards`.
struct StateColumns {
  private let firstDay: Day
  private let today: Day
  private let learningSteps: Int
  private let relearningSteps: Int
  /// What is the same for all: the desired retention and the decay.
  private let constants: String

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
  func append(_ known: StandingLog.Card?, position: Int, to record: inout TableRecord) {
    let mark = known?.mark ?? .none
    var type = 0
    var queue = 0
    var due = position
    var left = 0
    var data = Array("{}".utf8)
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
      data.removeAll(keepingCapacity: true)
      data.append("{\"s\":")
      Self.append(schedule.memory.stability, digits: 4, to: &data)
      data.append(",\"d\":")
      Self.append(schedule.memory.difficulty, digits: 3, to: &data)
      data.append(constants)
      data += String(schedule.lastReview.milliseconds / 1000).utf8
      data.append("}")
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
    record.append(text: data)
  }

  /// As many digits after the point as Anki keeps: four of a stability, three of a difficulty.
  private static func append(_ number: Double, digits: Int, to text: inout [UInt8]) {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int(number * Double(scale) + 0.5)
    text += String(scaled / scale).utf8
    text.append(".")
    var rest = scaled % scale
    for _ in 0..<digits {
      rest *= 10
      text.append(0x30 + UInt8(rest / scale))
      rest %= scale
      if rest == 0 { break }
    }
  }
}
