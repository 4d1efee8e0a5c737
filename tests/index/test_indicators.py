"""Statements of one thing meet under one indicator, and disagree only if no rounding explains it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indicators import Indicator, Statement, disagree, figures_to_indicators, normal_label
from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure, Period, Place
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())
YEAR = Period(2022, 2022)


def figure(value: str, unit: str = "%", key: int = 0, **changes: object) -> Figure:
    number = Decimal(value)
    fields: dict[str, object] = {
        "key": key,
        "value": number,
        "unit": unit,
        "text": value + unit,
        "decimals": max(0, -int(number.as_tuple().exponent)),
        "bound": Bound.EXACT,
        "subject": ("学生满意度",),
        "measure": "satisfaction",
        "period": YEAR,
        "level": "",
        "place": Place(section=None, quote=value),
    }
    return Figure(**{**fields, **changes})  # type: ignore[arg-type]


def joined(*figures: Figure) -> tuple[Indicator, ...]:
    return figures_to_indicators((Statement(1, f) for f in figures), LEXICON)


def test_statements_of_one_thing_are_one_indicator() -> None:
    (indicator,) = joined(figure("93.2", key=0), figure("93.20", key=1, subject=("3.1.1 学生满意度 (%)",)))
    assert indicator.statements == ((1, 0), (1, 1))
    assert not indicator.conflict


def test_values_beyond_rounding_are_a_conflict() -> None:
    (indicator,) = joined(figure("93.20", key=0), figure("93.02", key=1))
    assert indicator.conflict


def test_other_years_levels_units_and_measures_stay_apart() -> None:
    assert (
        len(
            joined(
                figure("90", key=0),
                figure("91", key=1, period=Period(2023, 2023)),
                figure("92", key=2, level="省级"),
                figure("93", key=3, unit="人"),
                figure("94", key=4, measure="target"),
            )
        )
        == 5
    )


def test_money_in_different_units_is_compared_in_one() -> None:
    same = (figure("1.03", "万元", 0), figure("10300", "元", 1))
    assert not disagree(same, LEXICON)
    assert disagree((figure("1.03", "万元"), figure("10500", "元")), LEXICON)


def test_an_undated_statement_joins_the_only_dated_ones_it_agrees_with() -> None:
    (indicator,) = joined(figure("93.2", key=0), figure("93.2", key=1, period=None))
    assert len(indicator.statements) == 2
    assert len(joined(figure("93.2", key=0), figure("80", key=1, period=None))) == 2


@pytest.mark.parametrize(
    ("bound", "value", "other", "conflict"),
    [
        (Bound.AT_LEAST, "100", "120", False),
        (Bound.AT_LEAST, "100", "80", True),
        (Bound.OVER, "20", "22", False),
        (Bound.UNDER, "50", "49", False),
        (Bound.AT_MOST, "10", "12", True),
    ],
)
def test_bounds_open_the_interval(bound: Bound, value: str, other: str, conflict: bool) -> None:
    assert disagree((figure(value, "人", bound=bound), figure(other, "人")), LEXICON) is conflict


@given(st.decimals(min_value=0, max_value=10**6, places=6), st.integers(0, 4), st.integers(0, 4))
def test_correct_rounding_is_never_a_conflict(value: Decimal, a: int, b: int) -> None:
    rounded = [value.quantize(Decimal(1).scaleb(-places)) for places in (a, b)]
    assert not disagree([figure(str(r)) for r in rounded], LEXICON)


@pytest.mark.parametrize(
    ("text", "label"),
    [("3.1.1 在校生满意度 (%)", "在校生满意度"), ("（二）“双师型”教师", "双师型教师"), ("精品课程等", "精品课程")],
)
def test_labels_are_compared_without_numbering_and_marks(text: str, label: str) -> None:
    assert normal_label(text) == label
