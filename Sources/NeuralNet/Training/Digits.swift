public import Basics
import Glibc

extension Dataset {
  /// Handwritten-looking 8×8 digits, drawn here: each glyph moved, thickened, dimmed and disturbed at random.
  ///
  /// Shape examples, 1, 8, 8; ink is 1 and paper 0, before noise.
  public static func digits(perClass: Int, noise: Double = 0.1, using generator: inout SplitMix64) -> Dataset
  {
    var scalars: [Double] = []
    var labels: [Int] = []
    for _ in 0..<perClass {
      for label in 0..<10 {
        scalars += drawing(of: label, noise: noise, using: &generator)
        labels.append(label)
      }
    }
    return Dataset(
      name: "digits", inputs: Tensor(shape: [labels.count, 1, 8, 8], scalars: scalars), labels: labels,
      classCount: 10)
  }

  /// A digit as it stands in the font, without any disturbance; shape 8, 8.
  public static func glyph(_ digit: Int) -> Tensor {
    precondition((0..<10).contains(digit), "a digit is 0 to 9")
    let pixels = (0..<64).map { index -> Double in
      let row: UInt8 = rows[digit][index / 8]
      return (row >> UInt8(7 - index % 8)) & 1 == 1 ? 1 : 0
    }
    return Tensor(shape: [8, 8], scalars: pixels)
  }

  private static func drawing(of digit: Int, noise: Double, using generator: inout SplitMix64) -> [Double] {
    let glyph = glyph(digit).scalars
    let (down, right) = (generator.nextIndex(below: 3) - 1, generator.nextIndex(below: 3) - 1)
    // Slant moves the upper and the lower part apart by up to a pixel.
    let slant = Double(generator.nextIndex(below: 3) - 1) * 0.25
    let ink = 0.7 + 0.3 * generator.nextUnit()
    let blur = 0.3 * generator.nextUnit()
    func at(_ y: Int, _ x: Int) -> Double {
      (0..<8).contains(y) && (0..<8).contains(x) ? glyph[y * 8 + x] : 0
    }
    return (0..<64).map { index in
      let y = index / 8 - down
      let x = index % 8 - right + Int((slant * Double(y - 4)).rounded())
      let neighbours = max(max(at(y - 1, x), at(y + 1, x)), max(at(y, x - 1), at(y, x + 1)))
      let stroke = max(at(y, x), blur * neighbours) * ink
      return min(max(stroke + noise * generator.nextNormal(), 0), 1)
    }
  }

  /// One byte a row, the highest bit on the left; the outer pixels stay free for the shift.
  private static let rows: [[UInt8]] = [
    [0b00000000, 0b00111100, 0b01000010, 0b01000010, 0b01000010, 0b01000010, 0b00111100, 0b00000000],
    [0b00000000, 0b00011000, 0b00101000, 0b00001000, 0b00001000, 0b00001000, 0b00111110, 0b00000000],
    [0b00000000, 0b00111100, 0b01000010, 0b00000100, 0b00011000, 0b00100000, 0b01111110, 0b00000000],
    [0b00000000, 0b01111100, 0b00000010, 0b00011100, 0b00000010, 0b00000010, 0b01111100, 0b00000000],
    [0b00000000, 0b00001100, 0b00010100, 0b00100100, 0b01111110, 0b00000100, 0b00000100, 0b00000000],
    [0b00000000, 0b01111110, 0b01000000, 0b01111100, 0b00000010, 0b00000010, 0b01111100, 0b00000000],
    [0b00000000, 0b00011100, 0b00100000, 0b01111100, 0b01000010, 0b01000010, 0b00111100, 0b00000000],
    [0b00000000, 0b01111110, 0b00000010, 0b00000100, 0b00001000, 0b00010000, 0b00010000, 0b00000000],
    [0b00000000, 0b00111100, 0b01000010, 0b00111100, 0b01000010, 0b01000010, 0b00111100, 0b00000000],
    [0b00000000, 0b00111100, 0b01000010, 0b01000010, 0b00111110, 0b00000100, 0b00111000, 0b00000000],
  ]
}
