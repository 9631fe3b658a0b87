public import Basics
import Scheduling
import Storage

/// Why a file is no archive of this program.
public enum StudyArchiveError: Error, Hashable, Sendable {
  case json(JSONError)
  /// The first member is not `study`: another program's file.
  case notAnArchive
  case newerVersion(Int)
  /// A version that no released program wrote.
  case unknownVersion(Int)
  /// `index` counts log entries from 0.
  case entry(index: Int, LogLineError)
}

extension StudyArchive {
  /// Whether bytes begin as an archive does.
  public static func isArchive(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.prefix(256).filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }.starts(
      with: "{\"study\":".utf8)
  }

  /// Reads settings and log; the cards' states follow from them.
  public init(json bytes: [UInt8]) throws(StudyArchiveError) {
    guard Self.isArchive(bytes) else { throw .notAnArchive }
    var reader = JSONReader(bytes)
    var problem: StudyArchiveError?
    do throws(JSONError) {
      try reader.beginObject()
      while problem == nil, let name = try reader.nextName() {
        switch name {
        case "study": problem = Self.problem(ofVersion: try reader.value())
        case "settings": settings = Self.settings(try reader.value())
        case "log": problem = try readLog(&reader)
        default: try reader.skip()
        }
      }
      if problem == nil { try reader.finish() }
    } catch {
      throw .json(error)
    }
    if let problem { throw problem }
  }

  private static func problem(ofVersion value: JSONValue) -> StudyArchiveError? {
    guard case .integer(let number) = value else { return .notAnArchive }
    if number == version { return nil }
    return number > version ? .newerVersion(number) : .unknownVersion(number)
  }

  private static func settings(_ value: JSONValue) -> [Setting] {
    guard case .object(let members) = value else { return [] }
    return members.compactMap { member in
      guard case .string(let value) = member.value, !member.name.hasPrefix(localPrefix) else { return nil }
      return Setting(key: member.name, value: value)
    }
  }

  private mutating func readLog(_ reader: inout JSONReader) throws(JSONError) -> StudyArchiveError? {
    try reader.beginArray()
    while try reader.nextItem() {
      do throws(LogLineError) {
        entries.append(try LogLine.entry(&reader))
      } catch {
        if case .json(let error) = error { throw error }
        return .entry(index: entries.count, error)
      }
    }
    return nil
  }
}
