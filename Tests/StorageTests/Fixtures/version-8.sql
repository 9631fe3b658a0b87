-- What version 8 of the schema and its use added to a database of the version before. Never edited.
-- A cache: the ids of a card's reviews, 16 bytes each, in the order in which they came.
CREATE TABLE card_reviews (card INTEGER PRIMARY KEY REFERENCES card, ids BLOB NOT NULL) STRICT;
INSERT INTO card_reviews SELECT card, id FROM review WHERE true ORDER BY id
  ON CONFLICT (card) DO UPDATE SET ids = CAST(ids || excluded.ids AS BLOB);
DROP INDEX review_by_card;
-- An id is never earlier than its review: a day's reviews are found among the ids from that day on.
DROP INDEX review_by_day;

-- The same columns, but a condition that asks IN of more than two words builds a table for it at every write.
CREATE TABLE checked_card_state (
  card INTEGER PRIMARY KEY REFERENCES card,
  phase TEXT NOT NULL CHECK (phase = 'review' OR phase = 'learning' OR phase = 'relearning'),
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
  last_exercise TEXT,
  slow REAL,
  fast REAL,
  repetition INTEGER,
  easiness REAL
) STRICT;
INSERT INTO checked_card_state SELECT card, phase, step, stability, difficulty, due, due_day, last_review, last_day,
  reviews, lapses, first_day, last_exercise, slow, fast, repetition, easiness FROM card_state;
DROP TABLE card_state;
ALTER TABLE checked_card_state RENAME TO card_state;
CREATE INDEX card_state_by_due ON card_state (due_day, due);
CREATE INDEX card_state_by_first_day ON card_state (first_day);
INSERT INTO migration VALUES ('card reviews', 1775500000000);
INSERT INTO log_summary VALUES (1, 7, 5, 1, (SELECT max(id) FROM review), (SELECT max(id) FROM retraction), x'0102');
