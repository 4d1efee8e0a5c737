"""An ingest that is killed at any moment, reading process and all, leaves the old version whole or the new one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.windows import records_to_windows
from ingest import ingest_document
from ingest.records import DocumentRecords
from tests.app.console import REPORT
from tests.app.ingest_process import VERSIONS, open_service, write_version

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("ZIPING_TEST_KILLS", "12"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks processes")
def test_a_killed_ingest_leaves_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "report.md"
    expected = versions(path)
    moments, seen = random.Random(KILLS), set()
    command = [sys.executable, "-m", "tests.app.ingest_process", home, path]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forking:
        assert forking.stdin is not None and forking.stdout is not None
        for kill in range(KILLS):
            forking.stdin.write("\n")
            forking.stdin.flush()
            child = int(forking.stdout.readline())
            time.sleep(moments.uniform(0.1, 3.0))
            os.kill(child, signal.SIGKILL)
            assert forking.stdout.readline() == "gone\n"
            seen |= {check_whole(home, expected, f"kill {kill}", may_be_empty=not seen)}
        forking.stdin.close()
    assert seen & set(VERSIONS)
    service = open_service(home)
    write_version(path, REPORT.read_text(encoding="utf-8"), VERSIONS[0])
    (report,) = service.ingest([path])
    assert report.state in ("read", "unchanged")
    assert check_whole(home, expected, "after the last", may_be_empty=False) == VERSIONS[0]


def versions(path: Path) -> dict[str, DocumentRecords]:
    """What is read from each version of the file, which is left as the first of them."""
    found = {}
    for version in reversed(VERSIONS):
        shutil.copy(REPORT, path)
        write_version(path, REPORT.read_text(encoding="utf-8"), version)
        records = ingest_document(path, open_service(path.parent / "unused").lexicon)
        found[version] = replace(records, document=replace(records.document, path=str(path.resolve())))
    assert found[VERSIONS[0]] != found[VERSIONS[1]]
    return found


def check_whole(home: Path, expected: dict[str, DocumentRecords], when: str, *, may_be_empty: bool) -> str:
    """The version that is stored, after a look at its records, its file and its vectors; "" if none is yet."""
    service = open_service(home)
    try:
        documents = service.store.documents()
        assert len(documents) == 1 or (may_be_empty and not documents), when
        for document in documents:
            records = service.store.records(document.id)
            (version,) = [version for version, known in expected.items() if known == records]
            original = service.store.original(document.id)
            assert original is not None and original.stem == document.sha256, when
            assert service.vectors is not None
            near = service.vectors.search(records_to_windows(records)[3].text, [document.revision], 500)
            assert {hit.passage for hit in near} == {passage.key for passage in records.passages}, when
            return version
        return ""
    finally:
        service.store.close()
        if service.vectors is not None:
            service.vectors.close()
