"""The cross-check as HTML, and what its buttons mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answer import Language
from app.check.finding import Finding, FindingPlace, make_finding
from app.ui.checks import checks, placed_source
from app.ui.finding_cards import SHOWN_FINDINGS, findings_html
from tests.app.ui.scripted import HOSTILE, ScriptedService, scripted_findings


class BreakingService(ScriptedService):
    def check(self, language: Language) -> list[Finding]:
        raise RuntimeError("a mistake in the program")


def card(html: str, at: int) -> str:
    return html.split("<article")[at + 1].split("</article>")[0]


def test_a_finding_says_how_grave_it_is_what_was_reckoned_and_where() -> None:
    first = card(findings_html("zh", scripted_findings()), 0)
    for part in (
        "重要",
        "推算",
        "按所列数据应为 98.19%",
        "13013 / 13253 = 98.19%",
        "第 9 页 · 表1-6",
        "经费台账.xlsx",
        "7140",
    ):
        assert part in first
    assert 'data-place="0.0"' in first and 'data-place="0.1"' in first


@pytest.mark.parametrize(
    ("language", "counts", "sure"),
    [("zh", "共 42 项发现：重要 1，一般 1，轻微 40。", "60%"), ("en", "42 findings: 1 high, 1 medium, 40 low.", "60%")],
)
def test_the_counts_stand_above_and_an_unsure_finding_says_so(language: Language, counts: str, sure: str) -> None:
    html = findings_html(language, scripted_findings())
    assert counts in html
    assert "unsure" not in card(html, 0)
    assert sure in card(html, 1).split('class="unsure"')[1]


@pytest.mark.parametrize(("confidence", "said"), [("0.79", True), ("0.8", False), ("1", False)])
def test_only_what_is_less_than_sure_is_called_so(confidence: str, said: bool) -> None:
    finding = make_finding("name", "low", "x", [FindingPlace(doc="a.pdf")], confidence=confidence)
    assert ("unsure" in findings_html("en", [finding])) == said


def test_only_severities_and_kinds_that_occur_can_be_chosen() -> None:
    html = findings_html("zh", scripted_findings()[:1])
    assert html.count('data-by="severity"') == html.count('data-by="kind"') == 2
    assert 'data-value="high"' in html and 'data-value="derived"' in html


def test_a_long_list_is_shown_in_part_and_many_places_are_folded() -> None:
    html = findings_html("zh", scripted_findings())
    assert html.count("<article") == 42
    assert [" hidden" in card(html, at).split(">")[0] for at in (SHOWN_FINDINGS - 1, SHOWN_FINDINGS)] == [False, True]
    assert card(html, 1).count("data-place=") == 8 and "其余 2 处" in card(html, 1)


def test_words_of_documents_are_words() -> None:
    html = findings_html("zh", scripted_findings())
    assert "&lt;script&gt;" in html and "<script" not in html and "<img src" not in html and HOSTILE not in html


def test_a_place_is_the_source_that_it_names() -> None:
    found = scripted_findings()
    source = placed_source(found, "0.0")
    assert source is not None and source.citation is not None
    assert (source.document, source.page, source.number, source.citation.table) == (1, 9, 1, "表1-6")
    assert source.citation.regions and source.citation.regions[0][0] == 9


@pytest.mark.parametrize("place", ["", "0", "0.", ".0", "0.2", "42.0", "-1.0", "0.-1", "a.b", "0.0.0", "²."])
def test_what_is_no_place_opens_nothing(place: str) -> None:
    assert placed_source(scripted_findings(), place) is None


def test_without_documents_there_is_nothing_to_check(tmp_path: Path) -> None:
    service = ScriptedService(tmp_path, filled=False)
    html, found = checks(service, "zh")
    assert "没有可核对的内容" in html and 'data-tab="documents"' in html
    assert found == () and service.checked == []


def test_nothing_found_is_said() -> None:
    html = findings_html("en", [])
    assert "Nothing disagrees." in html and "data-by" not in html


def test_a_check_that_breaks_says_so(tmp_path: Path) -> None:
    html, found = checks(BreakingService(tmp_path), "zh")
    assert "没有做完" in html and "a mistake" not in html and found == ()
