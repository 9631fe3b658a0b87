#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the file system said no to.
public struct FileError: Error, Sendable, Hashable {
  public let path: String
  /// The system's error number (`errno`).
  public let code: Int32
  public let isTooLarge: Bool

  public init(path: String, code: Int32, isTooLarge: Bool = false) {
    self.path = path
    self.code = code
    self.isTooLarge = isTooLarge
  }

  /// The system's words for the error, such as "No such file or directory".
  public var reason: LocalizedText {
    isTooLarge
      ? LocalizedText("the file is too large", "文件过大") : Platform.message(ofError: code)
  }
}

/// Size and time of a file: enough to tell whether it changed since it was last read.
public struct FileStamp: Sendable, Hashable {
  public var size: Int64
  public var modifiedNanoseconds: Int64
  public var isDirectory: Bool
}

/// Files and folders, through the C library.
public enum FileSystem {
  public static func stamp(_ path: String) throws(FileError) -> FileStamp {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(path: path, code: errno) }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return FileStamp(
      size: Int64(status.st_size),
      modifiedNanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
      isDirectory: status.st_mode & S_IFMT == S_IFDIR)
  }

  /// The bytes of a file; an error when it holds more than `limit`.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try read(path, from: 0, count: nil, limit: limit)
  }

  /// The text of a file; nil when there is none.
  public static func text(_ path: String, limit: Int) throws(FileError) -> String? {
    do throws(FileError) {
      return String(decoding: try read(path, limit: limit), as: UTF8.self)
    } catch {
      if error.code == ENOENT { return nil }
      throw error
    }
  }

  /// `count` bytes from an offset, fewer where the file ends earlier.
  public static func read(_ path: String, from offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try read(path, from: offset, count: count, limit: count)
  }

  private static func read(
    _ path: String, from offset: Int, count: Int?, limit: Int
  ) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    defer { close(descriptor) }
    if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 { throw FileError(path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, code: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path: path, code: EISDIR) }
    // A pipe has no size: read until it ends, one byte beyond the limit at most.
    let wanted = count ?? limit + 1
    var bytes: [UInt8] = []
    var chunkSize = max(4096, min(wanted, Int(status.st_size) + 1))
    while bytes.count < wanted {
      let room = min(chunkSize, wanted - bytes.count)
      var code: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        var got = -1
        repeat { got = Self.readOnce(descriptor, buffer.baseAddress, room) } while got < 0 && errno == EINTR
        if got < 0 { code = errno }
        filled = max(0, got)
      }
      guard code == 0 else { throw FileError(path: path, code: code) }
      if chunk.isEmpty { break }
      bytes += chunk
      chunkSize = 1 << 16
    }
    if count == nil, bytes.count > limit { throw FileError(path: path, code: EFBIG, isTooLarge: true) }
    return bytes
  }

  private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer, count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer, count)
    #else
      Darwin.read(descriptor, buffer, count)
    #endif
  }

  /// The names in a folder, sorted, without `.` and `..`.
  public static func names(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else { throw FileError(path: folder, code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Every file below a folder whose name ends in `suffix`, sorted; hidden folders are passed over, links to folders not followed twice.
  public static func files(below folder: String, suffix: String, depth: Int = 16) throws(FileError)
    -> [String]
  {
    var found: [String] = []
    for name in try names(in: folder) where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      guard let stamp = try? stamp(path) else { continue }
      if stamp.isDirectory {
        // The depth bound ends a loop of links.
        if depth > 0 { found += (try? files(below: path, suffix: suffix, depth: depth - 1)) ?? [] }
      } else if name.hasSuffix(suffix) {
        found.append(path)
      }
    }
    return found
  }

  /// Writes a file that appears only when it is complete: a temporary file beside it, synced, then renamed.
  public static func write(_ bytes: some Collection<UInt8>, to path: String, mode: UInt32 = 0o644)
    throws(FileError)
  {
    let file = try NewFile(path, mode: mode)
    try file.append(bytes)
    try file.finish()
  }
}

/// A file that appears only when it is complete: written beside its place, synced, then renamed; given up, it leaves nothing.
public final class NewFile {
  private let path: String
  /// Nil where the path names a device or a pipe, which is written to and never replaced.
  private let temporary: String?
  private var descriptor: Int32

  public init(_ path: String, mode: UInt32 = 0o644) throws(FileError) {
    self.path = path
    var status = stat()
    let isDevice =
      stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    if isDevice {
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let part = path + ".\(getpid()).part"
      temporary = part
      descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    }
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if let temporary { unlink(temporary) }
  }

  public func append(_ bytes: some Collection<UInt8>) throws(FileError) {
    let code = Platform.writeAll(bytes, to: descriptor)
    guard code == 0 else { throw FileError(path: path, code: code) }
  }

  public func finish() throws(FileError) {
    var code: Int32 = 0
    if fsync(descriptor) != 0, errno != EINVAL { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    descriptor = -1
    if code == 0, let temporary, rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      if let temporary { unlink(temporary) }
      throw FileError(path: path, code: code)
    }
  }
}
