"""A draft in the making: sentences whose figures are fields, in paragraphs, lists and tables; and its writing out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.answer import AnswerFigure, Citation, Language
from app.ask.writing import decimal_text, figure_text, place_to_citation
from index.snapshot import Snapshot
from index.statements import Statement
from ingest.records import Figure, Place
from prompts import catalogue, message

Form = Literal["heading", "paragraph", "items", "table"]
_UNITS = {"%": "percent", "‰": "permille", "元": "yuan", "万元": "wan_yuan", "亿元": "yi_yuan", "万": "wan"}
_YUAN = {"万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
TEN_THOUSAND, MILLION = Decimal(10) ** 4, Decimal(10) ** 6
DIGITS = 3
"""Decimals of millions above which money is written out in yuan."""
NAMED = 9
"""The weight of what the request names."""
MARK = re.compile(r"(?:\[\d+\])+")
_BEFORE_MARK = re.compile(r"\s+([,.;])")
_SPACED = re.compile(
    r"(?<=[\u3400-\u9fff，、（])\s+(?=[\dA-Za-z\u3400-\u9fff（])|(?<=[\d%）])\s+(?=[\u3400-\u9fff，、])"
)


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is computed from stated ones by the formula."""

    value: Decimal
    unit: str
    formula: str
    inputs: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A stated figure within a quotation: as the document prints it, whatever the language of the draft."""

    statement: Statement


Part = str | Statement | Derived | Printed


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and fields, with the mark that ends it. `places` are cited beside those of the fields. For want of room
    those of least `weight` are left out first, `asked` ones after all others, and never those of the weight NAMED."""

    parts: tuple[Part, ...]
    places: tuple[tuple[int, Place], ...] = ()
    asked: bool = False
    weight: int = 1
    open: bool = False
    """It leads to what follows it, and is left out if that is."""
    plainer: Sentence | None = None
    """The same without what is reckoned from its figures, for where proofreading does not follow."""
    shorter: Sentence | None = None
    """The same without what goes beyond what is asked, for where the room is short."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for part in self.parts:
            if isinstance(part, Derived):
                found += part.inputs
            elif isinstance(part, Printed):
                found.append(part.statement)
            elif isinstance(part, Statement):
                found.append(part)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list with one sentence a line, or a table: its first row is the header."""

    form: Form
    sentences: tuple[Sentence, ...] = ()
    rows: tuple[tuple[tuple[Part, ...], ...], ...] = ()
    caption: str = ""


@dataclass
class Manuscript:
    """Blocks written out: text, fields and sources."""

    language: Language
    snapshot: Snapshot
    figures: list[AnswerFigure] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def write(self, blocks: Sequence[Block]) -> str:
        """The Markdown of these blocks."""
        return "\n\n".join(text for block in blocks if (text := self._block(block)))

    def plain(self, sentence: Sentence) -> str:
        """The sentence's words as they stand in the draft, without marks; nothing is registered."""
        return tidy("".join(part if isinstance(part, str) else self._words(part) for part in sentence.parts))

    def _block(self, block: Block) -> str:
        if block.form == "table":
            return self._table(block)
        texts = [self._sentence(sentence) for sentence in block.sentences]
        if block.form == "heading":
            return "\n".join(f"## {text}" for text in texts)
        if block.form == "items":
            return "\n".join(texts)
        return (" " if self.language == "en" else "").join(texts)

    def _sentence(self, sentence: Sentence) -> str:
        text = tidy("".join(part if isinstance(part, str) else self._field(part) for part in sentence.parts))
        if self.language == "en":
            text = _BEFORE_MARK.sub(r"\1", text[:1].upper() + text[1:])
        marks = self._marks(sentence)
        end = re.search(r"[。；;.：:！]+$", text)
        return f"{text[: end.start()]}{marks}{end.group()}" if end else f"{text}{marks}"

    def _marks(self, sentence: Sentence) -> str:
        """One mark for each table or passage that the sentence rests on; every field has its own place beside that."""
        places = [(s.document, s.figure.place) for s in sentence.statements]
        shown: dict[tuple[str, str | None, str], int] = {}
        for document, place in (*places, *sentence.places):
            at = self._cite(document, place)
            citation = self.citations[at]
            shown.setdefault((citation.doc, citation.table, "" if citation.table else citation.quote), at)
        return "".join(f"[{at + 1}]" for at in shown.values())

    def _table(self, block: Block) -> str:
        rows = []
        for row in block.rows:
            cells = []
            for cell in row:
                text = tidy("".join(part if isinstance(part, str) else self._field(part) for part in cell))
                cells.append(text.replace("|", "\\|") or " ")
            rows.append(f"| {' | '.join(cells)} |")
        rows.insert(1, f"| {' | '.join('---' for _ in block.rows[0])} |")
        table = "\n".join(rows)
        return f"**{block.caption}**\n\n{table}" if block.caption else table

    def _field(self, part: Statement | Derived | Printed) -> str:
        text = self._words(part)
        if isinstance(part, Printed):
            part = part.statement
        if isinstance(part, Derived):
            at = [self._cite(s.document, s.figure.place) for s in part.inputs]
            figure = AnswerFigure(
                text=text, value=part.value, unit=part.unit, computed=True, formula=part.formula, citations=at
            )
        else:
            at = [self._cite(part.document, part.figure.place)]
            figure = AnswerFigure(text=text, value=part.figure.value, unit=part.figure.unit, citations=at)
        if figure not in self.figures:
            self.figures.append(figure)
        return text

    def _words(self, part: Statement | Derived | Printed) -> str:
        if isinstance(part, Printed):
            return re.sub(r"\s+", "", part.statement.figure.text)
        if isinstance(part, Derived):
            unit = part.unit if self.language == "zh" or " " in part.unit else english_unit(part.unit)
            return f"{decimal_text(part.value)}{unit}"
        if self.language == "en":
            return english_figure(part.figure)
        return re.sub(r"\s+", "", figure_text(part.figure))

    def _cite(self, document: int, place: Place) -> int:
        citation = place_to_citation(self.snapshot, document, place)
        if citation not in self.citations:
            self.citations.append(citation)
        return self.citations.index(citation)


def english_figure(figure: Figure) -> str:
    """The value with an English unit; what is counted goes without one, since the sentence says it."""
    unit = english_unit(figure.unit)
    bound = catalogue("en").get(f"drafts.bounds.{figure.bound.name.lower()}", "")
    if figure.unit.startswith("万") and figure.unit not in _YUAN:
        return f"{bound}{_whole(figure.value * TEN_THOUSAND)}"
    if figure.unit in _YUAN:
        return f"{bound}{_english_money(figure)}"
    value = figure.value if figure.decimals == 0 else figure.value.quantize(Decimal(1).scaleb(-figure.decimals))
    return f"{bound}{f'{value:,}' if abs(value) >= 10000 else value}{unit}"


def _english_money(figure: Figure) -> str:
    """Money in yuan, in millions of it where that takes few digits; exact."""
    yuan = figure.value * _YUAN[figure.unit]
    millions = (yuan / MILLION).normalize()
    if abs(millions) >= 1 and -int(millions.as_tuple().exponent) <= DIGITS:
        return message("en", "drafts.english.million", figure=f"{millions:f}")
    return message("en", "drafts.english.plain_yuan", figure=_whole(yuan))


def _whole(value: Decimal) -> str:
    return f"{int(value) if value == int(value) else value.normalize():,}"


def english_unit(unit: str) -> str:
    """The English for a unit of money or a rate; empty for what is counted."""
    return catalogue("en")[f"drafts.units.{_UNITS[unit]}"] if unit in _UNITS else ""


def tidy(text: str) -> str:
    """The text without the spaces that readers leave between Chinese characters and numbers."""
    return _SPACED.sub("", " ".join(text.split()))


def length_of(text: str, language: Language) -> int:
    """Characters without spaces, marks of citations and of Markdown; words in English. Tables are not counted: who asks
    for so much text and a table means the text."""
    text = "\n".join(line for line in text.split("\n") if not line.startswith(("|", "**")))
    bare = re.sub(r"[#*|]|-{3,}", "", MARK.sub("", text))
    return len(bare.split()) if language == "en" else len(re.sub(r"\s", "", bare))


def statements_in(blocks: Iterable[Block]) -> set[tuple[Decimal, str]]:
    """Values and units that the blocks state."""
    found = {(s.figure.value, s.figure.unit) for b in blocks for sentence in b.sentences for s in sentence.statements}
    cells = (part for b in blocks for row in b.rows for cell in row for part in cell)
    return found | {(p.figure.value, p.figure.unit) for p in cells if isinstance(p, Statement)}
