"""Counts of one thing that differ: called the same in other words, and told in a table row and in the section that the
row is worked out in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.check.branches import Branches, numbered_runs
from app.check.clusters import Link
from app.check.reconciled import Reconciler, counts_some
from app.check.things import own_name, thing_key, thing_name, things, time_of, unit_kind
from index.statements import Statement
from ingest.records import Bound, Section, Table

_COUNTED = ("", "actual")
_NEAREST = Decimal("0.3")
"""Of two counts of one thing the smaller is at least this share of the greater."""
_ALIKE = 0.6
_AND_ABOVE = "以上"
_TELLING = 6
_TELLING_VALUE = 20
"""Counts from this on that are equal do not agree by chance."""
_SHARED_END = 2
"""Letters with which both names must end."""


def recounted_links(knowledge: Knowledge, branches: Branches, reconciler: Reconciler) -> Iterator[Link]:
    """Pairs of counts of one thing for one time that differ, in two sections or tables."""
    rows: dict[tuple[object, ...], set[Decimal]] = defaultdict(set)
    for s in knowledge.snapshot.figures:
        rows[_cell_row(s)].add(s.figure.value)
    groups = things(knowledge, _COUNTED, by_level=False)
    pairs = [(group, a, b) for group in groups for a, b in combinations(group, 2)]
    more_or_less = list(_named_more_or_less(knowledge))
    kin = {id(s): [*one, *other] for one, other in more_or_less for s in (*one, *other)}
    for one, other in more_or_less:
        pairs += [([*one, *other], a, b) for a in one for b in other]
    for group, a, b in pairs:
        if not _differ(a, b, knowledge) or _side_by_side(a, b) or branches.apart(a, b):
            continue
        if b.figure.value in rows[_cell_row(a)] or a.figure.value in rows[_cell_row(b)]:
            continue
        if not _came_about_alike(a, b, knowledge) or any(counts_some(s, knowledge) for s in (a, b)):
            continue
        same = [
            [s for s in group if s.figure.value == x.figure.value and time_of(s, knowledge) == time_of(x, knowledge)]
            for x in (a, b)
        ]
        if not reconciler.agree(*same):
            values = [x.figure.value for x in (a, b) if x.figure.value >= _TELLING_VALUE]
            again = [s for x in (a, b) for s in kin.get(id(x), ()) if s.figure.value in values]
            yield Link((a, b, *again), "0.6", "check.worded")


def _named_more_or_less(
    knowledge: Knowledge,
) -> Iterator[tuple[list[Statement], list[Statement]]]:
    """Counts of all years whose names differ by who it is (技能大赛获奖, 师生在技能大赛中获奖), of one level."""
    named: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        period = time_of(s, knowledge)
        whole = period is None or period.first != period.last
        if s.figure.level and whole and s.figure.measure in _COUNTED and thing_key(s, knowledge.lexicon):
            named[thing_name(s.figure, knowledge.lexicon), s.figure.level, unit_kind(s.figure.unit)].append(s)
    for (a, level, kind), ones in named.items():
        for (b, *same), others in named.items():
            if [level, kind] != same or len(a) < _TELLING or a[-_SHARED_END:] != b[-_SHARED_END:]:
                continue
            more = Counter(b) - Counter(a)
            if not Counter(a) - Counter(b) and 0 < more.total() <= _SHARED_END:
                yield ones, others


def years_behind(statements: Sequence[Statement], knowledge: Knowledge) -> tuple[Statement, ...]:
    """The counts of two years that the passage of one statement adds it up from, if another states one of them: what is
    told of all years there is one year's. Empty if there are none."""
    position = knowledge.snapshot.figure_position
    for whole in statements:
        counts = [
            knowledge.snapshot.figures[position[whole.document, f.key]]
            for f in knowledge.figures_of.get((whole.document, whole.figure.passage or -1), ())
            if f.unit != "%" and f.period is not None and f.period.first == f.period.last
        ]
        others = {s.figure.value for s in statements if s is not whole}
        for pair in combinations(counts, 2):
            values = {s.figure.value for s in pair}
            if pair[0].figure.period != pair[1].figure.period and sum(values) == whole.figure.value and values & others:
                return pair
    return ()


def row_links(knowledge: Knowledge) -> Iterator[Link]:
    """A count in a table row and another in the section of the same project that works the row out."""
    for cells, told in rows_in_sections(knowledge):
        for cell in cells:
            if cell.figure.measure not in _COUNTED or cell.figure.bound is not Bound.EXACT:
                continue
            if unit_kind(cell.figure.unit) == "money" or not thing_key(cell, knowledge.lexicon):
                continue
            if own_name(cell.figure, knowledge.lexicon) in knowledge.lexicon.holders.generic:
                continue
            same = [s for s in told if s.figure.measure in _COUNTED and _of_one_kind(cell, s, knowledge)]
            likeness = [_likeness(cell, s, knowledge) for s in same]
            if any(alike > 0 and s.figure.value == cell.figure.value for alike, s in zip(likeness, same, strict=True)):
                continue
            at = max(range(len(same)), key=lambda i: (likeness[i], -i), default=-1)
            if at >= 0 and likeness[at] >= _ALIKE and _near(cell, same[at]):
                yield Link((cell, same[at]), "0.6", "check.worded")


def rows_in_sections(knowledge: Knowledge) -> Iterator[tuple[list[Statement], list[Statement]]]:
    """For each row of a project's table that a section of the project works out: the dated figures in the row's own
    cells, and the figures of the section."""
    by_section: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    by_row: dict[tuple[int, int, int], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        place = s.figure.place
        if not s.figure.end:
            continue
        if place.table is None and place.section is not None:
            by_section[s.document, place.section].append(s)
        elif place.table is not None and time_of(s, knowledge) is not None:
            row = own_row(s, knowledge)
            if row is not None:
                by_row[s.document, place.table, row].append(s)
    for document, table, row, section in rows_to_sections(knowledge):
        yield by_row[document, table, row], by_section[document, section]


def _differ(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether the two count for one time, or one of them for whatever time, with values that are near and not the same.
    Of 省级以上 there may be more than of 省级, never fewer."""
    levels = {s.figure.level[:1] for s in (a, b)}
    if a.figure.value == b.figure.value or len(levels - {""}) > 1:
        return False
    if len(levels) > 1:
        # What has a level may be a part of what has none; it cannot be more.
        levelled, other = (a, b) if a.figure.level else (b, a)
        if len(thing_key(a, knowledge.lexicon)) < _TELLING or levelled.figure.value < other.figure.value:
            return False
    for wide, narrow in ((a, b), (b, a)):
        if wide.figure.level.endswith(_AND_ABOVE) and not narrow.figure.level.endswith(_AND_ABOVE):
            return _near(a, b) and narrow.figure.value > wide.figure.value
    first, second = time_of(a, knowledge), time_of(b, knowledge)
    whole = [p is None or p.first != p.last for p in (first, second)]
    if all(whole) or first == second:
        return _near(a, b) and (None in (first, second) or first == second)
    # More in one year than in all of them.
    year, all_years = (b, a) if whole[0] else (a, b)
    return any(whole) and year.figure.value > all_years.figure.value > 0


def _near(a: Statement, b: Statement) -> bool:
    low, high = sorted((a.figure.value, b.figure.value))
    return low >= _NEAREST * high > 0


def _side_by_side(a: Statement, b: Statement) -> bool:
    if a.document != b.document:
        return False
    first, second = a.figure, b.figure
    if first.passage is not None and first.passage == second.passage:
        return True
    return first.place.table is not None and first.place.table == second.place.table


def _cell_row(statement: Statement) -> tuple[object, ...]:
    place = statement.figure.place
    if place.table is None or statement.figure.end:
        return (statement.document, statement.figure.key)
    return (statement.document, place.table, place.row)


def _came_about_alike(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    meant = frozenset(knowledge.lexicon.holders.intents)
    if a.acts & meant != b.acts & meant:
        return False
    return not a.acts or not b.acts or bool(a.acts & b.acts)


def _of_one_kind(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    if unit_kind(a.figure.unit) != unit_kind(b.figure.unit) or a.figure.bound is not b.figure.bound:
        return False
    level = {s.figure.level[:1] for s in (a, b) if s.figure.level}
    return len(level) < 2 and time_of(a, knowledge) == time_of(b, knowledge)


def _likeness(a: Statement, b: Statement, knowledge: Knowledge) -> float:
    """How much of the names is shared; 0 if they do not end alike."""
    one, other = thing_name(a.figure, knowledge.lexicon), thing_name(b.figure, knowledge.lexicon)
    if not one or one[-_SHARED_END:] != other[-_SHARED_END:]:
        return 0.0
    if thing_key(a, knowledge.lexicon) == thing_key(b, knowledge.lexicon):
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def own_row(statement: Statement, knowledge: Knowledge) -> int | None:
    """The body row of the table, counted from 0, whose own cell the figure stands in; None for a cell of several."""
    place = statement.figure.place
    assert place.table is not None
    table = knowledge.snapshot.records[statement.document].tables[place.table]
    regions = set(place.regions[:1])
    for cell in table.cells:
        if place.quote and "".join(place.quote.split())[:20] in "".join(cell.text.split()):
            if cell.row_span == 1 and (not regions or not cell.regions or _same_page(place.regions, cell.regions)):
                return cell.row - table.header_rows
            return None
    return None


def _same_page(a: Sequence[object], b: Sequence[object]) -> bool:
    pages = {getattr(region, "page", None) for region in b}
    return any(getattr(region, "page", None) in pages for region in a)


def rows_to_sections(knowledge: Knowledge) -> Iterator[tuple[int, int, int, int]]:
    """(document, table, body row, section): the rows of a project's table that has as many rows as the project has
    numbered sections under one of its parts."""
    for document, records in knowledge.snapshot.records.items():
        children: dict[int | None, list[Section]] = defaultdict(list)
        for section in records.sections:
            children[section.parent].append(section)
        for table in records.tables:
            project = knowledge.projects.get((document, table.section)) if table.section is not None else None
            if project is None:
                continue
            body = table.row_count - table.header_rows
            for part in children[project[1]]:
                for run in numbered_runs(children[part.key]):
                    if len(run) == body > 1 and _headed_alike(table, run):
                        for row, section in enumerate(run):
                            yield document, table.key, row, section.key


def _headed_alike(table: Table, run: Sequence[Section]) -> bool:
    """Whether no row is labelled as another section than its own is headed; labels of several rows tell nothing."""
    labels = ["".join(path[-1:]) for path in table.rows[table.header_rows :]]
    for row, label in enumerate(labels):
        shares = [SequenceMatcher(None, label, section.title, autojunk=False).ratio() for section in run]
        best = max(range(len(run)), key=lambda at: (shares[at], at == row))
        if labels.count(label) == 1 and best != row and shares[best] > _ALIKE:
            return False
    return True
