"""A real PostgreSQL server for the tests of the store."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CI

SERVER_USER = "postgres"
"""PostgreSQL does not run as root; where the tests do, its package's user runs it."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that is started for this run, in a folder that is removed after it, on loopback only.

    Where PostgreSQL is not installed the test is skipped; in CI it fails.
    """
    programs = _programs()
    if programs is None:
        words = "PostgreSQL is not installed (Debian package: postgresql)"
        pytest.fail(words) if CI else pytest.skip(words)
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = SERVER_USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120
        )

    try:
        run("initdb", f"--pgdata={data}", "--username=ziping", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories={folder}"
        run("pg_ctl", "start", "--wait", f"--pgdata={data}", f"--log={folder / 'log'}", f"--options={options}")
        yield f"postgresql+psycopg://ziping@127.0.0.1:{port}/postgres"
        run("pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={data}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian puts them, of the newest version."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
