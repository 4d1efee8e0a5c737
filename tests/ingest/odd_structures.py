"""Documents that are odd by construction, each in a way of its own: bombs, loops, sizes that no document has."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"


def docx(body: str | Iterable[bytes], head: str = "") -> bytes:
    """A DOCX with this body; one given in pieces is written piece by piece, so that it may be larger than memory."""
    start = f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>'.encode()
    pieces = [body.encode()] if isinstance(body, str) else body
    return _package(
        "word/document.xml", f"{_TYPES}.wordprocessingml.document.main+xml", start, pieces, b"</w:body></w:document>"
    )


def xlsx(sheet: str, head: str = "") -> bytes:
    """An XLSX whose one sheet has this content."""
    workbook = f'<workbook {_S} xmlns:r="{_OFFICE}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
    relations = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    )
    main = f"{_TYPES}.spreadsheetml.sheet.main+xml"
    extra = {
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {_S}>{sheet}</worksheet>",
    }
    return _package("xl/workbook.xml", main, workbook.encode(), [], b"", extra)


def _package(
    part: str, kind: str, start: bytes, pieces: Iterable[bytes], end: bytes, extra: dict[str, str] | None = None
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        sheet = f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.spreadsheetml.worksheet+xml"/>'
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{sheet if extra else ""}'
            f'<Override PartName="/{part}" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="{part}"/></Relationships>',
        )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as file:
            file.write(start)
            for piece in pieces:
                file.write(piece)
            file.write(end)
    return buffer.getvalue()


def pdf(*objects: bytes | tuple[bytes, bytes]) -> bytes:
    """A PDF of these objects, numbered from 1, the first the catalogue. A pair is a stream: its entries, its data."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        if isinstance(content, tuple):
            entries, stream = content
            content = b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(stream), stream)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        count,
        table,
        count,
        len(data),
    )


def page_pdf(drawing: bytes, resources: bytes = b"", *more: bytes | tuple[bytes, bytes]) -> bytes:
    """A PDF of one page with this drawing; font F is there, further objects have numbers from 6."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>"
        % resources,
        (b"/Filter/FlateDecode", zlib.compress(drawing)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_TEXT = b"BT /F 12 Tf 72 700 Td (Budget 2023: 120.5) Tj ET\n"


def pdf_pages_in_a_circle() -> bytes:
    return pdf(_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>")


def pdf_parents_in_a_circle() -> bytes:
    return pdf(
        _CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        (b"", _TEXT),
    )


def pdf_form_that_draws_itself() -> bytes:
    form = (b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", b"/X Do /X Do")
    return page_pdf(_TEXT + b"/X Do", b"/XObject<</X 6 0 R>>", form)


def pdf_of_many_rules() -> bytes:
    lines = b"".join(
        b"%d 0 m %d 842 l S\n0 %d m 595 %d l S\n" % (i % 595, i % 595, i % 842, i % 842) for i in range(20000)
    )
    return page_pdf(_TEXT + lines)


def pdf_of_a_fine_grid() -> bytes:
    lines = b"".join(
        b"%.2f 0 m %.2f 842 l S\n0 %.2f m 595 %.2f l S\n" % (x, x, x, x) for x in (i * 0.9 for i in range(660))
    )
    return page_pdf(_TEXT + lines)


def pdf_of_nested_states() -> bytes:
    return page_pdf(b"q " * 2_000_000 + _TEXT)


def pdf_of_nested_arrays() -> bytes:
    return page_pdf(b"[" * 500_000 + _TEXT)


def pdf_of_much_text() -> bytes:
    return page_pdf(b"BT /F 1 Tf " + b"1 0 0 1 9 9 Tm (%b) Tj " % (b"8" * 1000) * 2000 + b"ET")


def pdf_stream_bomb() -> bytes:
    bomb = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    return pdf(
        _CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        (b"/Filter[/FlateDecode/FlateDecode]", bomb),
    )


def pdf_of_a_huge_image() -> bytes:
    """A page that is one picture of 20,000 × 20,000 grey points, 400 MB unpacked."""
    size = b"/Width 20000/Height 20000/BitsPerComponent 8"
    entries = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/Filter/FlateDecode" + size
    return page_pdf(
        b"595 0 0 842 0 0 cm /I Do", b"/XObject<</I 6 0 R>>", (entries, zlib.compress(bytes(400_000_000), 1))
    )


def pdf_of_a_huge_page() -> bytes:
    return page_pdf(_TEXT).replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]".ljust(13))


def pdf_of_many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(10_000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
    return pdf(
        _CATALOG,
        b"<</Type/Pages/Kids[%b]/Count 10000>>" % kids,
        (b"", _TEXT),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * 10_000,
    )


def pdf_without_end() -> bytes:
    return b"%PDF-1.7\n1 0 obj <</A " + b"<</A " * 100_000


def pdf_cross_references_in_a_circle() -> bytes:
    whole = page_pdf(_TEXT)
    at = whole.rindex(b"xref\n0")
    return whole.replace(b"trailer<<", b"trailer<</Prev %d" % at)


_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
_ENTITIES = f'<!DOCTYPE w [<!ENTITY l0 "ha">{_LAUGHS}]>'
_OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def docx_entity_bomb() -> bytes:
    return docx("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", _ENTITIES)


def docx_entity_from_a_file() -> bytes:
    return docx("<w:p><w:r><w:t>text &x; text</w:t></w:r></w:p>", _OUTSIDE)


def docx_zip_bomb() -> bytes:
    return docx(b" " * 10_000_000 for _ in range(110))


def docx_of_much_text() -> bytes:
    """300 MB of paragraphs, below what is refused by its size."""
    piece = b"<w:p><w:r><w:t>8</w:t></w:r></w:p>" * 30_000
    return docx(piece for _ in range(300))


def docx_nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000)


def docx_cell_over_a_billion_columns() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>8</w:t></w:r></w:p></w:tc>'
    return docx(f"<w:tbl><w:tr>{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>")


def xlsx_entity_bomb() -> bytes:
    return xlsx('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l11;</t></is></c></row></sheetData>', _ENTITIES)


def xlsx_last_cell() -> bytes:
    return xlsx(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )


def xlsx_all_merged() -> bytes:
    cell = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    return xlsx(f'{cell}<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def xlsx_numbers_without_end() -> bytes:
    return xlsx(
        f'<sheetData><row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c>'
        '<c r="B1"><v>1e999999999</v></c></row></sheetData>'
    )


def text_of_one_line() -> bytes:
    return "经费12.5万元，".encode() * 1_000_000


def text_of_bars() -> bytes:
    return b"|" * 3_000_000 + b"\n" + b"|-" * 100_000


def text_of_nested_tables() -> bytes:
    return b"<table><tr><td>" * 50_000


def text_of_headings() -> bytes:
    return "".join(f"{'#' * (i % 9 + 1)} 第{i}节\n" for i in range(100_000)).encode()


def text_of_digits() -> bytes:
    return b"1" * 2_000_000 + b"." + b"1," * 500_000


def zeros() -> bytes:
    return bytes(1_000_000)


def nothing() -> bytes:
    return b""


STRUCTURES: dict[str, Callable[[], bytes]] = {
    "circle.pdf": pdf_pages_in_a_circle,
    "parents.pdf": pdf_parents_in_a_circle,
    "draws-itself.pdf": pdf_form_that_draws_itself,
    "cross-references.pdf": pdf_cross_references_in_a_circle,
    "nested-states.pdf": pdf_of_nested_states,
    "nested-arrays.pdf": pdf_of_nested_arrays,
    "huge-page.pdf": pdf_of_a_huge_page,
    "no-end.pdf": pdf_without_end,
    "entities.docx": docx_entity_bomb,
    "entity-of-a-file.docx": docx_entity_from_a_file,
    "nested-tables.docx": docx_nested_tables,
    "wide-cell.docx": docx_cell_over_a_billion_columns,
    "entities.xlsx": xlsx_entity_bomb,
    "last-cell.xlsx": xlsx_last_cell,
    "all-merged.xlsx": xlsx_all_merged,
    "endless-number.xlsx": xlsx_numbers_without_end,
    "nested-tables.md": text_of_nested_tables,
    "zeros.pdf": zeros,
    "zeros.docx": zeros,
    "zeros.txt": zeros,
    "nothing.pdf": nothing,
    "nothing.xlsx": nothing,
    # Those that need their time to be made or given up come last; a short run leaves them out.
    "bars.md": text_of_bars,
    "headings.md": text_of_headings,
    "digits.txt": text_of_digits,
    "one-line.txt": text_of_one_line,
    "much-text.pdf": pdf_of_much_text,
    "rules.pdf": pdf_of_many_rules,
    "fine-grid.pdf": pdf_of_a_fine_grid,
    "bomb.docx": docx_zip_bomb,
    "much-text.docx": docx_of_much_text,
    "stream-bomb.pdf": pdf_stream_bomb,
    "huge-image.pdf": pdf_of_a_huge_image,
    "many-pages.pdf": pdf_of_many_pages,
}
QUICK = 22
"""How many of them, from the first, are made and read in no time."""
