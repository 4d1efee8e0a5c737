"""The cross-check as a file to take away, by the file's ending."""

from __future__ import annotations

from pathlib import Path

from app.answer import Language
from app.check.paper import Paper
from app.check.words import findings_to_markdown

FORMATS = (".xlsx", ".docx", ".pdf", ".md")


def write_findings(paper: Paper, path: Path, language: Language, document: str = "") -> None:
    """.xlsx: working paper; .docx: report; .pdf: the PDF whose name holds `document`, annotated; else Markdown.

    Raises OSError if the file cannot be written, PaperError if there is no such PDF.
    """
    ending = path.suffix.lower()
    if ending == ".xlsx":
        from app.check.workbook import write_workbook

        write_workbook(paper, path, language)
    elif ending == ".docx":
        from app.check.report_document import write_report

        write_report(paper, path, language)
    elif ending == ".pdf":
        from app.check.annotated_pdf import pdf_document, write_annotated

        write_annotated(paper, pdf_document(paper, document), path, language)
    else:
        path.write_text(findings_to_markdown(paper.findings, language), encoding="utf-8")
