"""A place on a scanned page says how surely it was read."""

from __future__ import annotations

import pytest

from app.answer import Citation
from app.recognition import recognition_words
from app.terminal import place_words
from app.ui.rendering import citation_words


@pytest.mark.parametrize(("percent", "words"), [(None, ""), (98, "可信度 98%"), (90, "请核对原件")])
def test_what_is_said_of_a_recognised_place(percent: int | None, words: str) -> None:
    citation = Citation(doc="扫描件.pdf", page=3, recognised=percent)
    assert words in recognition_words(citation, "zh")
    assert words in place_words(citation, "zh")
    assert words in citation_words("zh", citation)
