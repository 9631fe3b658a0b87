import Basics

/// The tables of schema 11, which every Anki since 2012 reads, and the JSON that stands in its one row of `col`.
enum AnkiSchema {
  /// Without indexes: an import reads each table once, from its first row to its last.
  static let tables = """
    CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
      ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
      models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
    CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
      usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
      flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
      mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
      due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
      lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
      flags integer NOT NULL, data text NOT NULL);
    CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
      ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
      time integer NOT NULL, type integer NOT NULL);
    CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
    """

  /// The note type of this program's cards: always the same id, so that imports do not multiply it.
  static let noteType = 1_704_067_200_017
  /// What the GUIDs of our notes begin with; the card's id follows.
  static let guidPrefix = "study:"

  static let models: JSONValue = .object([
    .init(
      String(noteType),
      [
        "id": .integer(noteType), "name": "study", "type": 0, "mod": 0, "usn": -1, "sortf": 0, "did": nil,
        "latexPre": "", "latexPost": "", "latexsvg": false, "req": [[0, "any", [0]]], "tags": [], "vers": [],
        "css": .string(css), "flds": .array(["Question", "Answer"].enumerated().map(field)),
        "tmpls": [
          [
            "name": "Card 1", "ord": 0, "qfmt": "{{Question}}",
            "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n<div class=answer>{{Answer}}</div>", "bqfmt": "",
            "bafmt": "", "did": nil, "bfont": "", "bsize": 0,
          ]
        ],
      ])
  ])

  private static func field(_ ordinal: Int, _ name: String) -> JSONValue {
    [
      "name": .string(name), "ord": .integer(ordinal), "sticky": false, "rtl": false, "font": "Arial",
      "size": 20, "media": [],
    ]
  }

  private static let css = """
    .card { font-family: sans-serif; font-size: 20px; line-height: 1.5; text-align: center; }
    .answer { display: inline-block; text-align: left; }
    code, pre { font-size: 85%; }
    table { border-collapse: collapse; } td, th { border: 1px solid; padding: 0 0.4em; }
    """

  static func deck(id: Int, name: String) -> JSONValue {
    [
      "id": .integer(id), "mod": 0, "name": .string(name), "usn": -1, "lrnToday": [0, 0], "revToday": [0, 0],
      "newToday": [0, 0], "timeToday": [0, 0], "collapsed": false, "browserCollapsed": false, "desc": "",
      "dyn": 0, "conf": 1, "extendNew": 0, "extendRev": 0,
    ]
  }

  static let presets: JSONValue = [
    "1": [
      "id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0,
      "replayq": true, "dyn": false,
      "new": [
        "bury": false, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1,
        "perDay": 20,
      ],
      "rev": ["bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2],
      "lapse": ["delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0],
    ]
  ]

  /// `offset` in minutes east of Greenwich; Anki counts them west.
  static func configuration(offsetMinutes offset: Int) -> JSONValue {
    [
      "schedVer": 2, "sched2021": true, "creationOffset": .integer(-offset), "localOffset": .integer(-offset),
      "rollover": 4, "curDeck": 1, "activeDecks": [1], "nextPos": 1, "sortType": "noteFld",
      "sortBackwards": false, "addToCur": true, "collapseTime": 1200, "dueCounts": true, "estTimes": true,
      "newSpread": 0, "timeLim": 0, "dayLearnFirst": false, "curModel": .integer(noteType), "fsrs": true,
    ]
  }
}
