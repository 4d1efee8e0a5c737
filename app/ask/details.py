"""Details that a question may want, told by their form: a day, a person's name, a school, the number of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.ask.question import Question
from app.ask.vocabulary import AskWords
from index.lexical import text_to_tagged_words

_DATE = re.compile(r"\d{1,2}\s*月|[一二三四五六七八九十]月")
_FULL_DATE = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]+)\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]+)\s*[日号]")
_DOCUMENT_NUMBER = re.compile(r"[〔\[(（]\s*(?:19|20)\d{2}\s*[〕\])）]\s*(?:第\s*)?\d+\s*号|第\s*\d+\s*号")
_SCHOOL = re.compile(r"[\u3400-\u9fff]{2,}(?:大学|学院|学校|中学|小学)|[A-Za-z]{3,} (?:University|College|School)")
_TITLED_NAME = re.compile(
    r"(?:(?<=[，。；、：（\s])|^)[\u3400-\u9fff]{2,3}(?=老师|教授|博士|同志|同学|医生|主任|院长|校长)"
)
_CONTACT = re.compile(r"\d{3,4}-?\d{7,8}|[\w.]+@[\w.]+|\d{15,}")
_COMPANY = re.compile(
    r"[\u3400-\u9fff）)]{2,}(?:公司|集团|银行|研究院|厂)|\b[A-Z][A-Za-z]+ (?:Co|Ltd|Inc|Company|Group)\b"
)
_NAMED_BODY = re.compile(r"(?P<kind>[\u3400-\u9fff]{2})(?:公司|集团|银行|研究院|厂)")
_COUNTED_BODIES = re.compile(
    r"[\d两二三四五六七八九十几多数]+余?(?:家|个|所)[\u3400-\u9fff]{0,6}?(?:公司|集团|银行|研究院|厂)"
)
"""两家出版集团 says of what kind they are, and names none."""
_BODY = re.compile(
    r"[\u3400-\u9fff]{2,}(?:公司|集团|院|局|厅|中心|大学|学院|办公室|处|部|社|研究所|事务所|委员会|协会|会)"
)
_PARTNER = re.compile(
    r"[\u3400-\u9fff）)]{2,}?(?:公司|集团|大学|学院|学校|研究院|研究所|促进会|协会|联合会|医院|银行|局|委员会|中心)"
)
_PLACE = re.compile(r"[\u3400-\u9fff]{1,6}(?:村|镇|乡|县|市|校区|院区|馆区|楼|路|街|巷|大道|基地)")
_NAMES = re.compile(
    r"[“《（(]?[^\W\d][^\d、，。；：]{1,23}(?:、[^\d、，。；：]{2,24})+|[一二三]是|[（(]?[1１][)）.．、]|：[^\d，。；]{2,}"
    r"|(?:包括|包含|涉及|分别[为是])[^，。；]{2,40}(?:，[^，。；]{2,40}){2,}"
)
"""Several names one after the other."""
_BRACKETED_NAME = re.compile(r"[（(][\u3400-\u9fff]{2,4}(?:[、，][\u3400-\u9fff]{2,4})*[)）]")

FOLLOWING = ("listed", "agent")
"""Details that may stand in a sentence of their own, after the one that speaks of the thing."""
LONGEST_NAME = 6
"""Characters, with the brackets, below which what stands in brackets may be one person's name."""


def lacks_detail(question: Question, near: Sequence[str], around: Sequence[str], words: AskWords) -> bool:
    """Whether the question wants a detail that no text holds: `near` are those that speak of what is asked, `around`
    what stands around them, where names may follow."""
    return any(
        words.detail(name, question.plain)
        and not any(holds(text, question, words) for text in (around if name in FOLLOWING else near))
        for name, holds in _HOLDS.items()
    )


def asks_detail(question: Question, words: AskWords) -> bool:
    """Whether the question wants a detail that is told by its form."""
    return any(words.detail(name, question.plain) for name in _HOLDS)


def holds_role(text: str, question: Question, words: AskWords) -> bool:
    """Whether the question asks who somebody is and the text says it."""
    return words.detail("role", question.plain) is not None and _holds_role(text, question, words)


def holds_doer(text: str, question: Question, words: AskWords) -> bool:
    """Whether the question asks who built, designed or audited something and the text says it."""
    return words.detail("agent", question.plain) is not None and _holds_agent(text, question, words)


def holds_partner(text: str, question: Question, words: AskWords) -> bool:
    """Whether the question asks with whom something is done and the text names a body that does it too."""
    if words.detail("partner", question.plain) is None:
        return False
    joint = "|".join(words.detail_words["joint"])
    bodies = (m.group() for m in _PARTNER.finditer(text))
    return re.search(joint, text) is not None and any(body not in question.text for body in bodies)


def holds_place(text: str, question: Question, words: AskWords) -> bool:
    """Whether the text names a place that the question does not name."""
    places = [m.group() for m in _PLACE.finditer(text)]
    places += [word for word, tag in text_to_tagged_words(text) if tag == "ns"]
    return any(place not in question.text for place in places)


def is_detail(word: str, words: AskWords) -> bool:
    """Whether the word names a detail that is told by its form."""
    return any(words.detail(name, word) for name in _HOLDS)


def _holds_person(text: str, question: Question, words: AskWords) -> bool:
    """Whether the text names a person that the question does not name."""
    names = _tagged_names(text, words)
    names += [m.group()[1:-1] for m in _BRACKETED_NAME.finditer(text)]
    names += [m.group() for m in _TITLED_NAME.finditer(text)]
    return any(name not in question.text for name in names)


def _tagged_names(text: str, words: AskWords) -> list[str]:
    """Words that are taken for people's names and begin with a surname."""
    tagged = text_to_tagged_words(text)
    return [word for word, tag in tagged if tag.startswith("nr") and 2 <= len(word) <= 4 and word[0] in words.surnames]


def _holds_role(text: str, question: Question, words: AskWords) -> bool:
    """Whether the text names somebody in the asked role (校长张某, 张某校长)."""
    asked = words.detail("role", question.plain)
    role = next(filter(None, asked.groups()), "") if asked else ""
    if role.isascii():
        return _holds_person(text, question, words)
    bodies = "|".join(words.bodies)
    # 书画院院长 is of another body than the one that is asked about without a name.
    if not re.search(rf"(?:{bodies})的?{role}", question.plain):
        text = re.sub(
            rf"[\u3400-\u9fff]{{2,}}(?:{bodies})(?<!学院)(?<!学校)(?<!医院)(?<!书馆)(?<!本院){role}", " ", text
        )
    names = set(_tagged_names(text, words))
    names |= {m.group()[1:-1] for m in _BRACKETED_NAME.finditer(text)}
    listed = [
        m for m in _BRACKETED_NAME.finditer(text) if m.group()[1] in words.surnames and len(m.group()) < LONGEST_NAME
    ]
    if any(re.search(rf"{role}[^，。；]{{0,24}}$", text[: m.start()]) for m in listed):
        return True
    leading = "|".join(words.detail_words["leads"])
    if role in words.detail_words["leader"] and any(re.search(rf"{re.escape(n)}(?:{leading})", text) for n in names):
        return True
    return role in text and any(
        re.search(rf"{role}[^，。；]{{0,4}}{re.escape(n)}|{re.escape(n)}[^，。；]{{0,4}}{role}", text) for n in names
    )


def _holds_company(text: str, question: Question, words: AskWords) -> bool:
    return any(m.group() not in question.text and _is_named(m.group()) for m in _COMPANY.finditer(text))


def _is_named(text: str) -> bool:
    """Whether what stands before the word for a body may be its name: 受到公司青睐 names none."""
    if text.isascii() or re.search(r"有限|股份|责任", text):
        return True
    before = text_to_tagged_words(re.sub(r"(?:公司|集团|银行|研究院|厂)$", "", text))
    return bool(before) and before[-1][1].startswith(("n", "j", "eng"))


def _holds_givers(text: str, question: Question, words: AskWords) -> bool:
    """Whether the text names bodies: 两家出版集团 only says of what kind they are."""
    asked = set(re.findall(r"[\u3400-\u9fff]{2}(?=公司|集团|银行|研究院|厂)", question.plain))
    if any(m.group("kind") not in asked for m in _NAMED_BODY.finditer(_COUNTED_BODIES.sub(" ", text))):
        return True
    return any(tag in ("nt", "nz") and word not in question.text for word, tag in text_to_tagged_words(text))


def _holds_agent(text: str, question: Question, words: AskWords) -> bool:
    """Whether a clause of the text says of a body that it did what is asked (代建单位为某公司)."""
    asked = words.detail("agent", question.plain)
    deed = next(filter(None, asked.groups()), "") if asked else ""
    return any(deed in clause and _BODY.search(clause) is not None for clause in re.split(r"[，。；]", text))


def _holds_list(text: str, question: Question, words: AskWords) -> bool:
    return _NAMES.search(text) is not None


def _holds_school(text: str, question: Question, words: AskWords) -> bool:
    return any(m.group() not in question.text for m in _SCHOOL.finditer(text))


_HOLDS: Mapping[str, Callable[[str, Question, AskWords], bool]] = {
    "date": lambda text, _, __: bool(_FULL_DATE.search(text)),
    "lead": lambda text, _, words: any(word in text for word in words.detail_words["lead"]),
    "day": lambda text, _, __: bool(_DATE.search(text)),
    "number": lambda text, _, __: bool(_DOCUMENT_NUMBER.search(text)),
    "person": _holds_person,
    "role": _holds_role,
    "company": _holds_company,
    "givers": _holds_givers,
    "agent": _holds_agent,
    "listed": _holds_list,
    "contact": lambda text, _, __: bool(_CONTACT.search(text)),
    "school": _holds_school,
    "place": holds_place,
}
