import Basics
import Storage
import TerminalUI

/// The program: parses the command line, runs the command, turns errors into sentences and exit statuses.
public enum StudyProgram {
  public static let version = "0.1.0"

  public static func run(_ environment: Environment) -> ExitStatus {
    do {
      return try dispatch(environment)
    } catch WriteError.readerGone {
      // `study list | head` has read enough: no error.
      return .success
    } catch let error as WriteError {
      if case .failed(let code) = error {
        let (reason, language) = (Platform.message(ofError: code), Language.spoken(typed: nil, environment))
        let sentence = LocalizedText("cannot write: \(reason.english).", "无法写入：\(reason.chinese)。")
        try? environment.errors.write("study: \(sentence[language])\n")
      }
      return .failure
    } catch {
      return report(error, environment)
    }
  }

  private static func dispatch(_ environment: Environment) throws -> ExitStatus {
    let parser = ArgumentParser(commands: CommandTable.commands)
    let (command, invocation) = try parser.parse(environment.arguments)
    if invocation.has("version") {
      try environment.output.write("study \(version)\n")
      return .success
    }
    let workspace = try Workspace(invocation, environment)
    // A demo explains its own options.
    if invocation.has("help"), command.name != "demo" || invocation.operands.isEmpty {
      // Nobody who asks for help without a command knows that one is called `today`.
      let page =
        command.name == "today"
        ? HelpText.overview(CommandTable.commands, topics: HelpTopic.all, language: workspace.language)
        : HelpText.page(for: command, language: workspace.language)
      try environment.output.write(page)
      return .success
    }
    return try command.run(invocation, workspace)
  }

  /// One line that says what is wrong, one that says what to do.
  private static func report(_ error: any Error, _ environment: Environment) -> ExitStatus {
    let language = Language.spoken(typed: nil, environment)
    let typed = environment.arguments.firstIndex(of: "--lang").flatMap { index in
      environment.arguments.indices.contains(index + 1)
        ? Language(rawValue: environment.arguments[index + 1]) : nil
    }
    let spoken = typed ?? language
    let sentence: LocalizedText
    let hint: LocalizedText?
    let status: ExitStatus
    switch error {
    case let error as UsageError:
      (sentence, hint, status) = (error.sentence, error.hint, .wrongUsage)
    case let error as ThemeProblem:
      (sentence, hint, status) = (error.sentence, nil, .wrongUsage)
    case let error as CommandFailure:
      (sentence, hint, status) = (error.sentence, error.hint, .failure)
    case let error as ImportFailure:
      (sentence, hint, status) = (error.sentence, error.hint, .failure)
    case let error as SQLiteError:
      let path = environment.arguments.firstIndex(of: "--db").flatMap { index in
        environment.arguments.indices.contains(index + 1) ? environment.arguments[index + 1] : nil
      }
      let failure = DatabaseFailure(
        path: path ?? Paths(Invocation(command: ""), environment).database, error: error)
      (sentence, hint, status) = (failure.sentence, failure.hint, .failure)
    case let error as DatabaseFailure:
      (sentence, hint, status) = (error.sentence, error.hint, .failure)
    case let error as TerminalError:
      (sentence, hint, status) = (
        LocalizedText("the terminal cannot be used: \(error).", "无法使用终端：\(error)。"),
        LocalizedText("study quiz --plain works without it.", "study quiz --plain 不需要全屏终端。"), .failure
      )
    case let error as FileError:
      let failure = CommandFailure.cannotRead(error)
      (sentence, hint, status) = (failure.sentence, failure.hint, .failure)
    default:
      (sentence, hint, status) = (LocalizedText(both: "\(error)"), nil, .failure)
    }
    let advice = hint.map { "       " + $0[spoken] + "\n" } ?? ""
    try? environment.errors.write(
      "study: " + SafeText.lines(sentence[spoken]) + "\n" + SafeText.lines(advice))
    return status
  }
}
