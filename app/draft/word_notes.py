"""Sources as Word's own endnotes: the mark in the text leads to the note and back. Knows python-docx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_SEPARATORS = (
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>'
)
RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


class Endnotes:
    """The notes of one document, numbered as they are first referred to."""

    def __init__(self, texts: Mapping[int, str], face: str, size: float) -> None:
        """`texts` are the notes by the number of their mark, the same text one note; `size` in points."""
        self._texts, self._face, self._size = texts, face, size
        self._order: dict[str, int] = {}

    def refer(self, paragraph: Any, mark: int) -> None:
        """Adds a reference to the note of a mark; one that was referred to before is referred to again."""
        from docx.oxml import parse_xml

        text = self._texts.get(mark)
        if text is None:
            return
        known = self._order.get(text)
        number = self._order.setdefault(text, len(self._order) + 1)
        name = f"_source{number}"
        if known is None:
            start = f'<w:bookmarkStart xmlns:w="{_W}" w:id="{1000 + number}" w:name="{name}"/>'
            run = f'<w:r xmlns:w="{_W}">{RAISED}<w:endnoteReference w:id="{number}"/></w:r>'
            end = f'<w:bookmarkEnd xmlns:w="{_W}" w:id="{1000 + number}"/>'
            for xml in (start, run, end):
                paragraph._p.append(parse_xml(xml))
            return
        field = (
            f'<w:fldSimple xmlns:w="{_W}" w:instr=" NOTEREF {name} \\h ">'
            f"<w:r>{RAISED}<w:t>{number}</w:t></w:r></w:fldSimple>"
        )
        paragraph._p.append(parse_xml(field))

    def separate(self, paragraph: Any, comma: str) -> None:
        """A raised comma between two references."""
        run = paragraph.add_run(comma)
        run.font.superscript = True

    def write(self, document: Any) -> None:
        """Adds the part with the notes, if any was referred to; numbered 1, 2, 3 at the end of the document."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml

        if not self._order:
            return
        notes = "".join(self._note(number, text) for text, number in self._order.items())
        blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:endnotes xmlns:w="{_W}">{_SEPARATORS}{notes}'
        part = Part(PackURI("/word/endnotes.xml"), _CONTENT, f"{blob}</w:endnotes>".encode(), document.part.package)
        document.part.relate_to(part, _RELATION)
        numbering = f'<w:endnotePr xmlns:w="{_W}"><w:numFmt w:val="decimal"/></w:endnotePr>'
        section = document.sections[-1]._sectPr
        section.insert(0, parse_xml(numbering))
        for reference in section.xpath("./w:footerReference | ./w:headerReference"):
            # Word wants these before the note settings.
            section.remove(reference)
            section.insert(0, reference)

    def _note(self, number: int, text: str) -> str:
        half = round(self._size * 2)
        fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{self._face}"/>'
        look = f'{fonts}<w:sz w:val="{half}"/>'
        raised = f'<w:rPr>{look}<w:vertAlign w:val="superscript"/></w:rPr>'
        return (
            f'<w:endnote w:id="{number}"><w:p><w:pPr><w:spacing w:line="320" w:lineRule="exact"/>'
            f'<w:ind w:firstLine="0"/></w:pPr><w:r>{raised}<w:endnoteRef/></w:r>'
            f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:endnote>'
        )
