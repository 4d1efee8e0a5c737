"""What each figure of a sentence is said of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import Lexicon
from ingest.numbers import numbers_in
from ingest.records import NumberUse
from ingest.said import Said
from ingest.subjects import sentence_subjects
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())


def said_in(text: str) -> list[Said]:
    """What the figures of the last sentence are said of, the sentences before having been read."""
    thread = None
    said: list[Said] = []
    for sentence in text.split("｜"):
        numbers = [n for n in numbers_in(sentence, LEXICON) if n.use is NumberUse.FIGURE]
        said, thread = sentence_subjects(sentence, numbers, LEXICON, thread)
    return said


def words(text: str) -> list[str]:
    return [said.words for said in said_in(text)]


def measures(text: str) -> list[tuple[str, str]]:
    return [(said.words, said.measure) for said in said_in(text)]


def topics(text: str) -> list[tuple[str, str]]:
    return [(said.topic, said.words) for said in said_in(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全院开放床位1180张，医疗收入9.86亿元。", ["全院开放床位", "医疗收入"]),
        ("学校建成校内实训室3个，出版教材2部。", ["校内实训室", "教材"]),
        ("教材出版3部，工作室建设两个。", ["教材", "工作室"]),
        ("共有职工1862人。", ["职工"]),
        ("完成率超过100%为“超额”，90%及以上、不足100%为“接近”。", ["完成率", "完成率", "完成率"]),
        ("图书少于两地，其中电子书差距最大，只有对方的六成。", ["电子书差距只有对方"]),
        ("聘请2名省级教师。", ["聘请省级教师"]),
        ("3个技能大师工作室获省级认定。", ["技能大师工作室"]),
        ("由8大产业园、17个研究中心、5个联盟支撑。", ["产业园", "研究中心", "联盟"]),
        ("4项到期任务做完3项。", ["到期任务", "到期任务"]),
        ("建成1个重点实验室、3个工程中心。", ["重点实验室", "工程中心"]),
        ("《土力学》等2门精品课程立项。", ["精品课程"]),
        ("1门兼具理论与实践的教材入选。", ["教材"]),
        ("服务企业120余家，为企业创造效益超3000万元。", ["服务企业", "效益"]),
        ("取证1410人，引进博士21人。", ["取证", "引进博士"]),
        ("约800万元工程款转入下年支付。", ["工程款"]),
        ("与学校签订协议的企业共372家。", ["与学校签订协议的企业"]),
        ("校企共建的实训室14间。", ["校企共建的实训室"]),
        ("八成以上的学生参加了社团。", ["学生参加了社团"]),
        ("培训资金为175万元，参训人数585人次。", ["培训资金", "参训人数"]),
    ],
)
def test_the_words_are_a_noun_phrase_of_what_is_counted(sentence: str, expected: list[str]) -> None:
    assert words(sentence) == expected


@pytest.mark.parametrize(
    "noun",
    [
        "毕业生就业率",
        "就诊量",
        "办学经费",
        "办件量",
        "现行制度",
        "自来水普及率",
        "再生水利用率",
        "共享教室",
        "有效专利",
        "设备总值",
        "成就",
        "正教授",
    ],
)
def test_names_that_begin_or_end_like_words_of_counting_stay_whole(noun: str) -> None:
    assert words(f"{noun}为12个。") == [noun]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("获奖35项，其中一等奖6项、二等奖12项。", [("", "获奖"), ("获奖", "一等奖"), ("获奖", "二等奖")]),
        ("职工1862人（其中医师568人）。", [("", "职工"), ("职工", "医师")]),
        ("单项中薪酬（76.30分）和食堂（77.80分）最低。", [("", "单项中薪酬"), ("", "食堂")]),
        ("科研立项方面，有科技项目10项、社科项目4项。", [("科研立项", "科技项目"), ("科研立项", "社科项目")]),
        ("平台有成员单位19家。", [("平台", "成员单位")]),
        ("师生在省级以上竞赛中获奖25项。", [("省级以上竞赛", "师生获奖")]),
        ("5个专业为贯通培养试点。", [("贯通培养试点", "专业")]),
        ("上转3142人次、下转1874人次。", [("", "上转"), ("", "下转")]),
        ("各中心的培训量为：消防中心4710人日；｜电梯中心1651人日。", [("各中心的培训量", "电梯中心")]),
        ("校外培训45期，外派419人次。｜其中骨干教师30人次。", [("校外培训", "骨干教师")]),
    ],
)
def test_the_topic_is_what_they_belong_to(text: str, expected: list[tuple[str, str]]) -> None:
    assert topics(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展新项目58项，2021年16项，2022年19项。", ["新项目", "新项目", "新项目"]),
        ("建设任务共80个，目前完成42个。", ["建设任务", "建设任务"]),
        ("组织培训30项、3364人次。", ["培训", "培训"]),
        ("走访的企业，2022年共109家，2023年共103家。", ["走访的企业", "走访的企业"]),
        ("校外培训2022年为45期。｜2023年共62期。", ["校外培训"]),
        ("授权专利22件，另有软件著作权3件，合计25件。", ["授权专利", "软件著作权", "授权专利合计"]),
        ("分项中膳食最低，为86.40分。", ["分项中膳食"]),
        ("就诊量86万人次，分担率提高2.4个百分点，达到31.6%。", ["就诊量", "分担率提高", "分担率"]),
        ("接待读者86万人次，同比增加9.7%。", ["接待读者", "接待读者同比增加"]),
    ],
)
def test_what_is_not_repeated_is_inherited(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("平均候诊时间由38分钟压缩到24分钟。", [("平均候诊时间", ""), ("平均候诊时间", "")]),
        ("感染率由1.46%降至1.12%，下降0.34个百分点。", [("感染率", ""), ("感染率", ""), ("感染率下降", "difference")]),
        ("门诊131万人次，比2020年增长33.29%。", [("门诊", ""), ("门诊比2020年增长", "difference")]),
        (
            "收入9.86亿元，比2020年的6.54亿元增长50.76%。",
            [("收入", ""), ("收入", ""), ("收入比2020年增长", "difference")],
        ),
        (
            "用药强度比上年下降5.2DDDs，仍比目标高1.6DDDs。",
            [("用药强度比上年下降", "difference"), ("用药强度比目标高", "difference")],
        ),
        ("执行率为96.3%，低于目标1.7个百分点。", [("执行率", "spent_rate"), ("执行率低于目标", "difference")]),
        (
            "服务收入占比与33%的目标还差1.4个百分点。",
            [("服务收入占比", "target"), ("服务收入占比与目标差", "difference")],
        ),
        ("实际开放床位增加130张。", [("实际开放床位增加", "difference")]),
        ("职工1862人，其中医师568人，占30.50%。", [("职工", ""), ("医师", ""), ("医师占比", "share")]),
        ("财政补助占总预算的四成。", [("财政补助占总预算", "share")]),
        ("博士人数只有目标的七成多。", [("博士人数只有目标", "share")]),
        ("支出相当于中期预算的98%、总预算的52%。", [("支出相当于中期预算", "share"), ("支出相当于总预算", "share")]),
    ],
)
def test_changes_and_shares_are_told_from_values(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert measures(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("总预算3200万元，到位1350万元，到位率90%。", ["budget", "received", "received_rate"]),
        ("资金支出1215万元，支出率90%。", ["spent", "spent_rate"]),
        ("中期任务40个，完成36个，完成率90%。", ["target", "actual", "rate"]),
        ("计划招生500人。", ["target"]),
        ("成果的终期目标为国家级3项、省级28项。", ["target", "target"]),
        ("财政经费执行98.41%。", ["spent_rate"]),
        ("学生满意度为93.5%。", ["satisfaction"]),
        ("训练计划项目10个。", [""]),
        ("《工程预算与计价》等课程2门。", [""]),
        ("未完成的任务有6项。", [""]),
    ],
)
def test_the_measure_is_what_the_words_end_or_begin_with(sentence: str, expected: list[str]) -> None:
    assert [said.measure for said in said_in(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("建成国家级基地1个、省级基地3个。", ["国家级", "省级"]),
        ("课题按级别分为国家级3项4个、市级8项。", ["国家级", "国家级", "市级"]),
        ("省级以上奖项142项。", ["省级以上"]),
        ("2个工作室获省级认定。", ["省级"]),
        ("国家级及省级成果共77项。", [""]),
        ("以国家和省有关文件为依据，修订制度2项。", [""]),
        ("全国职工技能大赛获奖3项。", [""]),
    ],
)
def test_the_level_is_one_that_the_words_say(sentence: str, expected: list[str]) -> None:
    assert [said.level for said in said_in(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("提前完成任务2项。", ("提前",)),
        ("超额完成任务8项。", ("超额",)),
        ("博士只有36名。", ("只有",)),
        ("金奖、铜奖各一项。", ("各",)),
        ("床位增至600张。", ("增至",)),
        ("比上年增长5%。", ("比上年",)),
        ("计划招生40人。", ("计划",)),
        ("救治中心有四个通过验收。", ("通过验收",)),
    ],
)
def test_what_qualifies_a_figure_is_noted(sentence: str, expected: tuple[str, ...]) -> None:
    assert said_in(sentence)[0].qualifiers == expected


@given(st.text(alphabet="甲乙丙省级有为占比由增至其中，。；：（）“”0123456789%项人年", max_size=50))
def test_any_sentence_is_survived_and_every_figure_told(text: str) -> None:
    numbers = [n for n in numbers_in(text, LEXICON) if n.use is NumberUse.FIGURE]
    said, _ = sentence_subjects(text, numbers, LEXICON)
    assert len(said) == len(numbers)
