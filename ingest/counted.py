"""What a sentence has counted so far, and what a further figure of it can be part of."""

from __future__ import annotations

from ingest.changes import Role
from ingest.lexicon import Lexicon
from ingest.measures import OF_RATIOS, POINTS, RATIO
from ingest.numbers import Number
from ingest.periods import periods_in
from ingest.phrases import plain, statement_head, thing_of_statement
from ingest.said import Context, Said


class Counted:
    """What was counted first (`_main`), before in order (`_history`), what parts are of (`_parent`), and what the
    clause before, without figures, stated (`_statement`)."""

    def __init__(self, lexicon: Lexicon, context: Context) -> None:
        self._lexicon = lexicon
        self._context = context
        self._parent: Said | None = context.parent
        self._main = context.main
        self._history: list[tuple[Said, Number]] = list(context.history or [])
        self._statement = context.statement
        self.scene = context.scene

    def _of_which(self, number: Number | None = None) -> None:
        """What follows is part of what was counted last, or of what the sentence before was about; a count is part of
        what was counted, not of its rate."""
        counted = [said for said, other in self._history if number is None or other.unit == number.unit]
        if self._history:
            rate = number is not None and number.unit not in RATIO and self._history[-1][1].unit in RATIO
            self._parent = counted[-1] if rate and counted else self._history[-1][0]
        elif self._main is not None:
            self._parent, self._context.carried = self._main, False

    def _whole(self, number: Number) -> Said | None:
        """What was counted last in the unit of `number` and has parts, here or in the sentence before."""
        for said, other in reversed(self._history):
            if other.unit == number.unit and said.words and not said.state and said.role is Role.VALUE:
                return said
        carried = self._context.carried and not self.scene and self._context.unit == number.unit
        return self._main if carried else None

    def _told_of_whole(self, number: Number, noun: str, said_of: str, measure: str) -> Said | None:
        """九个县区中，七个县区达到标准: part of the nine, told apart by what is said of it."""
        whole = self._whole(number) if noun and len(said_of) > 1 and not measure else None
        if whole is None or whole.words != noun or self._context.carried:
            return None
        return Said(noun, said_of, own=True, state=True)

    def _listed_alike(self, number: Number, left: str, noun: str) -> Said | None:
        """2022年的 6 个和2023年的 8 个任务点: the second is of the same thing, if only a year and 和 stand between."""
        last, other = self._history[-1] if self._history else (None, number)
        if last is None or other.unit != number.unit or last.role is not Role.VALUE or last.state:
            return None
        between = plain(left, self._lexicon).strip("和与及、，的在为")
        dated = bool(periods_in(left))
        return last if dated and not between and last.words.endswith(noun) and last.words != noun else None

    def _thing_of_attributes(self) -> str:
        """The thing that was counted first, or whose first attribute was told (储备库面积 1.2 万平方米，总投资……)."""
        if self._main is None or self._context.carried:
            return ""
        ends = [word for word in self._lexicon.clauses.attributes if self._main.words.endswith(word)]
        return self._main.words.removesuffix(max(ends, key=len, default="")) or self._main.topic

    def _rate_of_others(self, parent: Said | None) -> str:
        """The measure of a ratio that names none: that of the rate which it is part of, or stands beside (完成率甲为
        97%，乙为 100%)."""
        if parent is not None and parent.measure in OF_RATIOS:
            return parent.measure
        last, other = self._history[-1] if self._history else (None, None)
        beside = last is not None and other is not None and other.unit in RATIO and last.role is Role.VALUE
        named = last is not None and any(word in last.words for word in self._lexicon.measures["rate"].phrases)
        return last.measure if last is not None and beside and named and last.measure in OF_RATIOS else ""

    def _unit_of_main(self) -> str:
        first = next((n for said, n in self._history if self._main and said.words == self._main.words), None)
        return first.unit if first else self._context.unit if self._context.carried else ""

    def _again(self, number: Number, words: str) -> str:
        """The words in full of what was counted first and is said in short the next time (接驳船舶 210 艘次；……接驳 335
        艘次)."""
        main, unit = self._main, self._unit_of_main()
        short = main is not None and len(words) > 1 and words in main.words and words != main.words
        deed = words.startswith(self._lexicon.clauses.doing_kept) or words in self._lexicon.clauses.doing
        told = main is not None and short and unit == number.unit and (deed or not main.words.endswith(words))
        return main.words if main is not None and told else ""

    def _may_be_part(self, number: Number) -> bool:
        """Whether a figure can be part of what was counted first: of the same unit, and not more."""
        first = next((n for said, n in self._history if said.words == self._main.words), None) if self._main else None
        return first is None or (first.unit == number.unit and number.value <= first.value)

    def _beside_topic(self, words: str, beside: Said) -> str:
        """The topic of one listed beside another: the same; for a bare level (教材省级 1 部、市级 1 部) its noun."""
        if self._lexicon.is_level(words) and not self._lexicon.is_level(beside.words):
            level = next((name for name in self._lexicon.levels if beside.words.endswith(name)), "")
            return beside.words.removesuffix(level) if level else beside.topic
        return beside.topic

    def _stated_thing(self) -> str:
        """What the clause before, without a figure, tells of (建成专库，面积……; 平台上线，访问……)."""
        return thing_of_statement(self._statement, self._lexicon) if self._statement else ""

    def _last_of_kind(self, number: Number) -> Said | None:
        """The last figure of the same kind of unit in the sentence, else what is counted first."""
        ratio = number.unit in RATIO
        for said, other in reversed(self._history):
            if said.role is Role.CHANGE and ratio and other.unit in POINTS and said.noun:
                return Said(said.topic, said.noun, self._lexicon.measure_of_noun(said.noun))
            alike = (other.unit in RATIO) == ratio and (ratio or other.unit == number.unit or self._main is None)
            if alike and said.role is not Role.CHANGE and said.words:
                return said
        return self._main

    def _last_noun(self, counts: bool = False) -> str:
        """What changed or is a share, where the clause itself does not say: what the clause before states of, or what
        was counted last. `counts`: only what is no rate itself can have a share."""
        if self._statement:
            return statement_head(self._statement, self._lexicon)
        if counts and self._history and self._history[-1][0].measure == "rate":
            met = next(
                (said for said, _ in reversed(self._history) if said.measure == "actual" and said.words[1:]), None
            )
            if met is not None:
                return self._lexicon.met[0] + met.counted
        for said, other in reversed(self._history):
            if len(said.words) > 1 and (not counts or (other.unit not in RATIO and said.role is not Role.CHANGE)):
                return said.counted
        if self._main is not None:
            return self._main.words
        return statement_head(self._statement, self._lexicon) if self._statement else ""
