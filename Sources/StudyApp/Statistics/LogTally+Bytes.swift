/// The tally as bytes, for the database: numbers in base 128, low digits first (LEB128), negative ones folded (zigzag).
extension LogTally {
  var bytes: [UInt8] {
    var writer = NumberWriter()
    writer.write(days.count)
    for (day, tally) in days.sorted(by: { $0.key < $1.key }) {
      writer.write(day)
      for count in DayTally.Count.allCases { writer.write(tally[count]) }
    }
    for bin in calibration {
      writer.write(bin.count)
      writer.write(bin.recalled)
      writer.write(bin.predictedMillionths)
    }
    for recall in confidence {
      writer.write(recall.asked)
      writer.write(recall.recalled)
    }
    writer.write(cards.count)
    for card in cards {
      for rating in 0..<4 { writer.write(Int(card.ratings[rating])) }
      writer.write(card.milliseconds)
    }
    return writer.bytes
  }

  /// nil when the bytes are no tally.
  init?(bytes: [UInt8]) {
    var reader = NumberReader(bytes: bytes)
    // No number is shorter than a byte, so that a false count cannot ask for much.
    guard let dayCount = reader.read(), (0...bytes.count).contains(dayCount) else { return nil }
    var days: [Int: DayTally] = [:]
    for _ in 0..<dayCount {
      guard let day = reader.read() else { return nil }
      var tally = DayTally()
      for count in DayTally.Count.allCases {
        guard let value = reader.read() else { return nil }
        tally[count] = value
      }
      days[day] = tally
    }
    var calibration: [CalibrationBin] = []
    for _ in 0..<Self.binCount {
      guard let count = reader.read(), let recalled = reader.read(), let predicted = reader.read() else {
        return nil
      }
      calibration.append(CalibrationBin(count: count, recalled: recalled, predictedMillionths: predicted))
    }
    var confidence: [Recall] = []
    for _ in 0..<3 {
      guard let asked = reader.read(), let recalled = reader.read() else { return nil }
      confidence.append(Recall(asked: asked, recalled: recalled))
    }
    guard let cardCount = reader.read(), (0...bytes.count).contains(cardCount) else { return nil }
    var cards: [AnswerCounts] = []
    cards.reserveCapacity(cardCount)
    for _ in 0..<cardCount {
      var card = AnswerCounts()
      for rating in 0..<4 {
        guard let value = reader.read().flatMap(Int32.init(exactly:)) else { return nil }
        card.ratings[rating] = value
      }
      guard let milliseconds = reader.read() else { return nil }
      card.milliseconds = milliseconds
      cards.append(card)
    }
    guard reader.isAtEnd else { return nil }
    self.init(days: days, cards: cards, calibration: calibration, confidence: confidence)
  }
}

private struct NumberWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    var rest = UInt(bitPattern: (value << 1) ^ (value >> (Int.bitWidth - 1)))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

private struct NumberReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func read() -> Int? {
    var value: UInt = 0
    var shift: UInt = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt(byte & 0x7F) << shift
      if byte < 0x80 { return Int(bitPattern: value >> 1) ^ -Int(bitPattern: value & 1) }
      shift += 7
    }
    return nil
  }
}
