"""What a figure of a sentence is said of, and what carries on from one sentence to the next."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.changes import Role


@dataclass(frozen=True, slots=True)
class Said:
    """`words` is what is counted, `topic` what that belongs to. `own`: words stood at the figure itself."""

    topic: str = ""
    words: str = ""
    measure: str = ""
    level: str = ""
    qualifiers: tuple[str, ...] = ()
    role: Role = Role.VALUE
    own: bool = False
    noun: str = ""
    """Where `words` say what became of it (X 比去年增长, X 占全部): X."""
    change: str = ""

    @property
    def counted(self) -> str:
        return self.noun or self.words


@dataclass(frozen=True, slots=True)
class Thread:
    """What carries on from one sentence to the next: the scene that was set, and what was counted first."""

    scene: str = ""
    main: Said | None = None
