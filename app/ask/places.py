"""Questions that name several places: what each of them says, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import References
from app.ask.select import Selected, asked_tokens, select_evidence
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement, figure_interval
from index.tokens import text_to_tokens
from ingest.records import Figure

PER_PLACE = 2
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """What one of the named places says about the question, best first."""

    table: tuple[int, int] | None
    section: tuple[int, int] | None
    selected: tuple[Selected, ...]


def named_places(question: Question, knowledge: Knowledge) -> list[PlaceEvidence]:
    """The best evidence of each place that the question names; empty if it names fewer than two."""
    tables = list(question.references.tables)
    sections = list(question.references.sections)
    if len(tables) == 1 and not sections and question.asks("text_beside"):
        document, key = tables[0]
        own = knowledge.snapshot.records[document].tables[key].section
        if own is not None:
            parent = knowledge.snapshot.records[document].sections[own].parent
            sections = [(document, parent if parent is not None else own)]
    if len(tables) + len(sections) < 2:
        return []
    found: list[PlaceEvidence] = []
    for table in tables[:MOST_PLACES]:
        found.append(PlaceEvidence(table, None, _within(question, References(tables=(table,)), knowledge, table=True)))
    for section in sections[: MOST_PLACES - len(found)]:
        found.append(
            PlaceEvidence(None, section, _within(question, References(sections=(section,)), knowledge, table=False))
        )
    return [place for place in found if place.selected]


def leading(places: Sequence[PlaceEvidence]) -> list[Selected]:
    """The evidence of all places, as what is to be shown first."""
    return [replace(piece, leads=True) for place in places for piece in place.selected[:PER_PLACE]]


def write_comparison(
    question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge
) -> bool:
    """Each place's figure, and whether they are the same; False if fewer than two places have one that compares."""
    asked = asked_tokens(question)
    choices = [_figures(place, question, asked, knowledge) for place in places]
    compared = _alike(choices, knowledge)
    if len(compared) < 2:
        return False
    lines = [
        writing.text(
            "lookup.disagrees_row",
            figure=f"{figure_name(s.figure, writing)} {writing.stated(s)}",
            place=place_words(writing.snapshot, s.document, s.figure.place, writing.language),
        )
        for s in compared
    ]
    writing.lines.append("\n".join(dict.fromkeys(lines)))
    first = compared[0]
    other = next((s for s in compared[1:] if not _agree(first.figure, s.figure, knowledge)), None)
    if other is None:
        writing.say("places.same")
        return True
    writing.conflict = True
    high, low = sorted((first.figure.value, other.figure.value), reverse=True)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if first.figure.unit == "%" else first.figure.unit
    writing.say("places.differ", gap=writing.computed(high - low, unit, formula), formula=formula)
    return True


def write_occurrences(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Every place that states a number that the question gives, counted."""
    snapshot = knowledge.snapshot
    report = snapshot.documents[0].id
    done = False
    for number in question.numbers[:2]:
        found: dict[object, Statement] = {}
        for statement in snapshot.figures:
            if statement.figure.value == number and statement.document == report:
                place = statement.figure.place
                found.setdefault((place.section, place.table), statement)
        if not found:
            continue
        count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
        writing.say("places.occurs", number=decimal_text(number), count=count)
        rows = []
        for statement in found.values():
            path = " › ".join(snapshot.records[report].section_path(statement.figure.place.section)[-2:])
            place = place_words(snapshot, report, statement.figure.place, writing.language)
            rows.append(f"- {path}，{place}：{writing.stated(statement)}")
        writing.lines.append("\n".join(rows))
        done = True
    return done


def _within(question: Question, references: References, knowledge: Knowledge, table: bool) -> tuple[Selected, ...]:
    asked = replace(question, references=references, parts=())
    found = select_evidence(asked, knowledge, limit=12)
    if not table:
        prose = [s for s in found if s.evidence.place.table is None]
        found = prose or found
    return tuple(found)


def _figures(
    place: PlaceEvidence, question: Question, asked: set[str], knowledge: Knowledge
) -> list[tuple[float, Statement]]:
    """Figures of a place with how much their labels say of the question, best first."""
    weights = {token: knowledge.evidence.rarity(token) for token in asked}
    scored: list[tuple[float, Statement]] = []
    for piece in place.selected[:4]:
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            figure = statement.figure
            label = set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row[-1:], *figure.place.column))))
            score = piece.score + sum(weights[t] for t in label & asked) * 0.2
            score += 1.0 * (figure.measure in question.measures) + 1.5 * (figure.value in question.numbers)
            score += 0.5 * (figure.period in question.periods)
            score -= 1.0 * (
                figure.measure in ("target", "budget", "weight") and figure.measure not in question.measures
            )
            scored.append((score, statement))
    scored.sort(key=lambda pair: -pair[0])
    return scored


def _alike(choices: Sequence[list[tuple[float, Statement]]], knowledge: Knowledge) -> list[Statement]:
    """One figure of each place, all of one unit: that of the place that knows best what is asked."""
    heads = [scored[0] for scored in choices if scored]
    if len(heads) < 2:
        return []
    head = max(heads, key=lambda pair: pair[0])[1].figure
    base = knowledge.lexicon.base_unit(head.unit)[0]
    chosen: list[Statement] = []
    for scored in choices:
        fitting = [s for _, s in scored if knowledge.lexicon.base_unit(s.figure.unit)[0] in (base, "") or not base]
        measured = [s for s in fitting if s.figure.measure == head.measure]
        if measured or fitting:
            chosen.append((measured or fitting)[0])
    return chosen


def _agree(a: Figure, b: Figure, knowledge: Knowledge) -> bool:
    return figure_interval(a, knowledge.lexicon).meets(figure_interval(b, knowledge.lexicon))
