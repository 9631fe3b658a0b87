-- What version 6 of the schema and its use added to a database of the version before. Never edited.
-- What models besides FSRS-6 must remember of a card.
ALTER TABLE card_state ADD COLUMN slow REAL;
ALTER TABLE card_state ADD COLUMN fast REAL;
ALTER TABLE card_state ADD COLUMN repetition INTEGER;
ALTER TABLE card_state ADD COLUMN easiness REAL;
INSERT INTO migration VALUES ('memory trace', 1774500000000);
