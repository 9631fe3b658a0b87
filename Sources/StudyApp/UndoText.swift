import Basics
import Scheduling
import Storage

extension LastAction {
  /// What taking it back did; nil for what cannot be taken back.
  var undone: LocalizedText? {
    let after: LocalizedText
    switch self {
    case .forgetting: return nil
    case .review(let review):
      let rating = review.log.rating.words
      after = LocalizedText(
        "the rating \(rating.english) of \(card)", "\(card) 的评分“\(rating.chinese)”")
    case .mark(_, .suspended(true), _): after = LocalizedText("\(card) is suspended again", "\(card) 重新暂停")
    case .mark(_, .suspended(false), _):
      after = LocalizedText("\(card) is no longer suspended", "\(card) 不再暂停")
    case .mark(_, .buriedUntil(nil), _):
      after = LocalizedText("\(card) is no longer buried", "\(card) 不再搁置")
    case .mark(_, .buriedUntil, _):
      after = LocalizedText("\(card) is buried as before", "\(card) 仍按原来的日期搁置")
    case .mark(_, .flag(0), _): after = LocalizedText("\(card) is no longer flagged", "\(card) 不再带标记")
    case .mark(_, .flag, _): after = LocalizedText("\(card) is flagged again", "\(card) 重新带上标记")
    case .mark(_, .note(nil), _): after = LocalizedText("\(card) has no note", "\(card) 没有笔记")
    case .mark(_, .note, _):
      after = LocalizedText("\(card) has its earlier note again", "\(card) 恢复了原来的笔记")
    }
    return LocalizedText("undone: \(after.english)", "已撤销：\(after.chinese)")
  }
}

extension Rating {
  var words: LocalizedText {
    switch self {
    case .again: LocalizedText("again", "重来")
    case .hard: LocalizedText("hard", "困难")
    case .good: LocalizedText("good", "记得")
    case .easy: LocalizedText("easy", "轻松")
    }
  }
}

extension ReviewKind {
  var words: LocalizedText {
    switch self {
    case .learn: LocalizedText("learn", "学习")
    case .review: LocalizedText("review", "复习")
    case .relearn: LocalizedText("relearn", "重学")
    case .cram: LocalizedText("cram", "突击")
    case .drill: LocalizedText("drill", "计算")
    case .interview: LocalizedText("interview", "面试")
    case .predict: LocalizedText("predict", "预测")
    }
  }
}
