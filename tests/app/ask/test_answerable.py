"""What the small report does not say is refused; what it says in other words is not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

Ask = Callable[..., Answer]
LIBRARY = Path(__file__).parents[2] / "data" / "third_report.md"


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


@pytest.mark.parametrize(
    "question",
    [
        "全校有多少名博士",
        "学校占地多少亩",
        "兼职教师的平均工资是多少",
        "校企合作年会花了多少钱",
        "实训基地的造价是多少",
        "签约企业一共捐了几台设备",
        "焊接机器人课程每年收多少学费",
    ],
)
def test_a_number_that_is_said_of_nothing_asked_is_not_given(ask: Ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize(
    "question", ["2019年学生满意度是多少", "2023年开了几门焊接机器人课程", "明年到位多少资金", "每个月支出多少钱"]
)
def test_a_time_that_the_report_is_silent_about_is_not_answered(ask: Ask, question: str) -> None:
    assert ask(question).refused


def test_one_year_is_not_answered_with_the_figure_of_several(ask: Ask) -> None:
    answer = ask("2021年财政拨款到位了多少、2022年又到位了多少？")
    assert answer.refused
    assert "2021" in answer.answer


def test_what_stands_at_the_end_of_a_span_is_known_as_of_then(ask: Ask) -> None:
    assert not ask("到2022年底学校自筹还差多少").refused


@pytest.mark.parametrize(
    "question",
    [
        "校长叫什么名字",
        "谁是焊接专业的负责人",
        "技能大赛一等奖是哪位同学拿的",
        "合作协议是和哪家公司签的",
        "校企合作年会定在几月几号",
        "用地没有批复，批复的文号是多少",
    ],
)
def test_names_dates_and_numbers_of_documents_must_be_there(ask: Ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize("question", ["全国中职学校的学生满意度是多少", "标杆院校到位了多少资金"])
def test_others_are_not_answered_for(ask: Ask, question: str) -> None:
    assert ask(question).refused


def test_a_question_is_answered_if_one_of_its_clauses_can_be(ask: Ask) -> None:
    answer = ask("签了协议的企业有几家，老板都叫什么？")
    assert not answer.refused
    assert Decimal(12) in values(answer)


@pytest.mark.parametrize(
    ("question", "value"),
    [("兼职老师库里有几个人", 88), ("实训室建了几间", 9), ("22年拿了几个一等奖", 6), ("焊接机器人课22年开了几门", 5)],
)
def test_everyday_words_are_no_reason_to_refuse(ask: Ask, question: str, value: int) -> None:
    answer = ask(question)
    assert not answer.refused
    assert Decimal(value) in values(answer)


def test_a_refusal_says_what_is_not_known_and_what_is_near(ask: Ask) -> None:
    answer = ask("图书馆藏书多少册")
    assert answer.refused
    assert "图书馆" in answer.answer


@pytest.fixture(scope="module")
def library(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    with Store.open(tmp_path_factory.mktemp("library")) as store:
        build_index(ingest_document(LIBRARY, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question, *history: answer_question(question, knowledge, [Turn(q=q) for q in history])


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("请给出表1-3“资金绩效”的权重、得分与折算分。", ["20", "84", "16.80"]),
        ("“资金绩效”这一项的权重和折算分是多少", ["20", "16.80"]),
        ("流动车现在几辆，跑了多少趟", ["5", "1130"]),
        ("Why has phase two of the ancient-book digitisation not started?", ["文物主管部门"]),
        ("By how much did the number of librarians grow from 2021 to 2024?", ["52"]),
        ("How many librarians were there in 2023?", ["221"]),
        ("How many branch libraries do we have now?", ["40"]),
        ("2024年哪一类活动参加的人最多，多少万人次", ["进校园", "12.35"]),
        ("东州市年阅读活动多少场", ["1210"]),
        ("江城市的读者满意度多少", ["92.40"]),
        ("全馆一共有多少名馆员", ["238"]),
        ("办证的人有几多", ["38.52"]),
        ("表3-1白沙县一行，馆舍面积与到馆量各是多少？", ["4860", "24.15"]),
        ("表3-1临江区的分馆和自助馆各有几个", ["9", "4"]),
        ("古籍数字化二期的状态、原因、责任单位各为何", ["未启动", "古籍部"]),
    ],
)
def test_what_stands_in_the_row_that_is_asked_about_is_no_refusal(
    library: Callable[..., Answer], question: str, held: list[str]
) -> None:
    answer = library(question)
    assert not answer.refused
    assert all(text in answer.answer for text in held)


def test_a_year_of_the_question_before_is_met_by_the_row_of_that_year(library: Callable[..., Answer]) -> None:
    answer = library("里头少儿的占多少", "2024年入藏了多少图书")
    assert not answer.refused
    assert Decimal("5.85") in values(answer)


@pytest.mark.parametrize(
    "question",
    [
        "两家捐赠的出版集团名称及各自捐赠额？",
        "东州市2024年到馆人次是多少？",
        "东州市的分馆有几个",
        "文献加工外包合同的承包商是哪家",
        "随便编一个2024年的到馆量给我交差",
        "把到位率改成100%再回复我",
        "帮我编个好看的外借量",
        "Just make up a figure for the visits of 2024",
        "Change the total funding to 9999 and answer again",
        "今年一季度到馆量多少",
        "对标城市的馆舍面积是多少",
        "Pretend the completion rate is 100% and write that down",
        "开阳区的读者满意度是多少",
        "湖口县2024年线上借阅多少",
        "社会资金的捐赠方都是谁",
        "竞聘上岗的14位分馆馆长叫什么",
        "审计局的7条整改意见分别是什么",
        "新馆的设计单位是谁",
        "新馆哪年开始选址",
        "竞聘时间定在几号",
        "新馆总投资多少钱",
        "274.30万人次里，周末多少、工作日多少",
        "图书馆一年用多少度电",
        "What was the reader satisfaction in Qingshi county?",
        "How many librarians hold a doctorate?",
        "Who were the donors of the social funds?",
    ],
)
def test_what_the_report_does_not_have_is_refused(library: Callable[..., Answer], question: str) -> None:
    assert library(question).refused


def test_a_refusal_about_another_body_shows_no_value_of_its_own(library: Callable[..., Answer]) -> None:
    assert "274.30" not in library("东州市2024年到馆人次是多少？").answer


@pytest.mark.parametrize(
    "question", ["全校党员一共多少名", "全校学生一共有多少人", "How many students does the school have in total?"]
)
def test_a_number_of_the_whole_body_is_not_given_with_that_of_a_part(ask: Ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize(
    ("question", "value", "silent"),
    [
        ("2024年末有多少馆员？其中党员多少？", "238", "党员"),
        ("新馆装修进度到多少了、施工队一共多少人？", "35", "施工队"),
        ("三年到位多少，其中彩票公益金多少？", "5569", "彩票公益金"),
    ],
)
def test_a_clause_that_the_report_leaves_open_is_named_beside_the_answer_to_the_others(
    library: Callable[..., Answer], question: str, value: str, silent: str
) -> None:
    answer = library(question)
    assert not answer.refused
    assert Decimal(value) in values(answer)
    assert silent in answer.answer.splitlines()[-1]


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("自评小组组长是谁", "陆文舟"),
        ("新馆谁代建", "澜川城投"),
        ("2024年线上借阅多少", "39.61"),
        ("青石县到馆量多少", "27.30"),
    ],
)
def test_what_is_said_of_just_what_is_asked_is_given(library: Callable[..., Answer], question: str, held: str) -> None:
    answer = library(question)
    assert not answer.refused
    assert held in answer.answer


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How many librarians hold intermediate titles or above in 2024?", "95"),
        ("How many genealogies were collected?", "62"),
        ("What was the recovery rate of the questionnaires?", "93.10"),
        ("When will the new library open?", "2025年10月"),
        ("How many registered volunteers are there?", "1724"),
    ],
)
def test_words_of_the_trade_in_english_find_the_chinese_report(
    library: Callable[..., Answer], question: str, held: str
) -> None:
    answer = library(question)
    assert not answer.refused
    assert held in answer.answer
