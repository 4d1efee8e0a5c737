"""Which column of a table a question names, and which kind of thing its rows are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.sheets import Line, Sheet
from index.indicators import Statement
from index.matching import Term
from index.tokens import plain, text_to_tokens

Column = tuple[str, ...]

COVERED = 0.6
"""Share of a term's tokens that a header must hold for the term to name it."""
LITERAL = 1.5
_ASIDE = re.compile(r"\([^()]*\)\s*$")
_COUNTERS = tuple("个家类种块项条路所门位座间些名期次")
"""Words for pieces of anything: 哪一项 asks for no kind."""
_BEFORE = 3
"""Characters that may stand before what the rows are called, in the name of their kind."""
_NAME = re.compile(r"名?称$|名$")
_KIND = re.compile(
    r"(?:哪|边)(?:一|几|两|二|三|四|五|六)?(?:个|家|类|种|块|项|条|路|所|门|位|座|间|些)?(?P<kind>[\u3400-\u9fff]{1,6})"
)
_CALLED = re.compile(r"(?:哪|边)(?:一|几|两|二|三|四|五|六)?(?:个|条|类|种)?(?P<word>路|渠道|笔)")
_LISTED = re.compile(
    r"(?:的|^|[，,：:])(?:前?[\d一两二三四五六七八九十]+(?:个|家|项|名|类|所|门|种|位|条|大))?(?P<kind>[\u3400-\u9fff]{2,6}?)"
    r"(?=(?:都|一共|总共|共|合计|分别|各|里)?(?:有|是|列|挑|给|几|多少|哪|[，。？?,]|$))"
)
_LISTED_EN = re.compile(
    r"\b(?:list|show|name|how many|number of|give|rank|order|sort|compare)(?: me| us)?(?: all)?(?: of)?(?: the| our)?"
    r"(?: two| three| four| five| six| \d+)? (?P<kind>[a-z]+)\b(?:\s+(?P<next>[a-z]+))?"
)
_KIND_EN = re.compile(r"\b(?:which|what)\s+(?P<kind>[a-z]+)\b(?:\s+(?P<next>[a-z]+))?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a question asks which of (哪个区, which project): the word, and whatever names it in the documents."""

    names: tuple[str, ...]
    text: str

    def of(self, sheet: Sheet) -> bool:
        """Whether the rows of a sheet are named under a header of this kind."""
        return any(name in header for header in stub_headers(sheet) for name in self.names)

    def named_in(self, sheet: Sheet) -> bool:
        """Whether a sheet names anything of this kind."""
        return any(name in header for header in naming_headers(sheet) for name in self.names)


def asked_kind(question: Question, knowledge: Knowledge) -> Kind | None:
    """The kind that the question asks which of, if rows or cells of any sheet stand under a header that says it."""
    sheets, words = knowledge.sheets, knowledge.words.kinds
    if question.language == "en":
        return _english_kind(_KIND_EN, question, sheets)
    called = next((m["word"] for m in _CALLED.finditer(question.plain) if m["word"] in words), "")
    if called:
        return Kind(words[called], called)
    headers = {header for sheet in sheets for header in naming_headers(sheet)}
    for m in _KIND.finditer(question.plain):
        word = m["kind"]
        if word in _COUNTERS:
            continue
        fitting = [word[:size] for size in range(len(word), 0, -1) if any(word[:size] in header for header in headers)]
        # 哪个项目任务点最多 asks for a 项目, whatever header has 项目任务: no term is cut in two.
        start = m.start("kind")
        cut = {at for t in question.terms if t.weight >= 1 and t.text for at in _inside(t.text, question.plain)}
        # 哪个建设项目 asks for a 项目 where a header is 项目名称.
        whole = [h for h in headers if len(_core(h)) > 1 and 0 < word.find(_core(h)) <= _BEFORE and "的" not in word]
        if whole and not any(_core(h) == part for h in headers for part in fitting):
            return Kind((_core(whole[0]),), word[: word.find(_core(whole[0]))] + _core(whole[0]))
        if fitting:
            named = {t.text for t in question.terms if t.weight >= 1}
            kind = next((p for p in fitting if start + len(p) not in cut or p in named), fitting[0])
            return Kind((kind,), kind)
    return None


def asked_noun(question: Question) -> Term | None:
    """What a question says that it asks which of, whether the documents know it or not: 病区 in 哪个病区得分最高."""
    for m in _KIND.finditer(question.plain):
        terms = [t for t in question.terms if t.weight >= 1 and len(t.text) > 1 and m["kind"].startswith(t.text)]
        if terms:
            return max(terms, key=lambda t: len(t.text))
    return None


def listed_kind(question: Question, knowledge: Knowledge) -> Kind | None:
    """What a question asks which or how many of, also where it names that first (没花钱的项目有几个)."""
    kind = asked_kind(question, knowledge)
    if kind is not None:
        return kind
    if question.language == "en":
        return _english_kind(_LISTED_EN, question, knowledge.sheets)
    cores = {_core(header) for sheet in knowledge.sheets for header in stub_headers(sheet)}
    words = (m["kind"] for m in _LISTED.finditer(question.plain))
    word = next((w for w in words if any(w in core for core in cores)), None)
    return Kind((word,), word) if word else None


def rows_are_of(kind: Kind, sheet: Sheet) -> bool:
    """Whether the rows of a sheet are of a kind, be it that its name ends with what their header says: 救治中心 of a
    table of 中心."""
    if kind.of(sheet):
        return True
    cores = {_core(header) for header in stub_headers(sheet)[-1:]}
    return any(len(core) > 1 and name.endswith(core) for core in cores for name in kind.names) or any(
        len(name) > _BEFORE and name in sheet.title for name in kind.names
    )


def _english_kind(pattern: re.Pattern[str], question: Question, sheets: Sequence[Sheet]) -> Kind | None:
    """Of the words behind which or list: both together, the second, the first; what rows are called before others."""
    found: list[Kind] = []
    for m in pattern.finditer(question.plain):
        first, second = m["kind"].removesuffix("s"), (m["next"] or "").removesuffix("s")
        for word in (f"{m['kind']} {second}", second, first):
            term = next((t for t in question.terms if word and t.text.removesuffix("s") == word), None)
            if term is not None:
                found.append(Kind(tuple(spelt(name) for name in term.names), term.text))
    return next((kind for kind in found if any(map(kind.of, sheets))), found[-1] if found else None)


def spelt(name: Sequence[str]) -> str:
    """A name from its tokens, of which each goes on from the middle of the one before: 资金, 金来, 来源 is 资金来源."""
    return name[0] + "".join(token[-1] for token in name[1:]) if name else ""


def stub_headers(sheet: Sheet) -> list[str]:
    """The headers over the names of the rows; for tables put together what their captions share too."""
    told = {entry.column for line in sheet.lines for entry in line.entries}
    headers = [" ".join(column) for column in sheet.columns if column not in told]
    return [*headers, sheet.title] if len(sheet.tables) > 1 else headers


def _core(header: str) -> str:
    """What a header over names says that its rows are: 项目 for 项目名称."""
    return _NAME.sub("", _ASIDE.sub("", header)).strip()


def _inside(word: str, text: str) -> Iterator[int]:
    """The places between two characters of a word, wherever it stands in the text."""
    for m in re.finditer(re.escape(word), text):
        yield from range(m.start() + 1, m.end())


def naming_headers(sheet: Sheet) -> set[str]:
    """Headers over names: those of the rows, and those of columns whose cells hold no figures."""
    figured = {entry.column for line in sheet.lines for entry in line.entries if entry.figure is not None}
    return {*stub_headers(sheet), *(column[-1] for column in sheet.columns if column not in figured)}


def says_kind(question: Question, sheet: Sheet) -> bool:
    """Whether the question calls what the sheet's rows are by the header over their names."""
    return any(len(_core(h)) > 1 and _core(h) in question.plain for h in stub_headers(sheet)[-1:])


def names_header(term: Term, header: str) -> bool:
    """Whether a term of the question says what a header says; single characters name none."""
    if term.weight < 1:
        return False
    tokens = _tokens(header)
    return any(
        sum(token in tokens for token in name) >= COVERED * len(name) and max(map(len, name)) > 1 for name in term.names
    )


@lru_cache(maxsize=4096)
def _tokens(header: str) -> frozenset[str]:
    return frozenset(text_to_tokens(header))


def header_named(header: str, question: Question) -> float:
    """How much of the question names a header: its terms by weight, and more if it stands there word for word."""
    word_for_word = bool(_literal_spans(header, question))
    return sum(t.weight for t in question.terms if names_header(t, header)) + LITERAL * word_for_word


def header_spans(question: Question, header: str, literal: bool = False) -> list[tuple[int, int]]:
    """Where the question names a header; only where it does so word for word, if that is wanted."""
    spans = _literal_spans(header, question)
    for term in () if literal else question.terms:
        if term.text and names_header(term, header):
            spans += [m.span() for m in re.finditer(re.escape(term.text), question.plain)]
    return spans


def _literal_spans(header: str, question: Question) -> list[tuple[int, int]]:
    name = _ASIDE.sub("", plain(header)).strip()
    if len(name) < 2 or re.search(r"\d", name):
        return []
    return [m.span() for m in re.finditer(re.escape(name), question.plain)]


def columns_of(sheet: Sheet) -> Iterator[Column]:
    """The columns of the body, once each, in their order."""
    told = {entry.column for line in sheet.lines for entry in line.entries}
    yield from dict.fromkeys(column for column in sheet.columns if column in told)


def column_statements(lines: Sequence[Line], column: Column) -> list[Statement]:
    """The figures of a column, one of each row that has one."""
    return [
        entry.statement
        for line in lines
        for entry in line.entries
        if entry.column == column and entry.statement is not None
    ]


def column_of_kind(question: Question, knowledge: Knowledge) -> list[Statement]:
    """For which of a kind has the most: the figures of the column that the rest of the question names, in the sheet
    whose rows are of that kind; empty if none says all of it."""
    kind = asked_kind(question, knowledge)
    if kind is None:
        return []
    rest = [t for t in question.terms if t.text not in kind.text and kind.text not in t.text]
    weights = sum(t.weight for t in rest if t.weight >= 1)
    people = knowledge.words.has("people", question.plain)
    best: tuple[float, list[Statement]] = 0.0, []
    for sheet in knowledge.sheets:
        referred = question.references.tables
        if referred and not any((sheet.document, table) in referred for table in sheet.tables):
            continue
        if not kind.of(sheet) or len(sheet.body) < 2:
            continue
        title = " ".join((sheet.title, *stub_headers(sheet)))
        for column in columns_of(sheet):
            statements = column_statements(sheet.body, column)
            if len(statements) < max(2, len(sheet.body) // 2):
                continue
            figure = statements[0].figure
            header = " ".join(column)
            named = [t for t in rest if names_header(t, header)]
            of_people = people and knowledge.lexicon.base_unit(figure.unit)[0] in ("人", "人次")
            if not named and not of_people:
                continue
            said = sum(t.weight for t in rest if t.weight >= 1 and (t in named or names_header(t, title)))
            if weights and said / weights < COVERED:
                continue
            score = sum(t.weight for t in named) + 2.0 * of_people + said
            score += 1.0 * (figure.measure in question.measures) + 1.5 * (figure.period in question.periods)
            if score > best[0]:
                best = score, statements
    return best[1]


def kinds_as_columns(question: Question, knowledge: Knowledge) -> tuple[Sheet, Line] | None:
    """The sheet of spent money whose kinds are its columns, and the row to tell: of the asked period or the total."""
    for sheet in knowledge.sheets:
        columns = list(columns_of(sheet))
        units = {e.figure.unit for line in sheet.body for e in line.entries if e.figure is not None}
        measures = {e.figure.measure for line in sheet.body for e in line.entries if e.figure is not None}
        full = all(e.figure is not None for line in sheet.body for e in line.entries)
        dated = all(
            e.figure.period is not None for line in sheet.body for e in line.entries if e.figure is not None
        ) and not any(re.search(r"\d", " ".join(column)) for column in columns)
        if len(columns) < 3 or len(units) != 1 or measures - {"", "spent"} or not (full and dated) or not sheet.body:
            continue
        if knowledge.lexicon.base_unit(next(iter(units)))[0] != "元":
            continue
        if "spent" not in knowledge.words.measures_asked(sheet.title):
            continue
        asked = [
            line
            for line in sheet.body
            if any(e.figure is not None and e.figure.period in question.periods for e in line.entries)
        ]
        totals = [line for line in sheet.lines if line.total]
        chosen = asked if question.periods else totals or sheet.body[-1:]
        if chosen:
            return sheet, chosen[-1]
    return None
