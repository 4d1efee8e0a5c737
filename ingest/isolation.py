"""Documents read in a process apart: none can hang, crash or swell the one that asks.

with IsolatedReader(lexicon) as reader:
    records = reader.read(path)
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO

from pydantic import ValidationError

from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from ingest.progress import PageListener, PassagesListener
from ingest.reading_process import RECORDS, Done, Failure, PageRead, PassagesRead, Ready, Request, Said
from ingest.records import DocumentRecords

_LOOK = 0.25
"""Seconds between two looks at the memory of the process."""
_START = 60.0
"""Seconds that a process may take to start."""
_MOST_DOCUMENTS = 200
"""Documents after which a process is replaced: libraries keep what they once needed."""
_COMMAND = (sys.executable, "-P", "-c", "from ingest.reading_process import main; main()")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take.

    `silence`: seconds without a page read. `per_megabyte` and `per_page`: seconds more for each megabyte of the file
    and each page of the document, since work on the whole document tells nothing. `total`: seconds in all. `memory`:
    bytes.
    """

    silence: float = 90.0
    per_megabyte: float = 10.0
    per_page: float = 0.05
    total: float = 3600.0
    memory: int = 1_500_000_000

    def patience(self, size: int, pages: int) -> float:
        """Seconds that a document of `size` bytes and `pages` pages may be silent."""
        return self.silence + self.per_megabyte * size / 1e6 + self.per_page * pages


class IsolatedReader:
    """Reads documents, one at a time, in a process that it starts when needed and starts anew after a failure.

    One object serves one thread at a time. `close` ends the process.
    """

    def __init__(self, lexicon: Lexicon, limits: Limits | None = None) -> None:
        self._lexicon = lexicon
        self._limits = limits or Limits()
        self._process: _Process | None = None

    def start(self) -> None:
        """Starts the process ahead of the first document, so that other work can go on meanwhile."""
        if self._process is not None and (self._process.documents >= _MOST_DOCUMENTS or not self._process.alive()):
            self.close()
        if self._process is None:
            self._process = _Process(self._lexicon)

    def read(
        self, path: Path, progress: PageListener | None = None, passages: PassagesListener | None = None
    ) -> DocumentRecords:
        """As `ingest_document` reads it; `passages` is told what it holds before its figures are found.

        Raises ReadError as that does; `too-long`, `too-large`, `crashed`, with the page in work; `document` if the
        program itself made a mistake over it.
        """
        self.start()
        process = self._process
        assert process is not None
        reading = _Reading(path, self._limits, progress, passages)
        whole = False
        try:
            process.ask(
                Request(path=os.fsencode(path.absolute()), memory=self._limits.memory, passages=passages is not None)
            )
            records = reading.follow(process)
            whole = True
            return records
        except ReadError as error:
            whole = error.code not in _FATAL
            raise
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


_FATAL = ("too-long", "too-large", "crashed")
"""After these the process is ended, whether it still lives or not."""


class _Reading:
    """Waits for one document, and gives up in time."""

    def __init__(
        self, path: Path, limits: Limits, progress: PageListener | None, passages: PassagesListener | None
    ) -> None:
        self._path, self._limits, self._progress, self._passages = path, limits, progress, passages
        try:
            self._size = path.stat().st_size
        except OSError:
            self._size = 0
        self._read: set[int] = set()
        self._pages = 0

    def follow(self, process: _Process) -> DocumentRecords:
        started = heard = time.monotonic()
        extra = 0.0 if process.ready else _START
        while True:
            line = process.line(_LOOK)
            now = time.monotonic()
            if line is None:
                patience = self._limits.patience(self._size, self._pages) + extra
                if now - heard > patience or now - started > self._limits.total + extra:
                    raise self._error("too-long", f"{now - started:.0f} s")
                if process.memory() > self._limits.memory:
                    raise self._error("too-large", f"{process.memory() / 1e6:,.0f} MB")
                continue
            heard = now
            if not line:
                raise self._error("crashed", process.exit_cause())
            match self._said(line):
                case Ready():
                    process.ready, extra, started = True, 0.0, now
                case PageRead(page=page, pages=pages):
                    self._read.add(page)
                    self._pages = pages
                    if self._progress is not None:
                        self._progress(page, pages)
                case PassagesRead():
                    records = self._records(process)
                    if self._passages is not None:
                        self._passages(records)
                case Failure(code=code, page=failed, cause=cause):
                    raise ReadError(code, self._path, page=failed, cause=cause)
                case Done():
                    process.documents += 1
                    return self._records(process)

    def _records(self, process: _Process) -> DocumentRecords:
        """The line that follows is long, but nothing remains to be done for it."""
        packed = process.line(self._limits.patience(self._size, self._pages))
        try:
            records = RECORDS.validate_json(packed or b"")
        except ValidationError as error:
            raise self._error("crashed", "its answer is not whole") from error
        return replace(records, document=replace(records.document, path=str(self._path)))

    def _said(self, line: bytes) -> Ready | PageRead | PassagesRead | Failure | Done:
        try:
            return Said.model_validate_json(b'{"line":%b}' % line).line
        except ValidationError as error:
            raise self._error("crashed", "its answer cannot be understood") from error

    def _error(self, code: str, cause: str) -> ReadError:
        return ReadError(code, self._path, page=self._page_in_work(), cause=cause)

    def _page_in_work(self) -> int | None:
        """The first page that is not read; None if all are, or the document has none."""
        return next((page for page in range(1, self._pages + 1) if page not in self._read), None)


class _Process:
    """The other process: lines to it and from it, what memory it takes, its end."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.documents = 0
        """How many it has read."""
        self.ready = False
        """Whether it has said so."""
        root = str(Path(__file__).resolve().parents[1])
        known = os.environ.get("PYTHONPATH", "")
        # Threads of the numeric libraries would only keep address space, which is limited.
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(part for part in (root, known) if part),
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._popen = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            # It is for us to end it, not for a Ctrl-C on the terminal, and with all that it starts.
            start_new_session=True,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._stdout(), self._lines.put), daemon=True).start()
        self._send(lexicon.model_dump_json(by_alias=True).encode())

    def alive(self) -> bool:
        return self._popen.poll() is None

    def ask(self, request: Request) -> None:
        self._send(request.model_dump_json().encode())

    def line(self, seconds: float) -> bytes | None:
        """The next line; None if none comes in time, b"" after the last."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def memory(self) -> int:
        """Resident bytes of the process and those that it forked; 0 where the system does not say."""
        return sum(map(_resident, _family(self._popen.pid))) if sys.platform == "linux" else 0

    def exit_cause(self) -> str:
        """Why it ended by itself."""
        try:
            status = self._popen.wait(5)
        except subprocess.TimeoutExpired:
            return "its answer is not whole"
        return f"signal {-status}" if status < 0 else f"exit status {status}"

    def end(self) -> None:
        if sys.platform == "win32":
            self._popen.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _send(self, line: bytes) -> None:
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(line + b"\n")
            self._popen.stdin.flush()
        except OSError:
            # It is gone; that shows when its answer is waited for.
            return

    def _stdout(self) -> IO[bytes]:
        assert self._popen.stdout is not None
        return self._popen.stdout


def _listen(stream: IO[bytes], put: Callable[[bytes], None]) -> None:
    with suppress(OSError, ValueError):
        for line in stream:
            put(line)
    put(b"")


def _family(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
