"""What a finding is about, named so that it is known again: after another reading, in another edition, under another
number of its section."""

from __future__ import annotations

import hashlib
import re

from app.check.finding import Finding, FindingPlace
from index.statements import normal_label

_NUMBER = re.compile(r"\d[\d,，.]*")


def finding_key(finding: Finding) -> str:
    """The name of this finding with the values that it compares: other values are another finding."""
    values = sorted({_squeezed(value) for value in finding.values})
    return _digest(finding_subject(finding), *values, _squeezed(finding.recomputed or ""))


def finding_subject(finding: Finding) -> str:
    """The name of what the finding is about, whatever values stand there."""
    return _digest(finding.kind, *place_words(finding.places[0])) if finding.places else _digest(finding.kind)


def place_words(place: FindingPlace) -> tuple[str, ...]:
    """Where something stands, by headings and words and not by numbers: title of the section, then row and column of a
    table, or the sentence with its numbers left out."""
    section = normal_label(place.section)
    if place.row or place.column:
        return section, _squeezed(place.row or ""), _squeezed(place.column or "")
    return section, _NUMBER.sub("#", _squeezed(place.quote))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _digest(*words: str) -> str:
    return hashlib.blake2b("\n".join(words).encode(), digest_size=8).hexdigest()
