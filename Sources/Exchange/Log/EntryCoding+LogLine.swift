import Basics
public import Storage

extension EntryCoding {
  /// The lines of a `jsonl` file: what machines exchange through a folder is what `study export` writes.
  public static let logLine = EntryCoding(
    encode: { entry in
      String(decoding: LogLine.lines(of: [entry]).dropLast(), as: UTF8.self)
    },
    decode: { line in
      let bytes = line.indices.map { line[$0] }
      return try? LogLine.entry(in: bytes, bytes.indices)
    })
}
