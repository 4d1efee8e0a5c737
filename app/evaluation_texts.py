"""How an answer and a key are compared: numbers, words and places, whatever the way they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from app.answer import Citation
from ingest.records import DocumentRecords

_NUMBER = re.compile(r"(?<![\d.])[-−]?\d[\d,]*(?:\.\d+)?")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_COUNTED = re.compile(r"([一二三四五六七八九两十])(?=[个项门件名家期人位次种类套])")
_HAN = {han: Decimal(i) for i, han in enumerate("零一二三四五六七八九")} | {"两": Decimal(2), "十": Decimal(10)}
_REFERENCE = re.compile(r"第\s*[\d、,-]+\s*页|\bpp?(?:ages?|\.)?\s*\d+(?:\s*-\s*\d+)?|\[\^?\d+\]", re.IGNORECASE)
_MARKDOWN = re.compile(r"[*_`#>|]")
_AGREES = re.compile(r"(?:未发现|未见|没有|并无|不存在|无)(?:任何|明显)?(?:的)?不(?:一致|相符|符)")
_PART = re.compile(r"[(（]([一二三四])[)）]$")
_SECTION_PARTS = re.compile(
    r"\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]+|\d+(?:\.\d+)*"
)


def number(text: str) -> Decimal | None:
    """The number that the text is, None if it is none: 24,681.5 and 98.50% are 24681.5 and 98.5."""
    try:
        return Decimal(text.replace(",", "").replace("−", "-").rstrip("%")).normalize()
    except InvalidOperation:
        return None


def numbers(text: str) -> set[Decimal]:
    """All numbers of a text. A minus may be a dash: both signs are given then. 两项 counts as 2."""
    text = unicodedata.normalize("NFKC", text)
    found = {number(match.group()) for match in _NUMBER.finditer(text)}
    found |= {-value for value in found if value is not None and value < 0}
    found |= {number(match.group(2)) for match in _RANGE.finditer(text)}
    found |= {_HAN[match.group(1)] for match in _COUNTED.finditer(text)}
    return {value for value in found if value is not None}


def stated_numbers(answer: str) -> set[Decimal]:
    """The numbers that an answer states: all but those of pages and citation marks."""
    return numbers(_REFERENCE.sub(" ", answer))


def plain(text: str) -> str:
    """The text without spaces, Markdown, case and ways to write brackets and dashes."""
    text = _MARKDOWN.sub("", unicodedata.normalize("NFKC", text))
    text = text.replace("—", "-").replace("–", "-").replace("~", "-").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", "", text).lower()


def without_agreement(text: str) -> str:
    """A plain text without what says that nothing disagrees: it holds the words for disagreement."""
    return _AGREES.sub("", text)


def cites(wanted: Iterable[str], citations: Iterable[Citation]) -> bool:
    """Whether one of the places is among the citations. 表5-1（三） is the table 5-1 in part three."""
    citations = list(citations)
    return any(_is_cited(place, citation) for place in wanted for citation in citations)


def documents_numbers(documents: Iterable[DocumentRecords]) -> set[Decimal]:
    """All numbers that stand in documents: in sentences, tables, captions and headings."""
    return {value for document in documents for text in _texts(document) for value in numbers(text)}


def _texts(document: DocumentRecords) -> Iterable[str]:
    yield document.document.title
    yield from (section.heading for section in document.sections)
    yield from (passage.text for passage in document.passages)
    for table in document.tables:
        yield from (table.caption, table.unit, *table.notes)
        yield from (cell.text for cell in table.cells)
    yield from (figure.text for figure in document.figures)


def _is_cited(wanted: str, citation: Citation) -> bool:
    path = [_label(heading) for heading in [*citation.section_path, citation.section]]
    if wanted.startswith("表"):
        part = _PART.search(wanted)
        table = _label(_PART.sub("", wanted))
        in_part = part is None or any(heading.startswith(part.group(1)) for heading in path)
        return in_part and _begins(_label(citation.table or ""), table)
    label = _label(wanted)
    if any(_begins(heading, label) for heading in path):
        return True
    if len(label) > 2 and not label[0].isdigit() and label in "".join(path):
        return True
    parts = _SECTION_PARTS.findall(label)
    return "".join(parts) == label and _met_along(parts, path)


def _label(text: str) -> str:
    return re.sub(r"[\s、:：]|\.(?!\d)", "", unicodedata.normalize("NFKC", text)).lower()


def _begins(text: str, label: str) -> bool:
    """表1 does not begin 表10, nor 1 the number 1-2."""
    return text.startswith(label) and not (label[-1:].isdigit() and re.match(r"[-\d]", text[len(label) :]) is not None)


def _met_along(parts: list[str], path: list[str]) -> bool:
    """Whether the parts of a section number (三, (一), 2) are met in this order along the headings."""
    for heading in path:
        if parts and _begins(heading, parts[0]):
            parts = parts[1:]
    return not parts
