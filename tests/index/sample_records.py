"""Small hand-made records and an embedding that needs no model, for the tests of the index."""

from __future__ import annotations

import hashlib
import math
from decimal import Decimal
from pathlib import Path

from langchain_core.embeddings import Embeddings

from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.records import (
    Bound,
    Cell,
    Document,
    DocumentKind,
    DocumentRecords,
    Figure,
    NumberUse,
    Passage,
    PassageKind,
    Period,
    Place,
    Region,
    Section,
    Status,
    StatusKind,
    Table,
    TextLine,
)
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())

SENTENCES = (
    "学校食堂新建两座，面积三千平方米。",
    "图书馆新购纸质图书四万册，电子期刊两百种。",
    "运动场改造完成，铺设塑胶跑道。",
    "实验室安全检查每月一次，由设备处负责。",
)


class PairEmbeddings(Embeddings):
    """Texts that share pairs of characters are near to one another."""

    def __init__(self, dimensions: int = 512) -> None:
        self.dimensions = dimensions

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.001] * self.dimensions
        for token in text_to_tokens(text):
            vector[int(hashlib.md5(token.encode()).hexdigest(), 16) % self.dimensions] += 1.0
        length = math.hypot(*vector)
        return [part / length for part in vector]


def write_source(path: Path, content: str) -> str:
    """Writes the file that records are said to be of; its SHA-256."""
    path.write_text(content, encoding="utf-8")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_records(
    path: str | Path = "report.pdf",
    sentences: tuple[str, ...] = SENTENCES,
    value: str = "24.30",
    sha256: str = "0" * 64,
) -> DocumentRecords:
    """A document of two sections: the sentences in the first, a table of one row and its passage in the second."""
    region = Region(1, 72.0, 100.5, 300.25, 112.0)
    sections = (
        Section(0, "一", "基本情况", "一、基本情况", 1, None, 1),
        Section(1, "（一）", "经费", "（一）经费", 2, 0, 1),
    )
    passages = [
        Passage(key, PassageKind.PARAGRAPH, text, Place(0, text, (region,)), (TextLine(0, len(text), region),))
        for key, text in enumerate(sentences)
    ]
    row = f"建设经费：{value} 万元"
    cell_place = Place(1, row, (region,), 0, ("建设经费",), ("金额", "到位"))
    passages.append(Passage(len(passages), PassageKind.ROW, row, cell_place))
    table = Table(
        key=0,
        number="表1-1",
        caption="表 1-1 经费一览",
        unit="万元",
        section=1,
        regions=(region,),
        cells=(Cell(0, 0, "项目"), Cell(0, 1, "到位"), Cell(1, 0, "建设经费", 1, 1, (region,)), Cell(1, 1, value)),
        row_count=2,
        column_count=2,
        header_rows=1,
        stub_columns=1,
        columns=(("项目",), ("金额", "到位")),
        rows=((), ("建设经费",)),
        notes=("注：含税",),
    )
    decimals = max(0, -int(Decimal(value).as_tuple().exponent))
    figure = Figure(
        0, Decimal(value), "万元", value, decimals, Bound.EXACT, ("建设经费",), "received", Period(2023, 2023), "",
        cell_place,
    )  # fmt: skip
    status = Status(0, StatusKind.DONE, ("运动场改造",), None, "", passages[0].place, 0)
    return DocumentRecords(
        document=Document(str(path), sha256, "年度报告", DocumentKind.PDF, 3, (("一、基本情况", 1), ("附件", None))),
        sections=sections,
        passages=tuple(passages),
        tables=(table,),
        figures=(figure,),
        statuses=(status,),
        numbers={NumberUse.FIGURE: 1, NumberUse.DATE: 2},
        unplaced=(passages[0].place,),
    )
