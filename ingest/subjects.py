"""What each figure of a sentence is said of: its subject, measure, level and qualifiers, from the clause it stands in,
the clauses before it and what the sentence before left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.brackets import bracket_context
from ingest.changes import Role, relation_at, share_at, share_part
from ingest.clauses import HIDDEN, Clause, clauses_of, quotes_hidden, sentence_to_layers
from ingest.counted import Counted
from ingest.holders import last_holder, with_holders
from ingest.lexicon import Lexicon
from ingest.measures import MONEY, OF_RATIOS, POINTS, RATIO, beside_plan, measure_of_figure, names_only_measure
from ingest.numbers import Number
from ingest.phrases import (
    Phrase,
    is_setting,
    noun_after,
    only_words,
    plain,
    statement_head,
    text_to_phrase,
    whole_after,
)
from ingest.said import Context, Said, Thread
from ingest.states import former_thing, left_over, rank_at, state_at, undone_name

_SHORT = 4
"""Words of fewer characters name nothing by themselves: 一等奖, 合计."""
_TOTAL = re.compile(r"(?:合计|总计|共计|累计)\s*(?:为|达)?\s*$")
_CONDITION = re.compile(r"[\0\s]*(?:及|或)?以[上下内]的")
_BESIDE = (*"、，/和及与", "")
_AVERAGE = re.compile(r"[年月日]均$")


def sentence_subjects(
    sentence: str, numbers: Sequence[Number], lexicon: Lexicon, thread: Thread | None = None
) -> tuple[list[Said], Thread]:
    """What each of `numbers` (the sentence's figures in order) is said of, and the thread to the next sentence."""
    thread = thread or Thread()
    said: dict[int, Said] = {}
    outer, *brackets = sentence_to_layers(sentence)
    reading = _Reading(outer, numbers, lexicon, Context(thread.scene, thread.main, carried=True, unit=thread.unit))
    said.update(reading.said())
    for inside in brackets:
        start = len(inside) - len(inside.lstrip(HIDDEN)) - 1
        within = bracket_context(outer, start, numbers, said, lexicon)
        said.update(_Reading(inside, numbers, lexicon, within).said())
    first = next((at for at, s in said.items() if s.own and s.role is Role.VALUE and not s.state), None)
    main, unit = (thread.main, thread.unit) if first is None else (said[first], numbers[first].unit)
    starts = {at: numbers[at].start for at in said}
    said = with_holders(sentence, starts, said, lexicon, thread.holder)
    holder = last_holder(sentence, lexicon, thread.holder)
    goes_on = sentence.rstrip().endswith(("；", ";", "：", ":"))
    scene = reading.scene or (thread.scene if goes_on else "")
    return [said.get(at, Said()) for at in range(len(numbers))], Thread(scene if goes_on else "", main, unit, holder)


class _Reading(Counted):
    """One layer of a sentence, clause by clause."""

    def __init__(self, layer: str, numbers: Sequence[Number], lexicon: Lexicon, context: Context) -> None:
        super().__init__(lexicon, context)
        self._layer = layer
        self._shape = quotes_hidden(layer)
        self._numbers = numbers
        self._composed = ""
        self._follows = False
        """The words before the figure stand right behind the noun of the last one (两个分馆每周开放 48 小时)."""
        self._condition = False
        """The figure is only the bound of what is counted next (单项预算 60 万元及以上的项目 30 个)."""
        self._read_to = 0
        """Where the noun behind the last figure ends: it is not what stands before the next one."""

    def said(self) -> dict[int, Said]:
        found: dict[int, Said] = {}
        for clause in clauses_of(self._layer):
            inside = [
                at
                for at, n in enumerate(self._numbers)
                if clause.start <= n.start < clause.end and self._layer[n.start] != HIDDEN
            ]
            if not inside:
                self._without_figures(clause)
                continue
            for i, at in enumerate(inside):
                low = max(self._numbers[inside[i - 1]].end, self._read_to) if i else clause.start
                high = self._numbers[inside[i + 1]].start if i + 1 < len(inside) else clause.end
                if i + 1 < len(inside) and self._numbers[inside[i + 1]].unit not in RATIO:
                    high = self._deed_apart(self._numbers[at].end, high)
                found[at] = said = self._figure(self._numbers[at], low, high, clause)
                self._history.append((said, self._numbers[at]))
                self._statement = ""
            if clause.closer in ("：", ":") and found[inside[-1]].words:
                self._parent = found[inside[-1]]
        return found

    def _without_figures(self, clause: Clause) -> None:
        text = self._layer[clause.start : clause.end]
        setting = is_setting(text, self._lexicon)
        bare = plain(text, self._lexicon)
        phrase = text_to_phrase(text, self._lexicon)
        if not phrase.noun and not phrase.deed:
            if phrase.of_which:
                self._of_which()
            return
        if setting:
            self.scene = setting
        elif clause.closer in ("：", ":") and bare:
            named = phrase.noun if not phrase.holder else statement_head(text, self._lexicon)
            self.scene = named or bare if len(bare) <= 30 else self.scene
        elif bare and not bare.startswith(self._lexicon.clauses.ground_begins):
            self._statement = bare
        if bare and self._context.carried and not self._history:
            self._main, self._context.carried = None, False

    def _deed_apart(self, low: int, high: int) -> int:
        """Where what follows a figure ends, if a deed that the next figure is the object of does (4 项做完 3 项)."""
        text = self._shape[low:high].rstrip(HIDDEN + " ")
        deed = max((w for w in self._lexicon.clauses.doing if len(w) > 1 and text.endswith(w)), key=len, default="")
        return low + len(text) - len(deed)

    def _figure(self, number: Number, low: int, high: int, clause: Clause) -> Said:
        left, right = self._layer[low : number.start], self._layer[number.end : high]
        if low > clause.start and not left.strip(HIDDEN + " 、，/和及与"):
            again = self._beside(number, right)
            if again is not None:
                return again
        self._condition = bool(_CONDITION.match(right))
        self._follows = low == self._read_to and low > clause.start and left[:1] not in _BESIDE
        qualifiers = self._qualifiers(left, right)
        behind = self._layer[number.end : clause.end]
        said = (
            self._state(number, left, right)
            or self._related(number, left, behind)
            or self._plain_figure(number, *self._made_of(left, behind), right)
        )
        level = said.level or self._level(said.words, left, right, said)
        return replace(said, level=level, qualifiers=(*said.qualifiers, *qualifiers))

    def _state(self, number: Number, left: str, right: str) -> Said | None:
        """A number of what stands so far (进行中 4 项): part of the last thing counted in the same unit."""
        state = "" if number.unit in (*RATIO, *POINTS) else state_at(left, right, self._lexicon)
        if not state or noun_after(right, self._lexicon)[0] not in ("", state):
            return None
        whole = self._whole(number)
        if whole is not None and self._context.carried:
            self._main, self._context.carried = whole, False
        return Said(whole.counted if whole else self.scene, state, own=True, state=True)

    def _made_of(self, left: str, behind: str) -> tuple[str, str]:
        """由教授 3 人、博士 5 人组成: what is made of them, and the words before the number without it."""
        words = self._lexicon.clauses
        if not behind.rstrip(HIDDEN + " ").endswith(words.composed):
            return "", left
        holder, made, part = left.partition(words.made_of[0])
        if made:
            self._composed = plain(holder, self._lexicon) or self._composed
        return self._composed, part if made else left

    def _beside(self, number: Number, right: str) -> Said | None:
        """Right behind another figure with nothing between: of the same words, unless its own noun follows."""
        noun, _ = noun_after(right, self._lexicon)
        if noun and number.unit not in (*RATIO, *self._lexicon.units.money):
            return None
        last, other = self._history[-1] if self._history else (None, number)
        if last is None or (other.unit in RATIO) != (number.unit in RATIO):
            return None
        return replace(last, own=False)

    def _related(self, number: Number, left: str, right: str) -> Said | None:
        """A figure that stands to another value: 由 A 增至 B; 比 X 增长 B; 占 X 的 B."""
        last = self._history[-1][0] if self._history else None
        base = last if last is not None and last.role is Role.BASE else None
        changed = len(self._history) > 1 and self._history[-2][0].role is Role.OLD
        relation = relation_at(left, right, self._lexicon, after_base=base is not None or changed)
        if relation is None:
            return self._share(number, left, last)
        if relation.role is Role.CHANGE:
            noun, marks = self._noun(left[: relation.noun_end]), relation.marks
            self._of(_AVERAGE.sub("", noun))
            noun = noun or (self._parent.counted if self._parent and relation.base else self._last_noun())
            if base is not None and not relation.base:
                noun, marks = base.words, base.qualifiers[:1]
            how = "".join(marks) + relation.said if relation.base or base else relation.said
            return self._derived(noun, how, "difference", Role.CHANGE, how, marks)
        noun = self._noun(left[: relation.noun_end]) or self._last_noun()
        if not noun and relation.role is Role.VALUE:
            return None
        said = self._of(noun, qualifiers=relation.marks)
        return replace(said, role=relation.role, measure="target" if relation.target else said.measure)

    def _share(self, number: Number, left: str, last: Said | None) -> Said | None:
        if number.unit not in (*RATIO, "倍"):
            return None
        share = share_at(left, self._lexicon, after_share=last is not None and last.role is Role.SHARE)
        if share is None:
            return None
        if share.noun_end < 0 and last is not None:
            return self._derived(last.noun, last.change + share.base, "share", Role.SHARE, last.change)
        named = share_part(left[: share.noun_end], self._lexicon)
        part = named or self._noun(left[: share.noun_end]) or self._last_noun(counts=True)
        how = share.said + share.base if share.base else "占比"
        return self._derived(part, how, "share", Role.SHARE, share.said)

    def _derived(self, noun: str, how: str, measure: str, role: Role, change: str, marks: tuple[str, ...] = ()) -> Said:
        return Said(self.scene, noun + how, measure, qualifiers=marks, role=role, own=True, noun=noun, change=change)

    def _plain_figure(self, number: Number, holder: str, left: str, right: str) -> Said:
        lexicon = self._lexicon
        if holder:
            right = re.sub(rf"(?:{'|'.join(lexicon.clauses.composed)})\s*$", "", right.rstrip(HIDDEN + " "))
        ratio = number.unit in (*RATIO, *POINTS)
        alone = number.unit in RATIO and not text_to_phrase(left, lexicon).noun
        whole = whole_after(right, lexicon) if alone else ""
        if whole and lexicon.measure_of_noun(whole) != "target":
            return Said(self.scene, whole, "share", role=Role.SHARE, own=True)
        people = number.unit in lexicon.clauses.people
        phrase = text_to_phrase(left, lexicon, people)
        noun, said_of = ("", "") if number.unit in ("分",) else noun_after(right, lexicon)
        if ratio:
            said_of = said_of if noun == "" else ""
            noun = noun if noun in lexicon.measures["target"].phrases else ""
        elif number.unit in lexicon.units.money and phrase.noun:
            noun = ""
        topic, words = holder or phrase.holder or phrase.setting, phrase.noun
        if noun and not ratio:
            at = self._layer.find(noun[:2], number.end)
            self._read_to = at + len(noun) if at >= 0 else 0
            bare = only_words(phrase.noun, (phrase.deed, *lexicon.clauses.doing)) if phrase.noun else True
            kept = phrase.noun in lexicon.clauses.doing_kept
            words = f"{phrase.noun}{noun}" if kept else f"{phrase.deed}{noun}" if people and phrase.deed else noun
            bare = bare or kept
            if not bare and left.rstrip(HIDDEN + " ").endswith("的"):
                words = f"{phrase.noun}{noun}" if len(phrase.noun) <= _SHORT else f"{phrase.noun}的{noun}"
            elif not bare:
                topic = phrase.noun
        elif words and words == phrase.deed:
            words = ""
        elif words in lexicon.clauses.qualifiers and phrase.deed:
            words = words + phrase.deed
        if self._context.carried and plain(left, lexicon).startswith(lexicon.clauses.criteria):
            self._main = None
        if said_of.startswith(("为", "是")):
            said_of = said_of[1:]
            topic = topic or (said_of if noun and len(noun) < _SHORT else "")
        measure = measure_of_figure(number, phrase, words, said_of, self._statement + self.scene, lexicon)
        if former := former_thing(words, self._layer[number.end :], lexicon):
            words, measure = former, "baseline"
        if noun and words == noun and (alike := self._listed_alike(number, left, noun)):
            return replace(alike, measure=measure or alike.measure, own=True)
        whole_said = self._told_of_whole(number, "" if phrase.noun else noun, said_of, measure)
        if whole_said is not None:
            return whole_said
        if ranked := rank_at(left, lexicon):
            words, qualifier = self._noun(left[: ranked.start()]) or self._last_noun(), plain(ranked.group(), lexicon)
            return Said(topic if words else "", words, own=True, qualifiers=(qualifier,)) if words else self._of(left)
        if measure == "target" and (left_words := left_over(left, words, lexicon)):
            words, measure = left_words, ""
        if measure == "actual" and (undone := undone_name(left, lexicon)):
            topic, words, measure = "", undone, ""
        if phrase.of_which:
            self._of_which(number)
        if words and not noun and not topic and (full := self._again(number, words)):
            words = full
        if words and self._history and self._history[-1][0].words.endswith(words) and not noun:
            words = self._history[-1][0].words
        if words and not noun and not topic and self._statement and not self._deed(words):
            stated = text_to_phrase(self._statement, lexicon).noun
            words = stated if stated.endswith(words) and phrase.noun == words else words
        if words and not names_only_measure(words, measure, lexicon):
            parts = not left.lstrip(HIDDEN + " ").startswith("、")
            said = self._named(topic, words, measure, number, phrase, parts)
            counted = not ratio and number.unit not in lexicon.units.money
            told = counted and phrase.noun and not noun and len(said_of) > 1 and not self._deed(said_of)
            return replace(said, qualifiers=(said_of,)) if told else said
        return self._inherited(number, phrase, topic, words, measure, said_of)

    def _named(self, topic: str, words: str, measure: str, number: Number, phrase: Phrase, parts: bool) -> Said:
        """`parts`: the figure may be part of what was counted first; a figure listed beside it with 、 is not."""
        parent = self._parent
        beside = self._history[-1][0] if self._history and not parts else None
        if beside is not None and not topic:
            topic = self._beside_topic(words, beside)
        elif parent is not None and not topic and parent.counted != words:
            topic = parent.counted
            planned = parent.measure == "target" and parent.role is Role.VALUE and not phrase.deed
            planned = planned and number.unit not in RATIO
            if planned and not beside_plan(words, self._lexicon):
                measure = measure or "target"
        elif not topic:
            own = (phrase.deed and not phrase.deed.endswith("有")) or words.startswith(self._lexicon.clauses.doing_kept)
            topic = self.scene or (self._stated_thing() if len(words) <= _SHORT and not own else "")
            if not topic and words in self._lexicon.clauses.attributes:
                topic = self._thing_of_attributes()
            if not topic and self._follows:
                topic = self._history[-1][0].counted
            if self._lexicon.is_level(words):
                last = self._history[-1][0] if self._history else None
                stated = statement_head(self._statement, self._lexicon)
                topic = self._beside_topic(words, last) if last else stated or topic
            if len(words) < _SHORT and self._main is not None and not self._context.carried and parts:
                topic = topic or (self._main.words if self._may_be_part(number) else "")
        if not measure and any(self._lexicon.measure_of_noun(t) == "target" for t in (self.scene, topic) if t):
            measure = "target" if not phrase.deed and not beside_plan(words, self._lexicon) else ""
        if not measure and number.unit in RATIO:
            measure = self._rate_of_others(parent)
        said = Said(topic, words, measure, own=True)
        condition = number.unit not in RATIO and self._condition
        if (self._context.carried or self._main is None) and not condition:
            self._main = said
            self._context.carried = False
        return said

    def _inherited(self, number: Number, phrase: Phrase, topic: str, words: str, measure: str, said_of: str) -> Said:
        """No noun stands at the figure: it is of what was counted before, or of what the clause before speaks of."""
        last = self._last_of_kind(number) or (self._history[-1][0] if self._history else None)
        main = self._main if not self._context.carried else None
        stated = statement_head(self._statement, self._lexicon)
        if words:  # 完成率, 到位率 …: a measure of what was counted first
            money = number.unit in self._lexicon.units.money
            apart = money and phrase.deed and self._unit_of_main() not in self._lexicon.units.money
            apart = apart or (main is not None and number.unit in RATIO and main.measure in OF_RATIOS)
            first = main.counted if main is not None and not apart else stated
            return Said(first or topic or self.scene, words, measure, own=True)
        if measure in MONEY and phrase.deed and (main is None or main.measure not in ("", measure)):
            topic = self._parent.counted if phrase.of_which and self._parent else self.scene
            return Said(topic, phrase.deed, measure, own=True)
        if phrase.of_which and self._history:
            before = (number.unit not in RATIO and self._whole(number)) or self._history[-1][0]
            return replace(before, words=before.counted, measure=measure or before.measure, own=False, qualifiers=())
        if len(said_of) > 1 and not measure and number.unit not in RATIO and not self._deed(said_of):
            of = self._parent or main
            return Said(
                of.counted if of else topic or stated or self.scene, said_of, measure, own=not of, state=of is not None
            )
        if number.unit in RATIO and not measure and self._history and not stated:
            part, other = self._history[-1]
            if other.unit not in (*RATIO, *POINTS) and part.role is Role.VALUE:
                return Said(part.topic, f"{part.counted}占比", "share", role=Role.SHARE, noun=part.counted)
        if measure and main is not None and not stated:
            return Said(main.topic, main.counted, measure)
        if measure == "actual" and phrase.deed and not phrase.noun and (whole := self._whole(number)):
            self._main, self._context.carried = whole, False
            return Said(whole.topic, whole.counted, measure, own=True)
        if self._context.carried and (self.scene or phrase.noun or phrase.deed) and not phrase.of_which:
            words = self.scene or phrase.deed or phrase.noun
            return Said(topic, words, measure or self._lexicon.measure_of_noun(words), own=True)
        if stated:
            return Said(self.scene, stated, measure or self._lexicon.measure_of_noun(stated), own=True)
        if last is not None:
            total = _TOTAL.search(self._layer[: number.start])
            met = last.measure == "target" and self._deed(phrase.deed) and not measure
            measure = "actual" if met else measure or last.measure
            again = replace(last, measure=measure, own=False, qualifiers=())
            added = f"{(main or last).counted}合计"
            return replace(again, words=added) if total and self._history else again
        if self.scene:
            return Said("", self.scene, measure or self._lexicon.measure_of_noun(self.scene), own=True)
        return Said(topic, phrase.deed or (said_of if len(said_of) > 1 else ""), measure)

    def _noun(self, text: str) -> str:
        phrase = text_to_phrase(text, self._lexicon)
        bare = plain(text, self._lexicon)
        return phrase.noun or phrase.deed or (bare if bare in self._lexicon.clauses.actors else "")

    def _of(self, noun: str, qualifiers: tuple[str, ...] = ()) -> Said:
        said = Said(self.scene, noun, self._lexicon.measure_of_noun(noun), qualifiers=qualifiers, own=bool(noun))
        if noun and (self._context.carried or self._main is None):
            self._main, self._context.carried = said, False
        return said

    def _deed(self, text: str) -> bool:
        return text in self._lexicon.clauses.doing

    def _level(self, words: str, left: str, right: str, said: Said) -> str:
        for text in (words, plain(left, self._lexicon), noun_after(right, self._lexicon)[1], said.topic):
            level = self._lexicon.level_of(text)
            if level:
                return level
        return ""

    def _qualifiers(self, left: str, right: str) -> tuple[str, ...]:
        said = noun_after(right, self._lexicon)[1]
        near = quotes_hidden(left)[-14:] + HIDDEN + said[:6]
        deed = text_to_phrase(left, self._lexicon).deed
        planned = (deed,) if deed in self._lexicon.measures["target"].verbs else ()
        return (*planned, *(word for word in self._lexicon.clauses.qualifiers if word in near))
