"""Makes open_tables.docx: tables with rules over and under the header and at the end only, also over page breaks.

python -m tests.data.make_open_tables && cd tests/data && soffice --headless --convert-to pdf open_tables.docx
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from tests.data.make_shapes import FACE, Rows, caption, open_table, text

HERE = Path(__file__).parent
_PLACES = ("东城", "西城", "南城", "北城", "高新", "滨江", "临港", "新区")
_KINDS = ("少儿书房", "流动服务点", "面向全市未成年人的分级阅读指导与亲子阅读陪伴服务站", "自助图书馆", "乡镇分馆")


def main(path: Path = HERE / "open_tables.docx") -> None:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    document.add_heading("一、服务网络", 1)
    text(document, "各区服务点按年度建设，进展如下列各表所示。")
    caption(document, "表1 各类服务点建设情况")
    _long(document, repeated=False)
    text(document, "服务点全部对外开放，其中一部分延长了开放时间。")
    caption(document, "表2 各类服务点运行情况")
    repeat_header(_long(document, repeated=True), 2)
    text(document, "两表口径一致。")
    document.save(str(path))


def _long(document: docx.document.Document, *, repeated: bool) -> Table:
    """Groups of rows with a label, long labels, two rows of headers, a row of totals: more than a page."""
    rows: list[list[str | None]] = [
        ["区县", "服务点", "2022年", None, "2023年", None],
        [None, None, "数量（个）", "占比", "数量（个）", "完成率"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    for at, place in enumerate(_PLACES):
        first = len(rows)
        for number, kind in enumerate(_KINDS):
            count = 7 * at + 3 * number + repeated
            values = [str(count), f"{count * 1.25:.2f}%", f"{count * 40:,}", f"{90 + count / 10:.1f}%"]
            rows.append([None if number else f"{place}区", f"{place}{kind}", *values])
        merged.append((first, 0, len(rows) - 1, 0))
    rows.append(["合计", None, "1380", "100%", "54,880", "96.4%"])
    merged.append((len(rows) - 1, 0, len(rows) - 1, 1))
    return open_table(document, _filled(rows), *merged)


def _filled(rows: Rows) -> Rows:
    return [[cell or "" for cell in row] for row in rows]


def repeat_header(made: Table, rows: int) -> None:
    """Marks the first rows as those that are printed again on every page."""
    for at in range(rows):
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        made.rows[at]._tr.get_or_add_trPr().append(mark)


if __name__ == "__main__":
    main()
