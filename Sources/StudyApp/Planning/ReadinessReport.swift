import Basics
import Planning
import Scheduling
import Storage
import TerminalUI

/// Topic × level: how much would be recalled on the day without further study, what was never seen, where to begin.
struct ReadinessReport {
  private let study: Study
  private let library: Library
  private let map: ReadinessMap
  private let titles: [String: String]
  private let recalls: [CardID: Double]
  /// The day of the interview; nil means today.
  private let date: CalendarDate?
  /// The cell's command, when some card is left.
  let drill: String?

  /// Cards of the weakest cell that are named.
  private static let namedCards = 5

  init(_ study: Study, _ library: Library) throws {
    self.study = study
    self.library = library
    let settings = try PlanSettings.read(study.store).flatMap { $0.daysLeft(study.today) >= 1 ? $0 : nil }
    date = settings?.date
    let material = try PlanMaterial(study, library, weights: settings)
    let ahead = Double(settings?.daysLeft(study.today) ?? 0)
    let instant = study.now.adding(days: ahead)
    let recalls = material.cards.map {
      study.scheduler.retrievability(of: $0.state, at: instant, offsetMinutes: study.offsetMinutes) ?? 0
    }
    titles = material.titles
    map = ReadinessMap(material.cards, recalls: recalls)
    self.recalls = Dictionary(
      zip(material.cards.map(\.id), recalls), uniquingKeysWith: { first, _ in first })
    drill = map.weakest.map { cell in
      let isAskable = material.cards.contains { card in
        card.topic == cell.topic && card.level == cell.level && !material.buried.contains(card.id)
          && (card.state.schedule?.isDue(at: study.now, today: study.today) ?? true)
      }
      // What is neither new nor due is only asked as practice.
      return "study quiz \(cell.topic) --level \(cell.level)" + (isAskable ? "" : " --cram")
    }
  }

  private var workspace: Workspace { study.workspace }

  var json: JSONValue {
    [
      "date": .string((date ?? study.today.date).description),
      "cells": .array(
        map.cells.map { cell in
          [
            "topic": .string(cell.topic), "level": .integer(cell.level), "cards": .integer(cell.cards),
            "seen": .integer(cell.seen), "recall": .number(cell.recall),
          ]
        }),
      "weakest": map.weakest.map { cell in
        [
          "topic": .string(cell.topic), "level": .integer(cell.level),
          "order": .array(cell.order.map { .string($0.rawValue) }),
          "command": drill.map { .string($0) } ?? .null,
        ]
      } ?? .null,
    ]
  }

  private var heading: String {
    guard let date else { return workspace.text("Readiness today", "今天的掌握程度") }
    let shown = Wording.shortDate(date, workspace.language)
    return workspace.text("Readiness on \(shown), without further study", "\(shown)的掌握程度（不再学习）")
  }

  private var table: Drawing {
    let columns =
      [Table.Column(workspace.text("topic", "主题"), .left)]
      + map.levels.flatMap { level in
        [
          Table.Column(workspace.text("level \(level)", "级别 \(level)")),
          Table.Column(workspace.text("seen", "学过")),
        ]
      }
    let rows = map.topics.map { topic in
      [StyledText(SafeText.line(titles[topic] ?? topic))]
        + map.levels.flatMap { level -> [StyledText] in
          guard let cell = map.cell(topic: topic, level: level) else { return ["–", ""] }
          return [
            StyledText(Wording.percent(cell.recall), cell == map.weakest ? .warning : .strong),
            StyledText("\(cell.seen)/\(cell.cards)", .dim),
          ]
        }
    }
    return .table(Table(columns: columns, rows: rows))
  }

  private var advice: [Reader.Block] {
    get throws {
      guard let cell = map.weakest, let drill else { return [] }
      let title = titles[cell.topic] ?? cell.topic
      let rows = try map.weakest?.order.prefix(Self.namedCards).map { id in
        let question = try study.store.deckIndex.face(of: id)?.question ?? id.rawValue
        return [
          StyledText(Wording.percent(recalls[id] ?? 0), .strong), StyledText(SafeText.line(question)),
        ]
      }
      return [
        .heading(
          SafeText.line(
            workspace.text("Weakest: \(title), level \(cell.level)", "最弱：\(title)，级别 \(cell.level)"))),
        .drawing(
          .table(
            Table(
              columns: [
                Table.Column(workspace.text("recall", "回忆率")),
                Table.Column(workspace.text("begin with", "先学"), .left),
              ], rows: rows ?? []))),
        .gap, .text(StyledText(workspace.text("Next   ", "下一步 ")) + StyledText(drill, .code)),
      ]
    }
  }

  var page: Reader {
    get throws {
      Reader(
        title: workspace.text("Readiness", "掌握程度"),
        blocks: [.heading(heading), .drawing(table), .gap] + (try advice))
    }
  }

  func say() throws {
    let width = min(workspace.width, 100)
    let page = try page
    try workspace.say(
      workspace.isAccessible
        ? page.spokenLines(workspace.language)
        : page.lines(width: width, capabilities: workspace.capabilities, language: workspace.language))
  }
}

extension CommandSpec {
  static let readiness = CommandSpec(
    "readiness",
    LocalizedText("Topic by level: what would be recalled, and where to begin", "各主题各级别的掌握程度，以及从哪里开始"),
    options: [OptionTable.json],
    examples: [
      ("study readiness", LocalizedText("the map, and the command for its weakest cell", "掌握程度表，以及最弱处的学习命令"))
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library()
      let report = try ReadinessReport(study, library)
      if invocation.has("json") {
        try workspace.say(report.json)
      } else {
        try report.say()
      }
      return .success
    })
}
