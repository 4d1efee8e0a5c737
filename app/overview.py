"""How things stand, on one screen: rates of the whole, each project's, money, satisfaction, and what is unfinished.

Everything is taken from what the index holds; what no document states is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.answer import Citation, Language
from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text, place_to_citation
from app.draft.funds import Account, accounts
from app.draft.lines import line_name
from app.draft.manuscript import Part
from app.draft.open_tasks import task_project, unfinished_entries
from app.draft.overviews import projects_sheet, whole_lines
from app.draft.ratings import ratings_sheet, yearly_ratings
from index.statements import Statement, normal_label
from prompts import message

MOST_CARDS = 4
MOST_PROJECTS = 24
MOST_OPEN = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as printed, its value, and where it stands; what it is of in a word or two."""

    text: str
    value: Decimal
    citation: Citation
    label: str = ""


@dataclass(frozen=True, slots=True)
class RateCard:
    """A rate of the whole, with the figures of its row that it is made of."""

    name: str
    rate: Shown
    of: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a figure, or several in their order: a project its rate, a source its money, a group its
    ratings by year."""

    name: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What is unfinished, in the document's words."""

    project: str
    words: str
    status: str
    reason: str
    planned: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Overview:
    """Each part is empty where the documents say nothing of it."""

    rates: tuple[RateCard, ...] = ()
    projects: tuple[Named, ...] = ()
    funds: tuple[Named, ...] = ()
    ratings: tuple[Named, ...] = ()
    tasks: tuple[OpenTask, ...] = ()


def take_overview(knowledge: Knowledge, language: Language) -> Overview:
    """The overview of everything stored."""
    look = _Look(knowledge, language)
    return Overview(look.rates(), look.projects(), look.funds(), look.ratings(), look.tasks())


class _Look:
    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        self._knowledge, self._language = knowledge, language

    def rates(self) -> tuple[RateCard, ...]:
        cards: dict[str, RateCard] = {}
        for line in whole_lines(self._knowledge):
            for rate in line.figures("rate"):
                # Of several rates in a row, each is of the figures that stand before it and after the last one.
                before = [e.statement for e in line.entries if e.statement]
                at = before.index(rate)
                start = max((i + 1 for i, s in enumerate(before[:at]) if s.figure.measure == "rate"), default=0)
                of = [s for s in before[start:at] if s.figure.measure in ("target", "actual")]
                name = self._name(rate, line_name(line))
                if of and name not in cards:
                    cards[name] = RateCard(name, self._shown(rate), tuple(self._shown(s, label=_column(s)) for s in of))
        return tuple(cards.values())[:MOST_CARDS]

    def projects(self) -> tuple[Named, ...]:
        sheet = projects_sheet(self._knowledge)
        lines = [(line, line.first("rate")) for line in sheet.body] if sheet is not None else []
        named = [Named(line_name(line), (self._shown(rate),)) for line, rate in lines if rate is not None]
        return tuple(named[:MOST_PROJECTS])

    def funds(self) -> tuple[Named, ...]:
        found = accounts(self._knowledge)
        if found is None:
            return ()
        total, sources = found
        whole = message(self._language, "overview.total")
        kept = [(whole, total), *((account.name, account) for account in sources)]
        return tuple(Named(name, figures) for name, account in kept if (figures := self._money(account)))

    def ratings(self) -> tuple[Named, ...]:
        sheet = ratings_sheet(self._knowledge)
        if sheet is None:
            return ()
        groups = [(line, yearly_ratings(line)) for line in sheet.lines]
        return tuple(
            Named(normal_label(line_name(line)), tuple(self._shown(s, label=str(s.figure.period)) for s in yearly))
            for line, yearly in groups
            if yearly
        )

    def tasks(self) -> tuple[OpenTask, ...]:
        snapshot = self._knowledge.snapshot
        return tuple(
            OpenTask(
                project=task_project(document, status, self._knowledge) if status.place.table is None else "",
                words=" ".join((status.subject[-1] if status.place.table is not None else status.place.quote).split()),
                status=message(self._language, f"indicators.status_{status.kind.name.lower()}"),
                reason=" ".join(status.reason.split()) if status.place.table is not None else "",
                planned=status.planned,
                citation=place_to_citation(snapshot, document, status.place),
            )
            for document, status in unfinished_entries(self._knowledge)[:MOST_OPEN]
            if status.subject or status.place.table is None
        )

    def _money(self, account: Account) -> tuple[Shown, ...]:
        budget = account.budgets[-1] if account.budgets else None
        parts: list[Part | None] = [budget, account.received, account.spent]
        return tuple(self._shown(part, measure=True) for part in parts if isinstance(part, Statement))

    def _name(self, rate: Statement, fallback: str) -> str:
        """What a rate of the whole is called: by its row if that names it, else by its column."""
        column, row = _column(rate), normal_label(fallback)
        return f"{row} · {column}" if row and column and row != column else row or column

    def _shown(self, statement: Statement, *, measure: bool = False, label: str = "") -> Shown:
        figure = statement.figure
        citation = place_to_citation(self._knowledge.snapshot, statement.document, figure.place)
        if measure:
            label = message(self._language, f"answers.measure.{figure.measure}")
        return Shown(figure_text(figure), figure.value, citation, label)


def _column(statement: Statement) -> str:
    column = statement.figure.place.column
    return normal_label(column[-1]) if column else ""
