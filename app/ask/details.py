"""Details that a question may want, told by their form: a day, a person's name, a school, the number of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.ask.question import Question
from index.lexical import text_to_tagged_words
from index.snapshot import Evidence

_DATE = re.compile(r"\d{1,2}\s*月|[一二三四五六七八九十]月")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(（]\s*(?:19|20)\d{2}\s*[〕\])）]\s*(?:第\s*)?\d+\s*号|第\s*\d+\s*号")
_SCHOOL = re.compile(r"[\u3400-\u9fff]{2,}(?:大学|学院|学校|中学|小学)|[A-Za-z]{3,} (?:University|College|School)")
_TITLED_NAME = re.compile(
    r"(?:(?<=[，。；、：（\s])|^)[\u3400-\u9fff]{2,3}(?=老师|教授|博士|同志|同学|医生|主任|院长|校长)"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申"
    "欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古"
    "吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝贵"
)
_ROLE = (
    r"校长|院长|书记|主任|老师|教师|教授|专家|学生|同学|选手|负责人|科长|处长|部长|局长|组长|医生|医师|护士|护士长|厂长|经理|"
    r"president|principal|director|dean|teacher|professor|student|doctor|nurse|head of"
)
_ASKED_ROLE = re.compile(
    rf"(?P<role>{_ROLE})[^，。？！,]{{0,6}}?(?:叫什么|叫啥|是谁|是哪位|姓什么|姓名|名字|名单)|谁(?:是|担任|当)[^，。？！,]{{0,8}}?(?P<role2>{_ROLE})|"
    rf"(?:who (?:is|was)|name of)[^,?]{{0,20}}?(?P<role3>{_ROLE})"
)
_CONTACT = re.compile(r"\d{3,4}-?\d{7,8}|[\w.]+@[\w.]+|\d{15,}")
_COMPANY = re.compile(
    r"[\u3400-\u9fff）)]{2,}(?:公司|集团|银行|研究院|厂)|\b[A-Z][A-Za-z]+ (?:Co|Ltd|Inc|Company|Group)\b"
)
_BODY = "院|校|馆|系|部|局|厅|厂|公司|集团|中心|协会"
_FIRM = "公司|企业|单位|集团|银行"
_GIVES = "出资|捐款|捐赠|捐|赞助|资助"
_NAMED_BODY = re.compile(r"(?P<kind>[\u3400-\u9fff]{2})(?:公司|集团|银行|研究院|厂)")
_BRACKETED_NAME = re.compile(r"[（(][\u3400-\u9fff]{2,4}(?:[、，][\u3400-\u9fff]{2,4})*[)）]")

LONGEST_NAME = 6
"""Characters, with the brackets, below which what stands in brackets may be one person's name."""

_WANTED: Mapping[str, re.Pattern[str]] = {
    "day": re.compile(r"哪(?:一)?天|几月|几号|几日|何日|哪(?:一|个)?月|what date|which (?:day|month)"),
    "number": re.compile(r"文号|批号|document number|reference number"),
    "person": re.compile(
        r"哪(?:一|几|两|些)?(?:位|个|名)?(?:老师|教师|教授|专家|同学|学生|医生|医师|护士|同志|人)(?!次|数|员|日|多|少|更|最)|叫什么名字|姓名|姓什么|"
        r"(?:which|name of the) (?:teacher|professor|person|student|doctor|expert)"
    ),
    "role": _ASKED_ROLE,
    "contact": re.compile(
        r"电话|联系方式|邮箱|手机号|微信号|账号|密码|phone number|e-?mail|account number|password", re.I
    ),
    "company": re.compile(r"哪(?:一)?家(?:公司|厂商|供应商|承包商|银行)|which (?:company|contractor|supplier|bank)"),
    "givers": re.compile(
        rf"哪(?:些|几家|[两二三四五]家)(?:{_FIRM})[^，。？]{{0,6}}(?:{_GIVES}|出钱|投资|掏)|"
        rf"(?:{_GIVES})[^，。？]{{0,6}}?(?:{_FIRM})[^，。？]{{0,4}}?"
        r"(?:名称|名字|名单|叫什么|叫啥|是谁|是?哪(?:些|几|[两二三四五])?家)|"
        rf"(?:{_GIVES})(?:方|者|人|商)[^，。？]{{0,4}}(?:谁|哪|叫)|(?:{_GIVES})[^，。？]{{0,6}}来自哪(?:些|几家|家)|"
        r"(?:which|what) (?:companies|enterprises|firms|groups|banks) (?:gave|donated|funded|contributed|sponsored)|"
        r"names? of the [a-z ]{0,24}(?:donors?|sponsors?|companies|enterprises|firms|groups)"
    ),
    "school": re.compile(
        r"(?:哪(?:一)?[所个]|什么)(?:大学|学校|高校|院校|中学)|哪(?:一)?所学院|which (?:university|school|college)"
    ),
}


def lacks_detail(question: Question, near: Sequence[Evidence]) -> bool:
    """Whether the question wants a detail that no evidence holds."""
    return any(
        wanted.search(question.plain) and not any(_HOLDS[name](evidence.text, question) for evidence in near)
        for name, wanted in _WANTED.items()
    )


def wants_detail(kind: str, text: str) -> bool:
    """Whether a question wants a detail of this kind: `day`, `number`, `person` or `school`."""
    return _WANTED[kind].search(text) is not None


def holds_role(text: str, question: Question) -> bool:
    """Whether the question asks who somebody is and the text says it."""
    return wants_detail("role", question.plain) and _holds_role(text, question)


def is_detail(word: str) -> bool:
    """Whether the word names a detail that is told by its form."""
    return any(wanted.search(word) for wanted in _WANTED.values())


def holds_person(text: str, question: Question) -> bool:
    """Whether the text names a person that the question does not name."""
    names = _tagged_names(text)
    names += [m.group()[1:-1] for m in _BRACKETED_NAME.finditer(text)]
    names += [m.group() for m in _TITLED_NAME.finditer(text)]
    return any(name not in question.text for name in names)


def _tagged_names(text: str) -> list[str]:
    """Words that are taken for people's names and begin with a surname."""
    tagged = text_to_tagged_words(text)
    return [word for word, tag in tagged if tag.startswith("nr") and 2 <= len(word) <= 4 and word[0] in _SURNAMES]


def _holds_role(text: str, question: Question) -> bool:
    """Whether the text names somebody in the asked role (校长张某, 张某校长)."""
    asked = _ASKED_ROLE.search(question.plain)
    role = next(filter(None, asked.groups()), "") if asked else ""
    if role.isascii():
        return holds_person(text, question)
    # 书画院院长 is of another body than the one that is asked about without a name.
    if not re.search(rf"(?:{_BODY})的?{role}", question.plain):
        text = re.sub(
            rf"[\u3400-\u9fff]{{2,}}(?:{_BODY})(?<!学院)(?<!学校)(?<!医院)(?<!书馆)(?<!本院){role}", " ", text
        )
    names = set(_tagged_names(text))
    names |= {m.group()[1:-1] for m in _BRACKETED_NAME.finditer(text)}
    listed = [m for m in _BRACKETED_NAME.finditer(text) if m.group()[1] in _SURNAMES and len(m.group()) < LONGEST_NAME]
    if any(re.search(rf"{role}[^，。；]{{0,24}}$", text[: m.start()]) for m in listed):
        return True
    return role in text and any(
        re.search(rf"{role}[^，。；]{{0,4}}{re.escape(n)}|{re.escape(n)}[^，。；]{{0,4}}{role}", text) for n in names
    )


def _holds_company(text: str, question: Question) -> bool:
    return any(m.group() not in question.text and _is_named(m.group()) for m in _COMPANY.finditer(text))


def _is_named(text: str) -> bool:
    """Whether what stands before the word for a body may be its name: 受到公司青睐 names none."""
    if text.isascii() or re.search(r"有限|股份|责任", text):
        return True
    before = text_to_tagged_words(re.sub(r"(?:公司|集团|银行|研究院|厂)$", "", text))
    return bool(before) and before[-1][1].startswith(("n", "j", "eng"))


def _holds_givers(text: str, question: Question) -> bool:
    """Whether the text names bodies: 两家出版集团 only says of what kind they are."""
    asked = set(re.findall(r"[\u3400-\u9fff]{2}(?=公司|集团|银行|研究院|厂)", question.plain))
    if any(m.group("kind") not in asked for m in _NAMED_BODY.finditer(text)):
        return True
    return any(tag in ("nt", "nz") and word not in question.text for word, tag in text_to_tagged_words(text))


def _holds_school(text: str, question: Question) -> bool:
    return any(m.group() not in question.text for m in _SCHOOL.finditer(text))


_HOLDS: Mapping[str, Callable[[str, Question], bool]] = {
    "day": lambda text, _: bool(_DATE.search(text)),
    "number": lambda text, _: bool(_DOCUMENT_NUMBER.search(text)),
    "person": holds_person,
    "role": _holds_role,
    "company": _holds_company,
    "givers": _holds_givers,
    "contact": lambda text, _: bool(_CONTACT.search(text)),
    "school": _holds_school,
}
