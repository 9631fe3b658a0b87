import Basics
import Glibc

let rows: [Row] =
  AppBench.rows + ScreenBench.rows + EngineBench.rows + DemosBench.rows + MemoryBench.rows + PolicyBench.rows
  + MergeBench.rows + DataBench.rows + StatisticsBench.rows + FuzzBench.rows
var words = Array(CommandLine.arguments.dropFirst())
let wantsJSON = words.contains("--json")
words.removeAll { $0 == "--json" }
if let index = words.firstIndex(of: "--log"), index + 1 < words.count {
  MemoryBench.path = words[index + 1]
  words.removeSubrange(index...index + 1)
}

if let index = words.firstIndex(of: "--cases"), index + 1 < words.count, let cases = Int(words[index + 1]) {
  FuzzBench.cases = max(100, cases)
  words.removeSubrange(index...index + 1)
}

// A comparison with intervals is no row: `bench policy [learners]`, 200 when not said.
if words.first == "policy" {
  PolicyBench.report(learners: words.dropFirst().first.flatMap { Int($0) } ?? 200)
  exit(0)
}

// Neither is a count of what a thousand kills lose: `bench faults [kills]`.
if words.first == "faults" {
  do { try FaultBench.report(kills: words.dropFirst().first.flatMap { Int($0) } ?? 1000) } catch {
    print("bench: faults: \(error)")
    exit(1)
  }
  exit(0)
}

let chosen =
  words.isEmpty
  ? rows.filter { $0.group != "fuzz" } : rows.filter { words.contains($0.name) || words.contains($0.group) }
let unknown = words.filter { word in !rows.contains { $0.name == word || $0.group == word } }
guard unknown.isEmpty else {
  let known = Set(rows.map(\.group)).sorted() + ["faults", "policy"] + rows.map(\.name)
  print(
    "bench: no row or group named \(unknown.joined(separator: ", ")). Known: \(known.joined(separator: ", "))."
  )
  exit(2)
}

func digits(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  let magnitude = abs(value)
  let scale = magnitude >= 100 ? 1.0 : magnitude >= 10 ? 10 : magnitude >= 1 ? 100 : 1000
  let text = ((value * scale).rounded() / scale).description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.count))
  return left ? text + space : space + text
}

var objects: [JSONValue] = []
if !wantsJSON {
  print(
    padded("row", 24, left: true) + padded("min", 10) + padded("median", 10) + padded("max", 10)
      + "  " + padded("unit", 10, left: true) + padded("reference", 10) + padded("ratio", 8))
}
for row in chosen {
  do {
    let samples = try row.measure()
    let least = samples.values.min() ?? .nan
    let most = samples.values.max() ?? .nan
    if wantsJSON {
      var members: [JSONValue.Member] = [
        .init("name", .string(row.name)), .init("unit", .string(row.unit)), .init("min", .number(least)),
        .init("median", .number(samples.median)), .init("max", .number(most)),
      ]
      if let reference = samples.referenceMedian { members.append(.init("reference", .number(reference))) }
      objects.append(.object(members))
    } else {
      let reference = samples.referenceMedian
      print(
        padded(row.name, 24, left: true) + padded(digits(least), 10) + padded(digits(samples.median), 10)
          + padded(digits(most), 10) + "  " + padded(row.unit, 10, left: true)
          + padded(reference.map(digits) ?? "", 10)
          + padded(reference.map { digits(samples.median / $0) } ?? "", 8)
          + (row.referenceName.map { "  beside \($0)" } ?? ""))
    }
  } catch {
    print("bench: \(row.name): \(error)")
    exit(1)
  }
}
if wantsJSON { print(JSONWriter.write(.array(objects), indented: true)) }
