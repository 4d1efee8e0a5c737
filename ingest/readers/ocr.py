"""Pictures of text to text. The only module that knows RapidOCR; its models come with its package.

The engine is made at first use and is not safe for threads: one line or page is read at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rapidocr import RapidOCR

Pixels = NDArray[np.uint8]
"""A picture: height × width, or height × width × 3 (blue, green, red)."""

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom lie outside."""

_BRACKETS = {"(": "（", ")": "）"}
_STOPS = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_READING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was recognised, how sure that is (0 to 1), and where its middle stands: the share of the picture's
    width left of it."""

    text: str
    confidence: float
    middle: float


def pictures_to_lines(pictures: Iterable[Pixels]) -> list[list[Letter]]:
    """Per picture of one printed line, its letters, without spaces; none where nothing was recognised."""
    with _READING:
        return [_picture_to_line(picture) for picture in pictures]


def picture_to_line_boxes(picture: Pixels) -> list[PixelBox]:
    """Where lines of text, or parts of lines, stand in the picture of a page or of a part of it."""
    with _READING:
        found: Any = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None:
        return []
    height, width = picture.shape[:2]
    return [
        (
            max(0, int(min(x for x, _ in corners))),
            max(0, int(min(y for _, y in corners))),
            min(width, int(max(x for x, _ in corners)) + 1),
            min(height, int(max(y for _, y in corners)) + 1),
        )
        for corners in boxes
    ]


def _picture_to_line(picture: Pixels) -> list[Letter]:
    found: Any = _engine()(picture, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not found or not found.txts or not found.txts[0].strip():
        return []
    text: str = found.txts[0]
    words = found.word_results[0]
    confidences = words.confs if len(words.confs) == len(text) else [found.scores[0]] * len(text)
    columns = iter([column for word in words.word_cols for column in word])
    letters: list[Letter] = []
    for letter, confidence in zip(text, confidences, strict=True):
        if not letter.isspace():
            middle = (next(columns) + 0.5) / words.line_txt_len
            letters.append(Letter(letter, confidence, middle))
    return _with_chinese_marks(_with_permille(letters))


def _with_permille(letters: list[Letter]) -> list[Letter]:
    """‰ for what its parts are taken for: a percent sign and a nought."""
    kept: list[Letter] = []
    for at, letter in enumerate(letters):
        last = at == len(letters) - 1 or not letters[at + 1].text.isalnum()
        if kept and kept[-1].text in "%％" and letter.text in "0oO" and last:
            kept[-1] = replace(kept[-1], text="‰", confidence=min(kept[-1].confidence, letter.confidence))
        else:
            kept.append(letter)
    return kept


def _with_chinese_marks(letters: list[Letter]) -> list[Letter]:
    """Brackets and stops beside Chinese letters in their Chinese form: recognition gives either."""
    if not any(is_chinese(letter.text) for letter in letters):
        return letters
    marked: list[Letter] = []
    for before, letter in zip([None, *letters], letters, strict=False):
        known = _BRACKETS if letter.text in _BRACKETS else _STOPS if before and is_chinese(before.text) else {}
        marked.append(replace(letter, text=known.get(letter.text, letter.text)))
    return marked


def is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


@cache
def _engine() -> RapidOCR:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.0})
