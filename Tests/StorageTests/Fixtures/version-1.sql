-- What version 1 of the schema and its use added to a database of the version before. Never edited.
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
