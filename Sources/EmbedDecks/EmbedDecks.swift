import Foundation
import PackagePlugin

/// Turns `content/en/*.md` and `content/zh/*.md` of the package into Swift literals.
@main
struct EmbedDecks: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let content = context.package.directoryURL.appending(path: "content")
    let output = context.pluginWorkDirectoryURL.appending(path: "Files.swift")
    // The folders are inputs too, and there is one output whatever they hold: a plan that SwiftPM kept from an
    // earlier build still notices a deck that was added, changed or removed.
    let folders = ["en", "zh"].map { content.appending(path: $0, directoryHint: .isDirectory) }
    let decks = folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.sorted().filter { $0.hasSuffix(".md") }.map { folder.appending(path: $0) }
    }
    return [
      .buildCommand(
        displayName: "Embed the decks", executable: try context.tool(named: "embed-decks").url,
        arguments: [output.path] + folders.map(\.path),
        inputFiles: (folders + [content.appending(path: "order.txt"), content.appending(path: "glossary.md")])
          .filter { FileManager.default.fileExists(atPath: $0.path) } + decks,
        outputFiles: [output])
    ]
  }
}
