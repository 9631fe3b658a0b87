// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// A portable build runs on any x86-64 or arm64; the default one uses the vector width of the machine that builds it.
let isPortable = Context.environment["STUDY_PORTABLE"] != nil

/// Vectors of 512 bits need another tile of the matrix product than those of 256 and 128.
let hasWideVectors =
  (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains(" avx512f ") ?? false

let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// For every target of the program: four shared libraries fewer to load are an eighth of a start.
let lean: [SwiftSetting] =
  common + [
    .unsafeFlags([
      "-Xfrontend", "-disable-implicit-string-processing-module-import", "-Xfrontend",
      "-disable-implicit-concurrency-module-import",
    ])
  ]

/// For every target that needs no unsafe code of its own.
let safe: [SwiftSetting] = lean + [.strictMemorySafety()]

/// Demos loop over pixels, a fit over whole logs, a plan over simulated years: tested as they run, like the engine.
let fast: [SwiftSetting] = safe + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The tests draw every demo many times; without optimisation that takes a minute.
let drawn: [SwiftSetting] = lean + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The engine is 100 times slower without optimisation, so debug builds optimise it too.
/// Target flags and fused multiply-add belong together: one without the other is slower than neither.
let kernels: [SwiftSetting] =
  lean + [.unsafeFlags(["-O"], .when(configuration: .debug))]
  + (isPortable ? [] : [.unsafeFlags(["-Xcc", "-march=native"]), .define("NATIVE_VECTORS")])
  + (hasWideVectors && !isPortable ? [.define("WIDE_VECTORS")] : [])

let package = Package(
  name: "study",
  products: [.executable(name: "study", targets: ["study"])],
  targets: [
    .executableTarget(name: "study", dependencies: ["StudyApp"], swiftSettings: safe),
    .target(
      name: "StudyApp",
      dependencies: [
        "Basics", "BuiltInDecks", "Decks", "Demos", "Exchange", "Fitting", "Planning", "Scheduling",
        "Storage",
        "TerminalUI",
      ],
      swiftSettings: safe),
    .target(
      name: "Demos", dependencies: ["Basics", "NeuralNet", "TerminalUI"], swiftSettings: fast),
    .target(name: "NeuralNet", dependencies: ["Basics"], swiftSettings: kernels),
    .target(name: "TerminalUI", dependencies: ["Basics"], swiftSettings: drawn),
    .target(name: "Decks", dependencies: ["Basics"], swiftSettings: safe),
    .target(
      name: "BuiltInDecks", dependencies: ["Basics", "Decks"], swiftSettings: safe,
      plugins: ["EmbedDecks"]),
    .target(name: "Planning", dependencies: ["Basics", "Scheduling"], swiftSettings: fast),
    .target(name: "Scheduling", dependencies: ["Basics"], swiftSettings: safe),
    .target(
      name: "Fitting", dependencies: ["Basics", "NeuralNet", "Scheduling"], swiftSettings: fast),
    .target(
      name: "Storage", dependencies: ["Basics", "CSQLite", "Scheduling"], swiftSettings: lean),
    .target(
      name: "Exchange", dependencies: ["Basics", "Decks", "Scheduling", "Storage"], swiftSettings: fast),
    .target(name: "Basics", swiftSettings: lean),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    .executableTarget(name: "embed-decks", swiftSettings: common),
    .plugin(
      name: "EmbedDecks", capability: .buildTool(), dependencies: ["embed-decks"],
      path: "Sources/EmbedDecks"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Basics", "BuiltInDecks", "CSQLite", "Decks", "Demos", "Exchange", "Fitting", "NeuralNet", "Planning",
        "Scheduling",
        "Storage", "StudyApp", "TerminalUI",
      ],
      exclude: ["peers.py"],
      swiftSettings: common),

    .target(
      name: "TestSupport", dependencies: ["Basics", "TerminalUI"], path: "Tests/TestSupport",
      swiftSettings: common),
    .testTarget(
      name: "BasicsTests", dependencies: ["Basics", "TestSupport"], swiftSettings: common),
    .testTarget(
      name: "DecksTests", dependencies: ["Basics", "BuiltInDecks", "Decks", "TestSupport"],
      exclude: ["Golden"], swiftSettings: common),
    .testTarget(
      name: "SchedulingTests", dependencies: ["Basics", "Scheduling", "TestSupport"],
      exclude: ["Reference"], swiftSettings: common),
    .testTarget(
      name: "PlanningTests", dependencies: ["Basics", "Planning", "Scheduling", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "FittingTests",
      dependencies: ["Basics", "Fitting", "NeuralNet", "Scheduling", "TestSupport"],
      exclude: ["Reference"], swiftSettings: common),
    .testTarget(
      name: "StorageTests", dependencies: ["Basics", "Scheduling", "Storage", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: common),
    .testTarget(
      name: "ExchangeTests",
      dependencies: ["Basics", "Decks", "Exchange", "Scheduling", "Storage", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "NeuralNetTests", dependencies: ["Basics", "NeuralNet", "TestSupport"],
      exclude: ["Reference"], swiftSettings: common),
    .testTarget(
      name: "TerminalUITests", dependencies: ["Basics", "TerminalUI", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "DemosTests",
      dependencies: ["Basics", "BuiltInDecks", "Decks", "Demos", "TerminalUI", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "StudyAppTests",
      dependencies: [
        "Basics", "Decks", "Demos", "Exchange", "Fitting", "Planning", "Scheduling", "Storage", "StudyApp",
        "TerminalUI",
        "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: common),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Basics", "TestSupport", "study"],
      exclude: ["anki_reads_the_package.py"], swiftSettings: common),
  ]
)
