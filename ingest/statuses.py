"""Where tasks stand: finished, under way, not begun …, as sentences and status cells say it, with the reason given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.clauses import HIDDEN, Clause, clauses_of, item_title, quotes_hidden, sentence_to_layers, text_to_sentences
from ingest.lexicon import Lexicon, StatusWords
from ingest.numbers import numbers_in
from ingest.periods import periods_in
from ingest.phrases import is_setting, plain, statement_head, text_to_phrase
from ingest.records import (
    DocumentRecords,
    NumberUse,
    Passage,
    PassageKind,
    Period,
    Region,
    Status,
    StatusKind,
    Table,
)
from ingest.table_facets import table_facets

UNFINISHED = frozenset(
    {
        StatusKind.PARTLY,
        StatusKind.IN_PROGRESS,
        StatusKind.NOT_DONE,
        StatusKind.NOT_STARTED,
        StatusKind.SUSPENDED,
        StatusKind.NOT_APPROVED,
    }
)
_ENDS_REASON = re.compile(
    r"[，。；;]|导致|使得|以致|而(?=未|没|暂|停|推迟|滞后|延期|取消|中止)|未能|未(?=完成|开展|达|启动)|没有(?=完成)"
)
_PLANNED = re.compile(
    r"(?:拟|计划|预计|将|定|推迟到|推迟至|顺延至|延期至|延至|待)(?:于|在|到|至)?\s*"
    r"(?P<when>(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|[上下]半年|[一二三四]季度)?(?:底|末|前|底前)?)"
)


def records_to_statuses(records: DocumentRecords, lexicon: Lexicon) -> tuple[Status, ...]:
    """Statuses of all passages and status cells, keyed in their order.

    Under a heading that itself says “not done” (尚未完成的任务) every sentence is about something unfinished; one that
    names no status there belongs to the one before and tells more of it. Sentences that count tasks by their status or
    say what a status means are none of a task.
    """
    found: list[Status] = []
    for passage in records.passages:
        if passage.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.CELL):
            found.extend(_passage_to_statuses(passage, records, lexicon))
    for table in records.tables:
        found.extend(_table_to_statuses(table, records, lexicon))
    return tuple(replace(status, key=key) for key, status in enumerate(found))


def status_of_clause(text: str, lexicon: Lexicon) -> tuple[StatusKind, str] | None:
    """The status that a clause names by its longest status word, and that word.

    没有未完成的任务 is done; 没有按期完成 is not; what is only meant to be (确保完成) is no status.
    """
    undone = (*lexicon.statuses.get(StatusKind.NOT_DONE, ()), *lexicon.statuses.get(StatusKind.NOT_STARTED, ()))
    words = _patterns(lexicon.status_words, undone)
    denied = words.denied.search(text)
    if denied:
        return StatusKind.DONE, denied.group()
    refused = words.refused.search(text)
    best = _longest(text, lexicon)
    if refused and (best is None or len(best[1]) <= len(refused.group()) or best[0] is StatusKind.DONE):
        return _kind_of_refused(refused["deed"], lexicon.status_words), refused.group()
    if best is not None and best[0] in (StatusKind.DONE, StatusKind.PARTLY, StatusKind.OVERFULFILLED):
        at = text.rfind(best[1])
        if words.meant.search(text[:at]):
            return None
    return best


def reason_of_sentence(text: str, lexicon: Lexicon) -> str:
    """The reason that a sentence gives, in its own words, empty if it gives none."""
    for first, last in lexicon.reasons.between:
        m = re.search(rf"{first}([^，。；、]{{2,40}}){last}", text)
        if m:
            return m[1]
    starts = [
        (m.start(), word)
        for word in lexicon.reasons.before
        if (m := re.search(rf"(?<![基]){word}(?!此|而|地|材|素|病|果)", text))
    ]
    if not starts:
        return ""
    at, word = min(starts, key=lambda pair: (pair[0], -len(pair[1])))
    rest = text[at + len(word) :]
    end = _ENDS_REASON.search(rest, 2)
    return rest[: end.start()].strip("：: ，,") if end else rest.strip("：: ，。")


def task_of_sentence(text: str, named: str, lexicon: Lexicon) -> str:
    """The task that a sentence says the status `named` of, as a noun phrase; empty if the sentence names none.

    It stands before the status in its clause (互联互通测评暂缓), behind it as its object (未开展学徒制试点) or behind
    的是 (未达标的是重点专科), or in the first clause that names anything.
    """
    layer = sentence_to_layers(text)[0]
    clauses = [clause for clause in clauses_of(layer) if not _sets_scene(layer, clause, named, lexicon)]
    at = layer.find(named) if named else -1
    own = next((clause for clause in clauses if clause.start <= at < clause.end), None)
    first = next((task for clause in clauses if (task := _task(_until(layer, clause, named), lexicon))), "")
    if own is None:
        return first
    listed = re.match(r"的[^，。]{0,4}?[是为](?P<task>[^，。]+)", layer[at + len(named) : own.end])
    if listed:
        return plain(listed["task"], lexicon)
    task = _task(layer[own.start : at], lexicon)
    if re.fullmatch(r"第?[一二三四五]期", task) and re.search(r"[一二三四五]期", first):
        return re.sub(r"[一二三四五]期", task, first)
    behind = "" if task else _task(re.split("[，。；]", layer[at + len(named) : own.end])[0], lexicon)
    return task or behind or first


_CAUSE = re.compile(
    r"^(?:因为?|由于|受|鉴于|原因).*?(?:而|影响|限制|$)|(?:因为?|由于)[^，。]{2,40}(?:而)?$|(?<!接)受[^，。]{2,40}(?:影响|限制)而?$"
)
_TAIL = re.compile(
    r"(?:的?任务|一项|这一任务|这项任务|工作)?(?:目前|至今|尚|还|仍|暂|仍然|均|都|已|也|只|正|全部|按期|如期|未能|没有)*$"
)
_COUNTED = re.compile(
    r"^\d+\s*[个项门间家名所台套]|(?:的?数量)?(?:为|共|有|达)?\s*\d+(?:\.\d+)?\s*[个项门间家名所台套]?$"
)
_POINTS_BACK = re.compile(
    r"^(?:(?:该|这|此|本|上述|全部|所有|各)?(?:项|个|一)?(?:任务|工作|指标|项目|事项)|[该此这本](?:项|个)?|其)$"
)


def _sets_scene(layer: str, clause: Clause, named: str, lexicon: Lexicon) -> bool:
    text = layer[clause.start : clause.end]
    return bool(is_setting(text, lexicon)) and not (named and named in text)


def _until(layer: str, clause: Clause, named: str) -> str:
    text = layer[clause.start : clause.end]
    return text.split(named)[0] if named else text


def _task(text: str, lexicon: Lexicon) -> str:
    text = _CAUSE.sub("", plain(text, lexicon))
    if text.startswith(lexicon.clauses.ground_begins):
        return ""
    text = re.sub(r"(?:原|原来)?(?:计划|拟|预计)(?:于|在)?$", "", text)
    text = _COUNTED.sub("", _TAIL.sub("", text))
    if not text or _POINTS_BACK.match(text) or (_longest(text, lexicon) is not None and len(text) < 8):
        return ""
    head = statement_head(text, lexicon)
    noun = text_to_phrase(head, lexicon).noun
    return noun if len(noun) > 2 else head if len(head) > 1 else ""


def _table_to_statuses(table: Table, records: DocumentRecords, lexicon: Lexicon) -> Iterator[Status]:
    """Status cells, with the row's task, the reason from a column of reasons and the time from one of plans."""
    reasons = [c for c, path in enumerate(table.columns) if path and path[-1] in lexicon.tables.reason_column]
    plans = [c for c, path in enumerate(table.columns) if path and path[-1] in lexicon.tables.plan_column]
    lists_unfinished = _is_unfinished_heading(table.caption, lexicon)
    grid = table.grid()
    listed: set[int] = set()
    for facets in table_facets(table, records, lexicon):
        if facets.header:
            continue
        row = facets.row
        kind = _status_of_cell(facets.text, lexicon)
        if kind is None and lists_unfinished and row not in listed and facets.place.row:
            kind = StatusKind.NOT_DONE
        if kind is None or (lists_unfinished and row in listed):
            continue
        listed.add(row)
        reason = next((cell.text for c in reasons if (cell := grid[row][c]) is not None and cell.text), "")
        planned = next((cell.text for c in plans if (cell := grid[row][c]) is not None and cell.text), "")
        yield Status(0, kind, facets.subject, facets.period, reason, facets.place, planned=planned)


def _passage_to_statuses(passage: Passage, records: DocumentRecords, lexicon: Lexicon) -> Iterator[Status]:
    keys: list[int] = []
    key = passage.place.section
    while key is not None:
        keys.append(key)
        key = records.sections[key].parent
    headings = [records.sections[k].title for k in reversed(keys)]
    listed = _is_unfinished_heading(headings[-1] if headings else "", lexicon)
    title = item_title(passage.text)
    above = tuple(passage.place.row) or tuple(headings[-2:-1] if listed else headings[-2:])
    pending: Status | None = None
    for sentence in text_to_sentences(passage.text):
        text = sentence.text.strip()
        named = _status_of_sentence(text, lexicon)
        if named is not None and named[0] is StatusKind.DONE and not listed and len(named[1]) < 3:
            continue
        reason = reason_of_sentence(text, lexicon)
        goes_on = pending is not None and (
            text.startswith(lexicon.reasons.continues) or (not pending.reason and _only_reason(text, lexicon))
        )
        if named is None or goes_on or (listed and named[0] is StatusKind.DONE and pending is not None):
            if not listed:
                continue
            if pending is not None:
                quote = pending.place.quote + text
                planned = pending.planned or _planned(text)
                place = replace(pending.place, quote=quote)
                pending = replace(pending, reason=pending.reason or reason, place=place, planned=planned)
                continue
            if _is_tally(text, lexicon):
                continue
        kind = named[0] if named is not None else StatusKind.NOT_DONE
        if listed and kind is StatusKind.DONE:
            kind = StatusKind.NOT_DONE
        if pending is not None:
            yield pending
        task = task_of_sentence(text, named[1] if named is not None else "", lexicon) or title
        place = replace(
            passage.place, quote=text, regions=_regions(passage, sentence.start, sentence.end) or passage.place.regions
        )
        plan = _PLANNED.search(text)
        spans = [span for span in periods_in(text) if plan is None or span.start < plan.start("when")]
        period: Period | None = spans[0].period if spans else None
        subject = (*above, task) if task and above[-1:] != (task,) else above or (text,)
        pending = Status(0, kind, subject, period, reason, place, passage.key, _planned(text))
        if not listed and named is not None:
            yield from _others(pending, named[1], above, lexicon)
    if pending is not None:
        yield pending


def _only_reason(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence begins with a reason and then names nothing new (由于合作方缩减招生，将两个专业缩减为一个)."""
    ground, comma, rest = text.partition("，")
    begins = ground.startswith(lexicon.reasons.before) and bool(comma)
    return begins and rest.lstrip().startswith(lexicon.reasons.without_subject)


def _others(status: Status, named: str, above: tuple[str, ...], lexicon: Lexicon) -> Iterator[Status]:
    """Further tasks that the sentence of `status` calls unfinished, each in a clause of its own."""
    layer = sentence_to_layers(status.place.quote)[0]
    shape = quotes_hidden(layer)
    for clause in clauses_of(shape):
        other = status_of_clause(shape[clause.start : clause.end].strip(HIDDEN), lexicon)
        if (
            other is None
            or other[0] not in UNFINISHED
            or other[1] == named
            or _counts(shape, clause, other[1], lexicon)
        ):
            continue
        task = _task(_until(layer, clause, other[1]), lexicon)
        if task and task != status.subject[-1] and len(task) > 3:
            yield replace(status, kind=other[0], subject=(*above, task))


def _status_of_sentence(text: str, lexicon: Lexicon) -> tuple[StatusKind, str] | None:
    """The status of the first clause that names one that is not done; quoted words and counts are passed over."""
    best: tuple[StatusKind, str] | None = None
    shape = quotes_hidden(sentence_to_layers(text)[0]).replace("\n", HIDDEN)
    for clause in clauses_of(shape):
        said = shape[clause.start : clause.end].strip(HIDDEN + " ")
        named = status_of_clause(said, lexicon)
        if named is None or _counts(shape, clause, named[1], lexicon):
            continue
        if said.startswith(named[1] + "的") and not re.match(r"的[^，。]{0,4}?[是为]", said[len(named[1]) :]):
            continue
        if said.startswith(lexicon.reasons.before) and "而" not in said:
            continue
        if best is None or (best[0] not in UNFINISHED and named[0] in UNFINISHED):
            best = named
    return best


def _counts(shape: str, clause: Clause, word: str, lexicon: Lexicon) -> bool:
    """Whether the clause only counts tasks of a status: 4 项推进中; 未完成的有 2 个; 超额完成 8 项."""
    text = shape[clause.start : clause.end]
    at = text.find(word)
    for number in numbers_in(text, lexicon):
        if number.use is not NumberUse.FIGURE or number.unit in ("%",):
            continue
        behind = text[at + len(word) : number.start] if number.start >= at + len(word) else None
        before = text[number.end : at] if number.end <= at else None
        if behind is not None and re.fullmatch(r"(?:了|的)?(?:任务点?|项目|指标)?(?:合?共|计|有|为|达|按)*\s*", behind):
            return True
        if before is not None and re.fullmatch(r"\s*(?:任务点?|项目|指标)?(?:为|已|均|都|尚|属于?|是)?\s*", before):
            return True
    return False


def _is_tally(text: str, lexicon: Lexicon) -> bool:
    """Under a heading of what is unfinished: a sentence that only counts it (未完成的任务有 6 项)."""
    shape = quotes_hidden(sentence_to_layers(text)[0])
    return any(
        (named := status_of_clause(shape[c.start : c.end], lexicon)) is not None
        and _counts(shape, c, named[1], lexicon)
        for c in clauses_of(shape)
    )


def _planned(text: str) -> str:
    m = _PLANNED.search(text)
    return re.sub(r"\s+", "", m["when"]) if m else ""


def _is_unfinished_heading(heading: str, lexicon: Lexicon) -> bool:
    named = status_of_clause(heading, lexicon)
    return named is not None and named[0] in (StatusKind.NOT_DONE, StatusKind.NOT_STARTED)


def _status_of_cell(text: str, lexicon: Lexicon) -> StatusKind | None:
    """The status that a cell holds if it holds nothing else but a note in brackets."""
    word = re.sub(r"[（(][^（）()]*[)）]", "", text).strip().strip("。；")
    for kind, words in lexicon.statuses.items():
        if word in words:
            return kind
    return None


def _longest(text: str, lexicon: Lexicon) -> tuple[StatusKind, str] | None:
    best: tuple[StatusKind, str] | None = None
    for kind, words in lexicon.statuses.items():
        for word in words:
            if best is not None and len(word) <= len(best[1]):
                continue
            at = text.rfind(word)
            if at < 0:
                continue
            behind = text[at + len(word) : at + len(word) + 1]
            if kind is StatusKind.IN_PROGRESS and "一" <= behind <= "鿿" and behind not in "的之，":
                continue
            if word == "完成" and behind in ("率", "度", "数"):
                continue
            best = kind, word
    return best


@dataclass(frozen=True, slots=True)
class _Patterns:
    denied: re.Pattern[str]
    refused: re.Pattern[str]
    meant: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(words: StatusWords, undone: tuple[str, ...]) -> _Patterns:
    def either(of: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(of, key=len, reverse=True))) or r"(?!)"

    deeds = either((*words.done_deeds, *words.begun_deeds, *words.granted_deeds))
    return _Patterns(
        denied=re.compile(rf"(?:{either(words.none_of)})[^，。；]{{0,6}}?(?:{either(undone)})"),
        refused=re.compile(rf"(?:{either(words.negations)})[^，。；、]{{0,12}}?(?P<deed>{deeds})(?![率度数前后])"),
        meant=re.compile(rf"(?:{either(words.meant)})[^，。；]{{0,14}}$"),
    )


def _kind_of_refused(deed: str, words: StatusWords) -> StatusKind:
    if deed in words.granted_deeds:
        return StatusKind.NOT_APPROVED
    return StatusKind.NOT_STARTED if deed in words.begun_deeds else StatusKind.NOT_DONE


def _regions(passage: Passage, start: int, end: int) -> tuple[Region, ...]:
    return tuple(line.region for line in passage.lines if line.start < end and line.end > start)
