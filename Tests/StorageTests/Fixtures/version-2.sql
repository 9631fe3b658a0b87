-- What version 2 of the schema and its use added to a database of the version before. Never edited.
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

INSERT INTO card_state VALUES
  (1, 'review', 0, 2.3065, 2.118103970459016, 1774666800000, 20540, 1774512602048, 20538, 2, 0, 20538, 'choice'),
  (2, 'learning', 0, 0.212, 6.4133, 1774512722080, 20538, 1774512662080, 20538, 1, 0, 20538, 'drill');
INSERT INTO card_mark VALUES (1, 0, NULL, 3, 'see §2.2'), (3, 1, 20540, 0, NULL);
INSERT INTO setting VALUES ('lang', 'zh');
INSERT INTO migration VALUES ('cards', 1774500000000);
