"""The whole index in memory, as questions are answered from it: pieces of evidence with their figures.

A piece of evidence is one sentence, of a paragraph or of a table cell, or one table row.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.indicators import Indicator
from index.statements import Statement, records_to_statements
from ingest.clauses import item_title, text_to_sentences
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Passage, PassageKind, Place, Status, Table


class EvidenceKind(enum.StrEnum):
    SENTENCE = "sentence"
    CELL = "cell"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence or a table row. `context` holds what stands over it: headings, item title, caption, row labels.

    `figures` are positions in the snapshot's figures; `key` is its own position in the snapshot's evidence; `passage`
    is the key of the passage that it is part of.
    """

    key: int
    document: int
    kind: EvidenceKind
    text: str
    place: Place
    context: tuple[str, ...]
    figures: tuple[int, ...]
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A stored document: `id` in the store, `name` to show, `order` of reading (reports before what supports them)."""

    id: int
    name: str
    title: str
    kind: str


@dataclass(frozen=True)
class Snapshot:
    """What is known at one version of the index. Built once, read by many."""

    version: int
    documents: tuple[DocumentView, ...]
    records: Mapping[int, DocumentRecords]
    figures: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    indicators: tuple[Indicator, ...]
    indicator_of: Mapping[tuple[int, int], int]
    """(document, figure key) -> position in `indicators`."""
    figure_position: Mapping[tuple[int, int], int]
    """(document, figure key) -> position in `figures`."""

    def document(self, id: int) -> DocumentView:
        return next(document for document in self.documents if document.id == id)

    def statuses(self) -> list[tuple[int, Status]]:
        """(document, status) of all documents in their order."""
        return [(document.id, status) for document in self.documents for status in self.records[document.id].statuses]

    def tables(self) -> list[tuple[int, Table]]:
        """(document, table) of all documents in their order."""
        return [(document.id, table) for document in self.documents for table in self.records[document.id].tables]

    def indicator(self, statement: Statement) -> Indicator | None:
        at = self.indicator_of.get((statement.document, statement.figure.key))
        return None if at is None else self.indicators[at]

    def same_indicator(self, statement: Statement) -> list[Statement]:
        """All statements of the indicator that this one states, itself included, in their order."""
        indicator = self.indicator(statement)
        if indicator is None:
            return [statement]
        return [self.figures[self.figure_position[key]] for key in indicator.statements]

    def beside(self, statement: Statement) -> list[Statement]:
        """What the same sentence's passage or the same table row states, itself left out."""
        figure = statement.figure
        return [
            self.figures[self.figure_position[statement.document, other.key]]
            for other in self.records[statement.document].figures
            if other.key != figure.key
            and (
                other.passage == figure.passage
                if figure.passage is not None
                else (other.place.table, other.place.row) == (figure.place.table, figure.place.row)
            )
        ]


def take_snapshot(
    version: int,
    documents: Sequence[DocumentView],
    records: Mapping[int, DocumentRecords],
    indicators: Sequence[Indicator],
    lexicon: Lexicon,
) -> Snapshot:
    """The snapshot of these documents. `records` and `indicators` are as the store gives them."""
    figures = tuple(
        statement
        for document in documents
        for statement in records_to_statements(document.id, records[document.id], lexicon)
    )
    position = {(s.document, s.figure.key): i for i, s in enumerate(figures)}
    evidence: list[Evidence] = []
    for document in documents:
        evidence.extend(_document_evidence(document.id, records[document.id], position, len(evidence)))
    of = {key: i for i, indicator in enumerate(indicators) for key in indicator.statements}
    return Snapshot(version, tuple(documents), dict(records), figures, tuple(evidence), tuple(indicators), of, position)


class _Piece(NamedTuple):
    kind: EvidenceKind
    text: str
    place: Place
    context: tuple[str, ...]
    figures: Sequence[int]
    passage: int | None


def _document_evidence(
    document: int, records: DocumentRecords, position: Mapping[tuple[int, int], int], first: int
) -> list[Evidence]:
    by_passage: dict[int, list[int]] = defaultdict(list)
    by_row: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
    by_cell: dict[tuple[int, tuple[str, ...], tuple[str, ...], str], list[int]] = defaultdict(list)
    for figure in records.figures:
        if figure.passage is not None:
            by_passage[figure.passage].append(figure.key)
        elif figure.place.table is not None and figure.end > 0:
            by_cell[figure.place.table, figure.place.row, figure.place.column, figure.place.quote].append(figure.key)
        elif figure.place.table is not None:
            by_row[figure.place.table, figure.place.row].append(figure.key)
    found: list[_Piece] = []
    for passage in records.passages:
        if passage.place.table is not None or passage.kind in (PassageKind.ROW, PassageKind.CELL):
            continue
        headings = records.section_path(passage.place.section)
        title = item_title(passage.text)
        context = (*headings, title) if title else headings
        for sentence in text_to_sentences(passage.text):
            if not sentence.text.strip():
                continue
            keys = [k for k in by_passage[passage.key] if sentence.start <= records.figures[k].start < sentence.end]
            regions = tuple(
                line.region for line in passage.lines if line.start < sentence.end and line.end > sentence.start
            )
            place = Place(passage.place.section, sentence.text.strip(), regions or passage.place.regions)
            found.append(_Piece(EvidenceKind.SENTENCE, sentence.text.strip(), place, context, keys, passage.key))
    for table in records.tables:
        found.extend(_table_evidence(table, records, by_row, by_cell))
    return [
        Evidence(
            first + i,
            document,
            piece.kind,
            piece.text,
            piece.place,
            piece.context,
            tuple(position[document, k] for k in piece.figures),
            piece.passage,
        )
        for i, piece in enumerate(found)
    ]


def _table_evidence(
    table: Table,
    records: DocumentRecords,
    by_row: Mapping[tuple[int, tuple[str, ...]], list[int]],
    by_cell: Mapping[tuple[int, tuple[str, ...], tuple[str, ...], str], list[int]],
) -> list[_Piece]:
    found: list[_Piece] = []
    headings = records.section_path(table.section)
    grid = table.grid()
    seen_rows: set[tuple[str, ...]] = set()
    passages: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in records.passages:
        if passage.place.table == table.key:
            passages[passage.place.row].append(passage)
    for r in range(table.header_rows, table.row_count):
        path = table.rows[r]
        cells = list(dict.fromkeys(cell for cell in grid[r] if cell is not None))
        if path not in seen_rows:
            seen_rows.add(path)
            short = [c for c in cells if len(c.text) <= 40]
            text = "；".join(
                f"{'›'.join(table.columns[c.column])}：{c.text}" if c.column >= table.stub_columns else c.text
                for c in short
                if c.text.strip()
            )
            regions = tuple(region for c in cells if c.row == r for region in c.regions)
            place = Place(table.section, text, regions, table.key, path)
            row = next((p.key for p in passages[path] if p.kind is PassageKind.ROW), None)
            keys = by_row.get((table.key, path), ())
            found.append(_Piece(EvidenceKind.ROW, text, place, (*headings, table.caption, *path), keys, row))
        for cell in cells:
            if cell.row != r or len(cell.text) <= 12 or cell.column < table.stub_columns:
                continue
            column = table.columns[cell.column]
            for sentence in text_to_sentences(cell.text):
                quote = sentence.text.strip()
                if quote:
                    place = Place(table.section, quote, cell.regions, table.key, path, column)
                    keys = by_cell.get((table.key, path, column, quote), ())
                    context = (*headings, table.caption, *path, *column)
                    part_of = next((p.key for p in passages[path] if quote in p.text), None)
                    found.append(_Piece(EvidenceKind.CELL, quote, place, context, keys, part_of))
    return found
