"""Which terms tell most, and what short forms stand for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.matching import EvidenceIndex, Term
from index.snapshot import DocumentView, take_snapshot
from index.tokens import text_to_tokens
from index.wordbook import Wordbook
from ingest.lexicon import Lexicon
from ingest.records import Document, DocumentKind, DocumentRecords, Passage, PassageKind, Place
from prompts import lexicon_data


def index_of(texts: Sequence[str]) -> EvidenceIndex:
    passages = tuple(Passage(i, PassageKind.PARAGRAPH, text, Place(None, text)) for i, text in enumerate(texts))
    document = Document("report.md", "0" * 64, "report", DocumentKind.HTML, None)
    records = DocumentRecords(document, (), passages, ())
    view = DocumentView(1, "report", "report", "report")
    return EvidenceIndex(take_snapshot(1, [view], {1: records}, [], Lexicon.model_validate(lexicon_data())))


def names(*words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text_to_tokens(word)) for word in words)


class TestTelling:
    texts = ("项目建设顺利。", "项目验收完成。", "项目资金到位。", "横向科研项目两项。", "星河镇办了培训。")

    def test_a_common_word_does_not_become_telling_by_a_rare_synonym(self) -> None:
        index = index_of(self.texts)
        assert index.telling(names("项目", "横向科研项目")) == index.telling(names("项目"))

    def test_a_rare_name_tells_more_than_a_common_word(self) -> None:
        index = index_of(self.texts)
        assert index.telling(names("星河镇")) > index.telling(names("项目"))
        assert index.holders(names("星河镇")) == 1

    def test_the_rare_word_of_a_question_decides(self) -> None:
        index = index_of(self.texts)
        found = index.search([Term(names("项目", "横向科研项目")), Term(names("星河镇"))])
        assert found[0].evidence == 4

    def test_characters_are_found_within_words(self) -> None:
        index = index_of(self.texts)
        assert index.hinted(4, ("办", "训")) == 1
        assert index.hinted(0, ("办", "训")) == 0


@pytest.mark.parametrize(
    ("short", "phrases"),
    [("绿化", ["绿色化学"]), ("港检", ["港区检查"]), ("检港", []), ("绿色", [])],
)
def test_a_short_form_stands_for_what_the_texts_write_out(short: str, phrases: list[str]) -> None:
    words = Wordbook(["绿色化学专业通过了港区检查。", "绿色化学实验室建成，港区检查合格。"])
    assert words.written_out(short) == phrases
