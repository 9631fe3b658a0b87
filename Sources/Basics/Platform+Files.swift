#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The calls that keep private files; each returns 0 or the error number that stopped it.
extension Platform {
  /// Creates a folder and its missing parents, readable by the user alone.
  public static func createPrivateFolder(_ path: String) -> Int32 {
    if mkdir(path, 0o700) == 0 { return 0 }
    switch errno {
    case EEXIST: return isFolder(path) ? 0 : ENOTDIR
    case ENOENT:
      let parent = folder(of: path)
      guard parent != path else { return ENOENT }
      let failure = createPrivateFolder(parent)
      guard failure == 0 else { return failure }
      // Another process may have been quicker.
      return mkdir(path, 0o700) == 0 || errno == EEXIST ? 0 : errno
    case let failure: return failure
    }
  }

  /// Creates an empty file that only the user can read; one that exists is left as it is.
  public static func createPrivateFile(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno == EEXIST ? 0 : errno }
    return close(descriptor) == 0 ? 0 : errno
  }

  public static func rename(_ path: String, to target: String) -> Int32 {
    #if canImport(Glibc)
      let result = Glibc.rename(path, target)
    #elseif canImport(Musl)
      let result = Musl.rename(path, target)
    #else
      let result = Darwin.rename(path, target)
    #endif
    return result == 0 ? 0 : errno
  }

  public static func removeFile(_ path: String) -> Int32 {
    unlink(path) == 0 ? 0 : errno
  }

  /// Adds bytes at the end of a file, on a line of their own, durable when this returns; makes the file where there is none.
  public static func append(_ bytes: some Collection<UInt8>, to path: String) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    // A write that was cut off left a line without an end.
    let end = lseek(descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    if end > 0, pread(descriptor, &last, 1, end - 1) != 1 { return errno }
    if last != UInt8(ascii: "\n") {
      let failure = writeAll([UInt8(ascii: "\n")], to: descriptor)
      guard failure == 0 else { return failure }
    }
    let failure = writeAll(bytes, to: descriptor)
    guard failure == 0 else { return failure }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  /// The name of this computer; empty when the system does not tell.
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path without links and dots; a relative one that does not exist is taken from the working folder.
  public static func absolutePath(_ path: String) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }

  /// The permission bits of a file; nil when there is none.
  public static func mode(of path: String) -> UInt32? {
    var attributes = stat()
    return stat(path, &attributes) == 0 ? UInt32(attributes.st_mode) & 0o7777 : nil
  }

  /// Takes the rights to a file from everybody but its owner.
  public static func makePrivate(_ path: String) -> Int32 {
    chmod(path, 0o600) == 0 ? 0 : errno
  }

  /// Removes an empty folder.
  public static func removeFolder(_ path: String) -> Int32 {
    rmdir(path) == 0 ? 0 : errno
  }

  /// The error number of a name that is not there (ENOENT).
  public static var noSuchFile: Int32 { ENOENT }
  /// The error number of a folder where a file should be (EISDIR).
  public static var isAFolder: Int32 { EISDIR }

  /// Makes the names in a folder durable, which writing the files in it does not.
  public static func syncFolder(_ path: String) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  public static func isFolder(_ path: String) -> Bool {
    var attributes = stat()
    return stat(path, &attributes) == 0 && attributes.st_mode & S_IFMT == S_IFDIR
  }

  public static func fileExists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// The system's sentence for an error number; those that a learner may meet have a Chinese one here.
  public static func message(ofError number: Int32) -> LocalizedText {
    let english = String(cString: strerror(number))
    let chinese =
      switch number {
      case ENOENT: "没有这个文件或文件夹"
      case EACCES, EPERM: "没有权限"
      case EEXIST: "已经存在"
      case EISDIR: "这是一个文件夹"
      case ENOTDIR: "路径中有一段不是文件夹"
      case ENOSPC, EDQUOT: "磁盘空间不足"
      case EROFS: "文件系统只读"
      case EIO: "读写出错"
      case EMFILE, ENFILE: "打开的文件过多"
      case ENAMETOOLONG: "名称过长"
      case ELOOP: "符号链接层数过多"
      case EFBIG: "文件过大"
      default: english
      }
    return LocalizedText(english, chinese)
  }

  /// Everything before the last slash: `.` for a bare name, `/` for what lies in the root.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
