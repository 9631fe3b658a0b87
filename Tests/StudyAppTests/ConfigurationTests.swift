import Basics
import TerminalUI
import Testing

@testable import StudyApp

/// Settings, keys and themes as files.
@Suite struct ConfigurationTests {
  @Test func linesAreReadAndTheRestKeepsItsStandard() {
    let (configuration, problems) = Configuration.parse("# mine\nnew-per-day = 5\n\nconfidence = on\n")
    #expect(problems.isEmpty)
    #expect(configuration.integer("new-per-day") == 5 && configuration.isOn("confidence"))
    #expect(configuration.number("retention") == 0.9)
  }

  @Test func everyBadLineIsNamedAndChangesNothing() {
    let (configuration, problems) = Configuration.parse("new-per-dya = 5\nlang = fr\nnonsense\nmouse = on")
    #expect(problems.count == 3 && configuration.isOn("mouse") && configuration.values.count == 1)
    #expect(problems[0] == .unknown(line: 1, name: "new-per-dya", suggestion: "new-per-day"))
    #expect(problems[1].sentence(file: "f").english.contains("f:2: lang does not take \"fr\""))
  }

  @Test func changingOneSettingLeavesTheOtherLines() {
    let text = "# mine\nlang = zh\nmouse = on\n"
    #expect(Configuration.setting("lang", to: "en", in: text) == "# mine\nlang = en\nmouse = on\n")
    #expect(Configuration.setting("lang", to: nil, in: text) == "# mine\nmouse = on\n")
    #expect(Configuration.setting("theme", to: "dark", in: "") == "theme = dark\n")
  }

  @Test func everyStandardValueIsAllowed() {
    for setting in Setting.all { #expect(setting.accepts(setting.standard), "\(setting.name)") }
  }

  @Test func everyActionHasAKeyOfItsOwn() {
    for binding in KeyTable.bindings {
      #expect(Keymap.standard.key(for: binding.action) != nil, "\(binding.action)")
    }
  }

  @Test func aConfiguredKeyIsTakenFromWhoeverHadIt() {
    let keymap = Keymap(Configuration.parse("key.suspend = b F9").configuration)
    #expect(keymap.action(for: .character("b")) == .suspend && keymap.action(for: .function(9)) == .suspend)
    #expect(keymap.action(for: .character("s")) == nil && keymap.shown(.bury) == "–")
  }

  @Test func keysHaveNamesThatReadBack() {
    for name in ["s", "?", "space", "enter", "esc", "ctrl-s", "alt-x", "F12", "pgdn", "left"] {
      #expect(KeyName.key(name).map(KeyName.name) == name)
    }
    // Ctrl-C is a signal, and no key is called so.
    #expect(KeyName.key("ctrl-c") == nil && KeyName.key("F13") == nil && KeyName.key("") == nil)
  }

  @Test func aThemeChangesTheRolesItNames() throws {
    let theme = try ThemeFile.parse("# night\naccent = #102030 bold\ntitle = 5\n", base: .dark)
    #expect(theme[.accent].color == RGB(0x10, 0x20, 0x30) && theme[.accent].isBold)
    #expect(theme[.title].ansi == 5 && theme[.good] == Theme.dark[.good])
    #expect(throws: ThemeFile.Problem(line: 1, text: "accnt = #102030")) {
      try ThemeFile.parse("accnt = #102030", base: .dark)
    }
  }
}
