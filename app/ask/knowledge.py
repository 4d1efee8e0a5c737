"""What questions are answered from: the index at one version, and the words of the trade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from app.ask.names import snapshot_to_names
from app.ask.overview import project_sections
from app.ask.project_rows import with_told_projects
from app.ask.roles import Roles
from app.ask.sheets import Sheet, snapshot_to_sheets
from app.ask.splits import Family, find_families, whole_tracks
from app.ask.terms import TermFinder
from app.ask.tracks import Track, find_tracks
from app.ask.vocabulary import AskWords
from index.contents import Contents
from index.glossary import Glossary
from index.matching import EvidenceIndex
from index.mentions import MentionIndex
from index.search import PassageSearch
from index.snapshot import DocumentView, Snapshot, take_snapshot
from index.tokens import text_to_tokens
from index.wordbook import Wordbook
from ingest.clauses import text_to_sentences
from ingest.lexicon import Lexicon
from ingest.records import Figure
from prompts import asking_data

if TYPE_CHECKING:
    from app.ask.derivations import Reckoning
    from app.ask.question import Question
    from app.ask.select import Selected
    from app.ask.setbacks import Setback
    from app.ask.standings import Standing
    from index.vectors import Vectors


REMEMBERED = 64
"""Questions that are remembered as they were read: one is looked at several times over, and again by those after it."""


@dataclass(frozen=True)
class Knowledge:
    """The index at one version, as it is looked up. Built once, read by many threads."""

    version: int
    snapshot: Snapshot
    evidence: EvidenceIndex
    passages: PassageSearch
    words: AskWords
    lexicon: Lexicon

    @cached_property
    def read(self) -> Callable[[str], Question]:
        """A text to the question that it is by itself, remembered."""
        from app.ask.question import read_question

        return lru_cache(REMEMBERED)(lambda text: read_question(text, self))

    @cached_property
    def understood(self) -> Callable[[tuple[str, ...]], Question]:
        """The texts of a session, the last of them asked now, to the question as it is understood, remembered."""
        from app.ask.question import understand_session

        return lru_cache(REMEMBERED)(lambda texts: understand_session(texts, self))

    @cached_property
    def selected(self) -> Callable[[Question], tuple[Selected, ...]]:
        """A question to all evidence for it, best first, remembered."""
        from app.ask.select import rank_evidence

        return lru_cache(REMEMBERED)(lambda question: rank_evidence(question, self))

    def prepare(self) -> None:
        """Builds now what is otherwise built when a question first needs it."""
        for name, kept in vars(type(self)).items():
            if isinstance(kept, cached_property):
                getattr(self, name)
        self.wordbook.prepare()
        self.terms.glossary.translate("plan")

    @cached_property
    def wordbook(self) -> Wordbook:
        """The documents' own words."""
        return Wordbook("\n".join((piece.text, *piece.context)) for piece in self.snapshot.evidence)

    @cached_property
    def terms(self) -> TermFinder:
        names = snapshot_to_names(self.snapshot, self.words)
        return TermFinder(self.words, self.wordbook, Glossary(self.wordbook), names)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables as rows to filter and compare."""
        return snapshot_to_sheets(self.snapshot, self.lexicon)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """What the documents split into parts."""
        return find_families(self.snapshot, self.sheets, self.lexicon, self.words.whole_years)

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """What the documents state of one thing in several years."""
        stated = find_tracks(
            self.snapshot, self.sheets, self.lexicon.tables.total, (*self.words.whole_years, *self.words.every)
        )
        return (*stated, *whole_tracks(self.families))

    @cached_property
    def roles(self) -> Roles:
        """What names rows, columns, parts of sentences and projects."""
        return Roles(self.snapshot, self.sheets)

    @cached_property
    def listed_sheets(self) -> tuple[Sheet, ...]:
        """The sheets as they are listed from: with rows for projects that only sentences tell of."""
        return with_told_projects(self.sheets, self.projects, self.snapshot)

    @cached_property
    def mentions(self) -> MentionIndex:
        """The figures by what they are said of."""
        return MentionIndex(self.snapshot, self.evidence)

    @cached_property
    def total_rows(self) -> frozenset[tuple[int, int, tuple[str, ...]]]:
        """The rows of totals: document, table, path of the row."""
        return frozenset(
            (sheet.document, line.table, line.path) for sheet in self.sheets for line in sheet.lines if line.total
        )

    @cached_property
    def tables_with_totals(self) -> frozenset[tuple[int, int]]:
        return frozenset((document, table) for document, table, _ in self.total_rows)

    @cached_property
    def line_tokens(self) -> Mapping[int, frozenset[str]]:
        """The tokens of the words of each row of the sheets, by the row's identity."""
        return {
            id(line): frozenset(text_to_tokens(line.words())) for sheet in self.listed_sheets for line in sheet.lines
        }

    @cached_property
    def sheet_tokens(self) -> Mapping[int, frozenset[str]]:
        """The tokens of what stands over the rows of each sheet, by the sheet's identity."""
        return {
            id(sheet): frozenset(
                text_to_tokens(" ".join((sheet.title, *sheet.headings[-1:], *(h for c in sheet.columns for h in c))))
            )
            for sheet in (*self.sheets, *self.listed_sheets)
        }

    @cached_property
    def projects(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """For each section (document, key) that tells of one project among many, that project's section."""
        return project_sections(self.snapshot)

    @cached_property
    def reasons(self) -> Mapping[int, str]:
        """The reasons that evidence gives, by the evidence's key."""
        from app.ask.reasons import evidence_to_reasons

        return evidence_to_reasons(self.snapshot, self.lexicon)

    @cached_property
    def derivations(self) -> tuple[Reckoning, ...]:
        """The figures that follow from others beside them."""
        from app.ask.derivations import knowledge_to_derivations

        return knowledge_to_derivations(self)

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """Where sentences and rows say that something stands, by the evidence's key."""
        from app.ask.standings import knowledge_to_standings

        return knowledge_to_standings(self)

    @cached_property
    def setbacks(self) -> tuple[Setback, ...]:
        """The unfinished tasks, each with the evidence that says so."""
        from app.ask.setbacks import snapshot_to_setbacks

        return snapshot_to_setbacks(self.snapshot, self.reasons)

    @cached_property
    def status_words(self) -> frozenset[str]:
        """What stands in the status cells of tables."""
        return frozenset(
            entry.text.strip()
            for sheet in self.sheets
            for line in sheet.lines
            if line.status is not None
            for entry in line.entries
            if entry.statement is None and any(entry.text.strip() in words for words in self.lexicon.statuses.values())
        )

    @cached_property
    def introductions(self) -> Mapping[tuple[int, int], frozenset[str]]:
        """For each table (document, key) the tokens of what points at it (结果见表4), with the sentences before."""
        found: dict[tuple[int, int], frozenset[str]] = {}
        for document, records in self.snapshot.records.items():
            numbers = {t.number: t.key for t in records.tables if t.number}
            for passage in records.passages:
                sentences = [s.text for s in text_to_sentences(passage.text)]
                for before, sentence in pairwise(["", *sentences]):
                    for number in (n for n in numbers if re.search(rf"{re.escape(n)}(?![\d-])", sentence)):
                        key = document, numbers[number]
                        found[key] = found.get(key, frozenset()) | frozenset(text_to_tokens(f"{before} {sentence}"))
        return found

    @cached_property
    def last_year(self) -> int | None:
        """The year that the documents report on: the latest of those that they give many figures of."""
        counted = Counter(
            s.figure.period.first
            for s in self.snapshot.figures
            if s.figure.period is not None and s.figure.period.first == s.figure.period.last
        )
        most = max(counted.values(), default=0)
        return max((year for year, count in counted.items() if count * 2 >= most), default=None)

    @cached_property
    def year_parts(self) -> Mapping[str, tuple[int, ...]]:
        """For each part of a year that figures are of (10月, 上半年) the years of which there are such."""
        found: dict[str, dict[int, None]] = {}
        for statement in self.snapshot.figures:
            period = statement.figure.period
            if period is not None and period.part:
                found.setdefault(period.part, {})[period.first] = None
        return {part: tuple(years) for part, years in found.items()}

    @cached_property
    def figures_of(self) -> Mapping[tuple[int, int], tuple[Figure, ...]]:
        """The figures of each passage (document, key), in their order."""
        found: dict[tuple[int, int], list[Figure]] = {}
        for document, records in self.snapshot.records.items():
            for figure in records.figures:
                if figure.passage is not None:
                    found.setdefault((document, figure.passage), []).append(figure)
        return {key: tuple(figures) for key, figures in found.items()}

    @cached_property
    def passage_of(self) -> Mapping[int, tuple[int, int]]:
        """The passage (document, key) that each piece of evidence is part of."""
        return {
            piece.key: (piece.document, piece.passage) for piece in self.snapshot.evidence if piece.passage is not None
        }


def contents_to_knowledge(contents: Contents, vectors: Vectors | None, lexicon: Lexicon) -> Knowledge:
    """Knowledge of everything stored. Documents with most figures come first: reports before what supports them."""
    documents = sorted(contents.documents, key=lambda d: (-d.figures, d.path))
    snapshot = take_snapshot(
        contents.version,
        [DocumentView(d.id, Path(d.path).name, d.title, d.kind.value) for d in documents],
        contents.records,
        contents.indicators,
        lexicon,
    )
    return Knowledge(
        version=contents.version,
        snapshot=snapshot,
        evidence=EvidenceIndex(snapshot),
        passages=PassageSearch(contents, vectors),
        words=AskWords.model_validate(asking_data()),
        lexicon=lexicon,
    )
