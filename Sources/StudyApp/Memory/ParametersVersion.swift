import Basics
import Scheduling
import Storage

/// A model of memory with parameters that the learner's schedule has followed, or follows now.
struct ParametersVersion: Hashable, Sendable {
  /// What reviews are logged with; 0 is the standard FSRS-6.
  var number: Int
  var model: MemoryModel
  /// When it was fitted or chosen; nil for the standard one.
  var time: Timestamp?
  /// How many usable reviews it was fitted to; 0 for a published model.
  var reviews = 0
  /// Log loss on held-out reviews, by the contender's name.
  var heldOut: [HeldOutLoss] = []
  /// Kinds of practice that feed the model.
  var practiceKinds: Set<ReviewKind> = []

  struct HeldOutLoss: Hashable, Sendable {
    var name: String
    var logLoss: Double
  }

  static let standard = ParametersVersion(number: 0, model: .standard)

  var isFitted: Bool { reviews > 0 }

  func scheduler(retention: Double) -> Scheduler {
    Scheduler(model: model, desiredRetention: retention, practiceKinds: practiceKinds)
  }

  /// As the log names the model: `fsrs-6`.
  static func logName(_ model: MemoryModel.Name) -> String {
    switch model {
    case .fsrs6: "fsrs-6"
    case .fsrs7: "fsrs-7"
    case .sm2: "sm-2"
    }
  }

  /// As people write it: `FSRS-6`.
  static func title(_ model: MemoryModel.Name) -> String { logName(model).uppercased() }
}

extension ParametersVersion {
  var json: JSONValue {
    [
      "number": .integer(number), "model": .string(model.name.rawValue), "weights": .numbers(model.weights),
      "time": time.map { .string($0.iso) } ?? .null, "reviews": .integer(reviews),
      "held_out": .object(heldOut.map { .init($0.name, .number($0.logLoss)) }),
      "kinds": .array(practiceKinds.map(\.rawValue).sorted().map { .string($0) }),
    ]
  }

  /// Nil for what this program cannot have written.
  init?(json: JSONValue) {
    guard case .integer(let number)? = json["number"], number > 0,
      let name = json["model"]?.text.flatMap(MemoryModel.Name.init(rawValue:)),
      let weights = json["weights"]?.items, case .integer(let reviews)? = json["reviews"],
      case .object(let losses)? = json["held_out"],
      let model = try? MemoryModel(name, weights: weights.map { $0.double ?? .nan })
    else { return nil }
    let kinds = json["kinds"]?.items.map { $0.text.flatMap(ReviewKind.init(rawValue:)) } ?? []
    guard !kinds.contains(nil) else { return nil }
    self.init(
      number: number, model: model, time: json["time"]?.text.flatMap { Timestamp(iso: $0) }, reviews: reviews,
      heldOut: losses.map { HeldOutLoss(name: $0.name, logLoss: $0.value.double ?? .nan) },
      practiceKinds: Set(kinds.compactMap { $0 }))
  }
}
