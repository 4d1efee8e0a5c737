"""A service whose answers are written down, about the report in the corpus: its places are where its figures stand."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pdfplumber

from app.answer import Answer, AnswerFigure, AnswerTable, Chart, Citation, Language, Turn
from app.check.coverage import Coverage
from app.check.editions import EditionChanges
from app.check.finding import Finding, FindingPlace, Kind, Severity, make_finding
from app.check.paper import Paper
from app.check.triage import Triage, make_decision, triage_findings
from app.draft.proof import Proof, ProofFigure, Status
from app.draft.result import Draft
from app.overview import Overview
from index.errors import StoreError
from index.snapshot import Snapshot
from index.triage import Decision
from ingest.records import (
    Cell,
    Document,
    DocumentKind,
    DocumentRecords,
    Passage,
    PassageKind,
    Place,
    Section,
    Table,
)

REPORT = Path(__file__).parents[3] / "corpus" / "report.pdf"
HOSTILE = (
    '<script>window.broken=1</script><img src=x onerror="window.broken=1"> ![p](http://leak.example/p.png) '
    "[l](javascript:window.broken=1) ${window.broken=1} {{window.broken=1}} {{{value}}}"
)


@dataclass(frozen=True)
class Summary:
    id: int
    name: str
    title: str
    kind: str
    pages: int | None
    tables: int = 3
    figures: int = 40
    passages: int = 120
    ingested: datetime = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    name: str
    state: Literal["read", "unchanged", "failed"]
    message: str
    counts: dict[str, int] = field(default_factory=dict)


def boxes_on(page: int, *words: str) -> list[tuple[int, float, float, float, float]]:
    """Where these words stand on a page of the report, the last place of each."""
    with pdfplumber.open(REPORT) as pdf:
        found = [pdf.pages[page - 1].search(word)[-1] for word in words]
    return [(page, f["x0"], f["top"], f["x1"], f["bottom"]) for f in found]


class ScriptedService:
    """Stands in for the service object; what it was asked and given is kept for the tests to look at."""

    def __init__(self, folder: Path, *, filled: bool = True, delay: float = 0.0) -> None:
        self.folder, self.delay = folder, delay
        self.asked: list[tuple[str, list[str]]] = []
        self.uploaded: dict[str, bytes] = {}
        self.checked: list[Language] = []
        self.decisions: list[Decision] = []
        self.known = {s.id: s for s in SUMMARIES} if filled else {}

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, [turn.q for turn in history]))
        time.sleep(self.delay)
        if question == "出错":
            raise RuntimeError("scripted failure")
        for words, answer in ANSWERS.items():
            if words in question:
                return answer()
        return Answer(answer=f"文件中没有找到可以回答这个问题的内容：{question}", refused=True)

    def check(self, language: Language) -> list[Finding]:
        self.checked.append(language)
        return scripted_findings() if self.known else []

    def draft(self, request: str, language: Language | None = None) -> Draft:
        """A draft that says the request, with one source."""
        return Draft(
            request=request, language="zh", title=HOSTILE, text=f"{request}到位13253万元[1]。", figures=[],
            citations=funds_citations()[:1], gaps=[HOSTILE], length=12,
        )  # fmt: skip

    def lint(self, text: str | Path, language: Language) -> Proof:
        """One wrong figure, one right, in a text as it is given."""
        words = text if isinstance(text, str) else text.read_text(encoding="utf-8")
        figures = [
            ProofFigure(text=m.group(), status=status, correct=correct, said=f"{HOSTILE}{status}", paragraph=0,
                        start=m.start(), end=m.end(), citations=funds_citations()[:1])
            for m, (status, correct) in zip(re.finditer(r"\d+万元", words), LINTED, strict=False)
        ]  # fmt: skip
        return Proof(paragraphs=[words], figures=figures)

    def triage(self, language: Language) -> dict[str, Triage]:
        return triage_findings(scripted_findings(), self.decisions)

    def decide(self, ids: Sequence[str], state: str, note: str, who: str, language: Language) -> list[Finding]:
        found = [finding for finding in scripted_findings() if finding.id in ids]
        self.decisions += [make_decision(finding, state, note, who) for finding in found]
        return found

    def coverage(self, language: Language) -> Coverage:
        return Coverage(())

    def overview(self, language: Language) -> Overview:
        return Overview()

    def changes(self, before: int, after: int, language: Language) -> EditionChanges:
        raise StoreError("unknown-document", self.folder, str(before))

    def paper(self, language: Language) -> Paper:
        return Paper(self.check(language), self.triage(language), original=self.document_file)

    def prepare(self) -> None:
        return None

    def snapshot(self) -> Snapshot:
        return Snapshot(0, (), {}, (), (), (), {}, {})

    def documents(self) -> list[Summary]:
        return list(self.known.values())

    def document_file(self, document: int) -> Path | None:
        return {1: REPORT, 3: self.folder / "gone.pdf"}.get(document)

    def records(self, document: int) -> DocumentRecords | None:
        return {2: ledger_records(), 4: text_records()}.get(document)

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Callable[[float, str], None] | None = None,
        language: Language = "zh",
        *,
        uploaded: bool = False,
    ) -> list[Report]:
        reports = []
        for at, path in enumerate(paths):
            if progress:
                progress(at / len(paths), f"正在读取 {path.name}")
            time.sleep(self.delay)
            content = path.read_bytes()
            if not content.startswith(b"#"):
                reports.append(Report(path.name, "failed", "无法读取，文件可能已损坏。"))
                continue
            self.uploaded[path.name] = content
            self.known[100 + at] = Summary(100 + at, path.name, path.stem, "text", None)
            reports.append(Report(path.name, "read", "已读入：段落 3 个", {"passages": 3}))
        return reports

    def remove(self, document: int) -> None:
        del self.known[document]

    def examples(self, language: Language) -> list[str]:
        if language == "en":
            return ["How much was received?", "Which tasks are not finished?", "How satisfied were students in 2023?"]
        return ["到位了多少钱、花了多少？", "哪些任务没有完成？", "2023 年在校生满意度是多少？", "各来源的经费是多少？"]

    def notices(self, language: Language) -> list[str]:
        return ["没有嵌入模型：检索按字词进行，数字查询不受影响。"] if language == "zh" else ["Search is lexical only."]


LINTED: tuple[tuple[Status, str | None], ...] = (("wrong", "13253万元"), ("ok", None))
SUMMARIES = (
    Summary(1, "report.pdf", "“创新强校工程”建设中期自评报告", "pdf", 77, 62, 3104, 1180),
    Summary(2, "经费台账.xlsx", "经费台账", "xlsx", None, 2, 64, 41),
    Summary(3, f"{HOSTILE}.pdf", HOSTILE, "pdf", 9),
    Summary(4, "满意度调查汇总.docx", "满意度调查汇总", "docx", None),
)
FUNDS_PATH = ["一、基本情况", "（二）项目经费到位和执行情况概述", "2. 项目经费执行情况"]


def funds_citations() -> list[Citation]:
    sentence = boxes_on(9, "13253 万元，其中实际支出 13013")
    cell = boxes_on(9, "13013")
    return [
        Citation(
            doc="report.pdf", document=1, page=9, section=FUNDS_PATH[-1], section_path=FUNDS_PATH,
            quote="该建设项目 2022-2023 年到位资金 13253 万元，其中实际支出 13013 万元",
            bbox=sentence[0][1:], regions=sentence,
        ),
        Citation(
            doc="report.pdf", document=1, page=9, section=FUNDS_PATH[-1], section_path=FUNDS_PATH, table="表1-6",
            row="总计", column="实际支出资金", quote="总计｜实际支出资金：13013", bbox=cell[0][1:], regions=cell,
        ),
        Citation(
            doc="经费台账.xlsx", document=2, section="明细", section_path=["明细"], row="学校自筹", column="实际支出",
            quote="学校自筹｜实际支出：7140",
        ),
    ]  # fmt: skip


def funds_answer() -> Answer:
    return Answer(
        answer="**到位资金（2022-2023）**：13253 万元[1]\n\n**实际支出（2022-2023）**：13013 万元[2]，"
        "执行率 **98.19%**。\n\n原文：\n\n> 该建设项目 2022-2023 年到位资金 13253 万元，其中实际支出 13013 万元。 [1]",
        figures=[
            AnswerFigure(text="13253 万元", value=Decimal(13253), unit="万元", citations=[0]),
            AnswerFigure(text="13013 万元", value=Decimal(13013), unit="万元", citations=[1]),
            AnswerFigure(
                text="98.19%", value=Decimal("98.19"), unit="%", computed=True,
                formula="13013 / 13253 × 100% = 98.19%", citations=[0, 1],
            ),
        ],
        citations=funds_citations(),
        followups=["各来源的经费是多少？", "学生满意度有没有矛盾？", "哪些任务没有完成？"],
        seconds=0.02,
    )  # fmt: skip


def sources_answer() -> Answer:
    return Answer(
        answer="各来源经费的到位与支出如下[1]：",
        table=AnswerTable(
            columns=["资金来源", "到位资金（万元）", "实际支出（万元）", "执行率", "出处"],
            rows=[
                ["财政专项经费", "5352", "5267", "98.41%", "[1]"],
                ["行业企业资助", "610", "606", "99.34%", "[1]"],
                ["学校自筹经费", "7291", "7140", "97.93%", "[3]"],
                ["**总计**", "13253", "13013", "98.19%", "[2]"],
            ],
        ),
        chart=Chart(
            kind="bar", title="各来源到位与支出", labels=["财政专项经费", "行业企业资助", "学校自筹经费"], unit="万元",
            series={
                "到位资金": [Decimal(5352), Decimal(610), Decimal(7291)],
                "实际支出": [Decimal(5267), Decimal(606), Decimal(7140)],
            },
        ),
        citations=funds_citations(),
        figures=[
            AnswerFigure(text=f"{n} 万元", value=Decimal(n), unit="万元", citations=[0])
            for n in ("5352", "5267", "610", "606", "7291", "7140", "13253", "13013")
        ],
    )  # fmt: skip


def conflict_answer() -> Answer:
    citations = [
        Citation(doc="report.pdf", document=1, page=page, section="（一）在校生满意度",
                 section_path=["四、满意度情况", "（一）在校生满意度"], table=table, quote=f"满意度 {value}",
                 bbox=boxes[0][1:], regions=boxes)
        for page, value, table in ((76, "63.61", None), (77, "63.62", "表4-1"))
        for boxes in [boxes_on(page, value)]
    ]  # fmt: skip
    return Answer(
        answer="**在校生满意度（2023）**\n\n各处写法如下：\n\n"
        "- 63.61%[1]（正文，第 76 页）\n- 63.62%[2]（表4-1，第 77 页）",
        figures=[
            AnswerFigure(text="63.61%", value=Decimal("63.61"), unit="%", citations=[0]),
            AnswerFigure(text="63.62%", value=Decimal("63.62"), unit="%", citations=[1]),
        ],
        citations=citations,
        conflict=True,
        followups=["2022 年呢？"],
    )


def hostile_answer() -> Answer:
    return Answer(
        answer=f"{HOSTILE} [1] [7]\n\n> {HOSTILE}\n\n"
        f"| {HOSTILE.replace('|', '')} | b |\n|---|---|\n| <b onclick=x>c</b> | d |",
        figures=[AnswerFigure(text=HOSTILE, value=Decimal(1), computed=True, formula=HOSTILE, citations=[0, 9])],
        citations=[
            Citation(
                doc=HOSTILE, document=3, page=1, section=HOSTILE, section_path=[HOSTILE], row=HOSTILE, quote=HOSTILE
            ),
            Citation(doc=HOSTILE, document=4, section=HOSTILE, section_path=["要点"], quote="满意率 <b>95%</b>。"),
        ],
        table=AnswerTable(columns=[HOSTILE], rows=[[HOSTILE]]),
        chart=Chart(kind="line", title=HOSTILE, labels=[HOSTILE, "b"], series={HOSTILE: [Decimal(1), None]}),
        followups=[HOSTILE],
    )


ANSWERS: dict[str, Callable[[], Answer]] = {
    "到位": funds_answer,
    "received": funds_answer,
    "来源": sources_answer,
    "满意": conflict_answer,
    "<script>": hostile_answer,
}


def ledger_records() -> DocumentRecords:
    texts = [["资金来源", "到位资金", "实际支出"], ["财政专项", "5352", "5267"], ["学校自筹", "7291", "7140"]]
    table = Table(
        key=0, number="", caption="", unit="万元", section=0, regions=(),
        cells=tuple(Cell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row)),
        row_count=3, column_count=3, header_rows=1, stub_columns=1,
        columns=tuple((text,) for text in texts[0]), rows=((), *((row[0],) for row in texts[1:])),
    )  # fmt: skip
    document = Document("经费台账.xlsx", "0", "经费台账", DocumentKind.XLSX, None)
    return DocumentRecords(document, (Section(0, "", "明细", "明细", 1, None, None),), (), (table,))


def text_records() -> DocumentRecords:
    text = "本次调查共发放问卷。满意率 <b>95%</b>。其余见附表。"
    document = Document("满意度调查汇总.docx", "0", "满意度调查汇总", DocumentKind.DOCX, None)
    passages = (Passage(0, PassageKind.PARAGRAPH, text, Place(0, text)),)
    return DocumentRecords(document, (Section(0, "", "要点", "要点", 1, None, None),), passages, ())


def scripted_findings() -> list[Finding]:
    """A sure one with its reckoning in a PDF and a workbook, an unsure and hostile one, and many of no weight."""
    _, cell, ledger = funds_citations()
    rate = make_finding(
        "derived", "high", "“执行率”写为 98.91%，按所列数据应为 98.19%。",
        [cited(cell, "13013"), cited(ledger, "7140")],
        recomputed="13013 / 13253 = 98.19%",
    )  # fmt: skip
    place = FindingPlace(
        doc=HOSTILE, document=4, section=HOSTILE, row=HOSTILE, quote="满意率 <b>95%</b>。", value=HOSTILE
    )
    hostile = make_finding(
        "restated", "medium", HOSTILE, [place] * 8, recomputed=HOSTILE, confidence="0.6", reason=HOSTILE
    )
    return [rate, hostile, *(slight(at) for at in range(40))]


def slight(at: int) -> Finding:
    kinds: list[Kind] = ["name", "missing"]
    severity: Severity = "low"
    return make_finding(
        kinds[at % 2], severity, f"轻微的第 {at} 项。", [FindingPlace(doc="report.pdf", document=1, page=9)]
    )


def cited(citation: Citation, value: str) -> FindingPlace:
    """The citation as a place of a finding."""
    return FindingPlace.model_validate(citation.model_dump() | {"value": value})
