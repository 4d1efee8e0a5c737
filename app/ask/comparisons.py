"""What each of several named places says about one thing, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.placed_mentions import write_placed_mentions
from app.ask.places import PlaceEvidence
from app.ask.question import Question
from app.ask.references import References, section_with_parts
from app.ask.select import asked_tokens
from app.ask.series import Series, counting, year_series
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from app.ask.years import write_series
from index.indicators import Statement, figure_interval
from index.tokens import text_to_tokens
from ingest.records import Figure

LABEL = 3.0
"""How much a label counts that says all that is asked."""
PAIRED = 0.25
"""Share of the words of a sentence that another must have to be about the same of several things."""
LIKE = 0.6
"""Likeness from which figures of different units are still of one thing."""


def write_comparison(
    question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge
) -> bool:
    """Each place's figure, and whether they are the same, for each measure that is asked for; where a change or a sum
    over years is asked for, that of each place. False if fewer than two places have one that compares."""
    if question.asks("difference", "sum") and _write_series_of(question, places, writing, knowledge):
        return True
    asked = asked_tokens(question)
    if len(question.measures) < 2 and write_placed_mentions(question, places, writing, knowledge):
        return True
    if question.asks("each") and _write_each(question, places, writing, knowledge):
        return True
    choices = [_figures(place, question, asked, knowledge) for place in places]
    done = False
    for measure in question.measures if len(question.measures) > 1 else ():
        measured = [[pair for pair in scored if pair[1].figure.measure == measure] for scored in choices]
        done = _write_compared(_alike(measured, knowledge), writing, knowledge) or done
    return done or _write_compared(_alike(choices, knowledge), writing, knowledge)


def _write_each(question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge) -> bool:
    """Each of several figures of one place beside what another says of the same, and by how much it is above or below;
    False if fewer than two of them have one that compares."""
    base = all_figures(places[0], knowledge)
    other = [s for place in places[1:] for s in all_figures(place, knowledge)]
    pairs: list[tuple[Statement, Statement]] = []
    for one, against in ((base, other), (other, base)):
        pairs = _paired(one, against, question, knowledge)
        if len({a.figure.place.quote for a, _ in pairs}) > 1:
            break
    if len(pairs) < 2:
        return False
    for pair in pairs:
        high, low = sorted(pair, key=lambda s: -s.figure.value)
        difference = high.figure.value - low.figure.value
        formula = f"{decimal_text(high.figure.value)} − {decimal_text(low.figure.value)} = {decimal_text(difference)}"
        writing.say(
            "places.each_over" if difference else "places.each_same",
            name=figure_name(high.figure, writing),
            high=writing.stated(high),
            high_place=place_words(writing.snapshot, high.document, high.figure.place, writing.language),
            low=writing.stated(low),
            low_place=place_words(writing.snapshot, low.document, low.figure.place, writing.language),
            gap=writing.computed(difference, high.figure.unit, formula),
            formula=formula,
        )
    return True


def all_figures(place: PlaceEvidence, knowledge: Knowledge) -> list[Statement]:
    """Every figure of the table, or of the sentences of the section and of what is under it."""
    if place.table is not None:
        document, table = place.table
        return [s for s in knowledge.snapshot.figures if s.document == document and s.figure.place.table == table]
    if place.section is None:
        return []
    document, section = place.section
    inside = section_with_parts(knowledge.snapshot, document, section)
    return [
        s
        for s in knowledge.snapshot.figures
        if s.document == document and s.figure.place.section in inside and s.figure.place.table is None
    ]


def _paired(
    ones: Sequence[Statement], others: Sequence[Statement], question: Question, knowledge: Knowledge
) -> list[tuple[Statement, Statement]]:
    """Each figure of the asked unit and period with the one of the others that its sentence is most like."""

    def words(statement: Statement) -> set[str]:
        return set(text_to_tokens(" ".join((statement.figure.place.quote, *statement.figure.subject[-1:]))))

    def fits(statement: Statement) -> bool:
        unit = knowledge.lexicon.base_unit(statement.figure.unit)[0]
        return (not question.units or unit in question.units) and (
            not question.periods or statement.figure.period in question.periods
        )

    found: list[tuple[Statement, Statement]] = []
    free = [s for s in others if fits(s)]
    for one in (s for s in ones if fits(s)):
        near = [(sum(map(knowledge.evidence.rarity, words(one) & words(s))), s) for s in free]
        score, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
        own = sum(map(knowledge.evidence.rarity, words(one))) or 1.0
        if best is not None and score >= own * PAIRED and one.figure.unit == best.figure.unit:
            found.append((one, best))
            free.remove(best)
    return found


def _write_compared(compared: Sequence[Statement], writing: Writing, knowledge: Knowledge) -> bool:
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
    if not _same_kind(first.figure, other.figure, knowledge):
        writing.say("places.units", first=first.figure.unit, other=other.figure.unit)
        return True
    _write_gap(first.figure.value, other.figure.value, first.figure.unit, writing)
    return True


def _write_gap(first: Decimal, other: Decimal, unit: str, writing: Writing) -> None:
    high, low = sorted((first, other), reverse=True)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    points = writing.text("points") if unit == "%" else unit
    writing.say("places.differ", gap=writing.computed(high - low, points, formula), formula=formula)


def _write_series_of(
    question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge
) -> bool:
    """The change or the sum over years of each place; a place without years states the sum itself."""
    asked = asked_tokens(question)
    told: list[Series | Statement] = []
    for place in places:
        references = References((place.table,) if place.table else (), (place.section,) if place.section else ())
        narrowed = replace(question, references=references, parts=())
        stated = _figures(place, question, asked, knowledge) if question.asks("sum") else []
        series = next(iter(year_series(narrowed, knowledge, in_words=place.section is not None)), None)
        series = series or _of_one_label([s for _, s in stated])
        if series is not None:
            told.append(series)
        elif stated:
            told.append(stated[0][1])
    told = _apart(told, question, knowledge)
    summed = sum(not isinstance(one, Statement) for one in told)
    if not summed or len(told) < 2:
        return False
    found: list[tuple[Statement, Decimal]] = []
    for one in told:
        if isinstance(one, Statement):
            where = place_words(writing.snapshot, one.document, one.figure.place, writing.language)
            name = figure_name(one.figure, writing)
            writing.say("lookup.disagrees_row", figure=f"{name} {writing.stated(one)}", place=where)
            found.append((one, one.figure.value))
        else:
            write_series(one, question, writing)
            found.append((list(one.values())[-1], _result(one, question)))
    (first, value), (other, second) = found[0], found[1]
    if not _same_kind(first.figure, other.figure, knowledge):
        writing.conflict = True
        writing.say("places.units", first=first.figure.unit, other=other.figure.unit)
    elif value == second:
        writing.say("places.same")
    else:
        writing.conflict = True
        _write_gap(value, second, first.figure.unit, writing)
    return True


def _apart(told: list[Series | Statement], question: Question, knowledge: Knowledge) -> list[Series | Statement]:
    """What two places say; if both were found in one table, the text is to state the number that the question gives."""
    if len(told) != 2 or any(isinstance(one, Statement) for one in told):
        return told
    first, second = (list(one.values())[-1] for one in told if not isinstance(one, Statement))
    if (first.document, first.figure.place.table) != (second.document, second.figure.place.table):
        return told
    in_words = [
        s
        for s in knowledge.snapshot.figures
        if s.figure.value in question.numbers and (s.figure.place.table is None or s.figure.end)
    ]
    return [told[0], *in_words[:1]]


def _of_one_label(statements: Sequence[Statement]) -> Series | None:
    """The best figure with those of other years that bear its label; None if there are none."""
    if not statements:
        return None
    head = statements[0].figure
    found: dict[int, Statement] = {}
    for s in statements:
        period = s.figure.period
        alike = s.figure.subject[-1:] == head.subject[-1:] and s.figure.unit == head.unit
        if alike and period is not None and period.first == period.last:
            found.setdefault(period.first, s)
    return dict(sorted(found.items())) if len(found) > 1 else None


def _result(series: Series, question: Question) -> Decimal:
    values = [s.figure.value for s in series.values()]
    return sum(values, Decimal(0)) if question.asks("sum") else abs(values[-1] - values[0])


def _figures(
    place: PlaceEvidence, question: Question, asked: set[str], knowledge: Knowledge
) -> list[tuple[float, Statement]]:
    """Figures of a place with how much their labels say of the question, best first."""
    weights = {token: knowledge.evidence.rarity(token) for token in asked}
    whole = sum(weights.values()) or 1.0
    totals = {
        (line.document, line.table, line.path) for sheet in knowledge.sheets for line in sheet.lines if line.total
    }
    scored: list[tuple[float, Statement]] = []
    for piece in place.selected:
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            figure = statement.figure
            score = piece.score + LABEL * sum(weights[t] for t in _label(figure) & asked) / whole
            score += 1.0 * (figure.measure in question.measures) + 1.0 * (figure.value in question.numbers)
            score += 0.5 * (figure.period in question.periods)
            score += 0.5 * ((statement.document, figure.place.table, figure.place.row) in totals)
            score += 0.5 * (knowledge.lexicon.base_unit(figure.unit)[0] in question.units)
            score -= 1.0 * (
                figure.measure in ("target", "budget", "weight") and figure.measure not in question.measures
            )
            scored.append((score, statement))
    scored.sort(key=lambda pair: -pair[0])
    return scored


def _alike(choices: Sequence[list[tuple[float, Statement]]], knowledge: Knowledge) -> list[Statement]:
    """One figure of each place: that of the place that knows best what is asked, and of the others what is called most
    like it, of the same unit if there is one; nothing of a place that speaks of something else."""
    heads = [scored[0] for scored in choices if scored]
    if len(heads) < 2:
        return []
    head = max(heads, key=lambda pair: pair[0])[1]
    chosen: list[Statement] = []
    for scored in choices:
        if any(s is head for _, s in scored):
            chosen.append(head)
            continue
        technical = [s for _, s in scored if _both_technical(head.figure, s.figure, knowledge)]
        ranked = sorted(scored, key=lambda pair: -_likeness(head.figure, pair[1].figure, knowledge) - pair[0] / 10)
        fitting = [s for _, s in ranked if _same_kind(head.figure, s.figure, knowledge)]
        if fitting:
            chosen.append(fitting[0])
        elif technical:
            chosen.append(max(technical, key=lambda s: _likeness(head.figure, s.figure, knowledge)))
        elif ranked and _likeness(head.figure, ranked[0][1].figure, knowledge) >= LIKE:
            chosen.append(ranked[0][1])
    return chosen


def _likeness(a: Figure, b: Figure, knowledge: Knowledge) -> float:
    """How much of the shorter of two labels the other says, 0 to 1; more for the same measure and period."""
    first, second = _label(a), _label(b)
    both = sum(map(knowledge.evidence.rarity, first & second))
    shorter = min(sum(map(knowledge.evidence.rarity, label)) for label in (first, second)) or 1.0
    same_period = a.period is not None and a.period == b.period
    return both / shorter + 0.3 * (a.measure == b.measure) + 0.2 * same_period


def _same_kind(a: Figure, b: Figure, knowledge: Knowledge) -> bool:
    """Whether the units can be of one thing: the same, or counts in other words (个, 间)."""
    if "%" in (a.unit, b.unit):
        return a.unit == b.unit
    return "" in (a.unit, b.unit) or counting(a.unit, knowledge) == counting(b.unit, knowledge)


def _both_technical(a: Figure, b: Figure, knowledge: Knowledge) -> bool:
    """Whether both are in units of technology, which one measure may well be printed in differently (G, Gbps)."""
    technical = knowledge.lexicon.units.technical
    return all(f.unit in technical or knowledge.lexicon.same_unit(f.unit) in technical for f in (a, b))


def _label(figure: Figure) -> set[str]:
    place = figure.place
    words = (*place.row[-1:], *place.column) if place.table is not None and not figure.end else figure.subject[-2:]
    return set(text_to_tokens(" ".join(words)))


def _agree(a: Figure, b: Figure, knowledge: Knowledge) -> bool:
    return _same_kind(a, b, knowledge) and figure_interval(a, knowledge.lexicon).meets(
        figure_interval(b, knowledge.lexicon)
    )
