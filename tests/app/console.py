"""The console command in a process of its own, as people and programs run it."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = Path(sysconfig.get_path("scripts")) / "ziping"
REPORT = Path(__file__).parents[1] / "data" / "small_report.md"


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line on standard error that says why nothing was done."""
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


@dataclass(frozen=True)
class Console:
    """`ziping` with a home folder. Without a model folder it works by words only, and fetches nothing."""

    home: Path
    language: str = "en"
    models: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: object, given: str = "", timeout: float = 120) -> Run:
        run = subprocess.run(
            [PROGRAM, *map(str, arguments)],
            env=self.variables(),
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )
        return Run(run.returncode, run.stdout, run.stderr)

    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZIPING_")}
        return {
            **kept,
            "ZIPING_HOME": str(self.home),
            "ZIPING_LANGUAGE": self.language,
            "ZIPING_MODEL_CACHE": str(self.models or self.home.parent / "no-models"),
            "ZIPING_OFFLINE": "1",
            **self.environment,
        }
