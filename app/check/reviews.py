"""The cross-check of one index as page, command line and answers use it: kept until the index changes, with what people
decided about it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.check.coverage import Coverage, cover
from app.check.engine import Review, review_index
from app.check.finding import Finding
from app.check.paper import Paper
from app.check.triage import Triage, TriageError, make_decision, standing, triage_findings
from index.triage import TriageLog

_log = logging.getLogger(__name__)


class Reviews:
    """Safe to use from several threads. `knowledge` gives what is stored now."""

    def __init__(self, knowledge: Callable[[], Knowledge], log: TriageLog) -> None:
        self._knowledge, self._log = knowledge, log
        self._lock = threading.Lock()
        self._reviews: dict[Language, tuple[int, Review]] = {}

    def review(self, language: Language) -> Review:
        """Findings, what holds and what could not be checked."""
        knowledge = self._knowledge()
        with self._lock:
            known = self._reviews.get(language)
            if known is None or known[0] != knowledge.version:
                known = self._reviews[language] = knowledge.version, review_index(knowledge, language)
            return known[1]

    def refresh(self, language: Language) -> None:
        """Checks what is stored now, so that whoever looks next need not wait. What breaks is logged: that the
        documents were read holds all the same."""
        try:
            self.review(language)
        except Exception:
            _log.exception("cross-check failed")

    def triage(self, language: Language) -> dict[str, Triage]:
        """Finding id -> where it stands."""
        return triage_findings(self.review(language).findings, self._log.decisions())

    def standing(self, language: Language) -> list[Finding]:
        """The findings that nobody has dismissed."""
        return standing(self.review(language).findings, self.triage(language))

    def decide(self, ids: Sequence[str], state: str, note: str, who: str, language: Language) -> list[Finding]:
        """Takes one decision about these findings; the findings. Raises TriageError, and then nothing is decided."""
        known = {finding.id: finding for finding in self.review(language).findings}
        unknown = next((id for id in ids if id not in known), None)
        if unknown is not None:
            raise TriageError("finding", unknown)
        findings = [known[id] for id in dict.fromkeys(ids)]
        self._log.add([make_decision(finding, state, note, who) for finding in findings])
        return findings

    def paper(self, language: Language, original: Callable[[int], Path | None]) -> Paper:
        """All that working papers are made of; `original` gives the kept file of a document."""
        review, snapshot = self.review(language), self._knowledge().snapshot
        coverage = self.coverage(language)
        return Paper(review.findings, self.triage(language), review.checked, coverage, snapshot, original)

    def coverage(self, language: Language) -> Coverage:
        """Every figure's standing, section by section."""
        review = self.review(language)
        return cover(self._knowledge().snapshot, self.standing(language), review.checked, language)
