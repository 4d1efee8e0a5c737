"""Processes that write an index, for tests that kill them or run them against one another.

python ingest_process.py once HOME PATH VALUE...    one document for each value, one after the other
python ingest_process.py loops HOME PATH            for each line read: forks a process that ingests two versions of
                                                    a document in turn until it is killed, and prints its number
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from index.build import Stores, build_index
from index.store import Store
from index.vectors import Vectors
from ingest.records import DocumentRecords
from tests.index.sample_records import LEXICON, SENTENCES, PairEmbeddings, make_records, write_source

VERSIONS = ("1.25", "2.50")


def version(path: Path, value: str) -> DocumentRecords:
    """The document as it is when its figure is `value`; its file is written."""
    sentences = tuple(f"第 {value} 版第 {i} 句。{SENTENCES[i % len(SENTENCES)]}" for i in range(30))
    partial = path.with_suffix(".new")
    sha256 = write_source(partial, value)
    partial.replace(path)
    return make_records(path, sentences, value, sha256)


def ingest(home: Path, path: Path, value: str) -> None:
    vectors = Vectors(home, PairEmbeddings(), "pairs")
    with Store.open(home) as store:
        build_index(version(path, value), Stores(store, LEXICON, vectors))
    vectors.close()


def ingest_for_ever(home: Path, path: Path) -> None:
    vectors = Vectors(home, PairEmbeddings(), "pairs")
    with Store.open(home) as store:
        while True:
            for value in VERSIONS:
                build_index(version(path, value), Stores(store, LEXICON, vectors))


def main() -> None:
    what, home, path, *values = sys.argv[1:]
    if what == "once":
        for value in values:
            ingest(Path(home), Path(path), value)
        return
    import chromadb  # noqa: F401  (loaded here once, not in every process that is forked)

    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            ingest_for_ever(Path(home), Path(path))
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
