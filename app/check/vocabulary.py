"""How the cross-check reads reports: the words and patterns of prompts/checking.toml, ready to be matched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from prompts import checking_data


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanWords(_Words):
    """What a rate of all of a project's tasks is called."""

    overall: tuple[str, ...]


class SpellingWords(_Words):
    """When two spellings are of one name."""

    shortest: int
    telling: str
    alike: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]


class WordingWords(_Words):
    """Slips of the pen."""

    approximations: tuple[str, ...]
    wrong_brackets: str
    reduplicated: str
    heading_words: tuple[str, ...]


class ThingWords(_Words):
    """What a count is called."""

    same: tuple[tuple[str, str], ...]
    left_out: str
    count_behind: str
    since: str
    deeds: tuple[str, ...]
    general: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]


class ReconciledWords(_Words):
    """What leads from one count to another."""

    added: tuple[str, ...]
    left: str
    left_behind: str
    by_year: str
    reach: int


class PreparedWords(_Words):
    """What is there, only begun, or going on."""

    achieved: tuple[str, ...]
    begun: str
    going_on: str
    own_levels: tuple[str, ...]


class TitleWords(_Words):
    """What is done to documents."""

    drawn_up: tuple[str, ...]
    revised: tuple[str, ...]
    kinds: tuple[str, ...]


class GatheredWords(_Words):
    """What a total is told by."""

    sums: tuple[str, ...]
    enumerated: tuple[str, ...]


class UnitWords(_Words):
    """Units and what they count."""

    confusable: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    days: tuple[str, ...]
    activities: tuple[str, ...]
    said: tuple[str, ...]


class ScopeWords(_Words):
    """What a figure is given for."""

    school_year: str


class LevelWords(_Words):
    """What is said of results of a level."""

    describing: tuple[str, ...]


class TotalWords(_Words):
    """What is of all."""

    overall: tuple[str, ...]


class PartWords(_Words):
    """What leads from a whole to its parts."""

    beside: tuple[str, ...]
    leading: tuple[str, ...]
    among: str
    states: str
    rest: tuple[str, ...]


class ChangeWords(_Words):
    """How growth and decline are told."""

    moved: str
    elsewhere: str
    than: str
    start: str
    compared: str
    since: tuple[str, ...]
    means: tuple[str, ...]


class GradeWords(_Words):
    """How a report bounds the words of its status columns."""

    bound: str
    below: tuple[str, ...]
    above: tuple[str, ...]
    equal: tuple[str, ...]
    at_most: tuple[str, ...]
    and_below: tuple[str, ...]


class DateWords(_Words):
    """What has a date."""

    events: tuple[str, ...]


class ListWords(_Words):
    """How names are listed beside their number."""

    behind: str
    open: str
    closing: str


class CheckWords(_Words):
    """Each list is explained where it stands in the file."""

    plans: PlanWords
    spellings: SpellingWords
    things: ThingWords
    reconciled: ReconciledWords
    prepared: PreparedWords
    titles: TitleWords
    gathered: GatheredWords
    units: UnitWords
    scopes: ScopeWords
    levels: LevelWords
    totals: TotalWords
    parts: PartWords
    changes: ChangeWords
    grades: GradeWords
    dates: DateWords
    lists: ListWords
    wording: WordingWords


@cache
def check_words() -> CheckWords:
    """As written in checking.toml."""
    return CheckWords.model_validate(checking_data())
