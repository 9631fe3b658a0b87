-- What version 4 of the schema and its use added to a database of the version before. Never edited.
-- A retraction may arrive before the review that it takes back, so it points to no row.
CREATE TABLE retraction_of_any (
  review BLOB NOT NULL CHECK (length(review) = 16),
  id BLOB NOT NULL CHECK (length(id) = 16),
  time INTEGER NOT NULL,
  PRIMARY KEY (review, id)
) STRICT, WITHOUT ROWID;
INSERT INTO retraction_of_any SELECT review, id, time FROM retraction;
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
