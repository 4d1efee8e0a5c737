"""What reading a report into the index takes, beside the plain recipe on the same file, in one run.

    python -m tests.bench.ingest [--file corpus/report.pdf] [--runs 3] [--most 1.0]

The plain recipe: pdfplumber's text and tables of every page, pieces of 500 characters, the same embedding model through
the same adapter, kept in Chroma. Ours: everything that `ziping ingest` does, through the same service. Each runs in a
process of its own, in turn; the best of the runs counts. Exit status 1 if ours takes more than `--most` times as long,
or more than 1.5 GB together with the processes that it starts. Not part of the test run.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 1500
"""Megabytes, over all processes of one ingest."""
CHUNK = 500


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--file", type=Path, default=ROOT / "corpus/report.pdf")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--most", type=float, default=1.0, help="how many times as long as the plain recipe at most")
    options.add_argument("--recipe", choices=("plain", "ours"), help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.recipe:
        with tempfile.TemporaryDirectory() as folder:
            recipe = plain_recipe if arguments.recipe == "plain" else our_ingest
            print(json.dumps(recipe(arguments.file, Path(folder))))
        return
    best: dict[str, dict[str, float]] = {}
    for _ in range(arguments.runs):
        for recipe in ("plain", "ours"):
            taken = measure(recipe, arguments.file)
            if recipe not in best or taken["seconds"] < best[recipe]["seconds"]:
                best[recipe] = taken
    for name, taken in best.items():
        print(name.ljust(8), "  ".join(f"{what} {value:,.2f}" for what, value in taken.items()))
    ratio = best["ours"]["seconds"] / best["plain"]["seconds"]
    memory = best["ours"]["megabytes"]
    print(f"ratio    {ratio:.2f} (at most {arguments.most:.2f}), memory {memory:,.0f} MB (at most {MOST_MEMORY:,})")
    sys.exit(ratio > arguments.most or memory > MOST_MEMORY)


def measure(recipe: str, file: Path) -> dict[str, float]:
    """Seconds from start to end of a process that carries the recipe out, those that processors worked for it, and the
    most memory that it and those that it started had at once; what it says of its steps is added."""
    command = [sys.executable, "-m", "tests.bench.ingest", "--recipe", recipe, "--file", str(file)]
    started, worked = time.perf_counter(), _worked()
    peak = [0.0]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        watcher = threading.Thread(target=_watch_memory, args=(process, peak), daemon=True)
        watcher.start()
        output = process.communicate()[0]
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{recipe}: exit status {process.returncode}")
    return {
        "seconds": seconds,
        "processor": _worked() - worked,
        "megabytes": peak[0],
        **json.loads(output.splitlines()[-1]),
    }


def plain_recipe(file: Path, home: Path) -> dict[str, float]:
    """Text and tables, pieces of equal length, vectors: what most assistants over documents do."""
    import chromadb
    import pdfplumber

    from app.settings import default_model_cache
    from index.embedding import DEFAULT_MODEL, load_embeddings

    started = time.perf_counter()
    texts: list[str] = []
    with pdfplumber.open(file) as pdf:
        for page in pdf.pages:
            texts.append(page.extract_text())
            tables = page.extract_tables()
            texts += ["\n".join(" | ".join(cell or "" for cell in row) for row in table) for table in tables]
            page.close()
    whole = "\n".join(texts)
    chunks = [whole[start : start + CHUNK] for start in range(0, len(whole), CHUNK)]
    read = time.perf_counter()
    vectors = load_embeddings(DEFAULT_MODEL, default_model_cache(), offline=True).embed_documents(chunks)
    embedded = time.perf_counter()
    collection = chromadb.PersistentClient(str(home / "chroma")).create_collection("chunks", embedding_function=None)
    numbers = [str(number) for number in range(len(chunks))]
    collection.add(ids=numbers, documents=chunks, embeddings=vectors)  # type: ignore[arg-type]
    return {"reading": read - started, "embedding": embedded - read, "chunks": len(chunks)}


def our_ingest(file: Path, home: Path) -> dict[str, float]:
    from app.garbage import collect_seldom
    from app.service import Ziping
    from app.settings import load_settings

    # As the command does.
    collect_seldom()
    service = Ziping(load_settings(home=home / "home"))
    (report,) = service.ingest([file])
    if report.state != "read" or service.vectors is None:
        sys.exit(f"not read, or no embedding model: {report.message}")
    return {kind: float(count) for kind, count in report.counts.items() if kind in ("passages", "figures")}


def _worked() -> float:
    """Processor seconds of all processes that this one has started and that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch_memory(process: subprocess.Popen[str], peak: list[float]) -> None:
    """Samples the resident memory of a process and those below it (Linux; elsewhere nothing is known)."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _with_children(process.pid)) / 1e6)
        time.sleep(0.05)


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in path.read_text().split():
                found += _with_children(int(child))
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    """Bytes: what is shared with other processes is counted as its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
