-- What version 5 of the schema and its use added to a database of the version before. Never edited.
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
