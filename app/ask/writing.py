"""Writing an answer: every figure that is written is registered with its citations, every place is cited once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.answer import Answer, AnswerFigure, AnswerTable, Chart, Citation, Language
from app.ask.sheets import Line
from index.indicators import Statement
from index.snapshot import Snapshot
from ingest.lexicon import Lexicon
from ingest.records import Figure, Place
from prompts import message


@dataclass
class Writing:
    """An answer in the making. Lines are Markdown; citation marks [n] count from 1."""

    language: Language
    snapshot: Snapshot
    lines: list[str] = field(default_factory=list)
    figures: list[AnswerFigure] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    table: AnswerTable | None = None
    chart: Chart | None = None
    conflict: bool = False
    refused: bool = False
    followups: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    """The figures that were written as answers, in their order: not those inside of quotes."""
    entries: list[str] = field(default_factory=list)
    """The names of the list that was written, in its order."""
    rows: list[Line] = field(default_factory=list)
    """The rows of tables that were written as a list, in its order."""
    unanswered: tuple[str, ...] = ()
    """Clauses of the question that the documents do not answer, where they answer the others."""

    def say(self, key: str, **values: object) -> None:
        """Adds the catalogue's text as a line."""
        self.lines.append(self.text(key, **values))

    def table_caption(self, figure: Figure) -> str:
        """What the caption of the figure's table says, for a table whose rows have no names."""
        for document in self.snapshot.documents:
            records = self.snapshot.records[document.id]
            if figure in records.figures[figure.key : figure.key + 1] and figure.place.table is not None:
                table = records.tables[figure.place.table]
                return " ".join(table.caption.removeprefix(table.number).split())
        return ""

    def text(self, key: str, **values: object) -> str:
        return message(self.language, f"answers.{key}", **values)

    def cite(self, document: int, place: Place) -> int:
        """The index of the citation of this place, made if it is new."""
        citation = place_to_citation(self.snapshot, document, place)
        if citation in self.citations:
            return self.citations.index(citation)
        self.citations.append(citation)
        return len(self.citations) - 1

    def mark(self, *citations: int) -> str:
        return "".join(f"[{c + 1}]" for c in dict.fromkeys(citations))

    def stated(self, statement: Statement, cite: bool = True) -> str:
        """A figure as it is stated, with its mark: 13013 万元[1]."""
        figure = statement.figure
        at = self.cite(statement.document, figure.place)
        text = figure_text(figure)
        self._register(text, figure.value, figure.unit, False, None, (at,))
        if statement not in self.statements:
            self.statements.append(statement)
        return f"{text}{self.mark(at)}" if cite else text

    def computed(self, value: Decimal, unit: str, formula: str, citations: Sequence[int] = ()) -> str:
        """A computed figure; its formula is kept with it."""
        text = f"{decimal_text(value)}{'' if unit in ('%',) or not unit else ' '}{unit}"
        self._register(text, value, unit, True, formula, tuple(citations))
        return text

    def register_stated(self, statement: Statement, citation: int) -> None:
        """Notes that a quoted text states this figure."""
        figure = statement.figure
        self._register(figure_text(figure), figure.value, figure.unit, False, None, (citation,))

    def quote(self, document: int, place: Place, text: str, statements: Sequence[Statement] = ()) -> None:
        """A line that quotes the document, with its mark; the figures in it are registered as stated there."""
        at = self.cite(document, place)
        for statement in statements:
            self.register_stated(statement, at)
        self.lines.append(f"> {' '.join(text.split())} {self.mark(at)}")

    def tabulate(self, table: AnswerTable) -> None:
        """The table as part of the text, and kept as data with the answer."""
        rows = [table.columns, ["---"] * len(table.columns), *table.rows]
        self.lines.append("\n".join(f"| {' | '.join(_cell(text) for text in row)} |" for row in rows))
        self.table = table

    def chart_of(self, statements: Sequence[Statement], title: str) -> None:
        """Keeps these figures as the answer's chart: over years as a line, else as bars."""
        years = [s.figure.period for s in statements]
        series = all(y is not None and y.first == y.last for y in years) and len(set(years)) == len(statements) > 2
        if series:
            labels = [str(s.figure.period) for s in statements]
        else:
            labels = [figure_name(s.figure, self) for s in statements]
        self.chart = Chart(
            kind="line" if series else "bar",
            title=title,
            labels=labels,
            series={title: [s.figure.value for s in statements]},
            unit=statements[0].figure.unit,
        )

    def answer(self) -> Answer:
        return Answer(
            answer="\n\n".join(self.lines),
            figures=self.figures,
            citations=self.citations,
            table=self.table,
            chart=self.chart,
            refused=self.refused,
            conflict=self.conflict,
            followups=self.followups[:3],
        )

    def _register(
        self, text: str, value: Decimal, unit: str, computed: bool, formula: str | None, citations: tuple[int, ...]
    ) -> None:
        figure = AnswerFigure(
            text=text, value=value, unit=unit, computed=computed, formula=formula, citations=list(citations)
        )
        if figure not in self.figures:
            self.figures.append(figure)


def figure_text(figure: Figure) -> str:
    """The figure as printed, spaces out, with the unit that header or unit line gives it."""
    printed = re.sub(r"\s+", "", figure.text)
    bare = not any(c in printed for c in figure.unit) and not printed.endswith(figure.unit)
    if figure.unit and bare and re.search(r"\d", printed):
        return f"{printed}{figure.unit}" if figure.unit in ("%", "‰") else f"{printed} {figure.unit}"
    return printed


def without_unit(label: str, unit: str) -> str:
    """A row's or column's label without the unit in brackets that its figure is shown with (预算（万元）)."""
    shown = re.sub(rf"\s*[（(]\s*{re.escape(unit)}\s*[）)]", "", label) if unit else label
    return " ".join(shown.split()) or label


def figure_name(figure: Figure, writing: Writing, dated: bool = True) -> str:
    """What a figure measures, in words: row label and column header in a table, the words at it in a sentence; with its
    period, unless `dated` is False."""
    if figure.place.table is not None and not figure.end:
        header = [part for part in figure.place.column if part]
        row = [part for part in figure.place.row if part and part != figure.level]
        if not row:
            table = writing.table_caption(figure)
            row = [table] if table else list(figure.subject[-1:])
        parts = [*row[-1:], *header[-2:]]
    else:
        parts = [figure.subject[-1]] if figure.subject else []
        if parts and len(parts[0]) < 6 and len(figure.subject) > 1:
            parts = [figure.subject[-2], *parts]
    name = " · ".join(dict.fromkeys(without_unit(part, figure.unit) for part in parts))
    period = str(figure.period) if dated and figure.period and str(figure.period.first) not in name else ""
    return f"{name}（{period}）" if period and writing.language == "zh" else f"{name} ({period})" if period else name


def table_name(snapshot: Snapshot, document: int, table: int) -> str:
    """A table's number, else its caption."""
    found = snapshot.records[document].tables[table]
    return found.number or found.caption


def decimal_text(value: Decimal) -> str:
    """A value without exponent and without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_base_unit(statement: Statement, lexicon: Lexicon, writing: Writing) -> Decimal:
    """The value in its base unit (7.28 万人次 is 72800 人次), registered as computed if that is another number."""
    figure = statement.figure
    base, factor = lexicon.base_unit(figure.unit)
    value = figure.value * factor
    if factor != 1:
        formula = f"{decimal_text(figure.value)} {figure.unit} = {decimal_text(value)} {base}"
        writing.computed(value, base, formula, (writing.cite(statement.document, figure.place),))
    return value


def place_to_citation(snapshot: Snapshot, document: int, place: Place) -> Citation:
    records = snapshot.records[document]
    path = records.section_path(place.section)
    table = records.tables[place.table] if place.table is not None else None
    first = place.regions[0] if place.regions else None
    return Citation(
        doc=snapshot.document(document).name,
        document=document,
        page=place.page,
        section=path[-1] if path else "",
        section_path=list(path),
        table=(table.number or table.caption or None) if table is not None else None,
        row=" › ".join(place.row) or None,
        column=" › ".join(place.column) or None,
        quote=" ".join(place.quote.split()),
        bbox=(first.x0, first.top, first.x1, first.bottom) if first else None,
        regions=[(r.page, r.x0, r.top, r.x1, r.bottom) for r in place.regions],
        recognised=None if place.confidence is None else round(place.confidence * 100),
    )


def place_words(snapshot: Snapshot, document: int, place: Place, language: Language) -> str:
    """Where something stands, in words: 表5-2，第 9 页 / 2.2.1 …，第 18 页."""
    records = snapshot.records[document]
    table = records.tables[place.table] if place.table is not None else None
    path = records.section_path(place.section)
    name = table.number or table.caption if table is not None else (path[-1] if path else "")
    several = len(snapshot.documents) > 1
    document_name = snapshot.document(document).name if several and document != snapshot.documents[0].id else ""
    parts = [part for part in (document_name, name) if part]
    if place.page is not None:
        parts.append(message(language, "answers.page", page=place.page))
    return message(language, "answers.comma").join(parts)


def _cell(text: str) -> str:
    """A text that cannot end its cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
