import Foundation

/// The reference numbers: those beside the tests, or those of the folder named by STUDY_REFERENCE_DIR.
enum ReferenceFile {
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let folder =
      ProcessInfo.processInfo.environment["STUDY_REFERENCE_DIR"].map { URL(filePath: $0) }
      ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }
}

/// Equal up to a share of the larger value.
func isClose(_ value: Double, _ expected: Double, relative tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance * max(abs(value), abs(expected))
}
