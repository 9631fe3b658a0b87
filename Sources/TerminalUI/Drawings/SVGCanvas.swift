/// Collects the elements of an SVG picture; text and numbers are escaped here and nowhere else.
struct SVGCanvas {
  static let lineHeight = 20.0
  /// The advance of a monospaced letter at 14 pixels.
  static let columnWidth = 8.4

  private(set) var elements = ""

  mutating func text(_ text: StyledText, x: Double, y: Double, anchor: String = "start") {
    // Wide characters first: each span stands where the terminal would put it, whatever the font.
    var column = 0
    for span in text.spans {
      let columns = CharacterWidth.standard.columns(span.text)
      if span.text.contains(where: { $0 != " " }) {
        elements += "<text class=\"t-\(span.style.role)\""
        if let color = span.style.foreground { elements += " style=\"fill:\(Self.hex(color))\"" }
        if anchor != "start" { elements += " text-anchor=\"\(anchor)\"" }
        let left = x + (anchor == "start" ? Double(column) * Self.columnWidth : 0)
        elements +=
          " x=\"\(Self.number(left))\" y=\"\(Self.number(y + 15))\">\(SafeText.markup(span.text))</text>\n"
      }
      column += columns
    }
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, role: Role, isFilled: Bool, opacity: Double = 1
  ) {
    elements +=
      "<rect class=\"\(isFilled ? "f" : "l")-\(role)\"\(Self.box(x, y, width, height))"
      + (opacity < 1 ? " opacity=\"\(Self.number(opacity))\"" : "") + "/>\n"
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, color: RGB) {
    elements += "<rect fill=\"\(Self.hex(color))\"\(Self.box(x, y, width, height))/>\n"
  }

  mutating func outline(x: Double, y: Double, width: Double, height: Double, color: RGB) {
    elements +=
      "<rect fill=\"none\" stroke-width=\"3\" stroke=\"\(Self.hex(color))\"\(Self.box(x, y, width, height))/>\n"
  }

  /// Points joined by straight lines; several pieces make one element.
  mutating func path(
    _ pieces: [[(x: Double, y: Double)]], role: Role, dash: Dash = .solid, isThin: Bool = false
  ) {
    let data = pieces.filter { $0.count > 1 }.map { piece in
      piece.enumerated().map { ($0 == 0 ? "M" : "L") + Self.number($1.x) + " " + Self.number($1.y) }.joined()
    }.joined()
    guard !data.isEmpty else { return }
    elements += "<path class=\"l-\(role)\(isThin ? " thin" : "")\""
    if dash != .solid {
      elements += " stroke-dasharray=\"\(dash.lengths.map(String.init).joined(separator: " "))\""
    }
    elements += " d=\"\(data)\"/>\n"
  }

  mutating func dot(x: Double, y: Double, role: Role) {
    elements += "<circle class=\"f-\(role)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"3\"/>\n"
  }

  mutating func group(x: Double, y: Double, _ canvas: SVGCanvas) {
    elements += "<g transform=\"translate(\(Self.number(x)) \(Self.number(y)))\">\n\(canvas.elements)</g>\n"
  }

  /// A part of a page; its looks come from `pageStyle`.
  func element(width: Double, height: Double, label: String) -> String {
    let (w, h) = (Self.number(width), Self.number(height))
    return """
      <svg class="drawing" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img" \
      aria-label="\(SafeText.markup(label))">
      \(elements)</svg>

      """
  }

  static var pageStyle: String {
    """
    .drawing text { \(font) }
    .drawing path { \(pathStyle) }
    .drawing .thin { stroke-width: 1 }
    \(rules(.light, plain: RGB(0x1F, 0x23, 0x28), background: RGB(0xFF, 0xFF, 0xFF), scope: ".drawing "))
    @media screen and (prefers-color-scheme: dark) {
    \(rules(.dark, plain: RGB(0xE0, 0xE3, 0xE8), background: RGB(0x1E, 0x1E, 0x1E), scope: ".drawing "))
    }
    """
  }

  private static let font =
    #"font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; "#
    + "white-space: pre"
  private static let pathStyle = "fill: none; stroke-width: 1.5; stroke-linejoin: round"

  /// The whole file.
  func document(width: Double, height: Double, title: String) -> String {
    let (w, h) = (Self.number(width), Self.number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(w)" height="\(h)" viewBox="0 0 \(w) \(h)" role="img">
      <title>\(SafeText.markup(title))</title>
      <style>
      text { \(Self.font) }
      path { \(Self.pathStyle) }
      .thin { stroke-width: 1 }
      \(Self.rules(.light, plain: RGB(0x1F, 0x23, 0x28), background: RGB(0xFF, 0xFF, 0xFF)))
      @media (prefers-color-scheme: dark) {
      \(Self.rules(.dark, plain: RGB(0xE0, 0xE3, 0xE8), background: RGB(0x1E, 0x1E, 0x1E)))
      }
      </style>
      <rect class="background" width="\(w)" height="\(h)"/>
      \(elements)</svg>

      """
  }

  private static func rules(
    _ theme: Theme, plain: RGB, background: RGB, scope: String = ""
  ) -> String {
    let roles = Role.allCases.map { role in
      let color = hex(theme[role].color ?? plain)
      let weight = theme[role].isBold ? "; font-weight: bold" : ""
      return "\(scope).t-\(role) { fill: \(color)\(weight) } \(scope).f-\(role) { fill: \(color) } "
        + "\(scope).l-\(role) { fill: none; stroke: \(color) }"
    }
    return (roles + ["\(scope).background { fill: \(hex(background)) }"]).joined(separator: "\n")
  }

  private static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    " x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(max(0, width)))\" height=\"\(number(max(0, height)))\""
  }

  static func number(_ value: Double) -> String {
    // What lies far outside the picture need not be told exactly, but must be a number.
    let clamped = value.isFinite ? min(1e5, max(-1e5, value)) : 0
    let tenths = (clamped * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : tenths.description
  }

  private static func hex(_ color: RGB) -> String {
    func byte(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
    return "#" + byte(color.red) + byte(color.green) + byte(color.blue)
  }
}
