/// The tables, as the list of migrations that build them.
enum Schema {
  /// "STDY": tells this program's files from those of any other.
  static let applicationID = 0x5354_4459

  static let migrationTable =
    "CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, time INTEGER NOT NULL) STRICT;"

  static let migrations = [
    Migration(name: "log", sql: log), Migration(name: "cards", sql: cards),
    Migration(name: "deck index", sql: deckIndex), Migration(name: "sets", sql: sets),
    Migration(name: "log summary", sql: logSummary), Migration(name: "memory trace", sql: memoryTrace),
    Migration(name: "details", sql: details), Migration(name: "card reviews", sql: cardReviews),
    Migration(name: "log merges", sql: logMerges),
  ]

  /// From this version on a review has the columns of the migration "details".
  static let detailsVersion = (migrations.firstIndex { $0.name == "details" } ?? 0) + 1

  /// Times are milliseconds since 1970 UTC, days study days since 1970.
  private static let log = """
    -- A number stands for a card's name wherever the name would be repeated.
    CREATE TABLE card (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

    CREATE TABLE review (
      id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
      card INTEGER NOT NULL REFERENCES card,
      time INTEGER NOT NULL,
      offset_minutes INTEGER NOT NULL,
      day INTEGER NOT NULL,
      rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
      duration INTEGER NOT NULL,
      kind TEXT NOT NULL,
      exercise TEXT,
      seed INTEGER,
      numbers TEXT,
      answer TEXT,
      -- The known mistake that explains a wrong answer.
      mistake TEXT,
      model TEXT NOT NULL,
      parameters INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX review_by_card ON review (card);
    CREATE INDEX review_by_day ON review (day);

    -- Two machines may both retract a review, so the pair is the key.
    CREATE TABLE retraction (
      review BLOB NOT NULL REFERENCES review,
      id BLOB NOT NULL CHECK (length(id) = 16),
      time INTEGER NOT NULL,
      PRIMARY KEY (review, id)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER review_is_never_updated BEFORE UPDATE ON review
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TRIGGER review_is_never_deleted BEFORE DELETE ON review
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TRIGGER retraction_is_never_updated BEFORE UPDATE ON retraction
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    CREATE TRIGGER retraction_is_never_deleted BEFORE DELETE ON retraction
      BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
    """

  private static let cards = """
    -- A cache: every column follows from the log.
    CREATE TABLE card_state (
      card INTEGER PRIMARY KEY REFERENCES card,
      phase TEXT NOT NULL CHECK (phase IN ('learning', 'review', 'relearning')),
      step INTEGER NOT NULL,
      stability REAL NOT NULL,
      difficulty REAL NOT NULL,
      due INTEGER NOT NULL,
      due_day INTEGER NOT NULL,
      last_review INTEGER NOT NULL,
      last_day INTEGER NOT NULL,
      reviews INTEGER NOT NULL,
      lapses INTEGER NOT NULL,
      first_day INTEGER NOT NULL,
      last_exercise TEXT
    ) STRICT;
    CREATE INDEX card_state_by_due ON card_state (due_day, due);
    CREATE INDEX card_state_by_first_day ON card_state (first_day);

    CREATE TABLE card_mark (
      card INTEGER PRIMARY KEY REFERENCES card,
      is_suspended INTEGER NOT NULL CHECK (is_suspended IN (0, 1)),
      buried_until INTEGER,
      flag INTEGER NOT NULL,
      note TEXT
    ) STRICT;

    CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """

  private static let details = """
    -- Days until due where the load of other days chose them; null where card and count alone did.
    ALTER TABLE review ADD COLUMN interval_days INTEGER;
    -- How sure the learner was before the answer was shown.
    ALTER TABLE review ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 1 AND 3);
    """

  private static let deckIndex = """
    CREATE TABLE source (
      number INTEGER PRIMARY KEY,
      origin TEXT NOT NULL UNIQUE,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,
      hash INTEGER NOT NULL,
      language TEXT NOT NULL,
      topic TEXT NOT NULL,
      title TEXT NOT NULL,
      card_count INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE deck_card (
      number INTEGER PRIMARY KEY,
      source INTEGER NOT NULL REFERENCES source,
      position INTEGER NOT NULL,
      card INTEGER NOT NULL REFERENCES card,
      is_new INTEGER NOT NULL CHECK (is_new IN (0, 1)),
      level INTEGER NOT NULL,
      exercises INTEGER NOT NULL,
      byte_offset INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      tags TEXT NOT NULL,
      question TEXT NOT NULL,
      UNIQUE (source, position)
    ) STRICT;
    CREATE INDEX deck_card_by_card ON deck_card (card, source, is_new);
    -- The next new cards of a source are found without passing those already seen.
    CREATE INDEX deck_card_that_is_new ON deck_card (source, position) WHERE is_new = 1;

    CREATE TABLE card_text (number INTEGER PRIMARY KEY REFERENCES deck_card, text TEXT NOT NULL) STRICT;
    -- Three-letter sequences without positions: a fraction of the size, and LIKE says where they stand together.
    CREATE VIRTUAL TABLE card_search USING fts5 (
      text, content = 'card_text', content_rowid = 'number', tokenize = 'trigram', detail = 'none'
    );
    """

  private static let logSummary = """
    -- A cache of one row: what the log added up to when it had this many entries.
    CREATE TABLE log_summary (
      number INTEGER PRIMARY KEY CHECK (number = 1),
      fingerprint INTEGER NOT NULL,
      reviews INTEGER NOT NULL,
      retractions INTEGER NOT NULL,
      last_review BLOB,
      last_retraction BLOB,
      content BLOB NOT NULL
    ) STRICT;
    """

  private static let logMerges = """
    -- How often entries of another log were put in; a summary made before that says nothing of the log.
    CREATE TABLE log_merges (number INTEGER PRIMARY KEY CHECK (number = 1), merges INTEGER NOT NULL) STRICT;
    INSERT INTO log_merges VALUES (1, 0);

    -- Without the number of entries, for which the whole log was read.
    DROP TABLE log_summary;
    CREATE TABLE log_summary (
      number INTEGER PRIMARY KEY CHECK (number = 1),
      fingerprint INTEGER NOT NULL,
      merges INTEGER NOT NULL,
      last_review BLOB,
      last_retraction BLOB,
      content BLOB NOT NULL
    ) STRICT;
    """
}
