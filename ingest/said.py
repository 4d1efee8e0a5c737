"""What a figure of a sentence is said of, and what carries on from one sentence to the next."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.changes import Role
from ingest.numbers import Number


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
    holder: str = ""
    """Another body that the figure is of."""
    state: bool = False
    """`words` are where a part of the topic stands (进行中 4 项), not a thing that has parts itself."""
    noun: str = ""
    """Where `words` say what became of it (X 比去年增长, X 占全部): X."""
    change: str = ""

    @property
    def counted(self) -> str:
        return self.noun or self.words


@dataclass(frozen=True, slots=True)
class Thread:
    """What carries on from one sentence to the next: the scene that was set, what was counted first and in which unit,
    and the other body that figures are of."""

    scene: str = ""
    main: Said | None = None
    unit: str = ""
    holder: str = ""


@dataclass
class Context:
    """What a layer of a sentence is read in."""

    scene: str = ""
    main: Said | None = None
    parent: Said | None = None
    statement: str = ""
    history: list[tuple[Said, Number]] | None = None
    carried: bool = False
    """`main` is of the sentence before: it counts only where this sentence names nothing."""
    unit: str = ""
    """The unit of `main`, if it is carried."""
