import Basics

/// The sentences of the diagnostics, in both languages, apart from the code that finds the problems.
struct DiagnosticWording {
  let message: LocalizedText
  let hint: LocalizedText

  private init(_ message: LocalizedText, _ hint: LocalizedText) {
    self.message = message
    self.hint = hint
  }

  /// `a` and `b` are the subject and the other side.
  init(_ code: DeckDiagnostic.Code, subject a: String, other b: String) {
    func say(_ english: String, _ chinese: String, hint: String, _ chineseHint: String) -> DiagnosticWording {
      DiagnosticWording(LocalizedText(english, chinese), LocalizedText(hint, chineseHint))
    }
    self =
      switch code {
      case .fileTooLarge:
        say(
          "The file has \(a) bytes, more than the \(b) allowed.", "文件有 \(a) 字节，超过上限 \(b)。",
          hint: "Split it into several decks.", "请拆成几个卡组。")
      case .lineTooLong:
        say(
          "The line has \(a) bytes, more than the \(b) allowed, and is left out.",
          "该行有 \(a) 字节，超过上限 \(b)，已略去。", hint: "Break the line.", "请换行。")
      case .invalidUTF8:
        say(
          "The bytes here are not UTF-8.", "此处的字节不是 UTF-8。", hint: "Save the file as UTF-8.",
          "请把文件存为 UTF-8。")
      case .controlCharacter:
        say(
          "The line holds the control character U+\(a).", "该行含有控制字符 U+\(a)。",
          hint: "Remove it; it is shown as a visible mark.", "请删去；它会显示为可见记号。")
      case .frontMatterUnclosed:
        say(
          "The front matter has no closing ---.", "文件头没有结束的 ---。",
          hint: "Put --- on a line of its own after the last key.", "请在最后一个键之后单独写一行 ---。")
      case .frontMatterMalformed:
        say(
          "\"\(a)\" is no key: value pair.", "“\(a)”不是 key: value。",
          hint: "Write topic: slug, title: text or lang: en.", "请写 topic: slug、title: 文字 或 lang: zh。")
      case .frontMatterUnknownKey:
        say(
          "The front matter has no key \"\(a)\".", "文件头没有键“\(a)”。",
          hint: "The keys are topic, title and lang.",
          "可用的键是 topic、title 和 lang。")
      case .topicMissing:
        say(
          "The deck names no topic.", "卡组没有写明主题。", hint: "Begin the file with ---, topic: slug, ---.",
          "请在文件开头写 ---、topic: slug、---。")
      case .topicDiffersFromFile:
        say(
          "The topic is \"\(a)\", but the file is called \"\(b)\".", "主题是“\(a)”，而文件名是“\(b)”。",
          hint: "Give both the same name.", "请让两者同名。")
      case .languageUnknown:
        say(
          "\"\(a)\" is no language.", "没有“\(a)”这种语言。", hint: "Write lang: en or lang: zh.",
          "请写 lang: en 或 lang: zh。")
      case .fenceUnclosed:
        say(
          "The code block has no end, so its mark is read as text.", "代码块没有结束，其记号按文字处理。",
          hint: "Close it with the same marks on a line of their own.", "请用同样的记号另起一行结束它。")
      case .noCards:
        say(
          "The deck has no cards.", "卡组里没有卡片。", hint: "A card begins with \"## \" and its question.",
          "卡片以“## ”和问题开头。")
      case .emptyQuestion:
        say("The heading has no question.", "标题里没有问题。", hint: "Write the question after ##.", "请在 ## 之后写问题。")
      case .emptyAnswer:
        say(
          "The card has no answer.", "卡片没有答案。", hint: "Write it under the question, before the first ###.",
          "请写在问题之下、第一个 ### 之前。")
      case .keyPointsMissing:
        say(
          "The answer has no key points.", "答案没有要点。", hint: "Write each point as a bullet.", "请把每个要点写成一个列表项。")
      case .idMissing:
        say(
          "The card has no id.", "卡片没有 id。", hint: "Write <!-- id: kebab-case --> under the question.",
          "请在问题之下写 <!-- id: kebab-case -->。")
      case .idMalformed:
        say(
          "\"\(a)\" is no card id.", "“\(a)”不是卡片 id。",
          hint: "Use small letters, digits and single dashes, at most 64.", "请用小写字母、数字和单个连字符，至多 64 个。")
      case .idDuplicate:
        say(
          "The id \"\(a)\" stands already at \(b).", "id“\(a)”已出现在 \(b)。", hint: "Give each card its own id.",
          "请给每张卡片各自的 id。")
      case .questionDuplicate:
        say(
          "The same question stands already at \(b).", "同样的问题已出现在 \(b)。",
          hint: "Change one, or give both an id.", "请改动其一，或给两者各加 id。")
      case .headingWithoutSpace:
        say(
          "\"\(a)\" is no heading without a space after the hashes.", "井号之后没有空格，“\(a)”不是标题。",
          hint: "Put a space after the last #.", "请在最后一个 # 之后加空格。")
      case .metadataUnclosed:
        say(
          "The comment has no closing -->.", "注释没有结束的 -->。", hint: "Write --> after the last pair.",
          "请在最后一对之后写 -->。")
      case .metadataMalformed:
        say(
          "\"\(a)\" is no key: value pair.", "“\(a)”不是 key: value。", hint: "Write key: value; key: value.",
          "请写 key: value; key: value。")
      case .metadataUnknownKey:
        say(
          "There is no key \"\(a)\"\(b.isEmpty ? "" : "; did you mean \"\(b)\"?")",
          "没有键“\(a)”\(b.isEmpty ? "" : "；是否想写“\(b)”？")",
          hint: "The keys are id, level, tags, source, see and after.",
          "可用的键是 id、level、tags、source、see 和 after。")
      case .metadataDuplicateKey:
        say(
          "The key \"\(a)\" stands twice; the first holds.", "键“\(a)”出现两次，以第一次为准。", hint: "Join the two.",
          "请合并两处。")
      case .metadataMisplaced:
        say(
          "This comment holds metadata but does not stand under the question.", "这条注释含有元数据，却不在问题之下。",
          hint: "Move it directly under the ## line.", "请移到 ## 行的正下方。")
      case .levelOutOfRange:
        say("\"\(a)\" is no level.", "“\(a)”不是级别。", hint: "Write 1, 2 or 3.", "请写 1、2 或 3。")
      case .referenceMalformed:
        say("\"\(a)\" is no card id.", "“\(a)”不是卡片 id。", hint: "Separate ids by commas.", "请用逗号分隔各 id。")
      case .referenceUnknown:
        say(
          "No card has the id \"\(a)\"\(b.isEmpty ? "." : "; did you mean \"\(b)\"?")",
          "没有 id 为“\(a)”的卡片\(b.isEmpty ? "。" : "；是否想写“\(b)”？")", hint: "Correct it, or write that card.",
          "请改正，或补写那张卡片。")
      case .referenceToItself:
        say("The card \"\(a)\" refers to itself.", "卡片“\(a)”引用了自己。", hint: "Remove the reference.", "请删去该引用。")
      case .prerequisiteCycle:
        say(
          "The card must be known before itself: \(a).", "卡片成了自己的前提：\(a)。",
          hint: "Remove one `after` of the ring.",
          "请删去环中的一个 after。")
      case .sectionUnknown:
        say(
          "There is no exercise \"\(a)\"\(b.isEmpty ? "" : "; did you mean \"\(b)\"?"); the section counts as answer.",
          "没有名为“\(a)”的练习\(b.isEmpty ? "" : "（是否想写“\(b)”？）")，该节算作答案。",
          hint: "The sections are Choice, Cloze, Drill, Order and Demo.", "可用的节是 选择、填空、计算、排序 和 演示。")
      case .strayText:
        say(
          "\"\(a)\" belongs to nothing in this section.", "“\(a)”在本节里无所归属。",
          hint: "Move it before the list, or indent it under an item.", "请移到列表之前，或缩进到某项之下。")
      case .choiceTooFewOptions:
        say(
          "The choice has \(a) options.", "选择题只有 \(a) 个选项。",
          hint: "Write at least two: - [ ] wrong, - [x] right.", "请至少写两个：- [ ] 错，- [x] 对。")
      case .choiceTooManyOptions:
        say(
          "The choice has \(a) options, more than there are letters.", "选择题有 \(a) 个选项，字母不够用。",
          hint: "Keep at most 26.", "请至多保留 26 个。")
      case .choiceWithoutAnswer:
        say("No option is marked as right.", "没有标出正确选项。", hint: "Mark it with [x].", "请用 [x] 标出。")
      case .choiceAllRight:
        say(
          "Every option is marked as right.", "所有选项都标为正确。", hint: "Mark the wrong ones with [ ].",
          "请用 [ ] 标出错误选项。")
      case .choicePlainBullet:
        say(
          "\"\(a)\" has no box and is left out.", "“\(a)”没有方框，已略去。",
          hint: "Begin an option with - [ ] or - [x].", "选项以 - [ ] 或 - [x] 开头。")
      case .choiceEmptyOption:
        say("The option has no text.", "选项没有文字。", hint: "Write it after the box.", "请写在方框之后。")
      case .choiceDuplicateOption:
        say("The option \"\(a)\" stands twice.", "选项“\(a)”出现两次。", hint: "Change or remove one.", "请改动或删去其一。")
      case .clozeWithoutGap:
        say(
          "The cloze hides nothing.", "填空题没有空。", hint: "Put == on both sides of what is to be hidden.",
          "请在要隐藏的内容两侧写 ==。")
      case .clozeUnclosed:
        say("The gap has no closing ==.", "空没有结束的 ==。", hint: "Close it in the same section.", "请在同一节内结束它。")
      case .clozeEmptyGap:
        say(
          "The gap hides nothing.", "空里没有内容。", hint: "Write what is hidden between == and ==.",
          "请在 == 与 == 之间写要隐藏的内容。")
      case .clozeGapInMaths:
        say(
          "The gap begins within maths or code.", "空在公式或代码里面开始。",
          hint: "Close $ before ==, and open it again inside: $p =$ ==$k$==.",
          "请在 == 之前结束 $，在空里重新开始：$p =$ ==$k$==。")
      case .drillWithoutQuestion:
        say(
          "The drill asks nothing.", "计算题没有问题。", hint: "Write a question with {names} before the bullets.",
          "请在列表之前写含 {名字} 的问题。")
      case .drillWithoutDomain:
        say(
          "The drill draws no numbers.", "计算题没有要抽取的数。", hint: "Write a bullet such as - n: 7..64; k: 1|3|5.",
          "请写一个列表项，如 - n: 7..64; k: 1|3|5。")
      case .drillWithoutAnswer:
        say(
          "The drill has no answer.", "计算题没有答案。", hint: "Write - answer: `study demo NAME …` → `field`.",
          "请写 - answer: `study demo NAME …` → `field`。")
      case .drillMalformedDomain:
        say(
          "\"\(a)\" is no domain.", "“\(a)”不是取值范围。",
          hint: "Write name: 1..9 or name: a|b|c, separated by semicolons.",
          "请写 name: 1..9 或 name: a|b|c，用分号分隔。")
      case .drillDuplicateName:
        say(
          "The name \"\(a)\" has two domains; the first holds.", "名字“\(a)”有两个取值范围，以第一个为准。",
          hint: "Rename or remove one.", "请改名或删去其一。")
      case .drillUnknownName:
        say(
          "\"\(a)\" has no domain\(b.isEmpty ? "" : "; did you mean \"\(b)\"?")",
          "“\(a)”没有取值范围\(b.isEmpty ? "" : "；是否想写“\(b)”？")", hint: "Add it to the bullets.", "请在列表项里加上它。")
      case .drillUnusedName:
        say(
          "\"\(a)\" is drawn but never used.", "“\(a)”被抽取却没有用到。",
          hint: "Use {\(a)} in question and answer, or remove it.", "请在问题和答案里用 {\(a)}，或删去它。")
      case .drillMalformedConstraint:
        say(
          "\"\(a)\" is no constraint that can be read\(b.isEmpty ? "" : ": \(b)").",
          "“\(a)”不是可读的约束\(b.isEmpty ? "" : "：\(b)")。",
          hint: "Write comparisons such as p < k and (n - k) % s = 0.", "请写比较式，如 p < k and (n - k) % s = 0。")
      case .drillMalformedAnswer:
        say(
          "\"\(a)\" is no answer.", "“\(a)”不是答案。",
          hint: "Write one call and one field: `study demo NAME …` → `field`.",
          "请写一个调用和一个字段：`study demo NAME …` → `field`。")
      case .drillUnsatisfiable:
        say(
          "No draw satisfies \"\(a)\".", "没有一组数满足“\(a)”。",
          hint: "Widen the domains or loosen the constraint.",
          "请放宽取值范围或约束。")
      case .orderTooFewItems:
        say(
          "The list has \(a) items; an order needs at least 3.", "列表有 \(a) 项，排序至少要 3 项。",
          hint: "Write the steps as 1. 2. 3.", "请把步骤写成 1. 2. 3.。")
      case .orderTooManyItems:
        say(
          "The list has \(a) items; an order takes at most 9.", "列表有 \(a) 项，排序至多 9 项。",
          hint: "Join steps, or make two exercises.", "请合并步骤，或拆成两道练习。")
      case .orderDuplicateItem:
        say(
          "The item \"\(a)\" stands twice, so there is no one right order.", "“\(a)”出现两次，顺序就不唯一。",
          hint: "Change one of them.", "请改动其一。")
      case .demoWithoutCall:
        say(
          "The section calls no demo.", "本节没有调用演示。", hint: "Write a call in back-quotes: `study demo NAME`.",
          "请在反引号里写调用：`study demo NAME`。")
      case .callMalformed:
        say(
          "\"\(a)\" is no demo call\(b.isEmpty ? "" : ": \(b)").", "“\(a)”不是演示调用\(b.isEmpty ? "" : "：\(b)")。",
          hint: "Write `study demo NAME --option value`, quotes in pairs.",
          "请写 `study demo NAME --option value`，引号成对。")
      case .claimMalformed:
        say(
          "\"\(a)\" is no claim.", "“\(a)”不是断言。", hint: "Write `path = value`, such as `out = 112x112`.",
          "请写 `path = value`，如 `out = 112x112`。")
      case .claimWithoutValue:
        say(
          "After the arrow stands no `path = value`.", "箭头之后没有 `path = value`。",
          hint: "Write the claim on the same line, in back-quotes.", "请在同一行的反引号里写断言。")
      case .demoUnknown:
        say(
          "There is no demo named \"\(a)\".", "没有名为“\(a)”的演示。", hint: "study demo lists them all.",
          "study demo 列出全部演示。")
      case .callFailed:
        say(
          "\"\(a)\" does not run: \"\(b)\"", "“\(a)”无法运行：“\(b)”", hint: "Try it in a terminal.", "请在终端中试运行。")
      case .claimFieldMissing:
        say(
          "The result of \(b) has no field \"\(a)\" that could be proven.", "\(b) 的结果中没有可验证的字段“\(a)”。",
          hint: "study demo \(b) --json shows the fields.", "study demo \(b) --json 显示全部字段。")
      case .claimFailed:
        say(
          "The card says \(a), the demo computes \(b).", "卡片写的是 \(a)，演示算出 \(b)。",
          hint: "Correct the card, or the call.", "请更正卡片或调用。")
      case .noteWithoutAnswer:
        say(
          "The question \"Q:\" has no \"A:\".", "问题“Q:”没有“A:”。", hint: "Write the answer after A: below it.",
          "请在其下写 A: 和答案。")
      case .noteWithoutDeletion:
        say(
          "The \"C:\" note hides nothing.", "“C:”笔记没有隐藏内容。",
          hint: "Put [brackets] around what is to be hidden.", "请在要隐藏的内容两侧写 [方括号]。")
      case .optionWithoutReason:
        say(
          "The option \"\(a)\" gives no reason.", "选项“\(a)”没有理由。",
          hint: "Write \": \" and why it is right or wrong.", "请写“: ”和它对或错的原因。")
      case .optionRefersToOthers:
        say(
          "The option \"\(a)\" refers to other options.", "选项“\(a)”引用了其他选项。",
          hint: "Options are shuffled: name what is meant.", "选项会打乱顺序：请写明所指。")
      case .rightOptionStandsOut:
        say(
          "The right option is more than twice as long as every other.", "正确选项比其余各项长一倍以上。",
          hint: "Shorten it, or move the detail to its reason.", "请缩短它，或把细节移到理由里。")
      case .rightOptionsLongest:
        say(
          "The right option is the longest in \(a) of \(b) choices.", "\(b) 道选择题中有 \(a) 道的正确选项最长。",
          hint: "Lengthen wrong options until length tells nothing.", "请加长错误选项，使长度看不出对错。")
      case .rightOptionsSkewed:
        say(
          "The right options stand at first, second, third … place \(a) times.", "正确选项在第一、二、三…位的次数是 \(a)。",
          hint: "Spread them evenly.", "请均匀分布。")
      case .translationMissing:
        say(
          "The \(b) deck has no \"\(a)\".", "\(b) 卡组没有“\(a)”。", hint: "Write it there, or remove it here.",
          "请在那边补写，或在这边删去。")
      case .translationOrder:
        say(
          "\"\(a)\" stands at another place among the cards than in the other language.",
          "“\(a)”在两种语言中的次序不同。",
          hint: "Keep the cards in one order.", "请保持同样的卡片次序。")
      case .translationMetadata:
        say(
          "\"\(a)\" differs: the other language has \"\(b)\".", "“\(a)”不同：另一语言写的是“\(b)”。",
          hint: "Give both the same metadata.", "请让两者的元数据相同。")
      case .translationExercises:
        say(
          "The exercises are \(a); the other language has \(b).", "练习是 \(a)，另一语言是 \(b)。",
          hint: "Write the same sections in the same order.", "请以同样次序写同样的节。")
      case .translationChoice:
        say(
          "The right options are \(a); in the other language \(b).", "正确选项是 \(a)，另一语言是 \(b)。",
          hint: "Keep number and order of the options.", "请保持选项的数目和次序。")
      case .translationCloze:
        say(
          "The cloze has \(a) gaps; in the other language \(b).", "填空有 \(a) 个空，另一语言有 \(b) 个。",
          hint: "Hide the same things.", "请隐藏同样的内容。")
      case .translationDrill:
        say(
          "The drill has \"\(a)\"; in the other language \"\(b)\".", "计算题写的是“\(a)”，另一语言是“\(b)”。",
          hint: "Copy domains, constraint and answer.", "请照抄取值范围、约束和答案。")
      case .translationSteps:
        say(
          "The order has \(a) items; in the other language \(b).", "排序有 \(a) 项，另一语言有 \(b) 项。",
          hint: "Keep the steps the same.", "请保持步骤相同。")
      case .translationCalls:
        say(
          "The demo call \"\(a)\" stands in only one language; the other has \"\(b)\".",
          "演示调用“\(a)”只见于一种语言，另一语言是“\(b)”。", hint: "Copy the call.", "请照抄调用。")
      case .translationClaims:
        say(
          "The claim \"\(a)\" stands in only one language; the other has \"\(b)\".",
          "断言“\(a)”只见于一种语言，另一语言是“\(b)”。", hint: "Copy the claim.", "请照抄断言。")
      case .translationNumbers:
        say(
          "The formulas hold the numbers \(a), which the other language lacks.", "公式中的数 \(a) 在另一语言中没有。",
          hint: "Write the same formulas and numbers on both faces.", "请在两面写同样的公式和数。")
      }
  }
}
