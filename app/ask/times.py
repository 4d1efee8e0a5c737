"""Whether evidence is of the time that a question asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ask.coverage import covers, rarest
from app.ask.knowledge import Knowledge
from app.ask.question import Question, asking_clauses
from app.ask.select import Selected, fits_period
from index.snapshot import EvidenceKind
from ingest.numerals import han_value
from ingest.periods import periods_in

COMPUTED = ("gap", "difference")
"""Kinds whose number need not stand in the documents as it is asked for."""
FIGURES = ("number", "count", "sum", "share", "average", *COMPUTED)
"""Kinds that a figure answers."""
_FUTURE = re.compile(
    r"明年|后年|下学期|下学年|(?:本|上个?|这个)月(?!底前)|(?:今|去|本)年(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"|\b(?:next (?:year|term)|(?:this|last) month)\b"
)
"""Times that nobody knows from the documents: those to come, and months counted from today."""
_YEAR_SPAN = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-–—~至到]\s*(?:19|20)?\d{2}\s*年?")
_AS_OF = re.compile(
    r"(?:到|至|截至|截止|距离?|离)\s*(?:19|20)?\d{2}\s*年|\b(?:by|until|end of)\b[^,.?]{0,8}?(?:19|20)\d{2}|年底目标"
)
_CLAUSE_END = re.compile(r"[，。；,;]")
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}(?=\s*年|\D|$)")
_DATE = re.compile(r"\d{1,2}\s*[月日号]")
_BARE_PART = re.compile(
    r"(?<![\d.年到至十])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d|[起底末初旬到至前后以])(?:份)?(?=[^，。？]{0,12}(?:多少|几))"
    r"|(?<!年)[一二三四]季度(?=[^，。？]{0,12}(?:多少|几))"
)
_SPLIT = re.compile(
    r"每个?(?:月|季度|天|周)|(?P<quarter>[一二三四1-4]个?季度)|逐[月季]|各(?:月|季度)|[分按]月|"
    r"\b(?:each|every|by) (?:month|quarter)|\bmonthly\b"
)


def lacks_period(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a year that neither a figure nor the words of the evidence are of. A year inside a
    longer span is not that year."""
    asking = [span.period for clause in asking_clauses(question.plain) for span in periods_in(clause)]
    periods = tuple(dict.fromkeys(asking)) or question.periods
    if lies_beyond(question, selected, knowledge):
        return True
    if not periods:
        return False
    years = {str(p.first) for p in periods} | {str(p.last) for p in periods}
    as_of = any(_AS_OF.search(text) for text in (question.plain, *question.earlier[:1]))
    single = all(p.first == p.last for p in periods) and not as_of
    last = {p.last for p in periods}
    measured = wants_figure(question, knowledge)
    about = rarest(question, max(selected, key=lambda s: s.coverage).evidence, knowledge) if measured else None
    # A share is worked out from what is stated.
    computed = question.asks("share")
    asked = [t for t in question.terms if t.weight >= 1 and knowledge.words.measures_asked(t.text) and not computed]
    for piece in selected:
        if about is not None and not covers(piece.evidence, about, knowledge):
            continue
        sentence = piece.evidence.kind is EvidenceKind.SENTENCE
        # 2024年到位多少: a sentence about 2024 that speaks of nothing that came in does not tell it.
        spoken_of = not asked or any(covers(piece.evidence, t, knowledge, own=sentence) for t in asked)
        if measured and about is None and not spoken_of:
            continue
        figures = [knowledge.snapshot.figures[i].figure for i in piece.evidence.figures]
        if any(
            fits_period(f.period, periods) or (as_of and (f.period is None or f.period.last in last)) for f in figures
        ):
            return False
        if any(period.part for period in periods):
            continue
        own = [piece.evidence.text, *piece.evidence.place.row, *piece.evidence.place.column]
        if piece.evidence.passage is not None and not measured:
            own.append(knowledge.snapshot.records[piece.evidence.document].passages[piece.evidence.passage].text)
        texts = [_YEAR_SPAN.sub(" ", text) for text in own] if single else own
        if any(_tells_of(text, year, measured and not question.asks("which_list")) for year in years for text in texts):
            return False
    return True


def _tells_of(text: str, year: str, measured: bool) -> bool:
    """Whether the text names the year; if a figure is wanted, with one in the same clause or behind it, before another
    year."""
    if not measured or year == text.strip().removesuffix("年"):
        return year in text
    for m in re.finditer(re.escape(year), text):
        clause = _CLAUSE_END.split(text[: m.start()])[-1]
        behind = _ANY_YEAR.split(text[m.end() :])[0]
        if re.search(r"\d", _DATE.sub(" ", f"{_ANY_YEAR.sub(' ', clause)} {behind}")):
            return True
    return False


def tables_lack_year(question: Question, knowledge: Knowledge) -> bool:
    """Whether a figure of single years is wanted from tables that the question names, and they neither state one nor
    name those years."""
    tables, years = set(question.references.tables), {str(p.first) for p in question.periods}
    wanted = wants_figure(question, knowledge) or question.measures
    if not tables or not years or not wanted or question.references.sections:
        return False
    as_of = any(_AS_OF.search(text) for text in (question.plain, *question.earlier))
    if as_of or any(p.first != p.last for p in question.periods):
        return False
    stated = [s.figure for s in knowledge.snapshot.figures if (s.document, s.figure.place.table) in tables]
    named = " ".join(
        " ".join(
            (table.caption, *(h for column in table.columns for h in column), *(r for row in table.rows for r in row))
        )
        for document, table in knowledge.snapshot.tables()
        if (document, table.key) in tables
    )
    told = any(year in _YEAR_SPAN.sub(" ", named) for year in years)
    return not told and not any(fits_period(f.period, question.periods) for f in stated)


def lies_beyond(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether it wants a year to come, or a figure for each month or quarter where none is of one."""
    if _FUTURE.search(question.plain) or _names_unknown_part(question, knowledge):
        return True
    split = _SPLIT.search(question.plain)
    if split is None or question.asks("average"):
        return False
    found = [knowledge.snapshot.figures[i].figure.period for s in selected for i in s.evidence.figures]
    parts = [period.part for period in found if period is not None and period.part]
    return not any("季" in part for part in parts) if split["quarter"] else not parts


def _names_unknown_part(question: Question, knowledge: Knowledge) -> bool:
    """Whether a figure is wanted of a month or quarter without its year, of which there is none (今年五月多少人)."""
    if question.periods or question.part or not question.asks("number", "count", "how_many"):
        return False
    found = [m for clause in asking_clauses(question.plain) for m in _BARE_PART.finditer(clause)]
    parts = {f"{han_value(m['month']) or m['month']}月" if m["month"] else m.group() for m in found}
    return bool(parts) and not parts & set(knowledge.year_parts)


def wants_figure(question: Question, knowledge: Knowledge) -> bool:
    """Whether the answer is a figure, and not what was done or who did it."""
    return question.asks(*FIGURES) or bool(knowledge.words.units_asked(question.plain))
