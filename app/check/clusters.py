"""What is said of one thing in several places, put together: one finding for one thing, with all its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from index.statements import Statement


@dataclass(frozen=True, slots=True)
class Link:
    """Statements of one thing that cannot all be right. `reason` is a message key or empty; `formula` is what was
    reckoned, if anything was."""

    statements: tuple[Statement, ...]
    confidence: str
    reason: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All statements of links that share one, in the documents' order; confidence and reason of the surest link."""

    statements: tuple[Statement, ...]
    confidence: str
    reason: str
    formulas: tuple[str, ...]


def links_to_clusters(links: Iterable[Link]) -> list[Cluster]:
    """Links that share a statement are about one thing."""
    links = list(links)
    heads = list(range(len(links)))

    def head(at: int) -> int:
        while heads[at] != at:
            at = heads[at]
        return at

    first: dict[tuple[int, int], int] = {}
    for at, link in enumerate(links):
        for statement in link.statements:
            heads[head(at)] = head(first.setdefault((statement.document, statement.figure.key), at))
    groups: dict[int, list[Link]] = defaultdict(list)
    for at, link in enumerate(links):
        groups[head(at)].append(link)
    return [_cluster(group) for group in groups.values()]


def _cluster(links: list[Link]) -> Cluster:
    known = {(s.document, s.figure.key): s for link in links for s in link.statements}
    surest = max(links, key=lambda link: Decimal(link.confidence))
    return Cluster(
        tuple(known[key] for key in sorted(known)),
        surest.confidence,
        surest.reason,
        tuple(dict.fromkeys(link.formula for link in links if link.formula)),
    )
