import Basics
import StudyApp

Platform.ignoreBrokenPipes()
Platform.exit(
  StudyProgram.run(Environment.live(arguments: Array(CommandLine.arguments.dropFirst()))).rawValue)
