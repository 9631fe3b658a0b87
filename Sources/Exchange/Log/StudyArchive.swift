import Basics
import Scheduling
public import Storage

/// Everything a learner has done and said: what a `json` file holds.
public struct StudyArchive: Sendable {
  public struct Setting: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Raised when a member changes its meaning or goes away.
  public static let version = 2
  /// Settings of this machine alone, such as what it is called among those that share a folder, begin with this.
  public static let localPrefix = "local."

  public var settings: [Setting] = []
  public var entries: [LogEntry] = []

  public init() {}
}
