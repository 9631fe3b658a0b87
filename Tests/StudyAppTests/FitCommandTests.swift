import Basics
import Foundation
import Scheduling
import Storage
import Testing

@testable import StudyApp

/// `study fit` as a learner meets it.
@Suite struct FitCommandTests {
  let world: CommandWorld

  init() throws {
    world = try CommandWorld()
  }

  private func parameters(_ json: [String: Any]) -> [Double] { json["parameters"] as? [Double] ?? [] }

  /// The states are what the log leads to under what is in force.
  private func expectConsistency(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let study = try world.study()
    #expect(
      try study.store.compareStates(replay: study.replay).isEmpty, sourceLocation: sourceLocation)
  }

  @Test func aClearlyBetterFitIsAdoptedAndCanBeTakenBack() throws {
    try world.add(try CommandWorld.logs(cards: 60, reviews: 12, factor: 0.2))
    let fit = try world.json("fit")
    #expect(fit["adopted"] as? Bool == true && fit["outcome"] as? String == "fitted", "\(fit)")
    #expect(parameters(fit).count == 21 && parameters(fit) != Parameters.standard.weights)
    #expect(parameters(fit) == fit["fitted_parameters"] as? [Double])
    let heldOut = try #require(fit["held_out"] as? [String: [String: Any]])
    #expect(
      Set(heldOut.keys)
        == ["fsrs6-fitted", "fsrs6-standard", "fsrs7-standard", "sm2-standard", "average"])
    #expect(heldOut.values.allSatisfy { $0["log_loss"] is Double && $0["rmse_bins"] is Double })
    let moved = try #require(fit["moved"] as? [String: Int])
    #expect(moved["cards"] == 60 && moved["moved"]! > 0)
    try expectConsistency()
    let again = try world.json("fit")
    #expect(again["adopted"] as? Bool == false && parameters(again) == parameters(fit))
    let back = try world.json("fit", "--use", "previous")
    #expect(parameters(back) == Parameters.standard.weights && back["adopted"] as? Bool == true)
    try expectConsistency()
    let forth = try world.json("fit", "--use", "previous")
    #expect(parameters(forth) == parameters(fit))
    #expect(parameters(try world.json("fit", "--use", "default")) == Parameters.standard.weights)
    try expectConsistency()
  }

  @Test func whatMovesIsSaidBeforeItHappens() throws {
    try world.add(try CommandWorld.logs(cards: 60, reviews: 12, factor: 0.2))
    let before = try world.study().store.logs().count
    let dry = world.run("fit", "--dry-run")
    #expect(dry.status == .success)
    #expect(dry.output.contains("better: on ") && dry.output.contains("of 60 cards move"), "\(dry.output)")
    #expect(dry.output.contains("Nothing was changed.") && dry.output.contains("calibration"))
    #expect(try world.study().memory.version == .standard)
    let fit = world.run("fit")
    let sentence = try #require(fit.output.split(separator: "\n").first { $0.contains("cards move") })
    #expect(dry.output.contains(sentence))
    #expect(fit.output.contains("In force: FSRS-6, fitted (version 1)"))
    #expect(try world.study().store.logs().count == before)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: world.folder + "/backups").contains {
        $0.contains("before-fit")
      })
  }

  @Test func aLearnerWhoForgetsAsTheStandardSaysKeepsIt() throws {
    try world.add(try CommandWorld.logs(cards: 40, reviews: 8, factor: 1))
    let fit = try world.json("fit")
    #expect(fit["adopted"] as? Bool == false, "\(fit)")
    #expect(parameters(fit) == Parameters.standard.weights)
    #expect(try world.study().parametersVersion == 0)
  }

  @Test func withFewReviewsTheRuleIsNamed() throws {
    #expect(world.run("fit").output.contains("0 usable reviews"))
    try world.add(try CommandWorld.logs(cards: 1, reviews: 8, factor: 1))
    let seven = world.run("fit")
    #expect(seven.status == .success)
    #expect(seven.output.contains("7 usable reviews") && seven.output.contains("fewer than 8"), "\(seven)")
    #expect(try world.json("fit")["outcome"] as? String == "standard")
    let other = try CommandWorld()
    try other.add(try CommandWorld.logs(cards: 9, reviews: 4, factor: 1))
    #expect(other.run("fit").output.contains("fewer than 64: only the first stabilities"))
    #expect(other.run("fit", "--lang", "zh").output.contains("只拟合初始稳定度"))
  }

  @Test func anotherModelNeedsAYes() throws {
    try world.add(try CommandWorld.logs(cards: 10, reviews: 6, factor: 1))
    for model in ["fsrs7", "sm2"] {
      let piped = world.run("fit", "--model", model)
      #expect(piped.status == .failure && piped.errors.contains("--yes"))
      world.isTerminal = true
      world.answers = ["n"]
      let declined = world.run("fit", "--model", model)
      #expect(declined.status == .success && declined.errors.contains("[y/N]"))
      #expect(try world.study().memory.version == .standard)
      world.answers = ["y"]
      #expect(world.run("fit", "--model", model).status == .success)
      #expect(try world.study().memory.version.model.name.rawValue == model)
      try expectConsistency()
      world.isTerminal = false
      #expect(world.run("fit", "--use", "default").status == .failure)
      #expect(world.run("fit", "--use", "default", "--yes").status == .success)
      #expect(try world.study().memory.version == .standard)
    }
  }

  @Test func aComparisonChangesNothing() throws {
    try world.add(try CommandWorld.logs(cards: 30, reviews: 8, factor: 0.2))
    let result = world.run("fit", "--model", "fsrs7", "--compare")
    #expect(result.status == .success && result.output.contains("due now"), "\(result)")
    #expect(try world.study().memory.version == .standard)
    #expect(world.run("fit", "--use", "previous", "--compare").status == .wrongUsage)
    #expect(world.run("fit", "--use", "previous").errors.contains("no other parameters"))
  }

  @Test func retentionIsASettingAndReplaysTheLog() throws {
    try world.add(try CommandWorld.logs(cards: 10, reviews: 4, factor: 1))
    let due = try world.study().store.card(CardID(rawValue: "card-3"))?.state.schedule?.dueDay
    #expect(world.run("fit", "--retention", "0.97", "--dry-run").status == .success)
    #expect(world.run("config", "retention").output == "0.9\n")
    #expect(world.run("fit", "--retention", "0.97").status == .success)
    #expect(world.run("config", "retention").output == "0.97\n")
    try expectConsistency()
    let strict = try world.study().store.card(CardID(rawValue: "card-3"))?.state.schedule?.dueDay
    #expect(try #require(strict) < #require(due))
    world.run("config", "retention", "0.9")
    #expect(world.run("stats").errors.contains("desired retention is now 90 %"))
    #expect(!world.run("stats").errors.contains("desired retention"))
    #expect(try world.study().store.card(CardID(rawValue: "card-3"))?.state.schedule?.dueDay == due)
    try expectConsistency()
  }
}
