"""Names that are written in two ways, as findings; titles that are in the wrong brackets; headings that name one thing
otherwise than the table of the same section does."""

from __future__ import annotations

from collections.abc import Iterator

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement
from app.check.finding import FindingPlace, make_finding, place_of
from app.check.spellings import Spellings, Variant
from index.lexical import text_to_words
from prompts import message

_MOST_OF_NAME = 2
_MOST_OF_OTHER = 4


def check_names(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents; one finding for all spellings of one name with one slip."""
    spellings = Spellings(knowledge)
    groups: list[list[Variant]] = []
    for variant in spellings.variants():
        group = next((g for g in groups if g[0].slip == variant.slip or g[0].name == variant.name), None)
        if group is None:
            groups.append([variant])
        else:
            group.append(variant)
    for group in groups:
        yield _finding(group, spellings, knowledge, language)


def _finding(group: list[Variant], spellings: Spellings, knowledge: Knowledge, language: str) -> Judgement:
    others = message(language, "check.and_name").join(dict.fromkeys(v.other for v in group))
    summary = message(language, "check.two_names", a=group[0].name, b=others)
    places: list[FindingPlace] = []
    for variant in group:
        for words, starts, most in (
            (variant.name, variant.name_at, _MOST_OF_NAME),
            (variant.other, variant.other_at, _MOST_OF_OTHER),
        ):
            for number, at in enumerate(starts[:most]):
                spot = spellings.running.spot(at, words)
                # What differs is seen at once in the first place; the others show the whole name.
                value = words if number else _differing(words, variant)
                place = place_of(knowledge.snapshot, spot.document, spot.place, value)
                if place not in places:
                    places.append(place)
    return make_finding("name", "low", summary, places, confidence="0.6")


def _differing(spelling: str, variant: Variant) -> str:
    """The word of the spelling that the other has otherwise: 培养 of 培养培训基地 beside 培育培训基地."""
    if len(variant.name) != len(variant.other) or variant.name.isascii():
        return spelling
    apart = next((i for i, (x, y) in enumerate(zip(variant.name, variant.other, strict=True)) if x != y), 0)
    if len(variant.slip[0]) > 1:
        return spelling[apart : apart + len(variant.slip[0])]
    start = 0
    for word in text_to_words(variant.name):
        if start + len(word) > apart:
            return spelling[start if len(word) > 1 else max(0, start - 1) : start + len(word)]
        start += len(word)
    return spelling
