/// What `study stats --topic sizes` of the usual learner writes into a pipe.
extension StatsCommandTests {
  static let english = """
    Where you stand
    1 card due now; 1 day in a row; 3 minutes in the last 30 days.

    answers in all           161
    answers, last 30 days     12
    minutes, last 30 days      3
    days in a row              1
    longest row of days        7
    due now                    1
    cards: new                 0
    cards: learning            0
    cards: young               1
    cards: mature             11
    cards: suspended           0
    recall now, cards seen  94 %

    What falls due
    1 card overdue; 3 cards due within 14 days if none is answered before.

    day         cards due
    overdue             1
    Fri 20 Nov          0
    Sat 21 Nov          0
    Sun 22 Nov          1
    Mon 23 Nov          0
    Tue 24 Nov          1
    Wed 25 Nov          0
    Thu 26 Nov          0
    Fri 27 Nov          0
    Sat 28 Nov          0
    Sun 29 Nov          1
    Mon 30 Nov          0
    Tue 1 Dec           0
    Wed 2 Dec           0
    Thu 3 Dec           0

    The year
    161 answers on 101 days of the last 365; 1 day in a row now, 7 at best.

    month    days  answers  new cards  minutes
    2026-05    15       19          4        5
    2026-06    20       33          4        7
    2026-07    24       47          3        9
    2026-08     7       16          1        3
    2026-09    16       19          0        4
    2026-10    12       18          0        3
    2026-11     7        9          0        2

    True retention
    Of 11 cards due in the last 30 days 91 % were recalled at the first try of the
    day. Learning steps and practice do not count; mature is a stability of 21 days
    or more.

    period         young  asked  mature  asked   both
    today              –      0       –      0      –
    last 7 days    100 %      2   100 %      1  100 %
    last 30 days    88 %      8   100 %      3   91 %
    last 365 days   84 %     79    88 %     16   84 %
    all time        84 %     79    88 %     16   84 %

    True retention by month
    Highest 94 % (2026-06), lowest 74 % (2026-07).

    month    young  asked  mature  asked  both
    2026-05   75 %      4       –      0  75 %
    2026-06   94 %     16       –      0  94 %
    2026-07   70 %     23   100 %      4  74 %
    2026-08  100 %      9    67 %      3  92 %
    2026-09   82 %     11   100 %      3  86 %
    2026-10   91 %     11    67 %      3  86 %
    2026-11   80 %      5   100 %      3  88 %

    Calibration of the model
    Over 144 answers the model's predicted recall was off by 8.9 percentage points
    on average.

    predicted  mean  recalled  answers
    55–60 %    58 %       0 %        1
    60–65 %    61 %     100 %        1
    65–70 %    68 %      67 %        3
    70–75 %    72 %       0 %        2
    75–80 %    77 %      86 %        7
    80–85 %    83 %     100 %        9
    85–90 %    88 %      85 %       55
    90–95 %    92 %      83 %       63
    95–100 %   97 %      67 %        3

    Stability
    Days until recall falls to 90 %: 11 cards hold for two weeks or longer.

    Stability     cards
    3–7 days          1
    7–14 days         0
    14–30 days        1
    30–60 days        2
    60–120 days       4
    120–365 days      4

    Difficulty
    From 1, easy, to 10, hard: 6 cards at 8 or above.

    Difficulty  cards
    1               3
    2               1
    3               2
    4               0
    5               0
    6               0
    7               0
    8               0
    9               2
    10              4

    Probability of recall now
    0 cards stand below 70 %.

    Probability of recall now  cards
    80–90 %                        2
    90–100 %                      10

    By topic
    Readiness is the share of a topic's cards that you would recall now, those never
    seen included; least ready: Sizes, 94 %.

    topic  ready  cards  seen  due  answers  again  seconds
    Sizes   94 %     12    12    1      161   18 %     12.2

    By level
    Slowest: level 2 with 12.6 seconds an answer.

    level  ready  cards  seen  due  answers  again  seconds
    1       94 %      4     4    0       42   14 %     12.1
    2       94 %      4     4    1       77   21 %     12.6
    3       94 %      4     4    0       42   17 %     11.3

    """

  static let chinese = """
    总览
    现在到期 1 张卡片；连续学习 1 天；最近 30 天共 3 分钟。

    作答总数                 161
    最近 30 天作答            12
    最近 30 天用时（分钟）     3
    连续学习天数               1
    最长连续天数               7
    现在到期                   1
    卡片：新                   0
    卡片：学习中               0
    卡片：较新                 1
    卡片：牢固                11
    卡片：已暂停               0
    已学卡片当前回忆概率    94 %

    到期预测
    已逾期 1 张卡片；若不复习，14 天内到期 3 张卡片。

    日期           到期卡片
    已逾期                1
    11月20日 周五         0
    11月21日 周六         0
    11月22日 周日         1
    11月23日 周一         0
    11月24日 周二         1
    11月25日 周三         0
    11月26日 周四         0
    11月27日 周五         0
    11月28日 周六         0
    11月29日 周日         1
    11月30日 周一         0
    12月1日 周二          0
    12月2日 周三          0
    12月3日 周四          0

    一年
    最近 365 天中有 101 天学习，共 161 次作答；目前连续 1 天，最长 7 天。

    月份     天数  作答  新卡  分钟
    2026-05    15    19     4     5
    2026-06    20    33     4     7
    2026-07    24    47     3     9
    2026-08     7    16     1     3
    2026-09    16    19     0     4
    2026-10    12    18     0     3
    2026-11     7     9     0     2

    真实保持率
    最近 30 天到期的 11 张卡片中，当天首次作答记得的占 91 %。学习步骤与练习不计；稳
    定度达到 21 天为牢固。

    时段          较新  次数   牢固  次数   合计
    今天             –     0      –     0      –
    最近 7 天    100 %     2  100 %     1  100 %
    最近 30 天    88 %     8  100 %     3   91 %
    最近 365 天   84 %    79   88 %    16   84 %
    全部          84 %    79   88 %    16   84 %

    每月真实保持率
    最高 94 %（2026-06），最低 74 %（2026-07）。

    月份      较新  次数   牢固  次数  合计
    2026-05   75 %     4      –     0  75 %
    2026-06   94 %    16      –     0  94 %
    2026-07   70 %    23  100 %     4  74 %
    2026-08  100 %     9   67 %     3  92 %
    2026-09   82 %    11  100 %     3  86 %
    2026-10   91 %    11   67 %     3  86 %
    2026-11   80 %     5  100 %     3  88 %

    模型的校准
    在 144 次作答中，模型预测的回忆概率平均偏差 8.9 个百分点。

    预测范围  平均预测   实际  作答
    55–60 %       58 %    0 %     1
    60–65 %       61 %  100 %     1
    65–70 %       68 %   67 %     3
    70–75 %       72 %    0 %     2
    75–80 %       77 %   86 %     7
    80–85 %       83 %  100 %     9
    85–90 %       88 %   85 %    55
    90–95 %       92 %   83 %    63
    95–100 %      97 %   67 %     3

    稳定度
    回忆概率降到 90 % 所需的天数：11 张卡片可保持两周以上。

    稳定度      卡片
    3–7 天         1
    7–14 天        0
    14–30 天       1
    30–60 天       2
    60–120 天      4
    120–365 天     4

    难度
    1 最易，10 最难：6 张卡片达到 8 或以上。

    难度  卡片
    1        3
    2        1
    3        2
    4        0
    5        0
    6        0
    7        0
    8        0
    9        2
    10       4

    当前回忆概率
    0 张卡片低于 70 %。

    当前回忆概率  卡片
    80–90 %          2
    90–100 %        10

    按主题
    掌握程度：该主题全部卡片（含未学）中现在能回忆的比例；最低的是Sizes，94 %。

    主题   掌握  卡片  已学  到期  作答  重来  秒/次
    Sizes  94 %    12    12     1   161  18 %   12.2

    按级别
    最慢的是级别 2，平均每次作答 12.6 秒。

    级别  掌握  卡片  已学  到期  作答  重来  秒/次
    1     94 %     4     4     0    42  14 %   12.1
    2     94 %     4     4     1    77  21 %   12.6
    3     94 %     4     4     0    42  17 %   11.3

    """
}
