"""Any records at all, for properties: every field takes any value that its type and its meaning allow."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from ingest import records
from ingest.records import DocumentRecords, Place

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
"""Everything that UTF-8 can say. No database keeps the zero character, no reader gives it."""

NUMBERS = st.integers(-9999, 9999)
DECIMALS = st.decimals(-(10**15), 10**15, allow_nan=False) | st.sampled_from(
    [Decimal("1E+3"), Decimal("-0.00"), Decimal("0.10"), Decimal("98765432109876543210.123456789")]
)


def _record(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Fills also the fields that have a default: a field that the store forgets shall not go unnoticed."""
    hints = get_type_hints(cls, vars(records))
    return st.builds(cls, **{field.name: _values(hints[field.name]) for field in dataclasses.fields(cls)})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the records' fields name it: short tuples, since what matters is what stands in them."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple and inner[-1] is ...:
        return st.lists(_values(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_values, inner))
    if origin is Mapping:
        return st.dictionaries(*map(_values, inner), max_size=2)
    if origin in (Union, UnionType):
        return st.one_of(*map(_values, inner))
    if dataclasses.is_dataclass(hint):
        return _record(cast(type[Any], hint))
    return _PLAIN[hint] if hint in _PLAIN else st.from_type(hint)


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: NUMBERS,
    float: st.floats(allow_nan=False, allow_infinity=False),
    Decimal: DECIMALS,
}


@st.composite
def document_records(draw: st.DrawFn) -> DocumentRecords:
    """Records whose keys are their positions and whose references lead somewhere."""
    drawn: DocumentRecords = draw(_record(DocumentRecords))
    count = len(drawn.sections)

    def placed(place: Place) -> Place:
        return dataclasses.replace(place, section=place.section % count if count and place.section else None)

    def spoken(passage: int | None) -> int | None:
        return passage % len(drawn.passages) if drawn.passages and passage is not None else None

    return dataclasses.replace(
        drawn,
        sections=tuple(
            dataclasses.replace(s, key=i, parent=s.parent % i if i and s.parent else None)
            for i, s in enumerate(drawn.sections)
        ),
        passages=tuple(dataclasses.replace(p, key=i, place=placed(p.place)) for i, p in enumerate(drawn.passages)),
        tables=tuple(dataclasses.replace(t, key=i) for i, t in enumerate(drawn.tables)),
        figures=tuple(
            dataclasses.replace(f, key=i, place=placed(f.place), passage=spoken(f.passage))
            for i, f in enumerate(drawn.figures)
        ),
        statuses=tuple(dataclasses.replace(s, key=i) for i, s in enumerate(drawn.statuses)),
    )
