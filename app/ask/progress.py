"""Whether several places call one thing finished: 完成率 100 % here, 0 or 正在进行 there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.ask.comparisons import all_figures
from app.ask.knowledge import Knowledge
from app.ask.places import PlaceEvidence
from app.ask.question import Question
from app.ask.references import References, section_with_parts
from app.ask.select import asked_tokens
from app.ask.standings import find_standings
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement
from index.tokens import text_to_tokens
from ingest.records import Place, Status, StatusKind

LEAST = 0.6
"""Share of what is asked that a figure or a status must be said of."""
DONE = (StatusKind.DONE, StatusKind.OVERFULFILLED, StatusKind.AHEAD)


@dataclass(frozen=True, slots=True)
class Told:
    """What one place says: whether it is finished, and the figure or the status that says so."""

    done: bool
    document: int
    place: Place
    statement: Statement | None = None


def write_progress_of_places(
    question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge
) -> bool:
    """What each place says of the progress of what is asked, and whether they agree; False if fewer than two say it."""
    told = [one for place in places if (one := _told(place, question, knowledge)) is not None]
    if len(told) < 2:
        return False
    rows = []
    for one in told:
        if one.statement is not None:
            text = f"{figure_name(one.statement.figure, writing)} {writing.stated(one.statement)}"
        else:
            text = f"{' '.join(one.place.quote.split())} {writing.mark(writing.cite(one.document, one.place))}"
        where = place_words(writing.snapshot, one.document, one.place, writing.language)
        rows.append(writing.text("lookup.disagrees_row", figure=text, place=where))
    writing.lines.append("\n".join(dict.fromkeys(rows)))
    differ = len({one.done for one in told}) > 1
    writing.conflict = writing.conflict or differ
    writing.say("places.progress_differs" if differ else "places.same")
    return True


def _told(place: PlaceEvidence, question: Question, knowledge: Knowledge) -> Told | None:
    """The place's rate of completion, count or status that is said most of what is asked."""
    references = References((place.table,) if place.table else (), (place.section,) if place.section else ())
    standings = find_standings(replace(question, references=references), knowledge)
    standing = next((one for one in standings if not one.done), next(iter(standings), None))
    if standing is not None:
        piece = standing.evidence
        return Told(standing.done, piece.document, piece.place, next(iter(standing.figures[1:2]), None))
    asked = asked_tokens(question)
    whole = sum(map(knowledge.evidence.rarity, asked)) or 1.0

    def share(words: Sequence[str]) -> float:
        return sum(map(knowledge.evidence.rarity, asked & set(text_to_tokens(" ".join(words))))) / whole

    found: list[tuple[float, Told]] = []
    for s in all_figures(place, knowledge):
        figure = s.figure
        if figure.measure == "rate" and figure.unit == "%":
            done = figure.value >= 100
        elif figure.measure == "actual" and figure.unit != "%":
            done = figure.value > 0
        else:
            continue
        words = (*s.headings[-1:], *figure.subject, *figure.place.row, figure.place.quote)
        found.append((share(words), Told(done, s.document, figure.place, s)))
    for document, status in knowledge.snapshot.statuses():
        if _within(document, status, place, knowledge):
            words = (*status.subject, *status.place.row, status.place.quote)
            found.append((share(words), Told(status.kind in DONE, document, status.place)))
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= LEAST else None


def _within(document: int, status: Status, place: PlaceEvidence, knowledge: Knowledge) -> bool:
    if place.table is not None:
        return (document, status.place.table) == place.table
    if place.section is None or document != place.section[0] or status.place.section is None:
        return False
    return status.place.section in section_with_parts(knowledge.snapshot, *place.section)
