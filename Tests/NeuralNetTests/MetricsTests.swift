import Testing

@testable import NeuralNet

@Suite struct MetricsTests {
  @Test func theMatrixCountsTruthDownAndPredictionsAcross() {
    let matrix = ConfusionMatrix([0, 1, 1, 2, 0, 2], [0, 1, 0, 2, 2, 2], classes: 3)
    #expect(matrix.counts == [[1, 1, 0], [0, 1, 0], [1, 0, 2]])
    #expect(matrix.precision(0) == 0.5 && matrix.recall(2) == 2.0 / 3)
    #expect(abs(matrix.f1(1) - 2.0 / 3) < 1e-15)
    #expect(matrix.accuracy == 4.0 / 6)
    #expect(abs(matrix.macroF1 - (0.5 + 2.0 / 3 + 0.8) / 3) < 1e-15)
  }

  @Test func aClassThatNeverAppearsScoresZero() {
    let matrix = ConfusionMatrix([0], [0], classes: 2)
    #expect(matrix.precision(1) == 0 && matrix.recall(1) == 0 && matrix.f1(1) == 0)
    #expect(Metrics.accuracy([], []) == 0)
  }

  @Test func averagePrecisionIsTheAreaUnderTheEnvelope() {
    // Hits at ranks 1, 3 and 4 of 4 positives: precisions 1, 2/3, 3/4, the last lifted over its left neighbour.
    let (scores, hits) = ([0.9, 0.8, 0.7, 0.6, 0.5], [true, false, true, true, false])
    let area = Metrics.averagePrecision(scores: scores, hits: hits, positives: 4)
    #expect(abs(area - (0.25 + 0.25 * 0.75 + 0.25 * 0.75)) < 1e-15)
    let eleven = Metrics.elevenPointPrecision(scores: scores, hits: hits, positives: 4)
    #expect(abs(eleven - (3 * 1 + 5 * 0.75) / 11) < 1e-15)
  }

  @Test func aPerfectRankingScoresOneAndNoneZero() {
    #expect(Metrics.averagePrecision(scores: [2, 1], hits: [true, true], positives: 2) == 1)
    #expect(Metrics.averagePrecision(scores: [], hits: [], positives: 3) == 0)
    #expect(Metrics.averagePrecision(scores: [1], hits: [false], positives: 0) == 0)
  }

  @Test func topAccuracyLooksAtTheLargestLogits() {
    let logits = Tensor([[3, 2, 1], [1, 2, 3]])
    #expect(Metrics.topAccuracy(logits, [1, 0], k: 1) == 0)
    #expect(Metrics.topAccuracy(logits, [1, 0], k: 2) == 0.5)
    #expect(Metrics.topAccuracy(logits, [1, 0], k: 3) == 1)
  }
}
