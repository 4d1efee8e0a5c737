"""Ingests as `ziping ingest` does, again and again, for a test that kills it.

python -m tests.app.ingest_process HOME FILE    for each line read: forks a process that ingests the two versions of
                                                the file in turn until it is killed, and prints its number
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.service import Ziping
from app.settings import Settings
from index.vectors import Vectors
from tests.index.sample_records import PairEmbeddings

VERSIONS = ("52.5%", "61.8%")
"""What the two versions of the file say in one place."""


def open_service(home: Path) -> Ziping:
    """The service with an embedding that needs no model."""
    service = Ziping(Settings(home=home, offline=True))
    service.__dict__["vectors"] = Vectors(home, PairEmbeddings(), "pairs")
    return service


def write_version(path: Path, text: str, version: str) -> None:
    """Replaces the file at once: what is ingested is never half a file."""
    partial = path.with_suffix(".new")
    partial.write_text(text.replace(VERSIONS[0], version), encoding="utf-8")
    partial.replace(path)


def ingest_for_ever(home: Path, path: Path) -> None:
    service, text = open_service(home), path.read_text(encoding="utf-8").replace(VERSIONS[1], VERSIONS[0])
    while True:
        for version in VERSIONS:
            write_version(path, text, version)
            (report,) = service.ingest([path])
            assert report.state != "failed", report.message


def main() -> None:
    import chromadb  # noqa: F401  (loaded here once, not in every process that is forked)

    home, path = map(Path, sys.argv[1:])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            ingest_for_ever(home, path)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
