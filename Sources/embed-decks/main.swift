print("embed-decks")
