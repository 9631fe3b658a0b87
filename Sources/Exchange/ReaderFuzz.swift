public import Basics
import Storage

/// Hostile input for every reader, made from honest files by a seed: what `bench fuzz` and the tests run.
///
/// A trap ends the process, so a run that returns has passed; what it returns is how many inputs were taken for good.
public struct ReaderFuzz {
  private let honest: [(name: String, bytes: [UInt8])]

  /// `honest` are files as the program writes them, by name.
  public init(honest: [(name: String, bytes: [UInt8])]) {
    precondition(!honest.isEmpty, "something to begin with")
    self.honest = honest
  }

  public struct Outcome: Hashable, Sendable {
    public var cases = 0
    public var accepted = 0
    /// Seconds of the slowest case.
    public var slowest = 0.0
    /// Names of deck files that would leave their folder: none, or a mistake.
    public var unsafeNames: [String] = []
  }

  public func run(cases: Int, seed: UInt64, against context: ImportContext) -> Outcome {
    var generator = SplitMix64(seed: seed)
    var outcome = Outcome()
    for _ in 0..<cases {
      let (name, bytes) = hostile(&generator)
      let start = Platform.monotonicNanoseconds()
      if let plan = try? ImportPlan(bytes, name: name, against: context) {
        outcome.accepted += 1
        for file in plan.files where file.name.utf8.contains(UInt8(ascii: "/")) || file.name.hasPrefix(".") {
          outcome.unsafeNames.append(file.name)
        }
      }
      outcome.slowest = max(outcome.slowest, Double(Platform.monotonicNanoseconds() - start) * 1e-9)
      outcome.cases += 1
    }
    return outcome
  }

  /// An honest file with some of its bytes changed, cut out, repeated, or put together with another's.
  public func hostile(_ generator: inout SplitMix64) -> (name: String, bytes: [UInt8]) {
    let (name, original) = honest[generator.nextIndex(below: honest.count)]
    var bytes = original
    // Half of the packages are changed inside, so that they pass the checksums and the database is what is hostile.
    let isInner = name.hasSuffix(".apkg") && generator.next() & 1 == 0
    if isInner, let image = (try? ZipArchive(bytes))?.contentsIfAny(of: "collection.anki21") {
      bytes = image
    }
    for _ in 0...generator.nextIndex(below: 6) { change(&bytes, &generator) }
    if isInner {
      var zip = ZipWriter()
      zip.add("collection.anki21", bytes)
      bytes = zip.finish()
    }
    return (name, bytes)
  }

  private static let words = [
    "\"", "\\u", "{", "[", "[[[[[[[[", "-1", "1e999", "99999999999999999999", "\u{1B}[2J", "\0", "\n", "\r\n",
    ",", "::", "{{", "}}",
    "../", "null", "<b", "&#x;", "```", "\u{202E}", "\u{FFFF}", "==", "$", "<!--", "-->", "PK\u{1}\u{2}",
  ]

  private func change(_ bytes: inout [UInt8], _ generator: inout SplitMix64) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
    let place = generator.nextIndex(below: bytes.count)
    let length = min(bytes.count - place, 1 + generator.nextIndex(below: 64))
    switch generator.nextIndex(below: 8) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
    case 1: bytes[place] ^= 1 << UInt8(generator.nextIndex(below: 8))
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
    case 4: bytes.removeSubrange(place...)
    case 5:
      for index in place..<min(place + 4, bytes.count) { bytes[index] = generator.next() & 1 == 0 ? 0 : 0xFF }
    case 6: bytes.insert(contentsOf: Self.words[generator.nextIndex(below: Self.words.count)].utf8, at: place)
    default:
      let other = honest[generator.nextIndex(below: honest.count)].bytes
      bytes = Array(bytes[..<place]) + other[min(place, other.count)...]
    }
  }
}

extension ZipArchive {
  fileprivate func contentsIfAny(of name: String) -> [UInt8]? {
    guard let contents = try? contents(of: name) else { return nil }
    return contents
  }
}
