"""Wholes and what they are made up of, as tables and sentences state them: a column with its total, a row of kinds with
its sum, 成员单位 19 家，其中…. The same split in several years makes one family."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.ask.sheets import Entry, Line, Sheet
from app.ask.tracks import Track, is_year, single_year, without_periods
from index.indicators import Statement, normal_label
from index.snapshot import Snapshot
from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import Period

MOST = 40
"""Parts above which rows are a list, and no parts of one thing."""
PLANNED = ("target", "budget", "baseline")
_RATES = ("%", "‰")
_NEAR = 8
"""Characters before a figure that tell what it is where its label is cut short (12 座中，8 座配有…)."""
_MARKS = re.compile(r"[，。；：,;:]")


@dataclass(frozen=True)
class Piece:
    """A part: what it is called, and its figure."""

    name: str
    statement: Statement

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(text_to_tokens(self.name))


@dataclass(frozen=True)
class Split:
    """A whole, if one is stated, and parts of it, all counted in one unit and of one time."""

    whole: Statement | None
    pieces: tuple[Piece, ...]
    period: Period | None

    @cached_property
    def complete(self) -> bool:
        """Whether the parts make up the whole."""
        parts = sum((p.statement.figure.value for p in self.pieces), Decimal(0))
        return self.whole is not None and abs(parts - self.whole.figure.value) * 200 <= self.whole.figure.value


@dataclass(frozen=True)
class Family:
    """One thing split in one way, at one time or at several. `over` is all that stands over the figures; `head` what
    names the whole itself: the column, the label of the whole."""

    document: int
    tables: tuple[int, ...]
    section: int | None
    over: frozenset[str]
    head: frozenset[str]
    kind: str
    splits: tuple[Split, ...]

    @property
    def unit(self) -> str:
        return self.splits[0].pieces[0].statement.figure.unit

    @property
    def measure(self) -> str:
        return self.splits[0].pieces[0].statement.figure.measure

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in their order."""
        return tuple(dict.fromkeys(p.name for s in self.splits for p in s.pieces))

    @cached_property
    def everything(self) -> frozenset[str]:
        """The tokens of all names and of what stands over them."""
        return self.over.union(*self.tokens.values())

    @cached_property
    def tokens(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(text_to_tokens(name)) for name in self.names}

    def of_years(self, years: Sequence[int]) -> list[Split]:
        """The splits of these single years, in their order; empty unless there is one of each."""
        found = {
            s.period.first: s for s in self.splits if s.period and s.period.first == s.period.last and not s.period.part
        }
        return [found[y] for y in years] if all(y in found for y in years) else []


def find_families(
    snapshot: Snapshot, sheets: Sequence[Sheet], lexicon: Lexicon, whole_years: Sequence[str]
) -> tuple[Family, ...]:
    """All families of splits of the documents, those of tables first. `whole_years` head columns of all parts of a
    year."""
    sums = (*lexicon.tables.total, *whole_years)
    in_tables = [family for sheet in sheets for family in (*_columns(sheet, lexicon), *_rows(sheet, sums))]
    return (*in_tables, *_of_words(snapshot, lexicon))


def whole_tracks(families: Sequence[Family]) -> tuple[Track, ...]:
    """The wholes of families over years: counts that are split into the same parts count the same, whatever each is
    called."""
    found = []
    for family in families:
        wholes = {y: s.whole for s in family.splits if s.whole and (y := single_year(s.whole.figure)) is not None}
        if family.kind == "words" and len(wholes) > 1:
            points = dict(sorted(wholes.items()))
            found.append(Track(family.document, family.tables, family.head, family.over, False, points))
    return tuple(found)


def is_inner(name: str, lexicon: Lexicon) -> bool:
    """Whether a row's name says that it is part of the row above (其中：省级)."""
    return any(name.strip().startswith(word) for word in lexicon.tables.part)


def bare_name(name: str, lexicon: Lexicon) -> str:
    """A part's name without the word that says that it is one."""
    for word in lexicon.tables.part:
        name = name.strip().removeprefix(word)
    return name.strip("：: ")


def _columns(sheet: Sheet, lexicon: Lexicon) -> Iterator[Family]:
    """Rows as parts, for each header whatever its year."""
    by_header: dict[tuple[str, str], dict[Period | None, Split]] = defaultdict(dict)
    for column in sheet.columns:
        for unit, split in _column_splits(sheet, column, lexicon):
            header = without_periods(" ".join(column))
            by_header[header, unit].setdefault(split.period, split)
    for (header, _), splits in by_header.items():
        yield _family(sheet, header, "rows", tuple(splits.values()), frozenset())
    yield from _inner_rows(sheet, lexicon)


def _column_splits(sheet: Sheet, column: tuple[str, ...], lexicon: Lexicon) -> Iterator[tuple[str, Split]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    whole: Statement | None = None
    for line in sheet.lines:
        statement = _at(line, column)
        if statement is None or statement.figure.unit in _RATES:
            continue
        if line.total:
            whole = whole or statement
        elif not is_inner(line.name, lexicon) and line.path and not is_year(line.name):
            found[statement.figure.unit].append(Piece(line.name, statement))
    for unit, pieces in found.items():
        if 1 < len(pieces) <= MOST and len({p.name for p in pieces}) == len(pieces):
            own = whole if whole is not None and whole.figure.unit == unit else None
            yield unit, Split(own, tuple(pieces), _period(pieces))


def _inner_rows(sheet: Sheet, lexicon: Lexicon) -> Iterator[Family]:
    """A row and those below it that say that they are parts of it."""
    groups: list[tuple[Line, list[Line]]] = []
    for line in sheet.lines:
        if groups and is_inner(line.name, lexicon):
            groups[-1][1].append(line)
        elif not line.total:
            groups.append((line, []))
    for owner, inner in ((o, i) for o, i in groups if i):
        by_header: dict[str, dict[Period | None, Split]] = defaultdict(dict)
        for column in sheet.columns:
            whole = _at(owner, column)
            if whole is None or whole.figure.unit in _RATES:
                continue
            pieces = [Piece(bare_name(i.name, lexicon), s) for i in inner if (s := _at(i, column)) is not None]
            pieces = [p for p in pieces if p.statement.figure.unit == whole.figure.unit]
            if pieces:
                split = Split(whole, tuple(pieces), whole.figure.period)
                by_header[without_periods(" ".join(column))].setdefault(split.period, split)
        for header, splits in by_header.items():
            yield _family(sheet, header, "inner", tuple(splits.values()), frozenset(text_to_tokens(owner.name)))


def _rows(sheet: Sheet, sums: Sequence[str]) -> Iterator[Family]:
    """Columns as parts of the column of their sum, for each row; rows that are years make one family."""
    by_row: dict[str, dict[Period | None, Split]] = defaultdict(dict)
    for line in sheet.lines:
        entries = [e for e in line.entries if e.statement is not None and e.statement.figure.unit not in _RATES]
        for total in (e for e in entries if _sums_up(e.column, sums)):
            split = _row_split(line, total, entries)
            if split is not None and split.complete:
                own = is_year(line.name) or line.total
                by_row["" if own else line.name].setdefault(split.period, split)
    for name, splits in by_row.items():
        yield _family(sheet, name, "columns", tuple(splits.values()), frozenset(text_to_tokens(name)))


def _row_split(line: Line, total: Entry, entries: Sequence[Entry]) -> Split | None:
    """The columns beside a column of sums, under the same header; None if there are not two, or they are years."""
    assert total.statement is not None
    parts = [
        Piece(e.column[-1], e.statement)
        for e in entries
        if e is not total and e.statement is not None and e.column[:-1] == total.column[:-1]
    ]
    parts = [p for p in parts if p.statement.figure.unit == total.statement.figure.unit]
    if len(parts) < 2 or all(is_year(p.name) for p in parts):
        return None
    return Split(total.statement, tuple(parts), total.statement.figure.period or _whole_period(line.name))


def _of_words(snapshot: Snapshot, lexicon: Lexicon) -> Iterator[Family]:
    """Wholes and parts of sentences: what is called a part of another figure's thing, and figures side by side under
    one name."""
    beside: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in snapshot.figures:
        figure = statement.figure
        if figure.end and figure.unit not in _RATES and figure.measure != "difference":
            own = (
                figure.passage
                if figure.passage is not None
                else (figure.place.table, figure.place.row, figure.place.column)
            )
            beside[statement.document, own].append(statement)
    families: dict[tuple[object, ...], list[tuple[Split, frozenset[str], frozenset[str]]]] = defaultdict(list)
    for statements in beside.values():
        for whole, parts in _splits_in(sorted(statements, key=lambda s: s.figure.start), lexicon):
            first = parts[0]
            texts = dict.fromkeys(s.figure.place.quote for s in (*((whole,) if whole else ()), *parts))
            over = frozenset(text_to_tokens(" ".join((*first.headings, *first.figure.subject, *texts))))
            named = whole.figure.subject[-1:] if whole else first.figure.subject[-2:-1]
            pieces = tuple(Piece(_called(s), s) for s in parts)
            split = Split(whole, pieces, parts[0].figure.period)
            key = (
                first.document,
                first.figure.place.section,
                first.figure.unit,
                frozenset(normal_label(p.name) for p in pieces),
                "" if split.period else first.figure.key,
            )
            families[key].append((split, over, frozenset(text_to_tokens(" ".join(named)))))
    for found in families.values():
        by_period: dict[Period | None, Split] = {}
        for split, _, _ in found:
            by_period.setdefault(split.period, split)
        first = found[0][0].pieces[0].statement
        yield Family(
            document=first.document,
            tables=() if first.figure.place.table is None else (first.figure.place.table,),
            section=first.figure.place.section,
            over=frozenset[str]().union(*(over for _, over, _ in found)),
            head=frozenset[str]().union(*(head for _, _, head in found)),
            kind="words",
            splits=tuple(by_period.values()),
        )


def _splits_in(statements: Sequence[Statement], lexicon: Lexicon) -> Iterator[tuple[Statement | None, list[Statement]]]:
    """Of figures in the order of their passage: each whole with its parts, then parts without a stated whole."""
    taken: set[int] = set()
    for whole in statements:
        label = whole.figure.subject[-1] if whole.figure.subject else ""
        parts = [
            s
            for s in statements
            if s.figure.start > whole.figure.start
            and s.figure.period == whole.figure.period
            and s.figure.value <= whole.figure.value
            and s.figure.unit == whole.figure.unit
            and (s.figure.subject[-2:-1] == (label,) or _is_inside(s, whole, lexicon))
        ]
        if parts and label and sum((s.figure.value for s in parts), Decimal(0)) <= whole.figure.value * Decimal("1.01"):
            taken.update(s.figure.key for s in parts)
            yield whole, parts
    alone: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.figure.key not in taken:
            alone[s.figure.subject[:-1], s.figure.unit, s.figure.period].append(s)
    yield from ((None, group) for group in alone.values() if len({_called(s) for s in group}) == len(group) > 1)


def _is_inside(part: Statement, whole: Statement, lexicon: Lexicon) -> bool:
    """Whether a sentence counts one figure out of the other (12 座自助馆中，8 座…；共 40 个，其中…)."""
    if part.figure.place.quote != whole.figure.place.quote or not part.figure.text:
        return False
    text = whole.figure.place.quote
    at = text.find(whole.figure.text)
    end = text.find(part.figure.text, at + len(whole.figure.text))
    between = text[at + len(whole.figure.text) : end] if 0 <= at < end else ""
    return any(word in between for word in lexicon.clauses.of_which) or re.search(r"[中里]，", between) is not None


def _called(statement: Statement) -> str:
    """What a part is called: its label, with the words before the figure where the label is too short to tell."""
    figure = statement.figure
    label = figure.subject[-1] if figure.subject else ""
    if len(label) > 1 and figure.place.quote.count(figure.text) == 1 and label in figure.place.quote:
        return label
    quote = figure.place.quote
    at = quote.find(figure.text)
    before = _MARKS.split(quote[:at])[-1][-_NEAR:] if at >= 0 else ""
    after = _MARKS.split(quote[at + len(figure.text) :])[0][:_NEAR] if at >= 0 and not before.strip() else ""
    return label if label and len(label) > 1 else (before.strip() or f"{label}{after}".strip() or label)


def _family(sheet: Sheet, header: str, kind: str, splits: tuple[Split, ...], owner: frozenset[str]) -> Family:
    told = {entry.column for line in sheet.lines for entry in line.entries}
    stubs = [" ".join(column) for column in sheet.columns if column not in told]
    above = " ".join((sheet.title, *sheet.headings[-2:], *stubs, header))
    head = frozenset(text_to_tokens(header)) | owner
    return Family(
        document=sheet.document,
        tables=tuple(dict.fromkeys(p.statement.figure.place.table or 0 for s in splits for p in s.pieces)),
        section=None,
        over=frozenset(text_to_tokens(above)) | head,
        head=head,
        kind=kind,
        splits=splits,
    )


def _at(line: Line, column: tuple[str, ...]) -> Statement | None:
    return next((e.statement for e in line.entries if e.column == column and e.statement is not None), None)


def _sums_up(column: tuple[str, ...], sums: Sequence[str]) -> bool:
    header = column[-1].strip() if column else ""
    return bool(header) and any(header.endswith(word) for word in sums)


def _period(pieces: Sequence[Piece]) -> Period | None:
    periods = {p.statement.figure.period for p in pieces}
    return next(iter(periods)) if len(periods) == 1 else None


def _whole_period(name: str) -> Period | None:
    return next((s.period for s in periods_in(name)), None)
