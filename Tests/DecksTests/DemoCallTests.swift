import Decks
import Testing

@Suite struct DemoCallTests {
  let place = SourceLocation(file: "x.md", line: 1, column: 1)

  @Test(arguments: [
    ("study demo conv", "conv", []),
    ("study demo conv --in 7 --k  3", "conv", ["--in", "7", "--k", "3"]),
    ("study demo rf --custom '3,1,1; 3,2,1'", "rf", ["--custom", "3,1,1; 3,2,1"]),
    ("study demo x \"a 'b' \\\" c\" d\\ e ''", "x", ["a 'b' \" c", "d e", ""]),
    ("study  demo \"act\" --f=re'lu'", "act", ["--f=relu"]),
    ("study demo x 'a\\b'", "x", ["a\\b"]),
  ]) func splitsLikeAShell(_ text: String, _ name: String, _ arguments: [String]) throws {
    let call = try DemoCall(text, location: place)
    #expect(call.name == name)
    #expect(call.arguments == arguments)
    #expect(call.text == text)
  }

  @Test(arguments: [
    ("study demo", DemoCall.Malformation.nameMissing), ("study demo --k 3", .nameMissing),
    ("study demo ''", .nameMissing), ("study demo conv 'open", .unterminatedQuote),
    ("study demo conv \\", .unterminatedQuote), ("study show x", .notADemo), ("", .notADemo),
    ("study demos conv", .notADemo),
  ]) func refusesWhatIsNoCall(_ text: String, _ reason: DemoCall.Malformation) {
    #expect(throws: reason) { try DemoCall(text, location: place) }
  }
}
