import Basics
import Decks
import Testing

@Suite struct FieldPathTests {
  let result: JSONValue = [
    "out": [112, 96], "value": 0.5, "empty": [],
    "layers": [
      ["name": "conv1", "rf": 3, "size": [26, 26]], ["name": "conv2", "rf": 5, "size": [24, 24]],
    ],
    "gd": ["path": [1.0, 0.5, 0.25], "trace": [["g": 2], ["g": 1]]],
  ]

  @Test(arguments: [
    ("out", "[112, 96]"), ("out[1]", "96"), ("out[-1]", "96"), ("out[-2]", "112"), ("layers[1].rf", "5"),
    ("layers.conv1.rf", "3"), ("layers.rf", "[3, 5]"), ("layers.size", "[[26, 26], [24, 24]]"),
    ("gd.path[-1]", "0.25"), ("gd.trace.g", "[2, 1]"), ("layers[0].size[1]", "26"),
  ]) func walksTheResult(_ path: String, _ value: String) throws {
    #expect(try #require(FieldPath(path)).value(in: result) == json(value))
  }

  @Test(
    arguments: [
      ("oot", .noMember("oot", at: "", known: ["out", "value", "empty", "layers", "gd"])),
      ("gd.loss", .noMember("loss", at: "gd", known: ["path", "trace"])),
      ("layers.jump", .noMember("jump", at: "layers[0]", known: ["name", "rf", "size"])),
      ("layers[2]", .indexOutOfRange(2, at: "layers", count: 2)),
      ("out[-3]", .indexOutOfRange(-3, at: "out", count: 2)), ("value.x", .notAnObject(at: "value")),
      ("value[0]", .notAList(at: "value")), ("empty.x", .noMember("x", at: "empty", known: [])),
    ] as [(String, FieldPath.Failure)]) func saysWhereTheWayEnds(_ path: String, _ failure: FieldPath.Failure)
    throws
  {
    let path = try #require(FieldPath(path))
    #expect(throws: failure) { try path.value(in: result) }
  }

  @Test(arguments: [
    "", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[x]", "a[0]b", "a b", "a=1", "a.[0]", "a]",
  ])
  func refusesWhatIsNoPath(_ text: String) {
    #expect(FieldPath(text) == nil)
  }

  @Test func aNameOfAnItemComesBeforeMapping() throws {
    let value = try #require(FieldPath("layers.conv2")).value(in: result)
    #expect(value["rf"] == 5)
  }

  @Test func keepsItsPartsAndItsSpelling() {
    let path = FieldPath("a_b.c-1[0][-2].d")
    #expect(path?.components == [.name("a_b"), .name("c-1"), .index(0), .index(-2), .name("d")])
    #expect(path?.description == "a_b.c-1[0][-2].d")
  }
}
