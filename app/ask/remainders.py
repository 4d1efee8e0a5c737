"""What is left of a whole when the part is set aside that a question denies (没拿到证的有几个), and how many a part is
that the documents state in percent only (44 个专业里工科有几个)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.ask.groups import Group, Told, figure_groups, same_kind
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rates import ratio_fits
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement
from index.matching import Term

SAME = 0.9
"""Share of what is asked that the words at a figure must say for it to be that."""
VERIFIED, SPLIT, ORDERED = 3.0, 2.0, 0.5
"""How much better a whole is that a stated share confirms, of which the part is named as one, that stands before it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part and its whole as they are stated; `share` is the part where it is stated in percent only."""

    whole: Told
    part: Told
    score: float
    in_percent: bool = False


def answer_remainder(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes whole, part and what is left for each clause that denies something, and the count of a part that is stated
    as a share; False if the question does neither, or the documents state no such figures."""
    if question.asks("unfinished", "gap", "why", "which_list", "verify", "conflict", "difference", "chart"):
        return False
    clauses = [part.text for part in question.parts] or [question.plain]
    words = knowledge.words
    asking = [c for c in clauses if words.pattern("counted", c) and "%" not in words.units_asked(c)]
    return any([_write_clause(clause, question, writing, knowledge) for clause in asking])


def _write_clause(clause: str, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    m = knowledge.words.pattern("denied", clause)
    if m is None:
        own = knowledge.terms.find(clause, question.language == "en").known
        if not knowledge.words.pattern("out_of", clause) and not _is_share_alone(own, knowledge):
            return False
        groups = list(figure_groups(question, knowledge))
        best = max(_shares(groups, own, question, knowledge), key=lambda p: p.score, default=None)
        if best is not None:
            _write_share(best, writing)
        return best is not None
    what = next(filter(None, m.groups()))
    denied = [t for t in knowledge.terms.find(what, question.language == "en").known if t.weight >= 1]
    if not denied:
        return False
    known = {t.names for t in question.terms}
    asked = replace(question, terms=(*question.terms, *(t for t in denied if t.names not in known)))
    groups = list(figure_groups(asked, knowledge))
    others = [t for t in question.terms if t.weight >= 1 and t.names not in {d.names for d in denied}]
    best = max(_parts(groups, denied, others, question, knowledge), key=lambda p: p.score, default=None)
    if best is not None:
        _write_rest(best, writing)
    return best is not None


def _is_share_alone(terms: Sequence[Term], knowledge: Knowledge) -> bool:
    """Whether the documents state a share of what the terms name, and no count of it."""
    strong = [t for t in terms if t.weight >= 1 and t.text not in knowledge.words.operation_words]
    found = [m.statement.figure for m in knowledge.mentions.find(strong, least=SAME) if m.near >= SAME]
    return any(f.unit == "%" for f in found) and all(f.unit in ("%", "‰") for f in found)


def _named(told: Told, terms: Sequence[Term]) -> bool:
    """Whether most of the terms say what a figure is."""
    return bool(terms) and sum(told.names(t) for t in terms) * 2 > len(terms)


def _parts(
    groups: Sequence[Group], denied: Sequence[Term], others: Sequence[Term], question: Question, knowledge: Knowledge
) -> Iterator[Part]:
    """Pairs of a whole and the denied part of it: confirmed by a stated share, named as one of the other, or named both
    by the question."""
    for group in groups:
        shares = [t for t in group.figures if t.statement.figure.unit == "%"]
        counts = [t for t in group.figures if t.statement.figure.unit != "%"]
        rates = [t for t in shares if _named(t, denied)]
        for at, part in enumerate(counts):
            for whole in counts:
                own, other = part.statement, whole.statement
                if whole is part or not same_kind(own, other, knowledge) or other.figure.value <= own.figure.value:
                    continue
                fits = [t for t in shares if ratio_fits(own.figure.value, other.figure.value, t.statement)]
                by_rate = any(t in fits for t in rates)
                if not (_named(part, denied) or by_rate) or _named(whole, denied):
                    continue
                split = _is_split(part, whole)
                told = sum(whole.names(t) for t in others)
                if not (fits or split or told):
                    continue
                held = sum(_holds(part, t) or _holds(whole, t) for t in others)
                score = group.score + VERIFIED * bool(fits) + SPLIT * split + told + by_rate + 2 * held
                yield Part(whole, part, score + ORDERED * (counts.index(whole) < at))
        for share in rates:
            yield from _counted(share, counts, group, others, question)


def _holds(told: Told, term: Term) -> bool:
    """Whether what stands over a figure says a term."""
    return any(all(token in told.over for token in name) for name in term.names if name)


def _is_split(part: Told, whole: Told) -> bool:
    """Whether the part is named as one of the whole (其中…)."""
    over = part.statement.figure.subject[-2:-1]
    return bool(over) and over == whole.statement.figure.subject[-1:]


def _counted(
    share: Told, counts: Sequence[Told], group: Group, named: Sequence[Term], question: Question
) -> Iterator[Part]:
    """The wholes that a share in percent may be of: a whole number of pieces must give it."""
    for whole in counts:
        figure = whole.statement.figure
        if figure.value != int(figure.value) or figure.value < 2:
            continue
        pieces = _pieces(share.statement, figure.value)
        given = figure.value in question.numbers
        if ratio_fits(pieces, figure.value, share.statement) and (given or any(whole.names(t) for t in named)):
            yield Part(whole, share, group.score + 2 * given, in_percent=True)


def _shares(groups: Sequence[Group], terms: Sequence[Term], question: Question, knowledge: Knowledge) -> Iterator[Part]:
    """A part that the question counts and the documents state in percent only, with its whole."""
    for group in groups:
        counts = [t for t in group.figures if t.statement.figure.unit != "%"]
        for share in (t for t in group.figures if t.statement.figure.unit == "%"):
            own = [t for t in terms if t.weight >= 1 and share.names(t)]
            # 工科 names the share, whatever else engineering may be called.
            only = [t for t in own if not any(c.names(_as_said(t, share)) for c in counts)]
            if only and knowledge.words.pattern("takes_up", share.before):
                yield from _counted(share, counts, group, terms, question)


def _as_said(term: Term, told: Told) -> Term:
    """The term by the names alone that stand at a figure."""
    names = tuple(name for name in term.names if told.names(replace(term, names=(name,))))
    return replace(term, names=names or term.names)


def _pieces(share: Statement, whole: Decimal) -> Decimal:
    return (whole * share.figure.value / 100).quantize(Decimal(1), ROUND_HALF_UP)


def _write_share(found: Part, writing: Writing) -> None:
    whole, share = found.whole.statement, found.part.statement
    pieces = _pieces(share, whole.figure.value)
    formula = f"{decimal_text(whole.figure.value)} × {decimal_text(share.figure.value)}% ≈ {decimal_text(pieces)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (whole, share))
    writing.say(
        "compute.of_share",
        whole_name=figure_name(whole.figure, writing),
        whole=writing.stated(whole),
        name=figure_name(share.figure, writing),
        share=writing.stated(share),
        count=writing.computed(pieces, whole.figure.unit, formula, marks),
        formula=formula,
    )


def _write_rest(found: Part, writing: Writing) -> None:
    whole, part = found.whole.statement, found.part.statement
    value = part.figure.value
    if found.in_percent:
        _write_share(found, writing)
        value = _pieces(part, whole.figure.value)
    rest = whole.figure.value - value
    formula = f"{decimal_text(whole.figure.value)} − {decimal_text(value)} = {decimal_text(rest)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (whole, part))
    writing.say(
        "compute.rest",
        whole_name=figure_name(whole.figure, writing),
        whole=writing.stated(whole),
        name=figure_name(part.figure, writing),
        part=writing.stated(part),
        rest=writing.computed(rest, whole.figure.unit, formula, marks),
        formula=formula,
        place=place_words(writing.snapshot, part.document, part.figure.place, writing.language),
    )
