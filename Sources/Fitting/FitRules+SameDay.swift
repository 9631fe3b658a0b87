import Glibc

extension FitRules {
  /// √(max(0.01, −(ln w11 + ln(2^w13 − 1) + 0.3·w14)/n)), at most 2, for n relearning steps: the bound of w17 and w18.
  func sameDayCeiling(_ w: [Double]) -> Double {
    let lapse = log(w[11]) + log(pow(2, w[13]) - 1) + 0.3 * w[14]
    return min(2, max(0.01, -lapse / Double(relearningSteps)).squareRoot())
  }
}
