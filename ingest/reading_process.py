"""The process that reads documents for `ingest.isolation`, and what the two say to one another: lines of JSON.

To it: first the lexicon, then a `Request` for each document. From it: `Ready`, then for each document `PageRead` any
number of times, `PassagesRead` followed by a line with the records that are there by then, if the request wants them,
and either `Failure`, or `Done` followed by a line with all records. A document that makes a library run
for ever, take all memory or crash takes nothing with it but this process.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from ingest.progress import listening
from ingest.records import DocumentRecords

MOST_UNPACKED = 1_000_000_000
"""Bytes that the parts of an archive (DOCX, XLSX …) may have unpacked: ten times what a large report has."""
_LOOK_AROUND = 2.0
"""Seconds after which the process looks again whether anybody still waits for it."""


class Request(BaseModel):
    """`path` as the system has it, which need not be text; `memory`: bytes that may be taken for the document;
    `passages`: whether what has been read is wanted before its figures are found."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    path: bytes
    memory: int
    passages: bool = False


class Ready(BaseModel):
    """Said once, when the process waits for its first document."""

    kind: Literal["ready"] = "ready"


class PageRead(BaseModel):
    kind: Literal["page"] = "page"
    page: int
    pages: int


class PassagesRead(BaseModel):
    kind: Literal["passages"] = "passages"


class Failure(BaseModel):
    kind: Literal["failure"] = "failure"
    code: str
    page: int | None
    cause: str


class Done(BaseModel):
    kind: Literal["done"] = "done"


class Said(BaseModel):
    """One line from the process."""

    line: Ready | PageRead | PassagesRead | Failure | Done = Field(discriminator="kind")


RECORDS: TypeAdapter[DocumentRecords] = TypeAdapter(DocumentRecords)


def main() -> None:
    """Reads documents until there is nobody to ask for one."""
    asked, answers = sys.stdin.buffer, _own_output()
    _end_with_parent()
    lexicon = Lexicon.model_validate_json(asked.readline())
    _warm_up()
    _say(answers, Ready())
    for line in asked:
        request = Request.model_validate_json(line)
        _limit_memory(request.memory)
        _answer(request, lexicon, answers)


def _answer(request: Request, lexicon: Lexicon, answers: IO[bytes]) -> None:
    def page_read(page: int, pages: int) -> None:
        _say(answers, PageRead(page=page, pages=pages))

    def passages_read(records: DocumentRecords) -> None:
        _say(answers, PassagesRead())
        _write(answers, _packed(records))

    try:
        with listening(page_read, passages_read if request.passages else None):
            packed = _read(Path(os.fsdecode(request.path)), lexicon)
    except ReadError as error:
        code = "too-large" if _ran_out_of_memory(error) else error.code
        _say(answers, Failure(code=code, page=error.page, cause=_as_text(error.cause)))
    except MemoryError:
        _say(answers, Failure(code="too-large", page=None, cause=""))
    except Exception as error:
        # A mistake of ours on one document is no reason to leave the others unread.
        _say(answers, Failure(code="document", page=None, cause=_mistake(error)))
    else:
        _say(answers, Done())
        _write(answers, packed)


def _read(path: Path, lexicon: Lexicon) -> bytes:
    from ingest import ingest_document

    _refuse_bombs(path)
    return _packed(ingest_document(path, lexicon))


def _packed(records: DocumentRecords) -> bytes:
    # The other side knows the path, which need not be text; neither need the title be, if it is the file's name.
    document = replace(records.document, path="", title=_as_text(records.document.title))
    return RECORDS.dump_json(replace(records, document=document))


def _refuse_bombs(path: Path) -> None:
    """Raises ReadError `too-large` for an archive that says itself how large it becomes. Others meet the limits."""
    with suppress(OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MOST_UNPACKED:
                raise ReadError("too-large", path, cause=f"{unpacked / 1e6:,.0f} MB unpacked")


def _ran_out_of_memory(error: ReadError) -> bool:
    if error.cause == MemoryError.__name__:
        # Of a page: it is told by its cause only.
        return True
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return True
        cause = cause.__cause__
    return False


def _mistake(error: Exception) -> str:
    """What went wrong, and where in the program: nothing else of it reaches anybody."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return _as_text(f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})")


def _as_text(said: str) -> str:
    """Without what UTF-8 cannot say."""
    return said.encode("utf-8", "replace").decode("utf-8")


def _say(answers: IO[bytes], what: Ready | PageRead | PassagesRead | Failure | Done) -> None:
    _write(answers, what.model_dump_json().encode())


def _write(answers: IO[bytes], line: bytes) -> None:
    # In one piece, so that lines of a forked reader do not run into one another.
    answers.write(line + b"\n")
    answers.flush()


def _own_output() -> IO[bytes]:
    """Standard output for our lines alone: what a library prints goes where errors go."""
    ours = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(ours, "wb")


def _warm_up() -> None:
    """Imports what most documents need while nobody waits for it yet."""
    import ingest.document
    import ingest.figures
    import ingest.statuses  # noqa: F401
    from ingest.readers.pdf import load_library

    load_library()
    # What is loaded stays; and of the many small objects of a page hardly any is ever part of a circle.
    gc.freeze()
    gc.set_threshold(50_000)


def _end_with_parent() -> None:
    """Ends this process, also in the midst of a document, when the one that asked is gone."""
    if sys.platform == "win32":
        return
    parent = os.getppid()

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_AROUND, _LOOK_AROUND)


def _limit_memory(allowed: int) -> None:
    """Above what the process has of address space now. A soft limit, which a program that is started (LibreOffice) may
    lift for itself; `ingest.isolation` watches what is really used besides."""
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (now + allowed if hard < 0 else min(now + allowed, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
