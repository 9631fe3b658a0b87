import Basics
import Decks
import Demos

/// A demo to run: its name and the words behind it.
struct DemoRequest: Hashable, Sendable {
  let name: String
  var arguments: [String]

  init(name: String, arguments: [String]) {
    self.name = name
    self.arguments = arguments
  }

  init(_ call: DemoCall) {
    self.init(name: call.name, arguments: call.arguments)
  }

  /// The same demo with one option set to a typed value, and every other that is not at its default.
  ///
  /// - Parameter text: nil leaves the option out.
  func setting(_ option: DemoOption, to text: String?, in run: DemoRun) -> DemoRequest {
    var words: [String] = []
    for declared in run.demo.options {
      let isChanged = declared.name == option.name
      if case .flag = declared.kind {
        let isSet = isChanged ? text != nil : run.options.flag(declared.name)
        if isSet { words.append("--\(declared.name)") }
        continue
      }
      let typed = isChanged ? text : run.options.value(declared.name)?.typed
      guard let typed, typed != declared.standard else { continue }
      words += ["--\(declared.name)", typed]
    }
    if run.seed != DemoRunner.standardSeed { words += ["--seed", String(run.seed)] }
    return DemoRequest(name: name, arguments: words)
  }
}
