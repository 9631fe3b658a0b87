-- A database as version 5 of the schema left it. Never edited.
PRAGMA application_id = 1398031449;
CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, time INTEGER NOT NULL) STRICT;

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

-- A retraction may arrive before the review that it takes back, so it points to no row.
CREATE TABLE retraction_of_any (
  review BLOB NOT NULL CHECK (length(review) = 16),
  id BLOB NOT NULL CHECK (length(id) = 16),
  time INTEGER NOT NULL,
  PRIMARY KEY (review, id)
) STRICT, WITHOUT ROWID;
DROP TABLE retraction;
ALTER TABLE retraction_of_any RENAME TO retraction;
CREATE INDEX retraction_by_id ON retraction (id);

-- What the learner said of a card, one field at a time: the entry with the highest id holds.
CREATE TABLE mark_change (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  card INTEGER NOT NULL REFERENCES card,
  field TEXT NOT NULL CHECK (field IN ('suspended', 'buried', 'flag', 'note')),
  value TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_change_by_card ON mark_change (card, field);

-- The history of one card belongs to another too; of the entries for a pair the one with the highest id holds.
CREATE TABLE card_link (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  old INTEGER NOT NULL REFERENCES card,
  new INTEGER NOT NULL REFERENCES card,
  is_linked INTEGER NOT NULL CHECK (is_linked IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER retraction_is_never_updated BEFORE UPDATE ON retraction
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER retraction_is_never_deleted BEFORE DELETE ON retraction
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER mark_change_is_never_updated BEFORE UPDATE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER mark_change_is_never_deleted BEFORE DELETE ON mark_change
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER card_link_is_never_updated BEFORE UPDATE ON card_link
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER card_link_is_never_deleted BEFORE DELETE ON card_link
  BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;

-- A cache: the card of the decks here that has the history of this one, which stands in none.
ALTER TABLE card ADD COLUMN heir INTEGER REFERENCES card;
CREATE INDEX card_by_heir ON card (heir) WHERE heir IS NOT NULL;

-- The last text of cards that have a history and left the decks, so that they are known again when they come back changed.
CREATE TABLE remembered_card (
  card INTEGER PRIMARY KEY REFERENCES card,
  origin TEXT NOT NULL,
  question TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;

-- What this database has read from and written to the folders it is synchronised with.
CREATE TABLE sync_folder (
  number INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  -- Entries up to this id are in the folder, except those in sync_outbox.
  published BLOB
) STRICT;
CREATE TABLE sync_file (
  folder INTEGER NOT NULL REFERENCES sync_folder,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  PRIMARY KEY (folder, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE sync_outbox (
  folder INTEGER NOT NULL REFERENCES sync_folder,
  id BLOB NOT NULL,
  PRIMARY KEY (folder, id)
) STRICT, WITHOUT ROWID;

INSERT INTO card (number, id) VALUES (1, 'conv-out-size'), (2, '卷积'), (3, 'relu');
INSERT INTO review VALUES
  (x'019D2F5B3C007000800000000000000A', 1, 1774512000000, 60, 20538, 3, 4000, 'learn', 'recall', NULL, NULL, NULL, NULL, 'fsrs-6', 0),
  (x'019D2F646BC0700180000000000000FF', 1, 1774512602048, 60, 20538, 3, 2500, 'learn', 'choice', NULL, NULL, 'b', NULL, 'fsrs-6', 0),
  (x'019D2F65564070028000000000000001', 2, 1774512662080, -210, 20538, 1, 61000, 'learn', 'drill', -1, '{"n":"224","k":"3"}', '112', 'the padding is forgotten', 'fsrs-6', 0),
  (x'019D2F6640C070038000000000000002', 3, 1774512722112, 60, 20538, 4, 1200, 'cram', NULL, NULL, NULL, NULL, NULL, 'fsrs-6', 0),
  (x'019D2F672B4070048000000000000003', 2, 1774512782144, -210, 20538, 2, 900, 'learn', 'cloze', NULL, NULL, '填充', NULL, 'fsrs-6', 0);
INSERT INTO retraction VALUES
  (x'019D2F672B4070048000000000000003', x'019D2F6815C070058000000000000004', 1774512842176);
INSERT INTO migration VALUES ('log', 1774500000000);

INSERT INTO card_state VALUES
  (1, 'review', 0, 2.3065, 2.118103970459016, 1774666800000, 20540, 1774512602048, 20538, 2, 0, 20538, 'choice'),
  (2, 'learning', 0, 0.212, 6.4133, 1774512722080, 20538, 1774512662080, 20538, 1, 0, 20538, 'drill');
INSERT INTO card_mark VALUES (1, 0, NULL, 3, 'see §2.2'), (3, 1, 20540, 0, NULL);
INSERT INTO setting VALUES ('lang', 'zh');
INSERT INTO migration VALUES ('cards', 1774500000000);

INSERT INTO source VALUES (1, 'file:/decks/a.md', 1000, 1774512000123456789, -5, 'en', 'convolution', 'Convolution', 2);
INSERT INTO deck_card VALUES
  (1, 1, 0, 1, 0, 1, 5, 0, 90, ',shapes,', 'How large is the output?'),
  (2, 1, 1, 3, 1, 2, 0, 100, 90, ',', 'What is ReLU?');
INSERT INTO card_text VALUES (1, 'How large is the output?
By the formula.'), (2, 'What is ReLU?
max(0, x)');
INSERT INTO card_search (rowid, text) SELECT number, text FROM card_text;
INSERT INTO migration VALUES ('deck index', 1774500000000);

INSERT INTO mark_change VALUES
  (x'01010101010170111111111111111101', 1, 'flag', '3'),
  (x'01010101010170111111111111111102', 1, 'note', 'see §2.2'),
  (x'01010101010170111111111111111103', 3, 'suspended', '1'),
  (x'01010101010170111111111111111104', 3, 'buried', '20540');
INSERT INTO card (number, id, heir) VALUES (4, 'conv-output', 1);
INSERT INTO card_link VALUES (x'019D2F6900407006800000000000000A', 4, 1, 1);
INSERT INTO remembered_card VALUES (4, 'file:/decks/a.md', 'How big is the output?', 'By the formula.');
INSERT INTO sync_folder VALUES (1, '/sync', x'019D2F672B4070048000000000000003');
INSERT INTO sync_file VALUES (1, '00000000000000aa.jsonl', 900, 1774512000123456789, 77);
INSERT INTO migration VALUES ('sets', 1774500000000);

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
INSERT INTO migration VALUES ('log summary', 1774500000000);

-- What models besides FSRS-6 must remember of a card.
ALTER TABLE card_state ADD COLUMN slow REAL;
ALTER TABLE card_state ADD COLUMN fast REAL;
ALTER TABLE card_state ADD COLUMN repetition INTEGER;
ALTER TABLE card_state ADD COLUMN easiness REAL;
INSERT INTO migration VALUES ('memory trace', 1774500000000);
PRAGMA user_version = 6;
