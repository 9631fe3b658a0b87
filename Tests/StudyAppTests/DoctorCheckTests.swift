import Basics
import Scheduling
import Testing

@testable import Storage
@testable import StudyApp

@Suite struct DoctorCheckTests {
  @Test func everyFindingHasItsPlaceInTheList() {
    let jump = ClockJump(
      review: ReviewID(high: 0, low: 0), card: CardID(rawValue: "one"), time: Timestamp(milliseconds: 0),
      other: Timestamp(milliseconds: 1))
    let cards = [CardID(rawValue: "one")]
    let findings: [Finding] = [
      .damage(["a page"]), .danglingRows(["a row"]), .searchIndexDiffers, .reviewsDiffer(cards),
      .marksDiffer(cards), .orphans(cards), .clockWentBack([jump]), .future([jump]),
      .statesDiffer([StateDifference(card: cards[0], cached: .new, replayed: .new)]),
      .openToOthers([Finding.FileMode(path: "study.db", mode: 0o644)]),
    ]
    for finding in findings {
      #expect(DoctorCheck.order.contains(DoctorCheck(finding).name), "\(finding)")
      #expect(DoctorCheck(finding).isFine != finding.isProblem)
    }
    for check in DoctorCheck.allFine { #expect(DoctorCheck.order.contains(check.name)) }
  }
}
