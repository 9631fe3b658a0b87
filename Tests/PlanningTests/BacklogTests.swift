import Planning
import Testing

@Suite struct BacklogTests {
  @Test func aUsualDayIsAskedWhole() {
    #expect(Backlog(usualPerDay: 20).limit(due: 20) == 20)
  }

  @Test func aBreakIsSpreadOverDaysAndNoneIsLost() {
    let backlog = Backlog(usualPerDay: 10, days: 7)
    var due = 150
    var asked: [Int] = []
    while due > 10 {
      let today = backlog.limit(due: due)
      asked.append(today)
      due += 10 - today
    }
    #expect(asked[0] == 30)
    #expect(zip(asked, asked.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(asked.count < 40)
  }

  @Test func theBestRememberedIsSavedFirst() {
    #expect(Backlog(usualPerDay: 1, days: 2).today([0.2, 0.8, 0.5]) == [1, 2])
  }
}
