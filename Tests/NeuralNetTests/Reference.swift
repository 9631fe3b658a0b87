import Foundation
import Testing

@testable import NeuralNet

/// One reference file: its cases, and the tolerance it states for itself.
///
/// Read from the folder that STUDY_REFERENCE_DIR names, else from the one beside this file.
struct Reference {
  let root: [String: Any]
  let cases: [Case]
  let absolute: Double
  let relative: Double

  init(_ name: String) throws {
    let folder =
      ProcessInfo.processInfo.environment["STUDY_REFERENCE_DIR"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Reference")
    let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    cases = try #require(root["cases"] as? [[String: Any]]).enumerated().map { Case(name, $0, $1) }
    let tolerance = (root["meta"] as? [String: Any])?["tolerance"] as? [String: Any] ?? [:]
    absolute = tolerance["abs"] as? Double ?? tolerance["keep_scores_abs"] as? Double ?? 0
    relative = tolerance["rel"] as? Double ?? 0
    try #require(!cases.isEmpty, "\(name) has no cases")
  }

  func matches(_ got: Double, _ want: Double) -> Bool {
    abs(got - want) <= absolute + relative * abs(want)
  }

  /// Records the worst difference when a list is not the expected one.
  func expect(
    _ got: [Double], _ want: [Double], _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard got.count == want.count else {
      Issue.record("\(what()): \(got.count) numbers instead of \(want.count)", sourceLocation: sourceLocation)
      return
    }
    let worst = got.indices.filter { !matches(got[$0], want[$0]) }.max {
      abs(got[$0] - want[$0]) < abs(got[$1] - want[$1])
    }
    if let worst {
      Issue.record(
        "\(what()): [\(worst)] is \(got[worst]) instead of \(want[worst])", sourceLocation: sourceLocation)
    }
  }

  func expect(
    _ got: Tensor, _ want: Tensor, _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if got.shape != want.shape {
      Issue.record("\(what()): shape \(got.shape) instead of \(want.shape)", sourceLocation: sourceLocation)
      return
    }
    expect(got.scalars, want.scalars, what(), sourceLocation: sourceLocation)
  }
}

/// One case; a member that is missing or of another kind stops the test with the file, the case and the name.
struct Case: CustomStringConvertible {
  let file: String
  let index: Int
  let members: [String: Any]

  init(_ file: String, _ index: Int, _ members: [String: Any]) {
    self.file = file
    self.index = index
    self.members = members
  }

  var description: String {
    let labels = ["tag", "op", "name", "method", "optimizer", "kind", "cell", "mode"].compactMap {
      members[$0] as? String
    }
    return "\(file) #\(index) \(labels.joined(separator: " "))"
  }

  func has(_ name: String) -> Bool { members[name] != nil && !(members[name] is NSNull) }

  func value<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try #require(members[name] as? Value, "\(self) has no \(name) of type \(type)")
  }

  func string(_ name: String) throws -> String { try value(name) }
  func int(_ name: String) throws -> Int { try value(name, as: NSNumber.self).intValue }
  func double(_ name: String) throws -> Double { try value(name, as: NSNumber.self).doubleValue }
  func bool(_ name: String) throws -> Bool { try value(name, as: NSNumber.self).boolValue }
  func ints(_ name: String) throws -> [Int] { try value(name, as: [NSNumber].self).map(\.intValue) }
  func doubles(_ name: String) throws -> [Double] { try value(name, as: [NSNumber].self).map(\.doubleValue) }
  func rows(_ name: String) throws -> [[Double]] {
    try value(name, as: [[NSNumber]].self).map { $0.map(\.doubleValue) }
  }
  func object(_ name: String) throws -> Case { Case(file + "." + name, index, try value(name)) }
  func objects(_ name: String) throws -> [Case] {
    try value(name, as: [[String: Any]].self).map { Case(file + "." + name, index, $0) }
  }

  func tensor(_ name: String) throws -> Tensor {
    let object = try object(name)
    return Tensor(shape: try object.ints("shape"), scalars: try object.doubles("data"))
  }

  func optionalTensor(_ name: String) throws -> Tensor? { has(name) ? try tensor(name) : nil }
  /// A parameter with its default.
  func double(_ name: String, default other: Double) throws -> Double { has(name) ? try double(name) : other }

  /// The window of a convolution or pooling case.
  func window() throws -> Window {
    let kernel = try ints("kernel")
    let dilation = has("dilation") ? try ints("dilation") : nil
    if members["padding"] as? String == "same" {
      var window = Window.same(kernel, dilation: dilation)
      window.stride = try ints("stride")
      return window
    }
    return Window(
      kernel, stride: try ints("stride"), padding: has("padding") ? try ints("padding") : nil,
      dilation: dilation)
  }
}
