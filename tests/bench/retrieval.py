"""How often the search finds the passage that answers: CMRC-2018 dev, 848 passages, 3,219 questions.

    python -m tests.bench.retrieval [--words-only] [--model NAME] [--cache DIR]

Prints the share of questions whose passage is the first, among the first five and ten, and what it took.
Not part of the test run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import tempfile
import time
from pathlib import Path

import prompts
from app.settings import default_model_cache
from index import PassageSearch, Store, Stores, Vectors, build_index
from index.embedding import load_embeddings
from index.model_files import DEFAULT_MODEL
from ingest.lexicon import Lexicon
from ingest.records import Document, DocumentKind, DocumentRecords, Passage, PassageKind, Place

DATA = Path(__file__).parents[3] / "shared/evals/public/cmrc2018_dev.json"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words-only", action="store_true")
    options.add_argument("--model", default=DEFAULT_MODEL)
    options.add_argument("--cache", type=Path, default=default_model_cache())
    options.add_argument("--data", type=Path, default=DATA)
    arguments = options.parse_args()

    records, questions = read_cmrc(arguments.data)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        lexicon = Lexicon.model_validate(prompts.lexicon_data())
        vectors = None
        if not arguments.words_only:
            vectors = Vectors(home, load_embeddings(arguments.model, arguments.cache), arguments.model)
        with Store.open(home) as store:
            started = time.perf_counter()
            build_index(records, Stores(store, lexicon, vectors))
            print(f"index built        {time.perf_counter() - started:8.2f} s")
            started = time.perf_counter()
            search = PassageSearch(store.contents(), vectors)
            print(f"search ready       {time.perf_counter() - started:8.2f} s")
            search.search(questions[0][0])
            started = time.perf_counter()
            ranks = [rank(search, question, passage) for question, passage in questions]
            each = (time.perf_counter() - started) / len(questions)
        if vectors is not None:
            vectors.close()
    for first in (1, 5, 10):
        print(f"among the first {first:2} {sum(r <= first for r in ranks) / len(ranks):8.2%}")
    print(f"per question       {each * 1000:8.2f} ms")
    print(f"memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


def read_cmrc(path: Path) -> tuple[DocumentRecords, list[tuple[str, int]]]:
    """The passages as one document, and the questions with the key of the passage that answers each."""
    paragraphs = [p for entry in json.loads(path.read_text(encoding="utf-8"))["data"] for p in entry["paragraphs"]]
    passages = tuple(
        Passage(key, PassageKind.PARAGRAPH, paragraph["context"], Place(None, paragraph["context"]))
        for key, paragraph in enumerate(paragraphs)
    )
    document = Document(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.name, DocumentKind.TEXT, None)
    questions = [(qa["question"], key) for key, paragraph in enumerate(paragraphs) for qa in paragraph["qas"]]
    return DocumentRecords(document, (), passages, ()), questions


def rank(search: PassageSearch, question: str, passage: int) -> int:
    """The place of the passage among what was found, a great number if it was not."""
    found = [hit.passage.key for hit in search.search(question, 10)]
    return found.index(passage) + 1 if passage in found else 10**6


if __name__ == "__main__":
    main()
