public import Basics
public import TerminalUI

/// A live demo as a value: it declares its options and fields, computes, and draws.
///
/// Parser, `--help`, catalogue, completions, JSON, drills and diagnosis all read this one declaration.
public struct Demo: Sendable {
  public let name: String
  public let purpose: LocalizedText
  public let topic: Topic
  public let options: [DemoOption]
  /// The option that a bare word fills, such as the network of `study demo net "…"`.
  public let bareOption: String?
  public let fields: [DemoField]
  /// Calls that show something worth seeing, without the leading `study demo`.
  public let examples: [String]
  public let wrongRules: [WrongRule]
  let compute: @Sendable (OptionValues, inout DemoContext) throws(DemoFailure) -> DemoResult

  public init(
    name: String, purpose: LocalizedText, topic: Topic, options: [DemoOption], bareOption: String? = nil,
    fields: [DemoField], examples: [String], wrongRules: [WrongRule] = [],
    compute: @escaping @Sendable (OptionValues, inout DemoContext) throws(DemoFailure) -> DemoResult
  ) {
    self.name = name
    self.purpose = purpose
    self.topic = topic
    self.options = options
    self.bareOption = bareOption
    self.fields = fields
    self.examples = examples
    self.wrongRules = wrongRules
    self.compute = compute
  }

  /// The result for resolved options; the same options, seed and language give the same result everywhere.
  public func run(_ values: OptionValues, seed: UInt64, language: Language) throws(DemoFailure) -> DemoResult
  {
    var context = DemoContext(generator: SplitMix64(seed: seed), language: language)
    return try compute(values, &context)
  }
}

/// What a demo may use besides its options.
public struct DemoContext: Sendable {
  public var generator: SplitMix64
  /// The language of labels in drawings and steps.
  public let language: Language

  public func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }
}

/// A field of the JSON result.
public struct DemoField: Sendable {
  public let name: String
  public let meaning: LocalizedText

  public init(_ name: String, _ english: String, _ chinese: String) {
    self.name = name
    meaning = LocalizedText(english, chinese)
  }
}

/// Everything one run of a demo found.
public struct DemoResult: Sendable {
  /// The result object, in the order in which it is printed.
  public var fields: [JSONValue.Member]
  public var steps: [FormulaStep]
  public var warnings: [LocalizedText]
  /// One picture, or the frames of an animation in order; never empty.
  public var frames: [Drawing]
  /// Shown under the picture: tables and remarks that do not move.
  public var details: Drawing

  public init(
    fields: [JSONValue.Member], steps: [FormulaStep] = [], warnings: [LocalizedText] = [], frames: [Drawing],
    details: Drawing = .blank
  ) {
    precondition(!frames.isEmpty, "a demo draws at least one frame")
    self.fields = fields
    self.steps = steps
    self.warnings = warnings
    self.frames = frames
    self.details = details
  }

  public var json: JSONValue { .object(fields) }
}

/// One line of working: the formula with the numbers put in, and the value.
public struct FormulaStep: Sendable {
  /// The formula in symbols, as Unicode text, such as `⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1`; empty when the line explains itself.
  public var formula: String
  /// The same with the numbers put in, such as `⌊(7 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1 = ⌊4 / 2⌋ + 1`.
  public var substituted: String
  public var value: String
  /// The fields of the result that this line works out, so that a drill shows the working of what it asked; empty
  /// belongs to all.
  public var fields: [String]

  public init(formula: String = "", substituted: String, value: String, fields: [String] = []) {
    self.formula = formula
    self.substituted = substituted
    self.value = value
    self.fields = fields
  }
}

/// Why a demo has no result for options that are each in range.
public struct DemoFailure: Error, Sendable {
  /// What is wrong, with the numbers in it.
  public let reason: LocalizedText
  /// What to do.
  public let advice: LocalizedText

  public init(_ reason: LocalizedText, advice: LocalizedText) {
    self.reason = reason
    self.advice = advice
  }
}

/// The shelves of the catalogue.
public enum Topic: String, CaseIterable, Sendable {
  case basics, activations, losses, optimisers, backprop, initialisation, convolution, pooling, receptiveField
  case complexity, normalisation, regularisation, data, practice, architectures, detection, applications,
    sequence

  public var title: LocalizedText {
    switch self {
    case .basics: LocalizedText("Neural-network basics", "神经网络基础")
    case .activations: LocalizedText("Activations", "激活函数")
    case .losses: LocalizedText("Losses", "损失函数")
    case .optimisers: LocalizedText("Optimisers", "优化器")
    case .backprop: LocalizedText("Back-propagation", "反向传播")
    case .initialisation: LocalizedText("Initialisation", "初始化")
    case .convolution: LocalizedText("Convolution", "卷积")
    case .pooling: LocalizedText("Pooling", "池化")
    case .receptiveField: LocalizedText("Receptive field", "感受野")
    case .complexity: LocalizedText("Complexity", "复杂度")
    case .normalisation: LocalizedText("Normalisation", "归一化")
    case .regularisation: LocalizedText("Regularisation", "正则化")
    case .data: LocalizedText("Data", "数据")
    case .practice: LocalizedText("Training practice", "训练实践")
    case .architectures: LocalizedText("Architectures", "网络结构")
    case .detection: LocalizedText("Detection", "目标检测")
    case .applications: LocalizedText("Faces, style, GANs", "人脸、风格与 GAN")
    case .sequence: LocalizedText("Sequences, classical, compression", "序列、传统方法与压缩")
    }
  }
}
