extension Schema {
  /// What models besides FSRS-6 must remember of a card (`MemoryState.Trace`).
  static let memoryTrace = """
    -- The two stabilities of FSRS-7, days.
    ALTER TABLE card_state ADD COLUMN slow REAL;
    ALTER TABLE card_state ADD COLUMN fast REAL;
    -- The count and the easiness of SM-2.
    ALTER TABLE card_state ADD COLUMN repetition INTEGER;
    ALTER TABLE card_state ADD COLUMN easiness REAL;
    """
}
