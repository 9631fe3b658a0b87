import Glibc

/// Finds what a second of each remaining day is worth, so that what the cards ask for at those prices is the time there is.
///
/// The cards compete for time alone; with a price on it each has a best future of its own (Lagrangian relaxation, which is
/// how restless bandits are indexed: P. Whittle, 1988). Prices rise where more is asked for than there is, and fall where less.
struct PlanSolver {
  let model: PlanModel
  private let knots: WeightKnots
  private var future: BestFuture
  private var curve: PriceCurve
  /// Seconds that the cards ask for at these prices, by days left.
  private var demand: [Double]
  private var temperature: Float = 0.006
  private(set) var isSolved = false

  init(model: PlanModel, weights: [Double]) {
    self.model = model
    knots = WeightKnots(weights)
    future = BestFuture(weights: knots.weights, model: model)
    curve = PriceCurve(horizon: model.horizon)
    demand = Array(repeating: 0, count: model.horizon + 1)
  }

  /// By days left; a second each.
  var prices: [Float] { curve.prices }

  /// `seconds` by days left; `options` by place, as the cards stand with `daysLeft` days to go.
  mutating func solve(_ options: [CardOptions], seconds: [Double], daysLeft: Int) {
    flatten(options, seconds: seconds, daysLeft: daysLeft)
    adjust(options, seconds: seconds, daysLeft: daysLeft, temperatures: Self.cooling)
    isSolved = true
  }

  /// The same from the prices of a similar problem, in as many rounds as it differs: the day before, or a little more time.
  mutating func renew(_ options: [CardOptions], seconds: [Double], daysLeft: Int, rounds: Int) {
    adjust(options, seconds: seconds, daysLeft: daysLeft, temperatures: Self.cooling.suffix(rounds))
  }

  /// Prices found while choices are soft are close to those when they are sharp.
  private static let cooling: [Float] = [
    0.03, 0.024, 0.019, 0.015, 0.012, 0.01, 0.008, 0.006, 0.006,
  ]
  /// What a card asks for answers a price as e^(−price · seconds / temperature), and a meeting takes 13 to 45 seconds.
  private static let pace: Float = 0.5 / 15
  /// Bounds of the price of a second, for cards that weigh 1 on average.
  private static let cheapest: Float = 1e-4
  private static let quickestSeconds: Float = 5

  /// The one price at which all days together have the time that is asked for.
  private mutating func flatten(_ options: [CardOptions], seconds: [Double], daysLeft: Int) {
    let supply = seconds[1...daysLeft].reduce(0, +)
    var (low, high) = (Self.cheapest, max(0.01, knots.weights.max() / Self.quickestSeconds))
    for _ in 0..<7 {
      curve.flatten(to: (low * high).squareRoot())
      spread(options, daysLeft: daysLeft, temperature: Self.cooling[0])
      if demand.reduce(0, +) > supply { low = curve.prices[1] } else { high = curve.prices[1] }
    }
  }

  private mutating func adjust(
    _ options: [CardOptions], seconds: [Double], daysLeft: Int, temperatures: some Sequence<Float>
  ) {
    for temperature in temperatures {
      spread(options, daysLeft: daysLeft, temperature: temperature)
      curve.adjust(
        demand: demand, supply: seconds, daysLeft: daysLeft, step: Self.pace * temperature)
    }
    future.solve(model, prices: prices, daysLeft: daysLeft, temperature: temperature)
  }

  /// What the plan promises costs another pass, which finding it does not need.
  mutating func expectRecalls(daysLeft: Int) {
    future.expectRecalls(model, daysLeft: daysLeft)
  }

  /// Sums what all cards ask for over their futures.
  private mutating func spread(_ options: [CardOptions], daysLeft: Int, temperature: Float) {
    self.temperature = temperature
    future.solve(model, prices: prices, daysLeft: daysLeft, temperature: temperature)
    demand = Array(repeating: 0, count: model.horizon + 1)
    var arrivals = Table(horizon: model.horizon)
    for place in options.indices {
      let option = options[place]
      let shares = shares(of: option, place)
      for index in option.waits.indices where shares[index] > 1e-4 {
        let meeting = option.meeting(index)
        let left = option.daysLeft - option.waits[index]
        demand[left] += Double(shares[index]) * meeting.seconds
        arrivals.add(knots.mixtures[place] * shares[index], after: meeting, daysLeft: left)
      }
    }
    future.follow(&arrivals, model, daysLeft: daysLeft, demand: &demand)
  }

  private func worth(of meeting: Encounter, _ place: Int, daysLeft: Int) -> Float {
    (future.values.expectation(after: meeting, daysLeft: daysLeft) * knots.mixtures[place]).sum()
  }

  /// The value of each wait of a card, less the price of its time.
  private func gains(of option: CardOptions, _ place: Int) -> [Float] {
    option.waits.indices.map { index in
      let left = option.daysLeft - option.waits[index]
      let meeting = option.meeting(index)
      return worth(of: meeting, place, daysLeft: left) - prices[left] * Float(meeting.seconds)
    }
  }

  private func untouched(_ option: CardOptions, _ place: Int) -> Float {
    knots.scaled[place] * Float(option.recallUntouched)
  }

  private func shares(of option: CardOptions, _ place: Int) -> [Float] {
    let gains = gains(of: option, place)
    let untouched = untouched(option, place)
    let best = max(untouched, gains.max() ?? untouched)
    let softness = Softness(temperature)
    func share(_ gain: Float) -> Float {
      softness.share(Lanes(repeating: gain), Lanes(repeating: best))[0]
    }
    let shares = gains.map(share)
    let total = shares.reduce(share(untouched), +)
    return shares.map { $0 / total }
  }

  /// The price of a second at which a card is indifferent between today and its best other future; nil when it cannot be met today.
  func bid(of option: CardOptions, _ place: Int) -> Double? {
    guard option.waits.first == 0 else { return nil }
    let later = gains(of: option, place).dropFirst().max() ?? 0
    let meeting = option.meeting(0)
    let today = worth(of: meeting, place, daysLeft: option.daysLeft)
    return Double(today - max(untouched(option, place), later)) / meeting.seconds
  }

  /// Recall on the last day that the plan promises for a card.
  func expectedRecall(of option: CardOptions, _ place: Int) -> Double {
    let shares = shares(of: option, place)
    return option.waits.indices.reduce(option.recallUntouched) { recall, index in
      let after = future.recalls.expectation(
        after: option.meeting(index), daysLeft: option.daysLeft - option.waits[index])
      return recall + Double(shares[index])
        * (Double((after * knots.mixtures[place]).sum()) - option.recallUntouched)
    }
  }

  /// Weighted recall on the last day that no plan can exceed in expectation, on the scale of mean weight 1.
  ///
  /// The dual of the problem: best futures at these prices, and the time there is at its price. Being flat at the best
  /// prices, it errs by the square of their error where the plan's own sum errs in proportion.
  func bound(_ options: [CardOptions], seconds: [Double], daysLeft: Int) -> Double {
    let futures = options.indices.reduce(0.0) { sum, place in
      let untouched = untouched(options[place], place)
      return sum + Double(max(untouched, gains(of: options[place], place).max() ?? untouched))
    }
    return (1...daysLeft).reduce(futures) { $0 + (seconds[$1] > 0 ? Double(prices[$1]) * seconds[$1] : 0) }
  }
}
