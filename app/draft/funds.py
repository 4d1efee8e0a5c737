"""Money: budget, received and spent, the rates, and each source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.draft.english_names import named
from app.draft.lines import column_name, line_name
from app.draft.manuscript import Block, Derived, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from index.statements import Statement
from ingest.periods import periods_in

MONEY = ("budget", "received", "spent")
MOST_SOURCES = 8
PERCENT = Decimal(100)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Account:
    """What one row, joined over the tables that have it, says of money. `budgets` are of different spans of years."""

    name: str
    budgets: tuple[Statement, ...] = ()
    received: Statement | None = None
    spent: Statement | None = None
    received_rate: Part | None = None
    spent_rate: Part | None = None


def funds_blocks(language: Language, knowledge: Knowledge, *, table: bool, asked: bool = True) -> list[Block]:
    """The section on money: the whole in two sentences, then each source in a clause; with a table if `table`."""
    sheets = _money_sheets(knowledge)
    if not sheets:
        return []
    total = _total(sheets, knowledge)
    sentences = list(_overall(total, language, asked))
    sources = _sources(sheets, knowledge)
    if sources:
        pieces = [piece for account in sources if (piece := _clause(account, language, knowledge))]
        said = phrase(language, "funds.sources", sources=joined(language, pieces, "semicolon"))
        sentences.append(Sentence(said, asked=asked, weight=4))
    blocks = [Block("paragraph", tuple(sentences))]
    if table and sources:
        blocks.append(_table([*sources, total], language, knowledge))
    return blocks


def accounts(knowledge: Knowledge) -> tuple[Account, list[Account]] | None:
    """The whole and each source; None where the documents state no money received."""
    sheets = _money_sheets(knowledge)
    if not sheets:
        return None
    return _account([x for sheet in sheets for x in sheet.lines if x.total], "", knowledge), _sources(sheets, knowledge)


def overall_funds(language: Language, knowledge: Knowledge) -> list[Sentence]:
    """The whole in two sentences, for an overview."""
    sheets = _money_sheets(knowledge)
    return list(_overall(_total(sheets, knowledge), language, asked=False)) if sheets else []


def _total(sheets: Sequence[Sheet], knowledge: Knowledge) -> Account:
    total = _account([line for sheet in sheets for line in sheet.lines if line.total], "", knowledge)
    return _told_of_spending(total, sheets[0], knowledge)


def _overall(total: Account, language: Language, asked: bool) -> Iterator[Sentence]:
    pieces: list[tuple[Part, ...]] = []
    for at, budget in enumerate(total.budgets):
        period = _period(budget, language)
        if not period and language == "zh" and len(total.budgets) > 1:
            # 规划期 and the like, which no years tell apart, are what the columns say.
            period = column_name(budget, 2).removesuffix(words(language, "funds.column_budget"))
        key = "funds.budget" if at == 0 else "funds.budget_within"
        pieces.append(phrase(language, key, period=period, figure=budget))
    if total.received is not None:
        pieces.append(phrase(language, "funds.received", figure=total.received))
    if total.received_rate is not None:
        pieces.append(phrase(language, "funds.received_rate", figure=total.received_rate))
    if pieces:
        yield Sentence((*joined(language, pieces), words(language, "stop")), asked=asked, weight=6)
    spent: list[tuple[Part, ...]] = []
    if total.spent is not None:
        spent.append(phrase(language, "funds.spent", figure=total.spent))
    if total.spent_rate is not None:
        spent.append(phrase(language, "funds.spent_rate", figure=total.spent_rate))
    if spent:
        yield Sentence((*joined(language, spent), words(language, "stop")), asked=asked, weight=6)


def _clause(account: Account, language: Language, knowledge: Knowledge) -> tuple[Part, ...]:
    pieces: list[tuple[Part, ...]] = []
    for name in ("received", "spent", "spent_rate", "received_rate"):
        value = getattr(account, name)
        if value is not None and not (name == "received_rate" and account.spent_rate is not None):
            pieces.append(phrase(language, f"funds.of_{name}", figure=value))
    return (
        (named(account.name, language, knowledge), words(language, "space"), *joined(language, pieces, "and"))
        if pieces
        else ()
    )


def _table(accounts: Sequence[Account], language: Language, knowledge: Knowledge) -> Block:
    header = [words(language, f"funds.column_{name}") for name in ("source", "budget", "received", "spent", "rate")]
    rows: list[tuple[tuple[Part, ...], ...]] = [tuple((text,) for text in header)]
    for account in accounts:
        cells: list[tuple[Part, ...]] = [
            (named(account.name, language, knowledge) if account.name else words(language, "funds.total"),)
        ]
        for value in (account.budgets[0] if account.budgets else None, account.received, account.spent):
            cells.append(() if value is None else (value,))
        cells.append(() if account.spent_rate is None else (account.spent_rate,))
        rows.append(tuple(cells))
    held = [column for column in range(len(header)) if any(row[column] for row in rows[1:])]
    rows = [tuple(row[column] for column in held) for row in rows]
    return Block("table", rows=tuple(rows), caption=words(language, "funds.caption"))


def _money_sheets(knowledge: Knowledge) -> list[Sheet]:
    """Tables of the first document that has any which state what was received beside what was budgeted or spent."""
    found = [
        sheet
        for sheet in knowledge.sheets
        if {e.figure.measure for line in sheet.lines for e in line.entries if e.figure} & set(MONEY) >= {"received"}
        and any(line.total for line in sheet.lines)
    ]
    if not found:
        return []
    return [sheet for sheet in found if sheet.document == found[0].document]


def _told_of_spending(total: Account, sheet: Sheet, knowledge: Knowledge) -> Account:
    """The account with what sentences of the chapter say was spent in all, where no table does."""
    if total.spent is not None or total.received is None:
        return total
    records = knowledge.snapshot.records[sheet.document]
    chapter = records.section_path(records.tables[sheet.tables[0]].section)[:1]
    told = [
        statement
        for statement in knowledge.snapshot.figures
        if statement.document == sheet.document
        and statement.figure.passage is not None
        and not statement.holder
        and records.section_path(statement.figure.place.section)[:1] == chapter
    ]
    spent = [s for s in told if s.figure.measure == "spent" and s.figure.unit == total.received.figure.unit]
    whole = max(spent, key=lambda s: s.figure.value, default=None)
    if whole is None:
        return total
    rates = [s for s in told if s.figure.measure == "spent_rate" and s.figure.passage == whole.figure.passage]
    return replace(total, spent=whole, spent_rate=rates[0] if rates else _rate(whole, total.received, ()))


def _sources(sheets: Sequence[Sheet], knowledge: Knowledge) -> list[Account]:
    """The rows that are no years, joined by name over the tables."""
    by_name: dict[str, list[Line]] = {}
    for sheet in sheets:
        for line in sheet.body:
            if line.path and not periods_in(line.name):
                by_name.setdefault(line_name(line), []).append(line)
    accounts = [_account(lines, name, knowledge) for name, lines in by_name.items()]
    return [account for account in accounts if account.received or account.spent][:MOST_SOURCES]


def _account(lines: Sequence[Line], name: str, knowledge: Knowledge) -> Account:
    budgets: list[Statement] = []
    for line in lines:
        for budget in _widest(line.figures("budget"), knowledge):
            same = next((i for i, known in enumerate(budgets) if known.figure.value == budget.figure.value), None)
            if same is None:
                budgets.append(budget)
            elif len(budget.figure.place.column) > len(budgets[same].figure.place.column):
                # The table whose columns say of which years it is.
                budgets[same] = budget
    received = _first(lines, "received", knowledge)
    spent = _first(lines, "spent", knowledge)
    budgets.sort(key=lambda s: -s.figure.value)
    return Account(
        name,
        tuple(budgets[:2]),
        received,
        spent,
        _first(lines, "received_rate", knowledge) or _rate(received, budgets[-1] if budgets else None, lines),
        _first(lines, "spent_rate", knowledge) or _rate(spent, received, lines),
    )


def _first(lines: Sequence[Line], measure: str, knowledge: Knowledge) -> Statement | None:
    return next((found[-1] for line in lines if (found := _widest(line.figures(measure), knowledge))), None)


def _widest(statements: Sequence[Statement], knowledge: Knowledge) -> list[Statement]:
    """Without those of single years that a total stands beside."""
    totals = [s for s in statements if any(w in column_name(s, 2) for w in knowledge.lexicon.tables.total)]
    return (totals[-1:] if len(statements) > 2 and totals else []) or list(statements)


def _rate(part: Statement | None, whole: Statement | None, lines: Sequence[Line]) -> Part | None:
    """The stated share that is this ratio; reckoned if none is."""
    if part is None or whole is None or whole.figure.value == 0 or part.figure.unit != whole.figure.unit:
        return None
    ratio = (part.figure.value / whole.figure.value * PERCENT).quantize(_CENT, ROUND_HALF_UP)
    stated = [e.statement for line in lines for e in line.entries if e.statement and e.statement.figure.unit == "%"]
    found = next((s for s in stated if abs(s.figure.value - ratio) < _CENT), None)
    formula = f"{part.figure.value} ÷ {whole.figure.value} = {ratio}%"
    return found or Derived(ratio, "%", formula, (part, whole))


def _period(statement: Statement, language: Language) -> str:
    period = statement.figure.period
    return "" if period is None else words(language, "years", years=str(period).replace("-", "—"))
