import Foundation
import PackagePlugin

/// Turns `content/en/*.md` and `content/zh/*.md` of the package into Swift literals.
@main
struct EmbedDecks: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let content = context.package.directoryURL.appending(path: "content")
    let output = context.pluginWorkDirectoryURL
    // The order in which topics are taught; what it does not name comes last, by name.
    let orderFile = content.appending(path: "order.txt")
    let order = ((try? String(contentsOf: orderFile, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    func rank(_ name: String) -> (Int, String) { (order.firstIndex(of: String(name.dropLast(3))) ?? order.count, name) }
    var inputs: [URL] = []
    var outputs = [output.appending(path: "Files.swift")]
    for language in ["en", "zh"] {
      let folder = content.appending(path: language)
      // A package without content is still a package.
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted(by: { rank($0) < rank($1) }) where name.hasSuffix(".md") && !name.hasPrefix(".") {
        inputs.append(folder.appending(path: name))
        outputs.append(output.appending(path: "\(language)-\(name.dropLast(3)).swift"))
      }
    }
    let tool = try context.tool(named: "embed-decks")
    return [
      .buildCommand(
        displayName: "Embed \(inputs.count) decks", executable: tool.url,
        arguments: [output.path] + inputs.map(\.path), inputFiles: inputs + [orderFile], outputFiles: outputs)
    ]
  }
}
