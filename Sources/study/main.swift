import Basics
import StudyApp

Platform.ignoreBrokenPipes()
let environment = Environment.live(arguments: Array(CommandLine.arguments.dropFirst()))
Platform.exit(StudyProgram.run(environment).rawValue)
