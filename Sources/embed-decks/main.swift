// embed-decks OUTPUT FOLDER…  writes the decks of content/en and content/zh as one Swift file of literals.
import Foundation

struct Failure: Error, CustomStringConvertible {
  let description: String
}

/// FNV-1a with 64 bits, the same as `ContentHash` in Basics.
func contentHash(_ bytes: Data) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}

/// A raw multi-line literal with more hashes than any quote of the text has behind it.
func literal(_ text: String) -> String {
  var longest = 0
  var run: Int?
  for byte in text.utf8 {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      run = 0
    } else if byte == UInt8(ascii: "#"), let count = run {
      run = count + 1
      longest = max(longest, count + 1)
    } else {
      run = nil
    }
  }
  let hashes = String(repeating: "#", count: longest + 1)
  return "\(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)"
}

/// A literal and the entry that names it.
func embed(_ url: URL) throws -> (literal: String, entry: String) {
  let data = try Data(contentsOf: url)
  guard let text = String(validating: data, as: UTF8.self) else {
    throw Failure(description: "\(url.path): error: not UTF-8")
  }
  // A Swift literal cannot hold these as they are.
  guard !text.utf8.contains(where: { $0 == 0x0D || $0 == 0 }) else {
    throw Failure(description: "\(url.path): error: a carriage return or NUL in a deck of the program")
  }
  let topic = url.deletingPathExtension().lastPathComponent
  let language = url.deletingLastPathComponent().lastPathComponent
  guard let name = ["en": "english", "zh": "chinese"][language] else {
    throw Failure(description: "\(url.path): error: a deck lies in content/en or content/zh")
  }
  let variable = "\(language)_" + topic.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
  let hash = String(contentHash(data), radix: 16)
  let entry = """
      BuiltInFile(
        path: "content/\(language)/\(topic).md", topic: "\(topic)", language: .\(name), text: \(variable),
        contentHash: 0x\(hash)),
    """
  return ("private let \(variable) = \(literal(text))", entry)
}

/// The decks of a folder in the order in which `order.txt` beside it says they are taught; those it does not name
/// come last, by name. A missing folder holds no decks.
func decks(in folder: URL) -> [URL] {
  let orderFile = folder.deletingLastPathComponent().appending(path: "order.txt")
  let order = ((try? String(contentsOf: orderFile, encoding: .utf8)) ?? "").split(separator: "\n").map(
    String.init)
  func rank(_ name: String) -> (Int, String) {
    (order.firstIndex(of: String(name.dropLast(3))) ?? order.count, name)
  }
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted { rank($0) < rank($1) }.map {
    folder.appending(path: $0)
  }
}

do {
  let output = URL(filePath: CommandLine.arguments[1])
  let files = try CommandLine.arguments.dropFirst(2).flatMap { decks(in: URL(filePath: $0)) }.map(embed)
  let folder = URL(filePath: CommandLine.arguments[2]).deletingLastPathComponent()
  let glossary = (try? String(contentsOf: folder.appending(path: "glossary.md"), encoding: .utf8)) ?? ""
  let source = """
    // Written by embed-decks.
    import Basics

    /// Every deck that comes with the program, English before Chinese, in the order in which topics are taught.
    public let files: [BuiltInFile] = [
    \(files.map(\.entry).joined(separator: "\n"))
    ]

    /// `content/glossary.md`: the terms that the decks follow.
    public let glossaryText = \(literal(glossary))

    \(files.map(\.literal).joined(separator: "\n\n"))

    """
  try Data(source.utf8).write(to: output, options: .atomic)
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
