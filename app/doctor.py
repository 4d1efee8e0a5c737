"""What is configured, what works, what is missing and how to mend it. Looks at everything and changes nothing."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Literal, Protocol

from app.answer import Language
from app.model_fetch import missing_mend, missing_what
from app.settings import Settings, unknown_variables
from index.errors import StoreError
from index.model_files import ModelMissing
from ingest.records import NumberUse
from prompts import message

State = Literal["ok", "warning", "failed"]
LEAST_SPACE = 1 << 29
"""Bytes of free disk space below which it is said that there is little."""
PROBE = "哪些任务没有完成？"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `code` is stable; `mend` says what to do, empty if there is nothing to do; `counts`
    holds what was counted, by kind."""

    code: str
    name: str
    state: State
    what: str
    mend: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


class IndexCounts(Protocol):
    """What an index holds. `without_vectors` is the number of documents that have none under the present model, None
    where there is no model; `numbers` counts all numbers of the texts by what they are (see `NumberUse`)."""

    @property
    def documents(self) -> int: ...
    @property
    def figures(self) -> int: ...
    @property
    def indicators(self) -> int: ...
    @property
    def without_vectors(self) -> int | None: ...
    @property
    def numbers(self) -> Mapping[str, int]: ...


def diagnose(
    settings: Settings, language: Language = "zh", counts: Callable[[], IndexCounts] | None = None
) -> list[Check]:
    """All checks, in the order in which trouble is best mended.

    `counts` opens the index and counts, and raises StoreError where it cannot be opened; without it the index is not
    looked at. Nothing is fetched, and no folder is made.
    """
    say = _Sayer(language)
    checks = [_program(say), _variables(say), _home(settings.home, say)]
    if counts is not None:
        checks += _index(counts, say)
    return [*checks, _model(settings, say), _port(settings, say), _fonts(say), _npm(say), _office(say)]


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Makes checks of the texts in doctor.toml: CODE.name, CODE.KEY.what and, where not all is well, CODE.KEY.mend."""

    language: Language

    def check(self, code: str, state: State, key: str, **values: object) -> Check:
        what = message(self.language, f"doctor.{code}.{key}.what", **values)
        mend = "" if state == "ok" else message(self.language, f"doctor.{code}.{key}.mend", **values)
        return Check(code, message(self.language, f"doctor.{code}.name"), state, what, mend)


def _program(say: _Sayer) -> Check:
    try:
        version = metadata.version("ziping")
    except metadata.PackageNotFoundError:
        version = "?"
    system = f"{platform.system()} {platform.machine()}"
    return say.check("program", "ok", "ok", version=version, python=platform.python_version(), system=system)


def _variables(say: _Sayer) -> Check:
    unknown = unknown_variables()
    if unknown:
        return say.check("variables", "warning", "unknown", names=", ".join(unknown))
    return say.check("variables", "ok", "ok")


def _home(home: Path, say: _Sayer) -> Check:
    folder = home.absolute()
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
    except OSError as error:
        return say.check("home", "failed", "unwritable", folder=folder, cause=error.strerror or error)
    megabytes = free // 1_000_000
    if free < LEAST_SPACE:
        return say.check("home", "warning", "full", folder=folder, free=megabytes)
    return say.check("home", "ok", "ok" if there == folder else "new", folder=folder, free=megabytes)


def _index(counts: Callable[[], IndexCounts], say: _Sayer) -> list[Check]:
    try:
        held = counts()
    except StoreError as error:
        if error.code == "missing":
            return [say.check("index", "warning", "empty")]
        return [say.check("index", "failed", "broken", error=error.code, where=error.where, cause=error.cause)]
    if not held.documents:
        return [say.check("index", "warning", "empty")]
    numbers = {"documents": held.documents, "figures": held.figures, "indicators": held.indicators}
    checks = [replace(say.check("index", "ok", "ok", **numbers), counts=numbers), _numbers(held.numbers, say)]
    if held.without_vectors is None:
        return [*checks, say.check("vectors", "warning", "no_model")]
    if held.without_vectors:
        return [*checks, say.check("vectors", "warning", "missing", missing=held.without_vectors, **numbers)]
    return [*checks, say.check("vectors", "ok", "ok")]


def _numbers(numbers: Mapping[str, int], say: _Sayer) -> Check:
    """Whether every number of the texts is accounted for."""
    figures, unplaced = numbers[NumberUse.FIGURE], numbers[NumberUse.UNPLACED]
    total = sum(numbers.values())
    values = {"total": total, "figures": figures, "unplaced": unplaced, "other": total - figures - unplaced}
    return replace(say.check("numbers", "ok", "unplaced" if unplaced else "ok", **values), counts=numbers)


def _model(settings: Settings, say: _Sayer) -> Check:
    from index.embedding import load_embeddings

    model, cache = settings.embedding_model, settings.model_cache
    try:
        # Looking must not fetch: a name on the hub is found if it was fetched before.
        embeddings = load_embeddings(model, cache, offline=True)
        began = time.perf_counter()
        size = len(embeddings.embed_query(PROBE))
        loaded = time.perf_counter()
        embeddings.embed_query(PROBE)
        times = {"load": round((loaded - began) * 1000), "query": f"{(time.perf_counter() - loaded) * 1000:.1f}"}
    except ModelMissing as error:
        if error.code == "offline" and not settings.offline:
            error = ModelMissing("absent", error.model, error.tried)
        state: State = "warning" if error.code in ("absent", "offline") else "failed"
        name = message(say.language, "doctor.model.name")
        return Check("model", name, state, missing_what(error, say.language), missing_mend(error, say.language))
    return say.check("model", "ok", "ok", model=model, size=size, **times)


def _port(settings: Settings, say: _Sayer) -> Check:
    where = {"host": settings.host, "port": settings.port}
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            if sys.platform != "win32":
                # On Windows this option would take the port from whoever has it.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            return say.check("port", "warning", "taken", **where)
        return say.check("port", "failed", "address", cause=error.strerror or error, **where)
    return say.check("port", "ok", "ok", **where)


def _fonts(say: _Sayer) -> Check:
    """Chinese fonts of this machine: PDF pages whose own fonts are not in the file are drawn with them."""
    if sys.platform in ("win32", "darwin"):
        return say.check("fonts", "ok", "system")
    program = shutil.which("fc-list")
    if program is None:
        return say.check("fonts", "warning", "unknown")
    try:
        listed = subprocess.run(
            [program, ":lang=zh", "family"], capture_output=True, encoding="utf-8", errors="replace", timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return say.check("fonts", "warning", "unknown")
    families = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    if not families:
        return say.check("fonts", "warning", "missing")
    return say.check("fonts", "ok", "ok", count=len(families), first=families[0])


def _npm(say: _Sayer) -> Check:
    return _optional("npm", shutil.which("npm"), say)


def _office(say: _Sayer) -> Check:
    return _optional("office", shutil.which("soffice") or shutil.which("libreoffice"), say)


def _optional(code: str, program: str | None, say: _Sayer) -> Check:
    return say.check(code, "ok", "ok", program=os.fspath(program)) if program else say.check(code, "ok", "absent")
