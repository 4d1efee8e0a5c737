"""An answer's Markdown as HTML that is safe to show, whatever the documents or the question had in them.

Raw HTML, links and images are not Markdown here but plain text; so nothing in an answer can load or open anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

NOT_MARKDOWN = ["image", "link", "autolink", "reference", "html_block", "html_inline", "code", "lheading", "hr"]
_MARK = re.compile(r"\[(\d{1,3})\]")

MarkWriter = Callable[[int], str]
"""The HTML of citation mark n (from 1); empty if there is no such citation, then the text stays as it is."""


def markdown_to_html(markdown: str, mark: MarkWriter) -> str:
    """The HTML of an answer; its citation marks [n] become what `mark` says."""
    return str(_parser.render(markdown, {"mark": mark}))


def markdown_to_inline_html(markdown: str, mark: MarkWriter) -> str:
    """The same for one table cell: no blocks."""
    return str(_parser.renderInline(markdown, {"mark": mark}))


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
            parts += [escapeHtml(content[end : found.start()]).rstrip(), written]
            end = found.end()
    parts.append(escapeHtml(content[end:]))
    return "".join(parts)


_parser = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable(NOT_MARKDOWN)
)
_parser.add_render_rule("text", _text_with_marks)
_parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table class="grid">\n')
_parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
