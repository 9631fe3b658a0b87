public import Basics

/// Something wrong, or doubtful, in a deck, and where.
public struct DeckDiagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable {
    /// What was written cannot mean what it should; something of the card is lost.
    case error
    /// It works, but a reader would stumble.
    case warning
  }

  public var code: Code
  public var location: SourceLocation
  /// The word, id or key that it is about; empty when the code says all.
  public var subject: String
  /// What stands in the way: the other place, the nearest word, the other language's side.
  public var other: String

  public init(_ code: Code, at location: SourceLocation, subject: String = "", other: String = "") {
    self.code = code
    self.location = location
    self.subject = subject
    self.other = other
  }

  public var severity: Severity { code.severity }

  /// One sentence.
  public var message: LocalizedText { DiagnosticWording(code, subject: subject, other: other).message }

  /// What to do.
  public var hint: LocalizedText { DiagnosticWording(code, subject: subject, other: other).hint }
}

extension DeckDiagnostic {
  /// The closed list; a raw value never changes once released.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    // Files
    case fileTooLarge = "file-too-large"
    case lineTooLong = "line-too-long"
    case invalidUTF8 = "invalid-utf8"
    case controlCharacter = "control-character"
    case frontMatterUnclosed = "front-matter-unclosed"
    case frontMatterMalformed = "front-matter-malformed"
    case frontMatterUnknownKey = "front-matter-unknown-key"
    case topicMissing = "topic-missing"
    case topicDiffersFromFile = "topic-differs-from-file"
    case languageUnknown = "language-unknown"
    case fenceUnclosed = "fence-unclosed"
    case noCards = "no-cards"
    // Cards
    case emptyQuestion = "empty-question"
    case emptyAnswer = "empty-answer"
    case keyPointsMissing = "key-points-missing"
    case idMissing = "id-missing"
    case idMalformed = "id-malformed"
    case idDuplicate = "id-duplicate"
    case questionDuplicate = "question-duplicate"
    case headingWithoutSpace = "heading-without-space"
    case metadataUnclosed = "metadata-unclosed"
    case metadataMalformed = "metadata-malformed"
    case metadataUnknownKey = "metadata-unknown-key"
    case metadataDuplicateKey = "metadata-duplicate-key"
    case metadataMisplaced = "metadata-misplaced"
    case levelOutOfRange = "level-out-of-range"
    case referenceMalformed = "reference-malformed"
    case referenceUnknown = "reference-unknown"
    case referenceToItself = "reference-to-itself"
    case prerequisiteCycle = "prerequisite-cycle"
    case sectionUnknown = "section-unknown"
    // Exercises
    case strayText = "stray-text"
    case choiceTooFewOptions = "choice-too-few-options"
    case choiceTooManyOptions = "choice-too-many-options"
    case choiceWithoutAnswer = "choice-without-answer"
    case choiceAllRight = "choice-all-right"
    case choicePlainBullet = "choice-plain-bullet"
    case choiceEmptyOption = "choice-empty-option"
    case choiceDuplicateOption = "choice-duplicate-option"
    case clozeWithoutGap = "cloze-without-gap"
    case clozeUnclosed = "cloze-unclosed"
    case clozeEmptyGap = "cloze-empty-gap"
    case clozeGapInMaths = "cloze-gap-in-maths"
    case drillWithoutQuestion = "drill-without-question"
    case drillWithoutDomain = "drill-without-domain"
    case drillWithoutAnswer = "drill-without-answer"
    case drillMalformedDomain = "drill-malformed-domain"
    case drillDuplicateName = "drill-duplicate-name"
    case drillUnknownName = "drill-unknown-name"
    case drillUnusedName = "drill-unused-name"
    case drillMalformedConstraint = "drill-malformed-constraint"
    case drillMalformedAnswer = "drill-malformed-answer"
    case drillUnsatisfiable = "drill-unsatisfiable"
    case orderTooFewItems = "order-too-few-items"
    case orderTooManyItems = "order-too-many-items"
    case orderDuplicateItem = "order-duplicate-item"
    case demoWithoutCall = "demo-without-call"
    case callMalformed = "call-malformed"
    case claimMalformed = "claim-malformed"
    case claimWithoutValue = "claim-without-value"
    case noteWithoutAnswer = "note-without-answer"
    case noteWithoutDeletion = "note-without-deletion"
    // Options, looked at together
    case optionWithoutReason = "option-without-reason"
    case optionRefersToOthers = "option-refers-to-others"
    case rightOptionStandsOut = "right-option-stands-out"
    case rightOptionsLongest = "right-options-longest"
    case rightOptionsSkewed = "right-options-skewed"
    // Two languages of one topic
    case translationMissing = "translation-missing"
    case translationOrder = "translation-order"
    case translationMetadata = "translation-metadata"
    case translationExercises = "translation-exercises"
    case translationChoice = "translation-choice"
    case translationCloze = "translation-cloze"
    case translationDrill = "translation-drill"
    case translationSteps = "translation-steps"
    case translationCalls = "translation-calls"
    case translationClaims = "translation-claims"
    case translationNumbers = "translation-numbers"
    // Proof
    case demoUnknown = "demo-unknown"
    case callFailed = "call-failed"
    case claimFieldMissing = "claim-field-missing"
    case claimFailed = "claim-failed"

    public var severity: Severity {
      switch self {
      case .controlCharacter, .frontMatterMalformed, .frontMatterUnknownKey, .languageUnknown, .noCards,
        .keyPointsMissing, .headingWithoutSpace, .metadataUnknownKey, .metadataDuplicateKey,
        .metadataMisplaced, .referenceToItself, .prerequisiteCycle, .sectionUnknown, .strayText,
        .choiceAllRight, .drillUnusedName, .optionWithoutReason, .optionRefersToOthers,
        .rightOptionStandsOut, .rightOptionsLongest, .rightOptionsSkewed, .translationOrder,
        .translationMetadata, .translationNumbers, .demoUnknown:
        .warning
      default:
        .error
      }
    }
  }
}
