import Basics
import BuiltInDecks
import Decks
import Glibc
import Scheduling
import Storage
import StudyApp

/// The whole program, and the parts of it that a learner waits for.
enum AppBench {
  static let rows: [Row] = [
    Row("startup", group: "app", unit: "ms", reference: "/bin/true") {
      let program = try Child.study()
      return try Clock.samples(
        count: 20,
        work: { try Child.milliseconds(program, ["demo", "conv", "--k", "3", "--s", "2"]) },
        reference: { try Child.milliseconds("/bin/true", []) })
    },
    Row("parse", group: "app", unit: "MB/s", reference: "reading the file") { try parse() },
    Row("schedule", group: "app", unit: "Mreviews/s") {
      Samples(values: ScheduleBench.reviewsPerSecond(rounds: 9).map { $0 / 1e6 })
    },
    Row("commit", group: "app", unit: "ms", reference: "a bare SQLite commit") {
      let folder = try Scratch.newFolder()
      defer { Scratch.remove(folder) }
      let times = try StorageBench.commits(count: 200, folder: folder)
      return Samples(values: times.review, references: times.bare)
    },
    Row("open-100k", group: "app", unit: "ms", reference: "/bin/true") { try LargeCollection.open() },
  ]

  /// Twenty megabytes of the built-in decks' text, parsed on one thread.
  private static func parse() throws -> Samples {
    let text = BuiltInDecks.files.map(\.text).joined(separator: "\n")
    // A card stands once: every copy has ids of its own.
    let body = (0..<max(1, 20_000_000 / text.utf8.count)).map { copy in
      text.replacing("<!-- id: ", with: "<!-- id: c\(copy)-")
    }.joined(separator: "\n")
    let bytes = Array(body.utf8)
    let folder = try Scratch.newFolder()
    defer { Scratch.remove(folder) }
    let path = folder + "/deck.md"
    try FileSystem.write(bytes, to: path)
    let megabytes = Double(bytes.count) / 1e6
    var options = ParseOptions.user
    options.maximumFileBytes = bytes.count + 1
    return try Clock.samples(
      count: 9,
      work: {
        var cards = 0
        let seconds = Clock.seconds {
          cards = DeckParser.parse(bytes.span, file: path, options: options).deck.cards.count
        }
        precondition(cards > 1000, "the decks hold cards")
        return megabytes / seconds
      },
      reference: {
        megabytes / (try Clock.seconds { _ = try FileSystem.read(path, limit: bytes.count) })
      })
  }
}

/// User decks of 100,000 cards in 100 files with 1,000,000 reviews, built once in the cache folder.
enum LargeCollection {
  static func open() throws -> Samples {
    let program = try Child.study()
    let home = try prepared(program)
    // The session ends with the input: the time is that to the first card shown, and out.
    let arguments = ["quiz", "--plain", "--exercise", "recall", "--limit", "1", "--seed", "1"]
    let environment = ["XDG_DATA_HOME=\(home)", "STUDY_NOW=2026-11-20T09:00:00Z", "HOME=\(home)"]
    return try Clock.samples(
      count: 15, work: { try Child.milliseconds(program, arguments, environment: environment) },
      reference: { try Child.milliseconds("/bin/true", []) })
  }

  /// The folder that stands for the learner's home.
  static func prepared(_ program: String) throws -> String {
    let cache =
      Platform.environmentVariable("XDG_CACHE_HOME") ?? (Platform.environmentVariable("HOME") ?? ".")
      + "/.cache"
    let home = cache + "/study-bench/open-100k-1"
    let marker = home + "/complete"
    if Platform.fileExists(marker) { return home }
    _ = Platform.writeAll("bench: building 100,000 cards and 1,000,000 reviews in \(home)\n".utf8, to: 2)
    Scratch.remove(home)
    let decks = home + "/study/decks"
    guard Platform.createPrivateFolder(decks) == 0 else {
      throw Child.Failure(description: "cannot make \(decks)")
    }
    for topic in 0..<100 {
      var text = "---\ntopic: topic-\(topic)\ntitle: Topic \(topic)\n---\n"
      for card in topic * 1000..<(topic + 1) * 1000 {
        text +=
          "\n## What is number \(card)?\n<!-- id: card-number-\(card); level: \(card % 3 + 1) -->\n\nIt is \(card).\n\n- One point of \(card).\n- Another point.\n"
      }
      try FileSystem.write(Array(text.utf8), to: "\(decks)/topic-\(topic).md")
    }
    try StorageBench.buildReviews(path: home + "/study/study.db")
    // The first start indexes the files; those measured find them unchanged.
    _ = try Child.milliseconds(
      program, ["list"],
      environment: ["XDG_DATA_HOME=\(home)", "STUDY_NOW=2026-11-20T09:00:00Z", "HOME=\(home)"])
    try FileSystem.write([UInt8](), to: marker)
    return home
  }
}

/// Whole processes, timed from outside.
enum Child {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The program beside this one in the build folder.
  static func study() throws -> String {
    let path = Platform.folder(of: CommandLine.arguments[0]) + "/study"
    guard Platform.fileExists(path) else {
      throw Failure(description: "build the program first: swift build -c release --product study")
    }
    return path
  }

  /// Milliseconds from the start of a process to its end, its output thrown away.
  static func milliseconds(
    _ path: String, _ arguments: [String], environment: [String] = ["HOME=/nonexistent"]
  ) throws
    -> Double
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [Int32(0), 1, 2] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, "/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
    }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer {
      for word in words + variables { free(word) }
    }
    var id = pid_t()
    let start = Platform.monotonicNanoseconds()
    let code = posix_spawn(&id, path, &actions, nil, &words, &variables)
    guard code == 0 else { throw Failure(description: "\(path): \(String(cString: strerror(code)))") }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    let time = Double(Platform.monotonicNanoseconds() - start) / 1e6
    guard status == 0 else {
      throw Failure(description: "\(path) \(arguments.joined(separator: " ")) ended with \(status)")
    }
    return time
  }
}

/// Folders that go away again.
enum Scratch {
  static func newFolder() throws -> String {
    let parent = Platform.environmentVariable("TMPDIR") ?? "/tmp"
    let folder = "\(parent)/study-bench-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    guard Platform.createPrivateFolder(folder) == 0 else {
      throw Child.Failure(description: "cannot make \(folder)")
    }
    return folder
  }

  /// Takes away a folder with everything in it.
  static func remove(_ folder: String) {
    for name in (try? FileSystem.names(in: folder)) ?? [] {
      let path = folder + "/" + name
      if Platform.isFolder(path) { remove(path) } else { _ = Platform.removeFile(path) }
    }
    rmdir(folder)
  }
}
