"""Formats of office programs that no library here reads (DOC, WPS, ET, RTF, ODT …), through LibreOffice.

It converts a copy in a folder of its own, with a profile of its own, so that neither the file nor a LibreOffice that
the reader works with is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.blocks import DocumentBlocks
from ingest.errors import ReadError
from ingest.file_kinds import FileKind

TIME_LIMIT = 180.0
"""Seconds after which a conversion is given up."""
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_TARGETS = {FileKind.OFFICE_TEXT: "docx", FileKind.OFFICE_SHEET: "xlsx", FileKind.OFFICE_SLIDES: "pptx"}


def find_soffice() -> Path | None:
    """The LibreOffice of this machine, None if it has none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def read_office(path: Path, kind: FileKind, *, time_limit: float = TIME_LIMIT) -> DocumentBlocks:
    """The document as DOCX, XLSX or PPTX is read, once LibreOffice has made that of it.

    Raises ReadError: `office-missing` if there is no LibreOffice, `office-failed` if it makes nothing of the file or
    takes longer than `time_limit` seconds.
    """
    from ingest.document import read_blocks
    from ingest.readers.xlsx import read_xlsx

    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        converted = convert(path, _TARGETS[kind], Path(folder), time_limit)
        try:
            if kind is FileKind.OFFICE_SHEET:
                blocks = read_xlsx(converted, may_calculate=False)
            else:
                blocks = read_blocks(converted, FileKind(_TARGETS[kind]))
        except ReadError as error:
            raise ReadError(error.code, path, page=error.page, cause=error.cause) from error
    return replace(blocks, title=path.stem) if blocks.title == converted.stem else blocks


def convert(path: Path, target: str, folder: Path, time_limit: float = TIME_LIMIT) -> Path:
    """The file that LibreOffice makes of `path` in `folder`: `target` is its ending. Raises ReadError."""
    soffice = find_soffice()
    if soffice is None:
        raise ReadError("office-missing", path)
    source = folder / f"document{path.suffix.lower() or '.doc'}"
    shutil.copyfile(path, source)
    made = folder / "made"
    command = [
        str(soffice),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(made),
        str(source),
    ]
    said = _run(command, path, time_limit)
    result = made / f"document.{target}"
    if not result.is_file():
        raise ReadError("office-failed", path, cause=said or "LibreOffice made no file of it")
    return result


def _run(command: Sequence[str], path: Path, time_limit: float) -> str:
    """What the command prints as errors. It and all that it starts are ended after `time_limit` seconds."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        _, said = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise ReadError("office-failed", path, cause=f"LibreOffice was not done after {time_limit:.0f} s") from error
    return " ".join(said.split())


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the process with its children: soffice is a script that starts the program proper."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
