"""Scanned PDF files and pictures: text, tables, places, and how sure the recognition is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from ingest import ingest_document
from ingest.document import read_document
from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from ingest.records import DocumentKind, DocumentRecords, Table
from prompts import lexicon_data
from tests.ingest.readers.printed_pages import A4, PrintedPage, scanned, to_pdf

HEAD = ["资金来源", "预算金额", "实际到位", "到位率"]
ROWS = [
    ["财政专项", "3942.5", "5352", "135.75%"],
    ["企业资助", "610", "391.08", "64.11%"],
    ["学校自筹", "8701", "8,701", "100%"],
    ["其他", "1", "0", "0%"],
]


def money_page() -> PrintedPage:
    page = PrintedPage()
    page.text("一、经费情况", 16).text("本校两年共到位资金一万余元，详见下表。", 12, indent=66)
    page.text("表1-2 2022-2023年各项资金到位情况表", 11, middle=True).text("单位：万元", 10)
    return page.table([HEAD, *ROWS])


def texts(table: Table) -> list[list[str]]:
    return [["".join(cell.text.split()) if cell else "" for cell in row] for row in table.grid()]


def only_table(records: DocumentRecords) -> Table:
    (table,) = records.tables
    return table


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> DocumentRecords:
    return read_document(to_pdf(tmp_path_factory.mktemp("scan") / "straight.pdf", money_page().image))


def test_a_ruled_table_is_read_cell_by_cell(straight: DocumentRecords) -> None:
    table = only_table(straight)
    assert texts(table) == [HEAD, *ROWS]
    assert (table.number, table.unit, table.header_rows) == ("表1-2", "万元", 1)


def test_headings_and_text_stand_around_it(straight: DocumentRecords) -> None:
    assert [section.heading for section in straight.sections] == ["一、经费情况"]
    assert "本校两年共到位资金一万余元，详见下表。" in [passage.text for passage in straight.passages]


def test_every_place_says_how_sure_the_recognition_is(straight: DocumentRecords) -> None:
    confidences = [passage.place.confidence for passage in straight.passages]
    assert confidences and all(known is not None and 0 < known <= 1 for known in confidences)
    table = only_table(straight)
    assert all(cell.regions[0].confidence is not None for cell in table.cells if cell.text)


def test_a_page_that_lies_askew_and_dirty_is_read_the_same(tmp_path: Path) -> None:
    page = money_page()
    records = read_document(to_pdf(tmp_path / "askew.pdf", scanned(page.image, degrees=-0.7)))
    assert texts(only_table(records)) == [HEAD, *ROWS]


@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_places_lie_on_the_page_as_it_was_scanned(tmp_path: Path, degrees: float) -> None:
    page = money_page()
    page.text("页末的一行文字写在这里，用来对照位置。", 12)
    image = page.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    records = read_document(to_pdf(tmp_path / "turned.pdf", image))
    (line,) = [p for p in records.passages if p.text.startswith("页末")]
    region = line.place.regions[0]
    points = 72 / 200
    box = (region.x0 / points, region.top / points, region.x1 / points, region.bottom / points)
    inside = image.convert("L").crop(tuple(round(edge) for edge in box))
    below = image.convert("L").crop((round(box[0]), round(box[3]) + 25, round(box[2]), round(box[3]) + 50))
    assert inside.getextrema()[0] < 80
    assert below.getextrema()[0] > 200


def test_a_table_goes_on_over_the_page_break(tmp_path: Path) -> None:
    first, second = PrintedPage(top=1700), PrintedPage(top=150)
    first.text("表2 任务完成情况", 11, middle=True).table([HEAD, *ROWS[:2]])
    second.table([HEAD, *ROWS[2:]]).text("二、其他", 16)
    pages = [scanned(first.image, degrees=0.4), scanned(second.image, degrees=-0.5, shift=20)]
    table = only_table(read_document(to_pdf(tmp_path / "two.pdf", *pages)))
    assert texts(table) == [HEAD, *ROWS]
    assert [region.page for region in table.regions] == [1, 2]


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    rows = [["项目", "2022年", "", "合计"], ["", "目标", "完成", ""], ["课程", "12", "11", "23"], ["", "7", "8", "15"]]
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (2, 0, 2, 1)]
    table = only_table(read_document(to_pdf(tmp_path / "m.pdf", PrintedPage().table(rows, merged=merged).image)))
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells if c.row_span * c.column_span > 1}
    assert spans == {(row, column): (down, across) for row, column, down, across in merged}
    assert table.columns[1] == ("2022年", "目标")


@pytest.mark.parametrize("ending", ["png", "jpg", "tif"])
def test_pictures_are_read_as_pages(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"page.{ending}"
    money_page().image.save(path)
    records = read_document(path)
    assert (records.document.kind, records.document.pages) == (DocumentKind.IMAGE, 1)
    assert texts(only_table(records)) == [HEAD, *ROWS]


def test_a_number_that_is_hard_to_read_is_not_sure(tmp_path: Path) -> None:
    page = PrintedPage().text("完成数为 58936.27 万元。", 12)
    blurred = page.image.filter(ImageFilter.GaussianBlur(5.5))
    page.image.paste(blurred)
    path = tmp_path / "blurred.png"
    page.image.save(path)
    try:
        passages = read_document(path).passages
    except ReadError as error:
        assert error.code in ("empty", "unreadable")
        return
    assert all("58936.27" in p.text or (p.place.confidence or 0) < 0.95 for p in passages)


def test_only_pages_without_text_are_looked_at(tmp_path: Path, text_pdf: Path) -> None:
    scan = to_pdf(tmp_path / "scan.pdf", money_page().image)
    mixed = pypdfium2.PdfDocument.new()
    for part in (text_pdf, scan):
        with pypdfium2.PdfDocument(part) as source:
            mixed.import_pages(source)
    mixed.save(tmp_path / "mixed.pdf")
    records = read_document(tmp_path / "mixed.pdf")
    assert records.document.pages == 2
    by_page = {passage.place.page: passage.place.confidence for passage in records.passages}
    assert by_page[1] is None
    assert by_page[2] is not None


def test_a_picture_without_text_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "white.png"
    Image.new("RGB", (800, 600), "white").save(path)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "empty"


def test_a_cut_off_picture_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    money_page().image.save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "unreadable"


def test_models_come_with_the_package(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    PrintedPage().text("完成数为 98 个。", 14).image.save(path)
    program = (
        "import socket, sys\n"
        "def refuse(*_): raise OSError('no network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pathlib import Path\n"
        "from ingest.document import read_document\n"
        "assert '98' in read_document(Path(sys.argv[1])).passages[0].text\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True, cwd=Path(__file__).parents[3])


@pytest.fixture
def text_pdf(tmp_path: Path) -> Path:
    """A PDF of one page with text of its own."""
    stream = b"BT /F1 14 Tf 72 700 Td (The target of 2023 was 98 and 97 were done.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    path = tmp_path / "text.pdf"
    path.write_bytes(body + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n")
    return path


def test_pages_that_cannot_be_read_are_named_and_the_others_read(tmp_path: Path) -> None:
    drawing = Image.effect_noise(A4, 90).filter(ImageFilter.GaussianBlur(25)).point(lambda level: 255 * (level > 128))
    records = read_document(to_pdf(tmp_path / "a.pdf", money_page().image, drawing.convert("RGB")))
    assert [page.page for page in records.document.unread] == [2]
    assert records.document.unread[0].cause
    assert records.document.pages == 2
    assert texts(only_table(records)) == [HEAD, *ROWS]


def test_dashes_and_permille_in_cells(tmp_path: Path) -> None:
    rows = [["项目", "目标", "完成"], ["死亡率", "5.2‰", "—"], ["差错率", "—", "3‰"], ["一", "1", "一"]]
    page = PrintedPage().table(rows, (420, 280, 280))
    assert texts(only_table(read_document(to_pdf(tmp_path / "a.pdf", page.image)))) == rows


def test_figures_carry_how_sure_they_were_read(tmp_path: Path) -> None:
    lexicon = Lexicon.model_validate(lexicon_data())
    records = ingest_document(to_pdf(tmp_path / "a.pdf", money_page().image), lexicon)
    values = {str(figure.value): figure.place.confidence for figure in records.figures}
    assert {"3942.5", "5352", "391.08"} <= set(values)
    assert all(known is not None for known in values.values())


@pytest.mark.parametrize(("mode", "seen"), [(3, False), (0, True)])
def test_text_that_another_program_laid_unseen_over_a_scan_is_not_trusted(
    tmp_path: Path, mode: int, seen: bool
) -> None:
    words = "The target of this year was 98 and in the end 79 of them were done by all schools of the district."
    scan = to_pdf(tmp_path / "scan.pdf", money_page().image)
    with pypdfium2.PdfDocument(scan) as pdf:
        page = pdf[0]
        font = pypdfium2.raw.FPDFText_LoadStandardFont(pdf, b"Helvetica")
        text = pypdfium2.raw.FPDFPageObj_CreateTextObj(pdf, font, 8.0)
        letters = (words + "\0").encode("utf-16-le")
        pypdfium2.raw.FPDFText_SetText(text, (pypdfium2.raw.FPDF_WCHAR * (len(letters) // 2)).from_buffer_copy(letters))
        pypdfium2.raw.FPDFTextObj_SetTextRenderMode(text, mode)
        pypdfium2.raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 100)
        pypdfium2.raw.FPDFPage_InsertObject(page, text)
        page.gen_content()
        pdf.save(tmp_path / "layered.pdf")
    records = read_document(tmp_path / "layered.pdf")
    assert any("79 of them" in passage.text for passage in records.passages) is seen
    assert (len(records.tables) == 1) is not seen


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_page_that_lies_on_its_side_is_read_upright_and_cited_as_it_lies(tmp_path: Path, degrees: int) -> None:
    image = money_page().image.rotate(degrees, expand=True)
    records = read_document(to_pdf(tmp_path / "side.pdf", image))
    table = only_table(records)
    assert texts(table) == [HEAD, *ROWS]
    (cell,) = [cell for cell in table.cells if cell.text == "391.08"]
    region = cell.marks[0].region
    scale = 200 / 72
    box = tuple(round(edge * scale) for edge in (region.x0, region.top, region.x1, region.bottom))
    assert box[3] - box[1] > 1.5 * (box[2] - box[0])
    assert image.convert("L").crop(box).getextrema()[0] < 80
    beside = (box[2] + 8, box[1], box[2] + 12, box[3])
    assert image.convert("L").crop(beside).getextrema()[0] > 200
