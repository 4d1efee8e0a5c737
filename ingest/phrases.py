"""Phrases of a clause as names of what is counted: without links, verbs of counting, periods and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.clauses import HIDDEN, quotes_hidden
from ingest.lexicon import ClauseWords, Lexicon
from ingest.periods import durations_in, periods_in

_LONGEST = 48
_WITHIN = re.compile(
    r"[^，。；：、\0]{2,10}(?<![初高一二三四五六集空其])(?=中(?:[，,]|[^，。心国小学等型级期长药医层标央部高职外文英日韩美欧东西北南]))"
)
"""44 个专业中工科专业占……: what is counted ends at 中."""
_EXAMPLE = re.compile(r"(?P<thing>[^，。；：、]{2,}?)(?:如(?![期何果意今实同此下])|例如|比如)[^，。]{2,}、")
"""社区活动如学习活动、培训活动: examples of the thing stand behind 如."""
_SHORT_THING = 16
_MARKS = "、，,：:；;。·—-–~～ 　"
_LIST_MARK = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[)）、.．](?!\d)|\d{1,2}、(?=(?:19|20)\d\d)|\d+(?:\.\d+)+|[①-⑳]|[一二三四五六七八九十]是(?!否))"
)
_BEHIND_PERIOD = re.compile(r"^年?(?:[底末初])?(?:(?:以|之)?前|以来|起|期?间|之?内)?的?")
_BEFORE_PERIOD = re.compile(r"(?:在|于|自|从|截至|截止到?|至|到)$")
_WITH = re.compile(r"(?:现|已|另)?[与同跟]")
"""与企业签订协议的……: what follows is no list, and the deed is part of what is counted."""
_NOT_BEFORE_DEED = ("的", "未", "没有", "没", "和", "与", "、")
_BEHIND_NUMBER = re.compile(r"^(?:及|或)?(?:以上|以下|以内|左右|上下)的?")
_FULLY = re.compile(r"100\s*[%％]\s*")
"""100%完成的任务点: the only numbers inside a phrase are those that are no figures."""
_MONTH = re.compile(r"(?:[01]?\d\s*月(?:份|底|末|初)?(?:\s*\d{1,2}\s*[日号])?|上半年|下半年|[一二三四]季度)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`noun` is what is counted; `deed` the verb that was in front of or behind it; `holder` what stood before the verb
    in the middle (平台有单位会员: 平台); `setting` where it was (在省赛中)."""

    noun: str = ""
    deed: str = ""
    holder: str = ""
    setting: str = ""
    of_which: bool = False


def plain(text: str, lexicon: Lexicon) -> str:
    """The words without hidden characters, periods, list marks, brackets and single quotation marks."""
    text = _FULLY.sub("", text.replace(HIDDEN, ""))
    text = _BEHIND_NUMBER.sub("", _LIST_MARK.sub("", text))
    periods = [(span.start, span.end) for span in periods_in(text)]
    stretches = [(span.start, span.end) for span in durations_in(text, lexicon)]
    for start, end in sorted((*periods, *stretches), reverse=True):
        text = _BEFORE_PERIOD.sub("", text[:start]) + _BEHIND_PERIOD.sub("", text[end:])
    text = _MONTH.sub("", text)
    text = re.sub(r"[（(][^（）()]*[)）]?|[)）]|\s+", "", text)
    for opening, closing in ("“”", "《》", "【】"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.strip(_MARKS)


def text_to_phrase(text: str, lexicon: Lexicon, people: bool = False) -> Phrase:
    """The words before a number (or all of a clause without one) as a phrase. `people`: deeds stay with the noun, since
    people are counted with what they did (引进博士 21 人)."""
    words = _words(lexicon.clauses, lexicon.met)
    text = words.ground.sub("", text.replace(HIDDEN, ""))
    text, setting = _without_setting(_LIST_MARK.sub("", text), words)
    text, setting, of_which = plain(text, lexicon), plain(setting, lexicon), False
    joined = bool(_WITH.match(text)) and "的" in text
    previous = None
    while previous != text and not joined:
        previous = text
        m = None if text.startswith(words.not_links) else words.of_which.match(text)
        if m:
            text, of_which = text[m.end() :].lstrip(_MARKS), True
        text = _without_links(text, words)
    text, deed = _without_ending(text, words)
    holder, text = ("", text) if joined else _holder_apart(text, words)
    text, front = (text, "") if joined else _without_deed(_without_actor(text, words), words, people)
    deed = front or deed
    if words.actors.fullmatch(text) and not front:
        text = ""
    elif words.deed_begins.fullmatch(text.removesuffix("的")):
        deed, text = text.removesuffix("的"), ""
    if words.deed_begins.fullmatch(holder):
        deed, holder = holder, ""
    return Phrase(_tidy(text), deed, _tidy(holder), setting, of_which)


def whole_after(text: str, lexicon: Lexicon) -> str:
    """Of a share in front of its whole (八成的学生参加了项目) what follows 的, as one phrase; empty if no 的 does."""
    m = re.match(r"\s*(?:及?以[上下])?的(?P<whole>[^，。；：、]{2,24})", text.replace(HIDDEN, ""))
    return plain(m["whole"], lexicon) if m else ""


def noun_after(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """What follows a unit: the noun that is counted (2 名省级教师), and what is said of it (获认定), or nothing."""
    words = _words(lexicon.clauses, lexicon.met)
    text = text.replace(HIDDEN, "").split("\n")[0]
    text = re.sub(r"[（(].*", "", text)
    text = re.sub(r"^\s*(?:左右|上下|不变)?(?:的(?=.))?", "", text).strip()
    bound = re.match(r"(?:及|或)?以[上下内]的?(?=[^，。；：、）\s为是])", text)
    text = text[bound.end() :] if bound else text
    if re.match(r"(?:及|或)?以[上下内]", text) or re.match(
        r"[、和及与或至/，。；：]|到(?=\s*\d)|以及|比(?!赛|武|例|率)|较(?!大|高)", text
    ):
        return "", ""
    shape = quotes_hidden(text)
    cut = next((span.start for span in periods_in(text) if span.start), len(text))
    if within := _WITHIN.match(shape):
        cut = min(cut, within.end())
    for m in words.predicates.finditer(shape):
        if not _in_word(words.not_predicates, shape, m.start(), m.end()):
            cut = min(cut, m.start())
            break
    noun, said = text[:cut], text[cut:]
    example = _EXAMPLE.match(quotes_hidden(noun))
    if example:
        noun, said = noun[: example.end("thing")], ""
    listed = re.search(r"[、，。；：]", quotes_hidden(noun))
    if listed:
        noun, said = noun[: listed.start()], ""
    head, _, rest = noun.partition("的")
    if rest and not words.deed_begins.match(head) and not head.endswith(("以上", "级")):
        noun = rest if head.startswith(lexicon.clauses.relative) else head if len(head) >= 2 else noun
    noun = re.sub(r"(?:等|里|(?<![初高一二三四五六集空其])中|[和与及或])$", "", plain(noun, lexicon))
    if not said and len(noun) > 3 and not noun.endswith(words.not_counting):
        noun = words.counting.sub("", noun)
    if noun in lexicon.measures["target"].verbs:
        noun, said = "", noun + said
    return _not_too_long(noun), re.split(r"[，。；：、]", said)[0].strip()[:24]


def statement_head(text: str, lexicon: Lexicon) -> str:
    """Of a clause that states something (执行率逐年走低) what it is about, where that can be told, else all of it."""
    words = _words(lexicon.clauses, lexicon.met)
    text = plain(text, lexicon)
    if (part := words.of_which.match(text)) and not text.startswith(words.not_links):
        text = text[part.end() :].lstrip(_MARKS)
    text = _without_links(text, words)
    m = words.statement.search(quotes_hidden(text), 2)
    return _tidy(text[: m.start()] if m else text)


def thing_of_statement(text: str, lexicon: Lexicon) -> str:
    """Of a clause that tells what became of something (建成文献专库; 服务平台上线) that thing, empty if it is none."""
    words = _words(lexicon.clauses, lexicon.met)
    text = _without_links(plain(text, lexicon), words)
    made = words.made.match(text)
    if made and "的" not in text:
        return _tidy(text[made.end() :]) if len(text) - made.end() <= _SHORT_THING else ""
    found = words.became.search(quotes_hidden(text), 2) or re.search(rf"为(?={'|'.join(lexicon.levels)})", text)
    thing = text[: found.start()] if found else ""
    return "" if words.actors.fullmatch(thing) or len(thing) > _SHORT_THING else _tidy(thing)


def is_setting(text: str, lexicon: Lexicon) -> str:
    """What a clause without a number sets as the scene (科研立项方面; 对照上述任务点), empty if it does not."""
    words = lexicon.clauses
    text = plain(text, lexicon)
    if text.startswith(words.ground_begins) and not text.startswith(words.scene_begins):
        return ""
    begins = next((word for word in words.scene_begins if text.startswith(word)), "")
    ends = next((word for word in sorted(words.scene_ends, key=len, reverse=True) if text.endswith(word)), "")
    if not begins and not ends:
        return ""
    bare = text.removeprefix(begins or "在")
    return bare.removesuffix(ends) if ends and len(bare) > len(ends) + 1 else bare


@dataclass(frozen=True, slots=True)
class _Words:
    links: re.Pattern[str]
    not_links: tuple[str, ...]
    not_counting: tuple[str, ...]
    counting: re.Pattern[str]
    of_which: re.Pattern[str]
    actors: re.Pattern[str]
    deed_begins: re.Pattern[str]
    deed_kept: re.Pattern[str]
    deed_ends: re.Pattern[str]
    kept_ends: re.Pattern[str]
    inside: re.Pattern[str]
    names_deed: re.Pattern[str]
    names_thing: re.Pattern[str]
    doing_noun: re.Pattern[str]
    met: tuple[str, ...]
    aim_is: re.Pattern[str]
    predicates: re.Pattern[str]
    not_predicates: re.Pattern[str]
    statement: re.Pattern[str]
    ground: re.Pattern[str]
    setting: re.Pattern[str]
    made: re.Pattern[str]
    became: re.Pattern[str]
    money_name: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(words: ClauseWords, met: tuple[str, ...] = ()) -> _Words:
    deeds = _either(words.doing)
    return _Words(
        links=re.compile(_either(words.links)),
        not_links=words.not_links,
        not_counting=words.not_counting,
        counting=re.compile(rf"(?:{_either(words.counting)})$"),
        of_which=re.compile(rf"按[^，]{{1,6}}分为|{_either(words.of_which)}"),
        actors=re.compile(_either(words.actors)),
        deed_begins=re.compile(rf"(?:{deeds})(?:了|的是)?"),
        deed_kept=re.compile(_either(words.doing_kept)),
        deed_ends=re.compile(rf"(?:{deeds})$"),
        kept_ends=re.compile(rf"(?:{_either(words.doing_kept)})$"),
        inside=re.compile(_either(words.doing_inside)),
        names_deed=re.compile(_either(words.names_deed)),
        names_thing=re.compile(_either(words.names_thing)),
        met=met,
        doing_noun=re.compile(_either(words.doing_noun)),
        aim_is=re.compile(r"(?P<aim>.*?(?:目标|任务|指标|任务点|要点))(?:分别)?[为是](?=.{2})"),
        predicates=re.compile(_either(words.predicates)),
        not_predicates=re.compile(_either(words.not_predicates)),
        statement=re.compile(_either(words.statement)),
        ground=re.compile(
            rf"^\s*(?:(?:{_either(words.ground_begins)})\s*《[^》]*》|(?:{_either(words.scene_begins)})(?:《[^》]*》)?)"
        ),
        made=re.compile(rf"(?:{_either(words.making)})(?:了)?(?=.{{3}})"),
        became=re.compile(_either(words.became)),
        money_name=re.compile(rf"(?:{_either(words.doing_noun)})(?:资金|经费|费|款|金额)"),
        setting=re.compile(r"^(?P<who>.{0,12}?)在(?P<where>[^，。]{2,40}?)(?:中|里|方面|(?<!以)上)(?P<rest>.*)$"),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"


def _without_setting(text: str, words: _Words) -> tuple[str, str]:
    m = words.setting.match(quotes_hidden(text))
    if m is None or "的" in m["who"] or len(m["rest"]) < 1:
        return text, ""
    where = text[m.start("where") : m.end("where")]
    return text[: m.end("who")] + text[m.start("rest") :], where


def _holder_apart(text: str, words: _Words) -> tuple[str, str]:
    """What has, did or is meant to, and the rest: 平台 | 有单位会员; 成果的终期目标 | 国家级成果.

    A deed in front of 的 is part of a name (校企共建的实训室); whoever something is done with or for holds nothing.
    """
    shape = quotes_hidden(text)
    aim = words.aim_is.match(shape)
    if aim:
        return text[: aim.end("aim")], text[aim.end() :]
    for m in reversed(list(words.inside.finditer(shape))):
        rest = text[m.end() :]
        if m.start() < 2 or len(rest) < 2 or words.names_deed.match(rest):
            continue
        named = "的" in quotes_hidden(rest) and not m.group().endswith("有")
        if named or _in_word(words.not_predicates, shape, *m.span()):
            continue
        if words.money_name.match(shape, m.start()):
            continue
        holder = text[: m.start()]
        if _WITH.match(holder) or holder.startswith(("为", "对", "向", "给")):
            return "", text[m.start() :]
        holder, _ = _without_ending(_without_links(holder.strip(_MARKS), words), words)
        return "" if words.actors.fullmatch(holder) else holder, text[m.start() :]
    return "", text


def _without_links(text: str, words: _Words) -> str:
    while text and not text.startswith(words.not_links):
        m = words.links.match(text)
        if m is None or (m.end() == len(text) and len(text) > 2):
            break
        text = text[m.end() :].lstrip(_MARKS)
    return text


def _without_actor(text: str, words: _Words) -> str:
    """Without the reporting body, where a deed of its follows (学校建成……); else it tells whose figure it is."""
    m = words.actors.match(text)
    if m is None:
        return text
    rest = _without_links(text[m.end() :].lstrip("的"), words)
    return rest if words.deed_begins.match(rest) or words.deed_kept.match(rest) else text


def _without_ending(text: str, words: _Words) -> tuple[str, str]:
    """Without words of counting at the end, and without the deeds behind what is counted (教材出版)."""
    deed = ""
    while text:
        if not text.endswith(words.not_counting) and (m := words.counting.search(text)):
            text = text[: m.start()].rstrip(_MARKS)
            continue
        m = words.deed_ends.search(text)
        if m is None or m.start() < 2 or text.endswith(words.not_counting) or words.kept_ends.search(text):
            break
        if quotes_hidden(text)[-1] == HIDDEN or text[: m.start()].endswith(
            ("的", "未", "没有", "没", "尚未", "和", "与", "、")
        ):
            break
        deed, text = m.group(), re.sub("[或和与及并]$", "", text[: m.start()].rstrip(_MARKS))
    return text, deed


def _without_deed(text: str, words: _Words, people: bool) -> tuple[str, str]:
    """Without the deed in front of what is counted (建成基地: 基地), unless it is part of a name or tells it apart."""
    deed = ""
    while m := words.deed_begins.match(text):
        rest = text[m.end() :]
        if rest.startswith("的") and len(rest) > 2 and m.group() in words.met:
            return rest[1:], m.group()
        if words.deed_kept.match(text) or words.names_deed.match(rest) or len(rest) == 1:
            break
        if words.doing_noun.match(text) and words.names_thing.match(rest):
            break
        if _in_word(words.not_predicates, text, 0, m.end()):
            break
        if people and rest and not m.group().endswith("有"):
            return text, m.group()
        deed = deed or m.group()
        text = rest
    return text, deed


def _in_word(never: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether what stands at start..end is part of one of the words that only look so."""
    return any(m.start() < end and m.end() > start for m in never.finditer(text, max(0, start - 4), end + 4))


def _tidy(text: str) -> str:
    text = text.strip(_MARKS).removesuffix("的").removeprefix("的")
    if len(text) > 3:
        text = text.removesuffix("等")
    return _not_too_long(text).strip(_MARKS)


def _not_too_long(text: str) -> str:
    """The end of a text that is too long for a name, from the beginning of a part of its list if it is one."""
    if len(text) <= _LONGEST:
        return text
    parts = [m.end() for m in re.finditer("、|和|及", quotes_hidden(text)) if m.end() >= len(text) - _LONGEST]
    return text[parts[0] if parts and parts[0] < len(text) - 1 else -_LONGEST :]


def only_words(text: str, words: Sequence[str]) -> bool:
    """Whether nothing but the given words is in the text."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return not text.strip(_MARKS)
