public import Basics
import Scheduling
public import Storage

/// Why a line is no log entry.
public enum LogLineError: Error, Hashable, Sendable {
  case json(JSONError)
  /// A newer program wrote it.
  case newerVersion(Int)
  case missing(member: String)
  /// The member's value is none that it can have.
  case invalid(member: String)
  case tooLong(bytes: Int)
}

/// A line that was passed over.
public struct LogLineProblem: Hashable, Sendable {
  /// From 1.
  public var line: Int
  public var error: LogLineError
}

/// What a file of lines holds.
public struct LogLines: Hashable, Sendable {
  public var entries: [LogEntry] = []
  public var problems: [LogLineProblem] = []
  /// Bytes up to the last line feed: what follows was not written to its end, and is read when it is.
  public var completeBytes = 0

  /// Reads every line; one that is no entry is reported and leaves the others alone.
  ///
  /// A last line without a line feed is read when it is whole, and else left for later without a problem.
  public init(_ bytes: [UInt8]) {
    var start = 0
    var number = 0
    while start < bytes.count {
      number += 1
      let feed = bytes[start...].firstIndex(of: 0x0A)
      let end = feed ?? bytes.count
      do throws(LogLineError) {
        if let entry = try LogLine.entry(in: bytes, start..<end) { entries.append(entry) }
        if feed != nil { completeBytes = end + 1 }
      } catch {
        if feed != nil {
          problems.append(LogLineProblem(line: number, error: error))
          completeBytes = end + 1
        }
      }
      start = end + 1
    }
  }
}

extension LogLine {
  /// The entry of one line; nil for one that is blank.
  public static func entry(in bytes: [UInt8], _ line: Range<Int>) throws(LogLineError) -> LogEntry? {
    guard line.count <= longest else { throw .tooLong(bytes: line.count) }
    var range = line
    while let last = range.last, bytes[last] == 0x0D || bytes[last] == 0x20 { range = range.dropLast() }
    guard !range.isEmpty else { return nil }
    var reader = JSONReader(bytes, in: range)
    let members: LogMembers
    do throws(JSONError) {
      members = try LogMembers(&reader)
      try reader.finish()
    } catch {
      throw .json(error)
    }
    return try members.entry(needsVersion: true)
  }

  /// The next object of a reader as an entry.
  static func entry(_ reader: inout JSONReader) throws(LogLineError) -> LogEntry {
    let members: LogMembers
    do throws(JSONError) { members = try LogMembers(&reader) } catch { throw .json(error) }
    return try members.entry(needsVersion: false)
  }
}
