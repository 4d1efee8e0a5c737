"""From a request to a draft: understand it, take up what it names, write the rest as its kind has it, mark, cut,
proofread."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.check.finding import Finding
from app.draft.changes import changes_sentence
from app.draft.charted import blocks_to_charts
from app.draft.comparing import comparison_blocks
from app.draft.contested import conflict_blocks, contested_figures, marked
from app.draft.fitting import cut_to
from app.draft.funds import funds_blocks, overall_funds
from app.draft.guarding import guarded
from app.draft.lint import Proofreader
from app.draft.manuscript import NAMED, Block, Manuscript, Sentence, length_of, statements_in
from app.draft.open_tasks import open_tasks, open_tasks_blocks
from app.draft.overviews import (
    completion_sentences,
    headed,
    projects_sentence,
    results_sentences,
    section_lines,
    telling_sentences,
)
from app.draft.particulars import Named
from app.draft.phrasing import words
from app.draft.ratings import ratings_blocks
from app.draft.request import Request, inside, understand_request
from app.draft.request_words import Kind, draft_words
from app.draft.result import Draft, DraftError

PAGE = 1200
"""Characters, or half as many English words, that a page has on which no more is asked."""
SECTION = 900
ONE_PAGE = 540
"""Characters that one page holds in the letters and lines of official papers, under a title and with headings."""


_CHAPTER = re.compile(r"^第[一二三四五六七八九十百\d]+[章节部篇]分?\s*")


@dataclass(frozen=True, slots=True)
class Sources:
    """What drafts are written from: the index, what the cross-check found in it, and the proofreader."""

    knowledge: Knowledge
    findings: Sequence[Finding]
    proofreader: Proofreader


def draft_request(text: str, sources: Sources, language: Language | None = None) -> Draft:
    """The draft that is asked for. Raises DraftError `empty`, `nothing-read`, `no-section`."""
    began = time.perf_counter()
    knowledge = sources.knowledge
    if not knowledge.snapshot.documents:
        raise DraftError("nothing-read")
    request = understand_request(text, knowledge, language)
    blocks, gaps = _written(request, sources)
    blocks, conflict = marked(blocks, contested_figures(sources.findings, knowledge), request.language)
    manuscript = Manuscript(request.language, knowledge.snapshot)
    blocks = cut_to(blocks, request.limit or _usual(request), manuscript)
    blocks, unverified = guarded(blocks, request.language, sources.proofreader)
    charts = blocks_to_charts(blocks, request.language) if request.chart else []
    if charts and request.form != "table":
        # The picture takes the place of the table that it was drawn from.
        blocks = [block for block in blocks if block.form != "table"]
    body = manuscript.write(_numbered(blocks, request.language))
    return Draft(
        request=request.text,
        language=request.language,
        title=_title(request, knowledge),
        text=body,
        figures=manuscript.figures,
        citations=manuscript.citations,
        charts=charts,
        unverified=unverified,
        gaps=gaps,
        conflict=conflict or request.kind == "conflicts",
        length=length_of(body, request.language),
        limit=request.limit,
        seconds=round(time.perf_counter() - began, 4),
    )


def _usual(request: Request) -> int:
    if request.kind == "brief" and draft_words().wants_one_page(request.text):
        return ONE_PAGE // 2 if request.language == "en" else ONE_PAGE
    size = PAGE if request.kind in ("brief", "conflicts") else SECTION
    return size // 3 if request.language == "en" else size


def _written(request: Request, sources: Sources) -> tuple[list[Block], list[str]]:
    """The blocks of the draft, and what is asked for and not in the documents."""
    # In English what is named is said in the request's own words, which the kind's table rows would only repeat; one
    # sentence has room for nothing else.
    bare = request.particulars and (request.language == "en" or request.form == "sentence")
    blocks = [] if bare else _of_kind(request, sources)
    stated = statements_in(blocks)
    manuscript = Manuscript(request.language, sources.knowledge.snapshot)
    told = "\n".join(manuscript.plain(sentence) for block in blocks for sentence in block.sentences)
    named, gaps = Named(request, sources.knowledge).sentences(stated, told)
    if request.changes:
        # Not of what may yet be left out.
        all_told = [*(s for block in blocks for s in block.sentences), *(s for s in named if s.weight >= NAMED)]
        change = changes_sentence(all_told, request.language)
        named += [change] if change is not None else []
    if named:
        at = next((i for i, block in enumerate(blocks) if block.form == "paragraph"), None)
        if at is None or request.form == "items":
            blocks = [*blocks, Block("items" if request.form == "items" else "paragraph", tuple(named))]
        else:
            blocks[at] = replace(blocks[at], sentences=(*blocks[at].sentences, *named))
    if not blocks:
        what = request.topic.text
        gaps.append(what)
        blocks = [Block("paragraph", (Sentence((words(request.language, "gap", what=what),), asked=True),))]
    return blocks, gaps


def _of_kind(request: Request, sources: Sources) -> list[Block]:
    """What a draft of this kind has whatever else is named."""
    knowledge, language = sources.knowledge, request.language
    within = inside(request, knowledge)
    scope = (request.section[0], within) if request.section is not None and within is not None else None
    kind: Kind = request.kind
    own = scope if request.project else None
    table = request.form == "table" or request.chart
    match kind:
        case "conflicts":
            return conflict_blocks(language, sources.findings, knowledge)
        case "unfinished":
            return _unfinished(request, own, knowledge)
        case "funds" if own is None:
            return funds_blocks(language, knowledge, table=table)
        case "satisfaction":
            return ratings_blocks(language, knowledge, table=table)
        case "benchmark":
            return comparison_blocks(language, knowledge, table=table)
        case "brief" if own is None:
            return _brief(request, sources)
        case "results" if own is None:
            return [Block("paragraph", tuple(results_sentences(language, knowledge)))]
        case "completion" if own is None:
            return _completion(language, knowledge)
    beside = [p for p in request.particulars if p.kind != "unfinished" and not draft_words().wants_reason(p.text)]
    if scope is not None and not beside:
        return _section(scope, language, knowledge)
    if not request.particulars:
        return _brief(replace(request, headings=False), sources)
    return []


def _completion(language: Language, knowledge: Knowledge) -> list[Block]:
    sentences = completion_sentences(language, knowledge, asked=True)
    projects = projects_sentence(language, knowledge)
    return [Block("paragraph", (*sentences, *([projects] if projects else [])))] if sentences or projects else []


def _unfinished(request: Request, own: tuple[int, set[int]] | None, knowledge: Knowledge) -> list[Block]:
    """What is unfinished; of one project after its counts and rates, where particulars are asked for beside it."""
    blocks = open_tasks_blocks(request.language, knowledge, own, items=request.form == "items")
    if own is None or not request.particulars:
        return blocks
    rows = [replace(s, asked=True) for s in section_lines(own, request.language, knowledge)[:1]]
    return [Block("paragraph", tuple(rows)), *blocks] if rows else blocks


def _section(scope: tuple[int, set[int]], language: Language, knowledge: Knowledge) -> list[Block]:
    """A section's own counts and rates, what its parts tell, and what is unfinished."""
    rows = section_lines(scope, language, knowledge)
    stated = {(s.figure.value, s.figure.unit) for sentence in rows for s in sentence.statements}
    told = telling_sentences(scope, knowledge, stated) if language == "zh" else []
    undone = [replace(s, asked=False) for s in open_tasks(language, knowledge, scope, named=False)]
    return [Block("paragraph", (*rows, *told, *undone))] if rows or told or undone else []


def _brief(request: Request, sources: Sources) -> list[Block]:
    """Of everything the gist, or of the parts that the request names: tasks, money, results, satisfaction, benchmark,
    what is unfinished."""
    knowledge, language = sources.knowledge, request.language
    projects = projects_sentence(language, knowledge)
    completion = completion_sentences(language, knowledge, asked=False)
    ratings = [s for b in ratings_blocks(language, knowledge, table=False) for s in b.sentences]
    compared = [s for b in comparison_blocks(language, knowledge, table=False) for s in b.sentences]
    parts: dict[str, list[Sentence]] = {
        "tasks": [*completion, *([projects] if projects else [])],
        "funds": overall_funds(language, knowledge),
        "results": results_sentences(language, knowledge)[:2],
        "ratings": [replace(s, asked=False, weight=3) for s in ratings],
        "compared": compared[:5],
        "open": [replace(s, asked=False, weight=4) for s in open_tasks(language, knowledge, None, named=False)],
    }
    blocks: list[Block] = []
    for name in request.parts or parts:
        if not parts[name]:
            continue
        if request.headings:
            blocks += headed(words(language, f"whole.{name}"), parts[name])
        else:
            blocks.append(Block("paragraph", tuple(parts[name])))
    return blocks


def _numbered(blocks: Sequence[Block], language: Language) -> list[Block]:
    """The blocks with their headings numbered, when it is known which of them stay."""
    numerals = iter(words(language, "whole.numbering").split())
    return [
        replace(b, sentences=tuple(replace(s, parts=(next(numerals, ""), *s.parts)) for s in b.sentences))
        if b.form == "heading"
        else b
        for b in blocks
    ]


def _title(request: Request, knowledge: Knowledge) -> str:
    if request.section is not None and (request.project or not request.kind):
        from app.ask.overview import bare_heading

        section = knowledge.snapshot.records[request.section[0]].sections[request.section[1]]
        return _CHAPTER.sub("", bare_heading(section.heading)) or section.heading
    if not request.kind and request.topic.text and request.particulars:
        return draft_words().subject(request.topic.text) or words(request.language, "untitled")
    return words(request.language, f"titles.{request.kind or 'overview'}")
