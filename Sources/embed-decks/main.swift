// embed-decks OUTPUT-FOLDER DECK…  writes one Swift file for each content/LANGUAGE/TOPIC.md, and one that lists them.
import Foundation

struct Failure: Error, CustomStringConvertible {
  let description: String
}

/// FNV-1a with 64 bits, the same as `ContentHash` in Basics.
func contentHash(_ bytes: Data) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}

/// A file that does not change keeps its date, so that nothing is compiled again.
func write(_ source: String, to url: URL) throws {
  let data = Data(source.utf8)
  if let old = try? Data(contentsOf: url), old == data { return }
  try data.write(to: url, options: .atomic)
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

func embed(_ url: URL, into folder: URL) throws -> String {
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
  let source = """
    // Written by embed-decks from content/\(language)/\(topic).md.
    import Basics

    extension BuiltInFile {
      static let \(variable) = BuiltInFile(
        path: "content/\(language)/\(topic).md", topic: "\(topic)", language: .\(name), text: text_\(variable),
        contentHash: 0x\(hash))
    }

    private let text_\(variable) = \(literal(text))

    """
  try write(source, to: folder.appending(path: "\(language)-\(topic).swift"))
  return variable
}

do {
  let folder = URL(filePath: CommandLine.arguments[1])
  let names = try CommandLine.arguments.dropFirst(2).map { try embed(URL(filePath: $0), into: folder) }
  let source = """
    // Written by embed-decks.

    /// Every deck that comes with the program, English before Chinese, by name.
    public let files: [BuiltInFile] = [\(names.map { "." + $0 }.joined(separator: ", "))]

    """
  try write(source, to: folder.appending(path: "Files.swift"))
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
