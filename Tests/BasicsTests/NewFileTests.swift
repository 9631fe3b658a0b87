import Basics
import Foundation
import Testing

@Suite final class NewFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "new-file-\(UInt64.random(in: 0 ... .max))"
  ).path()

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func aFileAppearsWhenItIsComplete() throws {
    let path = folder + "/report.txt"
    let file = try NewFile(path)
    try file.append(Array("one ".utf8))
    #expect(!Platform.fileExists(path))
    try file.append(Array("two".utf8))
    try file.finish()
    #expect(try FileSystem.read(path, limit: 100) == Array("one two".utf8))
    #expect(try FileSystem.names(in: folder) == ["report.txt"])
  }

  @Test func aFileThatIsGivenUpLeavesTheOldOne() throws {
    let path = folder + "/report.txt"
    try FileSystem.write(Array("old".utf8), to: path)
    do { try NewFile(path).append(Array("new".utf8)) }
    #expect(try FileSystem.read(path, limit: 100) == Array("old".utf8))
    #expect(try FileSystem.names(in: folder) == ["report.txt"])
  }

  /// Renamed to `/dev/null`, a file would take its place.
  @Test func aPipeIsWrittenToAndNotReplaced() throws {
    let path = folder + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    let file = try NewFile(path)
    try file.append(Array("through the pipe".utf8))
    try file.finish()
    #expect(Platform.readSome(reader) == Array("through the pipe".utf8))
    #expect(try FileSystem.names(in: folder) == ["pipe"])
  }
}
