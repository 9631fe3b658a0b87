import Testing

@testable import NeuralNet

@Suite struct ReceptiveFieldTests {
  @Test func stacksAgreeWithWhatTheReferenceMeasured() throws {
    for item in try Reference("receptive_field").cases {
      var field = ReceptiveField.pixel
      var windows: [Window] = []
      var sizes = [try item.int("input")]
      for layer in try item.objects("layers") {
        let window = Window(
          [try layer.int("kernel")], stride: [try layer.int("stride")], padding: [try layer.int("padding")],
          dilation: [try layer.int("dilation")])
        field = field.through(window, axis: 0)
        windows.append(window)
        sizes.append(try OutputSize.convolution([sizes.last!], window)[0])
        let label = "\(item) \(try layer.string("name"))"
        #expect(try field.size == layer.int("rf"), "\(label)")
        #expect(try field.jump == layer.int("jump"), "\(label)")
        #expect(try field.start == layer.double("start"), "\(label)")
        #expect(try sizes.last == layer.int("out"), "\(label)")
        let centre = try layer.int("centre_unit")
        #expect(centre == sizes.last! / 2, "\(label)")
        let seen = ReceptiveField.touched(byUnit: centre, through: windows, sizes: sizes)
        #expect(try [seen.first, seen.last] == layer.ints("centre_extent"), "\(label)")
        // In an input without borders near, only dilation and stride leave holes.
        let large = 3 * field.size + 8 * field.jump + 64
        var largeSizes = [large]
        for window in windows { largeSizes.append(try OutputSize.convolution([largeSizes.last!], window)[0]) }
        let touched = ReceptiveField.touched(
          byUnit: largeSizes.last! / 2, through: windows, sizes: largeSizes)
        #expect(try touched.count == layer.int("touched"), "\(label)")
        #expect(try touched.last! - touched.first! + 1 == layer.int("measured_rf"), "\(label)")
      }
      if item.has("measured_on_whole_model") {
        let measured = try item.object("measured_on_whole_model")
        #expect(try field.size == measured.int("rf"))
        #expect(try field.jump == measured.int("jump"))
      }
    }
  }

  @Test func aShortcutDoesNotNarrowTheField() throws {
    let rows = try Network.resNet(18).summary()
    let last = try #require(rows.last { $0.receptiveField != nil }?.receptiveField)
    #expect(last[0].size == 435 && last[1].size == 435 && last[0].jump == 32)
  }

  @Test func joiningTakesTheUnion() {
    let wide = ReceptiveField.pixel.through(kernel: 5, padding: 2)
    let narrow = ReceptiveField.pixel.through(kernel: 1)
    #expect(narrow.joined(with: wide) == wide)
    #expect(wide.joined(with: narrow.through(kernel: 1, stride: 2)) == nil)
  }

  @Test func thePaddingHoldsNoPixels() {
    let field = ReceptiveField.pixel.through(kernel: 7, stride: 2, padding: 3)
    #expect(field.pixels(ofUnit: 0, in: 224) == 0..<4)
    #expect(field.pixels(ofUnit: 56, in: 224) == 109..<116)
  }
}
