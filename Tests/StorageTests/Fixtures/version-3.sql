-- What version 3 of the schema and its use added to a database of the version before. Never edited.
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

INSERT INTO source VALUES (1, 'file:/decks/a.md', 1000, 1774512000123456789, -5, 'en', 'convolution', 'Convolution', 2);
INSERT INTO deck_card VALUES
  (1, 1, 0, 1, 0, 1, 5, 0, 90, ',shapes,', 'How large is the output?'),
  (2, 1, 1, 3, 1, 2, 0, 100, 90, ',', 'What is ReLU?');
INSERT INTO card_text VALUES (1, 'How large is the output?
By the formula.'), (2, 'What is ReLU?
max(0, x)');
INSERT INTO card_search (rowid, text) SELECT number, text FROM card_text;
INSERT INTO migration VALUES ('deck index', 1774500000000);
