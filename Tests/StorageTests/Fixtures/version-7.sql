-- What version 7 of the schema and its use added to a database of the version before. Never edited.
-- Days until due where the load of other days chose them; null where card and count alone did.
ALTER TABLE review ADD COLUMN interval_days INTEGER;
-- How sure the learner was before the answer was shown.
ALTER TABLE review ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 1 AND 3);
INSERT INTO migration VALUES ('details', 1775000000000);
