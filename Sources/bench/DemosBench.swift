import Basics
import Demos
import TerminalUI

/// Every demo without options: the whole process, beside computing and drawing its first and last frame.
enum DemosBench {
  static let rows: [Row] = Catalogue.demos.map { demo in
    Row("demo-\(demo.name)", group: "demos", unit: "ms", reference: "in process") {
      let program = try Child.study()
      return try Clock.samples(
        count: 5, work: { try Child.milliseconds(program, ["demo", demo.name]) },
        reference: { try inProcess(demo) })
    }
  }

  private static func inProcess(_ demo: Demo) throws -> Double {
    1e3
      * (try Clock.seconds {
        let result = try demo.run(try demo.parse([]), seed: 1, language: .english)
        for drawing in [result.frames[0], result.frames[result.frames.count - 1], result.details] {
          _ = drawing.lines(width: 100, capabilities: .plain)
        }
      })
  }
}
