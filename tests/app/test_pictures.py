"""Pictures of cited pages, and excerpts of documents without pages."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from app.answer import Citation
from app.pictures import PictureError, TableExcerpt, TextExcerpt, cited_excerpt, page_picture
from ingest.records import (
    Cell,
    Document,
    DocumentKind,
    DocumentRecords,
    Passage,
    PassageKind,
    Place,
    Region,
    Section,
    Table,
)

A4 = (0, 0, 595, 842)


def write_pdf(
    path: Path,
    texts: list[str],
    *,
    media: tuple[int, int, int, int] = A4,
    crop: tuple[int, int, int, int] | None = None,
    rotate: int = 0,
) -> Path:
    """A PDF with one page per text, printed at (200, 500) from the file's origin."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in texts:
        stream = f"BT /F1 24 Tf 200 500 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        boxes = f"/MediaBox [{' '.join(map(str, media))}]" + (f" /CropBox [{' '.join(map(str, crop))}]" if crop else "")
        page = f"<< /Type /Page /Parent 2 0 R {boxes} /Rotate {rotate} /Contents {len(objects)} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)
    return path


def regions_of_words(path: Path) -> list[Region]:
    """Where words stand, as the PDF reader measures it."""
    with pdfplumber.open(path) as pdf:
        return [
            Region(number, w["x0"], w["top"], w["x1"], w["bottom"])
            for number, page in enumerate(pdf.pages, 1)
            for w in page.extract_words()
        ]


@pytest.mark.parametrize(
    ("media", "crop", "rotate"),
    [
        (A4, None, 0),
        (A4, (100, 300, 500, 700), 0),
        ((50, 60, 645, 902), None, 0),
        ((50, 60, 645, 902), (100, 300, 500, 700), 0),
        (A4, None, 90),
        (A4, (100, 300, 500, 700), 90),
        (A4, (100, 300, 480, 700), 180),
        (A4, (100, 300, 480, 700), 270),
        ((50, 60, 645, 902), (100, 300, 480, 700), 90),
        ((50, 60, 645, 902), (100, 300, 480, 700), 180),
        ((50, 60, 645, 902), (100, 300, 480, 700), 270),
    ],
)
def test_all_print_of_a_marked_word_lies_in_its_mark(
    tmp_path: Path, media: tuple[int, int, int, int], crop: tuple[int, int, int, int] | None, rotate: int
) -> None:
    path = write_pdf(tmp_path / "word.pdf", ["13253"], media=media, crop=crop, rotate=rotate)

    plain = page_picture(path, 1)
    picture = page_picture(path, 1, regions_of_words(path))

    [mark] = picture.marks
    ink = Image.open(io.BytesIO(plain.png)).convert("L").point(lambda level: 255 if level < 128 else 0).getbbox()
    assert ink is not None
    assert mark.left * picture.width <= ink[0] < ink[2] <= mark.right * picture.width
    assert mark.top * picture.height <= ink[1] < ink[3] <= mark.bottom * picture.height
    ink_area = (ink[2] - ink[0]) * (ink[3] - ink[1])
    mark_area = (mark.right - mark.left) * (mark.bottom - mark.top) * picture.width * picture.height
    assert mark_area < 3 * ink_area
    assert picture.png != plain.png


def test_print_stays_legible_under_a_mark(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "word.pdf", ["13253"])
    plain = Image.open(io.BytesIO(page_picture(path, 1).png)).convert("L")
    marked = Image.open(io.BytesIO(page_picture(path, 1, regions_of_words(path)).png)).convert("L")
    assert marked.getextrema()[0] == plain.getextrema()[0] < 40


def test_only_the_regions_of_the_shown_page_are_marked(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "two.pdf", ["first", "second"])
    regions = regions_of_words(path)
    assert {region.page for region in regions} == {1, 2}
    assert len(page_picture(path, 1, regions).marks) == 1
    assert page_picture(path, 1, regions).pages == 2
    assert page_picture(path, 2, regions[:1]).marks == ()


def test_a_region_beyond_the_page_does_not_break_the_picture(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "one.pdf", ["word"])
    picture = page_picture(path, 1, [Region(1, -50, 800, 9000, 9000), Region(1, 2000, 10, 2100, 20)])
    [mark] = picture.marks
    assert (mark.left, mark.right, mark.bottom) == (0, 1, 1)


def test_scale_is_pixels_per_point(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "one.pdf", ["word"])
    assert page_picture(path, 1, scale=1.0).width == 595
    assert page_picture(path, 1, scale=3.0).width == 1785


def test_a_picture_is_kept_until_the_file_changes(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "one.pdf", ["before"])
    first = page_picture(path, 1)
    assert page_picture(path, 1) is first
    write_pdf(path, ["after", "more"])
    assert page_picture(path, 1).pages == 2


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "one.pdf", ["word"])
    with pytest.raises(PictureError) as missing_page:
        page_picture(path, 2)
    assert (missing_page.value.code, missing_page.value.page) == ("page-missing", 2)
    assert "one.pdf, page 2" in str(missing_page.value)
    with pytest.raises(PictureError) as missing_file:
        page_picture(tmp_path / "gone.pdf", 1)
    assert missing_file.value.code == "file-missing"
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing else")
    with pytest.raises(PictureError) as unreadable:
        page_picture(broken, 1)
    assert unreadable.value.code == "unreadable"


def fund_table(number: str = "", caption: str = "") -> Table:
    texts = [
        ["资金来源", "到位资金", "实际支出"],
        ["财政拨款", "900", "830"],
        ["学校自筹", "450", "385"],
        ["合计", "1350", "1215"],
    ]
    return Table(
        key=0,
        number=number,
        caption=caption,
        unit="万元",
        section=0,
        regions=(),
        cells=tuple(Cell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row)),
        row_count=4,
        column_count=3,
        header_rows=1,
        stub_columns=1,
        columns=(("资金来源",), ("到位资金",), ("实际支出",)),
        rows=((), ("财政拨款",), ("学校自筹",), ("合计",)),
    )


def records(*passages: str, table: Table | None = None) -> DocumentRecords:
    return DocumentRecords(
        Document("ledger.xlsx", "0", "台账", DocumentKind.XLSX, None),
        (Section(0, "", "明细", "明细", 1, None, None),),
        tuple(Passage(i, PassageKind.PARAGRAPH, text, Place(0, text)) for i, text in enumerate(passages)),
        (table,) if table else (),
    )


@pytest.mark.parametrize(("number", "caption"), [("", ""), ("表3", "表3 经费到位与支出情况表"), ("", "经费明细")])
def test_a_cited_cell_is_shown_in_its_row_with_header_and_neighbours(number: str, caption: str) -> None:
    citation = Citation(
        doc="ledger.xlsx", section_path=["明细"], table=number or caption or None, row="学校自筹", column="实际支出"
    )
    assert cited_excerpt(records(table=fund_table(number, caption)), citation) == TableExcerpt(
        caption=caption,
        columns=("资金来源", "到位资金", "实际支出"),
        rows=(("财政拨款", "900", "830"), ("学校自筹", "450", "385"), ("合计", "1350", "1215")),
        marked=frozenset({(1, 2)}),
    )


def test_a_cited_row_is_marked_whole() -> None:
    excerpt = cited_excerpt(records(table=fund_table()), Citation(doc="ledger.xlsx", row="合计"))
    assert isinstance(excerpt, TableExcerpt)
    assert excerpt.marked == {(2, 0), (2, 1), (2, 2)}


@pytest.mark.parametrize(
    "citation",
    [
        Citation(doc="x", row="没有这一行", column="实际支出"),
        Citation(doc="x", row="合计", column="没有这一列"),
        Citation(doc="x", table="表9", row="合计"),
        Citation(doc="x"),
        Citation(doc="x", quote="文中没有的话"),
    ],
)
def test_no_excerpt_is_made_up(citation: Citation) -> None:
    assert cited_excerpt(records("到位 1350 万元。", table=fund_table("表3")), citation) is None


def test_a_cited_sentence_is_marked_in_its_passage_whatever_the_white_space() -> None:
    document = records("上一段。", "预算 1500 万元。到位\n1350 万元，到位率 90%。支出 1215 万元。", "下一段。")
    citation = Citation(doc="x", section_path=["明细"], quote="到位 1350 万元， 到位率90%。")
    assert cited_excerpt(document, citation) == TextExcerpt(
        "上一段。", "预算 1500 万元。", "到位\n1350 万元，到位率 90%。", "支出 1215 万元。", "下一段。"
    )


def test_a_sentence_is_looked_for_in_the_cited_section_only() -> None:
    assert cited_excerpt(records("到位。"), Citation(doc="x", section_path=["别处"], quote="到位。")) is None


def test_a_picture_file_is_shown_as_a_page_with_its_marks(tmp_path: Path) -> None:
    Image.new("RGB", (1190, 1684), "white").save(tmp_path / "scan.png")
    shown = page_picture(tmp_path / "scan.png", 1, [Region(1, 100, 200, 300, 220)], 1.0)
    assert (shown.page, shown.pages, shown.width, shown.height) == (1, 1, 595, 842)
    (mark,) = shown.marks
    assert (mark.left, mark.top) == pytest.approx((98 / 595, 198 / 842))


def test_a_page_that_a_picture_file_does_not_have(tmp_path: Path) -> None:
    Image.new("RGB", (100, 100), "white").save(tmp_path / "scan.png")
    with pytest.raises(PictureError) as caught:
        page_picture(tmp_path / "scan.png", 2)
    assert caught.value.code == "page-missing"
