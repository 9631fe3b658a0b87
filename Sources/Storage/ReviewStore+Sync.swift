import Basics

/// What the database remembers of the folders it is synchronised with.
extension ReviewStore {
  /// An entry that came from elsewhere may have an id below what each folder has; those are noted one by one.
  func queueForFolders(_ id: ReviewID) throws(SQLiteError) {
    try connection.run(
      "INSERT OR IGNORE INTO sync_outbox SELECT number, ?1 FROM sync_folder WHERE published >= ?1", [.id(id)])
  }
}
