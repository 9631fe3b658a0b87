import Foundation
import Scheduling
import Testing

@testable import Fitting

@Suite struct FitReferenceTests {
  /// fsrs_fit.json: parameters that reference optimizers found in review_log.csv, and how well each predicts it.
  struct File: Decodable {
    struct Figures: Decodable {
      var logLoss: Double
      var rmseBins: Double
    }
    struct Fit: Decodable {
      var parametersName: String
      var parameters: [Double]
      var reviewsCounted: Int
      var plain: Figures
      var recency: Figures
    }
    var fits: [Fit]
  }

  static let tolerance = 1e-6

  static func file() throws -> File {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      File.self, from: Data(contentsOf: ReferenceFolder.chosen.appending(path: "fsrs_fit.json")))
  }

  @Test func everySetOfParametersHasTheReferenceLossAndBinError() throws {
    let log = RecallLog(try ReferenceFolder.log(in: ReferenceFolder.chosen))
    for fit in try Self.file().fits {
      let model = MemoryModel.fsrs6(try Parameters(weights: fit.parameters))
      let name = Comment(rawValue: fit.parametersName)
      for (weighting, expected) in [(Evaluation.Weighting.equal, fit.plain), (.recency, fit.recency)] {
        let found = log.evaluate(model, weighting: weighting)
        #expect(found.count == fit.reviewsCounted, name)
        #expect(abs(found.logLoss - expected.logLoss) < Self.tolerance, name)
        #expect(abs(found.binError - expected.rmseBins) < Self.tolerance, name)
      }
    }
  }

  @Test func aFitIsAsGoodAsThoseOfTheReferenceOptimizers() throws {
    let log = RecallLog(try ReferenceFolder.log(in: ReferenceFolder.chosen))
    let outcome = try FSRS6Fit().fit(log)
    guard case .fitted(let parameters, _) = outcome else {
      Issue.record("not fitted: \(outcome)")
      return
    }
    let fitted = log.evaluate(.fsrs6(parameters))
    let references = try Self.file().fits.filter { !["default", "true"].contains($0.parametersName) }.map(
      \.plain)
    #expect(!references.isEmpty)
    #expect(fitted.logLoss <= references.map(\.logLoss).max()! + 0.0004)
    #expect(fitted.binError <= references.map(\.rmseBins).max()! + 0.0029)
  }
}
