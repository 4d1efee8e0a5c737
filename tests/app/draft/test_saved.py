"""Drafts as files: Word documents that LibreOffice opens, and kept drafts that tell what has changed since."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest

from app.draft.drafting import draft_request
from app.draft.result import Draft, DraftError
from app.draft.saved import draft_markdown, read_saved, refreshed
from app.draft.word import FONTS, write_word
from ingest.lexicon import Lexicon
from ingest.readers.office import convert, find_soffice
from tests.app.draft.conftest import DATA, read
from tests.app.draft.test_drafting import sources_of

REPORT = DATA / "small_report.md"


@pytest.fixture(scope="module")
def draft(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Draft:
    knowledge = read(REPORT, lexicon, tmp_path_factory.mktemp("kept") / "home")
    return draft_request("写经费执行情况，表格加一段话", sources_of(knowledge))


@pytest.fixture
def word(draft: Draft, tmp_path: Path) -> Path:
    path = tmp_path / "section.docx"
    write_word(draft, path)
    return path


class TestWord:
    def test_text_headings_and_captions_have_styles_of_official_papers(self, word: Path) -> None:
        document = docx.Document(str(word))
        styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
        assert styles[0] == "Title" and "Caption" in styles and "Heading 1" in styles
        with zipfile.ZipFile(word) as parts:
            fonts, names = parts.read("word/styles.xml").decode(), parts.read("word/fontTable.xml").decode()
        assert FONTS["text"][0] in fonts and FONTS["head"][0] in fonts
        assert "w:altName" in names

    def test_tables_are_tables(self, word: Path, draft: Draft) -> None:
        (table,) = docx.Document(str(word)).tables
        assert table.rows[0].cells[0].text == "资金来源"
        assert any("1350万元" in cell.text for cell in table.rows[-1].cells)

    def test_every_source_is_an_endnote_that_the_text_refers_to(self, word: Path) -> None:
        with zipfile.ZipFile(word) as parts:
            notes, text = parts.read("word/endnotes.xml").decode(), parts.read("word/document.xml").decode()
        assert "表3" in notes and "合计 / 到位资金" in notes
        referred = {int(number) for number in re.findall(r'<w:endnoteReference w:id="(\d+)"', text)}
        assert referred == {int(number) for number in re.findall(r'<w:endnote w:id="(\d+)"', notes)} and referred

    def test_a_chart_is_word_s_own(self, lexicon: Lexicon, tmp_path: Path) -> None:
        knowledge = read(REPORT, lexicon, tmp_path / "home")
        charted = draft_request("写经费执行情况，配一张柱状图", sources_of(knowledge))
        (chart,) = charted.charts
        assert chart.unit == "万元" and chart.labels == ["财政拨款", "学校自筹"]
        write_word(charted, tmp_path / "charted.docx")
        with zipfile.ZipFile(tmp_path / "charted.docx") as parts:
            drawn = parts.read("word/charts/chart1.xml").decode()
        assert "<c:barChart>" in drawn and "<c:v>830</c:v>" in drawn

    def test_libreoffice_opens_it(self, word: Path, tmp_path: Path) -> None:
        if find_soffice() is None:
            pytest.skip("no LibreOffice on this machine")
        made = convert(word, "pdf", tmp_path)
        assert made.read_bytes().startswith(b"%PDF")


class TestKept:
    def test_word_and_markdown_keep_the_draft(self, draft: Draft, word: Path, tmp_path: Path) -> None:
        markdown = tmp_path / "section.md"
        markdown.write_text(draft_markdown(draft), encoding="utf-8")
        json = tmp_path / "section.json"
        json.write_text(draft.model_dump_json(), encoding="utf-8")
        assert read_saved(word) == read_saved(markdown) == read_saved(json) == draft

    @pytest.mark.parametrize("name", ["other.md", "other.docx", "other.json"])
    def test_another_file_keeps_none(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_text("no draft", encoding="utf-8")
        with pytest.raises(DraftError) as caught:
            read_saved(path)
        assert caught.value.code == "saved"

    def test_nothing_has_changed_at_first(self, draft: Draft, lexicon: Lexicon, tmp_path: Path) -> None:
        knowledge = read(REPORT, lexicon, tmp_path / "home")
        assert {one.change for one in refreshed(draft, knowledge.snapshot)} == {"same"}

    def test_a_figure_that_changed_is_told_with_its_new_value(
        self, draft: Draft, lexicon: Lexicon, tmp_path: Path
    ) -> None:
        path = tmp_path / REPORT.name
        path.write_text(REPORT.read_text(encoding="utf-8").replace("<td>830</td>", "<td>838</td>"), encoding="utf-8")
        found = refreshed(draft, read(path, lexicon, tmp_path / "home").snapshot)
        changed = {one.figure.text: one.now for one in found if one.change == "changed" and not one.figure.computed}
        assert changed == {"830万元": "838 万元"}
