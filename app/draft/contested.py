"""Where the report disagrees with itself: the spot is marked with all values; a section says what is to be settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.overview import bare_heading
from app.check.finding import Finding
from app.draft.manuscript import Block, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from index.statements import Statement

MOST_FINDINGS = 20
MOST_VALUES = 3
RATES = ("%", "‰")
MARKED = ("restated", "unit")

Contested = Mapping[tuple[int, int], tuple[Statement, ...]]
"""For a figure (document, key) the statements that say otherwise."""


def contested_figures(findings: Sequence[Finding], knowledge: Knowledge) -> Contested:
    """The figures that the cross-check found stated differently elsewhere."""
    found: dict[tuple[int, int], tuple[Statement, ...]] = {}
    for finding in findings:
        if finding.kind not in MARKED:
            continue
        stated = _statements(finding, knowledge)
        for own in stated:
            others = {s.figure.value: s for s in stated if _is_other_value(own, s)}
            key = own.document, own.figure.key
            found[key] = (*found.get(key, ()), *others.values())[:MOST_VALUES]
    return found


def _is_other_value(own: Statement, other: Statement) -> bool:
    """Whether two figures of a finding say the same of one thing with different values: a rate is no other value of
    the count that it follows from."""
    measures = {own.figure.measure, other.figure.measure} - {""}
    return own.figure.value != other.figure.value and own.figure.unit == other.figure.unit and len(measures) < 2


def marked(blocks: Sequence[Block], contested: Contested, language: Language) -> tuple[list[Block], bool]:
    """The blocks with a note behind each contested figure, and whether there is any."""
    noted: set[tuple[int, int]] = set()
    result: list[Block] = []
    for block in blocks:
        sentences = [_marked(sentence, contested, language, noted) for sentence in block.sentences]
        result.append(replace(block, sentences=tuple(sentences)))
    return result, bool(noted)


def _marked(sentence: Sentence, contested: Contested, language: Language, noted: set[tuple[int, int]]) -> Sentence:
    """The sentence with notes, also in its plainer and its shorter form."""
    before = set(noted)
    parts: list[Part] = []
    for part in sentence.parts:
        parts.append(part)
        if not isinstance(part, Statement) or (key := (part.document, part.figure.key)) in noted:
            continue
        said = {s.figure.value for s in sentence.statements}
        others = [(s,) for s in contested.get(key, ()) if s.figure.value not in said]
        if others:
            noted.add(key)
            parts += phrase(language, "contested", values=joined(language, others, "and"))
    if noted == before:
        return sentence
    plainer = sentence.plainer
    shorter = sentence.shorter
    return replace(
        sentence,
        parts=tuple(parts),
        plainer=sentence if plainer is None else _marked(plainer, contested, language, set(before)),
        shorter=None if shorter is None else _marked(shorter, contested, language, set(before)),
    )


def conflict_blocks(language: Language, findings: Sequence[Finding], knowledge: Knowledge) -> list[Block]:
    """One numbered line for each finding: what is said differently, with its values and places."""
    sentences: list[Sentence] = []
    for finding in findings[:MOST_FINDINGS]:
        stated = _statements(finding, knowledge)
        # A rate is no other value of the counts that it follows from.
        rates = {s.figure.unit in RATES for s in stated[:1]}
        by_value = {(s.figure.value, s.figure.unit): s for s in stated if (s.figure.unit in RATES) in rates}
        if len(by_value) < 2 or finding.kind not in MARKED:
            continue
        name = _name(finding, stated[0])
        period = stated[0].figure.period
        if period is not None and str(period.first) not in name:
            name = words(language, "conflicts.dated", name=name, years=str(period).replace("-", "—"))
        values = [
            phrase(language, "conflicts.value", figure=statement, place=_place(statement, knowledge))
            for statement in by_value.values()
        ]
        at = f"{len(sentences) + 1}. "
        together = phrase(language, "conflicts.one", name=name, values=joined(language, values))
        apart = [part for value in values for part in phrase(language, "conflicts.one", name=name, values=value)]
        plainer = Sentence((at, *apart), asked=True, weight=4)
        sentences.append(replace(plainer, parts=(at, *together), plainer=plainer))
    if not sentences:
        return []
    return [Block("paragraph", (Sentence(phrase(language, "conflicts.opening")),)), Block("items", tuple(sentences))]


def _statements(finding: Finding, knowledge: Knowledge) -> list[Statement]:
    position, figures = knowledge.snapshot.figure_position, knowledge.snapshot.figures
    keys = [(p.document, p.figure) for p in finding.places if p.document is not None and p.figure is not None]
    return [figures[position[d, f]] for d, f in keys if (d, f) in position]


def _name(finding: Finding, statement: Statement) -> str:
    quoted = finding.summary.partition("“")[2].partition("”")[0]
    return quoted or (statement.figure.subject[-1] if statement.figure.subject else "")


def _place(statement: Statement, knowledge: Knowledge) -> str:
    records = knowledge.snapshot.records[statement.document]
    table = statement.figure.place.table
    if table is not None:
        return records.tables[table].number or records.tables[table].caption
    path = records.section_path(statement.figure.place.section)
    return f"“{bare_heading(path[-1])}”" if path else knowledge.snapshot.document(statement.document).name
