"""Two editions of a report: what is new, mended, still there, and which figures changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.check.change_words import change_lines, change_values, changes_data
from app.check.edition_sources import document_edition, file_edition
from app.check.editions import EditionChanges, compare_editions
from app.service import Ziping
from index.errors import StoreError
from tests.app.check.conftest import FUNDS, Serve

SAID = "学校开展培训{count}场，参加{people}人次。"


@pytest.fixture
def compare(serve_text: Serve) -> object:
    def run(before: str, after: str) -> EditionChanges:
        service = serve_text(before, "first.md")
        service = serve_text(after, "second.md")
        ids = {document.name: document.id for document in service.documents()}
        return service.changes(ids["first.md"], ids["second.md"], "zh")

    return run


def figure_changes(changes: EditionChanges) -> list[tuple[str, str]]:
    return [(change.kind, change_values(change)) for change in changes.figures]


def test_an_edition_against_itself_has_no_changes(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare(FUNDS.format(rate="86.56%"), FUNDS.format(rate="86.56%"))
    assert [change.kind for change in changes.findings] == ["still"]
    assert changes.figures == () and changes.same == 9


def test_a_corrected_rate_is_mended_and_its_figure_changed(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare(FUNDS.format(rate="86.56%"), FUNDS.format(rate="85.56%"))
    assert [change.kind for change in changes.findings] == ["mended"]
    assert figure_changes(changes) == [("changed", "86.56% → 85.56%")]


def test_a_rate_that_became_wrong_is_new(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare(FUNDS.format(rate="85.56%"), FUNDS.format(rate="86.56%"))
    assert changes.finding_counts() == {"new": 1, "changed": 0, "still": 0, "mended": 0}


def test_a_rate_that_is_wrong_in_another_way_is_told_with_what_it_was(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare(FUNDS.format(rate="86.56%"), FUNDS.format(rate="87.77%"))
    (change,) = changes.findings
    assert change.kind == "changed" and change.before is not None and change.after is not None
    assert "86.56%" in change.before.summary and "87.77%" in change.after.summary


def test_other_numbers_of_sections_and_moved_text_are_no_change(compare) -> None:  # type: ignore[no-untyped-def]
    funds, said = FUNDS.format(rate="86.56%"), SAID.format(count=12, people=300)
    before = f"## （一）经费\n\n{funds}\n\n## （二）培训\n\n{said}"
    after = f"## （一）总述\n\n总的情况很好。\n\n## （二）培训\n\n{said}\n\n## （三）经费\n\n{funds}"
    changes = compare(before, after)
    assert figure_changes(changes) == []
    assert [change.kind for change in changes.findings] == ["still"]


def test_a_reworded_sentence_with_the_same_figures_is_no_change(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare("2023年，新建实训室12间。", "两年来建设力度大，2023年，新建实训室12间，效果好。")
    assert figure_changes(changes) == []


def test_figures_of_a_new_sentence_are_new_and_of_one_left_out_gone(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare("新建实训室12间。\n\n购置图书3000册。", "新建实训室14间。\n\n聘请企业导师25名。")
    assert sorted(figure_changes(changes)) == [
        ("changed", "12间 → 14间"),
        ("gone", "3000册"),
        ("new", "25名"),
    ]


def test_changes_are_said_and_given_as_data(compare) -> None:  # type: ignore[no-untyped-def]
    changes = compare(FUNDS.format(rate="85.56%"), FUNDS.format(rate="86.56%"))
    text = "\n".join(change_lines(changes, "zh"))
    assert "first.md → second.md。发现：新增 1" in text and "改动 85.56% → 86.56%" in text
    data = changes_data(changes)
    assert data["same"] == 8 and data["before"] == "first.md"


def test_a_file_that_is_not_in_the_index_can_be_the_other_edition(serve_text: Serve, tmp_path: Path) -> None:
    service = serve_text(FUNDS.format(rate="85.56%"))
    other = tmp_path / "earlier.md"
    other.write_text(f"# 中期自评报告\n\n# 一、总体情况\n\n{FUNDS.format(rate='86.56%')}\n", encoding="utf-8")
    earlier = file_edition(other, service.lexicon, "zh")
    (document,) = service.documents()
    later = document_edition(service.store.contents(), document.id, service.lexicon, "zh")
    assert compare_editions(earlier, later).finding_counts()["mended"] == 1
    assert [document.name for document in service.documents()] == ["report.md"]


def test_an_unknown_document_is_an_error(serve_text: Serve) -> None:
    with pytest.raises(StoreError) as error:
        serve_text(FUNDS.format(rate="85.56%")).changes(1, 99, "zh")
    assert error.value.code == "unknown-document"


def test_one_report_as_pdf_and_as_word_is_one_edition(corpus_service: Ziping, shared: Path) -> None:
    pdf = next(document for document in corpus_service.documents() if document.kind == "pdf")
    later = document_edition(corpus_service.store.contents(), pdf.id, corpus_service.lexicon, "zh")
    word = file_edition(shared / "corpus" / "report.docx", corpus_service.lexicon, "zh")
    changes = compare_editions(word, later)
    assert len(changes.figures) <= changes.same / 50
    counts = changes.finding_counts()
    assert counts["new"] + counts["mended"] <= counts["still"] / 10
