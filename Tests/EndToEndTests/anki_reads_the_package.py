#!/usr/bin/env python3
"""Real Anki imports a package of `study`, and what it holds is counted; Anki's own packages are made for the way back.

    anki_reads_the_package.py PACKAGE NOTES CARDS REVIEWS   import PACKAGE, twice, and compare the counts
    anki_reads_the_package.py --make FOLDER                 write legacy.apkg and new.apkg into FOLDER

Ends with 0 when all is well, 1 when Anki says otherwise, 77 when the Python package `anki` is not there
(`pip install anki`).
"""

import os
import sys
import tempfile

try:
    from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest
except ImportError:
    print("skipped: the Python package `anki` is not installed")
    sys.exit(77)


def counts(collection):
    return [collection.db.scalar(f"SELECT count(*) FROM {table}") for table in ("notes", "cards", "revlog")]


def read(package, expected):
    collection = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
    for _ in range(2):
        collection.import_anki_package(
            ImportAnkiPackageRequest(
                package_path=package,
                options=ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False),
            )
        )
        found = counts(collection)
        if found != expected:
            print(f"notes, cards, revlog: Anki found {found}, expected {expected}")
            return 1
    problems, is_fine = collection.fix_integrity()
    if not is_fine:
        print(problems)
        return 1
    for card_id in collection.db.list("SELECT id FROM cards WHERE type > 0"):
        card = collection.get_card(card_id)
        if card.memory_state is None:
            print(f"card {card_id} came without its memory state")
            return 1
    for card_id in collection.db.list("SELECT id FROM cards LIMIT 200"):
        collection.get_card(card_id).answer()
    print(f"Anki read {found[0]} notes, {found[1]} cards, {found[2]} reviews, decks "
          + ", ".join(sorted(deck.name for deck in collection.decks.all_names_and_ids())))
    return 0


def make(folder):
    collection = Collection(os.path.join(tempfile.mkdtemp(), "collection.anki2"))
    collection.set_config("fsrs", True)
    deck = collection.decks.id("Deep learning::Convolution")
    collection.decks.set_current(deck)
    basic = collection.models.by_name("Basic")
    for number in range(5):
        note = collection.new_note(basic)
        note["Front"] = f"Question {number} with \\(x_{number}\\) &amp; <b>bold</b>"
        note["Back"] = f"<p>Answer {number}</p><ul><li>one</li><li>two</li></ul>"
        note.tags = ["shapes"]
        collection.add_note(note, deck)
    note = collection.new_note(collection.models.by_name("Basic (and reversed card)"))
    note["Front"], note["Back"] = "forward", "backward"
    collection.add_note(note, deck)
    note = collection.new_note(collection.models.by_name("Cloze"))
    note["Text"], note["Back Extra"] = "A {{c1::kernel::what}} slides over the {{c2::input}}.", "extra"
    collection.add_note(note, deck)
    for _ in range(6):
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, 3)
    for name, legacy in (("legacy.apkg", True), ("new.apkg", False)):
        collection.export_anki_package(
            out_path=os.path.join(folder, name), limit=None,
            options=ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy))
    print(*counts(collection))
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--make":
        sys.exit(make(sys.argv[2]))
    if len(sys.argv) != 5:
        print(__doc__)
        sys.exit(2)
    sys.exit(read(sys.argv[1], [int(word) for word in sys.argv[2:]]))
