"""An answer's Markdown as HTML that is safe to show, whatever the documents or the question had in them.

Raw HTML, links and images are not Markdown here but plain text; so nothing in an answer can load or open anything.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

NOT_MARKDOWN = ["image", "link", "autolink", "reference", "html_block", "html_inline", "code", "lheading", "hr"]
_MARK = re.compile(r"\[(\d{1,3})\]")
_NUMBER = re.compile(r"[-+−]?\d[\d,.]*\s*\D{0,3}")
_NOT_SAID = re.compile(r"\*|\[\d+\]|[-–—/]$")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_PREFIX = re.compile(r"(?:>|#{1,6}) ")

MarkWriter = Callable[[int], str]
"""The HTML of citation mark n (from 1); empty if there is no such citation, then the text stays as it is."""


def markdown_to_html(markdown: str, mark: MarkWriter) -> str:
    """The HTML of an answer; its citation marks [n] become what `mark` says."""
    return str(_parser.render(markdown, {"mark": mark}))


def markdown_to_inline_html(markdown: str, mark: MarkWriter) -> str:
    """The same for one table cell: no blocks."""
    return str(_parser.renderInline(markdown, {"mark": mark}))


def markdown_to_plain_text(markdown: str) -> str:
    """The same as text to be pasted elsewhere: without emphasis, tables with tabs."""
    lines = [line.strip() for line in markdown.replace("**", "").splitlines()]
    return "\n".join(_plain_line(line) for line in lines if not _RULE.fullmatch(line))


def columns_of_numbers(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Positions of the columns that hold nothing but numbers, with or without a unit; those are set to the right."""
    numbers: set[int] = set()
    for at in range(max(map(len, rows), default=0)):
        said = [_NOT_SAID.sub("", row[at]).strip() for row in rows if at < len(row)]
        said = [cell for cell in said if cell]
        if said and all(_NUMBER.fullmatch(cell) for cell in said):
            numbers.add(at)
    return frozenset(numbers)


def _plain_line(line: str) -> str:
    if line.startswith("|") and line.endswith("|"):
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        return "\t".join(cell.strip().replace("\\|", "|") for cell in cells)
    return _PREFIX.sub("", line, count=1) if _PREFIX.match(line) else line


def _numbers_to_the_right(state: StateCore) -> None:
    """Marks the cells of all columns of numbers in all tables."""
    rows: list[list[Token]] = []
    texts: list[list[str]] = []
    for token, following in itertools.pairwise(state.tokens):
        if token.type == "table_open":
            rows, texts = [], []
        elif token.type == "tr_open":
            rows.append([])
            texts.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(token)
            texts[-1].append(following.content)
        elif token.type == "tbody_close":
            numbers = columns_of_numbers(texts[1:])
            for row in rows:
                for at in numbers.intersection(range(len(row))):
                    row[at].attrJoin("class", "right")


def _text_with_marks(
    _renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    mark: MarkWriter = env["mark"]
    content = tokens[index].content
    parts: list[str] = []
    end = 0
    for found in _MARK.finditer(content):
        written = mark(int(found[1]))
        if written:
            before = content[end : found.start()].rstrip()
            parts += [escapeHtml(before[:-1]), _kept_together(before[-1:], written)]
            end = found.end()
    parts.append(escapeHtml(content[end:]))
    return "".join(parts)


def _kept_together(last: str, mark: str) -> str:
    """The mark with the character before it, so that no line begins with a mark."""
    return f'<span class="kept">{escapeHtml(last)}{mark}</span>' if last else mark


_parser = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable(NOT_MARKDOWN)
)
_parser.core.ruler.push("numbers_to_the_right", _numbers_to_the_right)
_parser.add_render_rule("text", _text_with_marks)
_parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table class="grid">\n')
_parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
