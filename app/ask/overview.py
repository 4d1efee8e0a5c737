"""Which sections of a report tell of one project among many, and which of the whole.

Reports treat project after project with the same parts (基本情况, 建设任务完成情况, 尚未完成的任务): a section whose
parts bear headings that its sisters' parts bear too is one project's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from app.ask.references import section_with_parts
from index.snapshot import Snapshot
from ingest.records import DocumentRecords

_MARK = re.compile(
    r"^\s*(?:\d+(?:\.\d+)*[\s.、．]+|[（(][\d一二三四五六七八九十]+[)）]\s*|第?[一二三四五六七八九十]+[、.．章]\s*)+"
)
SISTERS = 3
"""Sections that bear a part of the same heading, from which on they are projects."""


def bare_heading(heading: str) -> str:
    """A heading without its number; 五大中心 keeps its 五."""
    return _MARK.sub("", heading)


def project_sections(snapshot: Snapshot) -> Mapping[tuple[int, int], tuple[int, int]]:
    """For each section (document, key) of a project the project's own section; sections of the whole have no entry."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for document in snapshot.documents:
        for project in _projects(snapshot.records[document.id]):
            for key in section_with_parts(snapshot, document.id, project):
                found[document.id, key] = document.id, project
    return found


def _projects(records: DocumentRecords) -> list[int]:
    parts: dict[int, set[str]] = defaultdict(set)
    for section in records.sections:
        if section.parent is not None:
            parts[section.parent].add(bare_heading(section.title))
    sisters: dict[int | None, Counter[str]] = defaultdict(Counter)
    for key, titles in parts.items():
        sisters[records.sections[key].parent].update(titles)
    projects = [
        key
        for key, titles in parts.items()
        if any(sisters[records.sections[key].parent][title] >= SISTERS for title in titles)
    ]
    families = {records.sections[key].parent for key in projects}
    # Of a family of projects, also the one that is only told of, without parts of its own.
    return [s.key for s in records.sections if s.key in projects or (s.parent in families and s.parent is not None)]
