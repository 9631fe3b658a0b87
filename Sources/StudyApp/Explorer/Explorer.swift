import Basics
import Demos
import TerminalUI

/// A demo under the learner's hands: one option at a time is changed, before and after stay in sight.
struct Explorer: Sendable {
  /// Time between the frames of a playing demo.
  enum Speed: Int, CaseIterable, Sendable {
    case slow = 600
    case normal = 250
    case fast = 80
    case fastest = 40
  }

  /// What a key asks of the world.
  enum Outcome: Hashable, Sendable {
    case nothing
    case run(DemoRequest)
    case leave
  }

  /// The demos that Tab goes through.
  let requests: [DemoRequest]
  private(set) var requestIndex = 0
  /// The option that the arrows change.
  private(set) var selected = 0
  /// What stands in front of the learner; nil until the first run.
  private(set) var run: DemoRun?
  /// The run from which the present option was changed.
  private(set) var before: DemoRun?
  /// Why the last change gave no result, and the request that did not.
  private(set) var problem: LocalizedText?
  private(set) var frame = 0
  private(set) var isPlaying = false
  private(set) var speed = Speed.normal
  private(set) var scroll = 0
  /// A value that is being typed.
  private(set) var field: TextField?
  /// The field still holds the value that stood there: the first letter takes its place.
  private var fieldIsUntouched = false
  /// What was typed last, so that a value that is refused can be mended.
  private var typed: String?
  /// The list of keys lies over the demo.
  private(set) var showsKeys = false
  /// The last change that was asked for.
  private var changed: DemoRequest?

  init(_ requests: [DemoRequest]) {
    precondition(!requests.isEmpty, "an explorer has a demo to show")
    self.requests = requests
  }

  var request: DemoRequest { requests[requestIndex] }

  var options: [DemoOption] { run?.demo.options ?? [] }

  var option: DemoOption? { options.indices.contains(selected) ? options[selected] : nil }

  // MARK: What the world answers

  mutating func ran(_ new: DemoRun) {
    let isAnother = run?.demo.name != new.demo.name
    if isAnother {
      selected = 0
      before = nil
      scroll = 0
    }
    if isAnother || new.result.frames.count <= frame { frame = 0 }
    run = new
    typed = nil
    problem = nil
    if new.result.frames.count < 2 { isPlaying = false }
  }

  mutating func failed(_ problem: LocalizedText) {
    self.problem = problem
    if let typed { field = TextField(typed) }
    typed = nil
  }

  mutating func tick() {
    guard isPlaying, let run else { return }
    frame = (frame + 1) % run.result.frames.count
  }

  // MARK: Keys

  mutating func press(_ key: Key, page: Int) -> Outcome {
    if field != nil { return type(key) }
    if showsKeys {
      showsKeys = false
      return .nothing
    }
    switch key {
    case .character("?"), .character("？"): showsKeys = true
    case .escape, .character("q"), .character("d"): return .leave
    case .up, .character("k"), .backTab: select(selected - 1)
    case .down, .character("j"): select(selected + 1)
    case .right, .character("l"), .character("+"), .character("="): return change(.up)
    case .left, .character("h"), .character("-"): return change(.down)
    case .wordRight: return change(.up, isLarge: true)
    case .wordLeft: return change(.down, isLarge: true)
    case .enter: startTyping()
    case .character(" "): isPlaying = !isPlaying && frameCount > 1
    case .character("."), .character("n"): step(1)
    case .character(","), .character("p"): step(-1)
    case .character("<"): setSpeed(-1)
    case .character(">"): setSpeed(1)
    case .character("r"): return reset()
    case .tab:
      guard requests.count > 1 else { return .nothing }
      requestIndex = (requestIndex + 1) % requests.count
      run = nil
      problem = nil
      return .run(request)
    case .pageDown, .wheelDown: scroll += key == .pageDown ? max(1, page) : 3
    case .pageUp, .wheelUp: scroll = max(0, scroll - (key == .pageUp ? max(1, page) : 3))
    case .home: scroll = 0
    default: break
    }
    return .nothing
  }

  mutating func insert(_ text: String) {
    if fieldIsUntouched { field?.clear() }
    fieldIsUntouched = false
    field?.insert(text)
  }

  private var frameCount: Int { run?.result.frames.count ?? 1 }

  private mutating func select(_ index: Int) {
    guard !options.isEmpty else { return }
    let new = (index + options.count) % options.count
    if new != selected {
      selected = new
      before = nil
    }
  }

  private mutating func step(_ count: Int) {
    isPlaying = false
    frame = min(max(0, frame + count), frameCount - 1)
  }

  private mutating func setSpeed(_ change: Int) {
    let all = Speed.allCases
    let index = (all.firstIndex(of: speed) ?? 1) + change
    speed = all[min(max(0, index), all.count - 1)]
  }

  private mutating func change(_ direction: OptionStep.Direction, isLarge: Bool = false) -> Outcome {
    guard let run, let option else { return .nothing }
    if case .flag = option.kind { return set(run.options.flag(option.name) ? nil : "") }
    let value = attempted ?? run.options.value(option.name)
    guard let text = OptionStep.neighbour(of: value, direction, isLarge: isLarge, in: option) else {
      return .nothing
    }
    return set(text)
  }

  /// The value of the present option in a request that failed, so that the next step goes on from there.
  private var attempted: OptionValue? {
    guard problem != nil, let option, let changed, let values = try? run?.demo.parse(changed.arguments) else {
      return nil
    }
    return values.value(option.name)
  }

  private mutating func set(_ text: String?) -> Outcome {
    guard let run, let option else { return .nothing }
    if before == nil { before = run }
    let request = request.setting(option, to: text, in: run)
    changed = request
    return .run(request)
  }

  private mutating func startTyping() {
    guard let run, let option else { return }
    if case .flag = option.kind { return }
    field = TextField(run.options.value(option.name)?.typed ?? "")
    fieldIsUntouched = true
  }

  private mutating func type(_ key: Key) -> Outcome {
    switch key {
    case .escape:
      field = nil
      return .nothing
    case .enter:
      let text = field?.text ?? ""
      field = nil
      typed = text
      return set(text.isEmpty ? nil : text)
    default:
      if fieldIsUntouched, case .character = key { field?.clear() }
      fieldIsUntouched = false
      _ = field?.handle(key)
      return .nothing
    }
  }

  private mutating func reset() -> Outcome {
    before = nil
    problem = nil
    frame = 0
    isPlaying = false
    return .run(request)
  }
}
