"""Passages are found by words and by meaning together, and by words alone while there are no vectors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from index.build import Stores, build_index
from index.retriever import HybridRetriever
from index.search import PassageSearch
from index.store import Store
from index.vectors import Vectors
from tests.index.sample_records import LEXICON, SENTENCES, PairEmbeddings, make_records


class MeaningEmbeddings(Embeddings):
    """Knows two meanings: what there is to eat, and everything else."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        eating = any(word in text for word in ("食堂", "吃饭"))
        return [1.0, 0.1] if eating else [0.1, 1.0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "home", MeaningEmbeddings(), "meaning")
    yield opened
    opened.close()


def test_words_find_a_passage(store: Store) -> None:
    build_index(make_records(), Stores(store, LEXICON))
    hits = PassageSearch(store.contents()).search("图书有多少册")
    assert hits[0].passage.text == SENTENCES[1]
    assert hits[0].score == pytest.approx(1.0) and hits[0].cosine is None


def test_meaning_finds_a_passage_that_shares_no_word(store: Store, vectors: Vectors) -> None:
    build_index(make_records(), Stores(store, LEXICON, vectors))
    hit = PassageSearch(store.contents(), vectors).search("在哪里吃饭")[0]
    assert hit.passage.text == SENTENCES[0]
    assert hit.lexical == 0 and hit.cosine == pytest.approx(1.0)


def test_what_fits_by_both_comes_before_what_fits_by_one(store: Store, vectors: Vectors) -> None:
    sentences = ("东区吃饭的地方很好。", "西区运动场。", "西区吃饭的地方很好。")
    build_index(make_records(sentences=sentences), Stores(store, LEXICON, vectors))
    hits = PassageSearch(store.contents(), vectors).search("西区食堂")
    assert hits[0].passage.text == sentences[2]


def test_best_first_and_no_more_than_asked(store: Store, vectors: Vectors) -> None:
    build_index(make_records(), Stores(store, LEXICON, vectors))
    hits = PassageSearch(store.contents(), vectors).search("食堂、图书馆和运动场", 2)
    assert len(hits) == 2
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_nothing_is_found_where_nothing_fits(store: Store) -> None:
    build_index(make_records(), Stores(store, LEXICON))
    assert PassageSearch(store.contents()).search("zzz") == []


def test_an_empty_index_has_no_passages(store: Store, vectors: Vectors) -> None:
    assert PassageSearch(store.contents(), vectors).search("食堂") == []


def test_hits_name_their_document(store: Store) -> None:
    one = build_index(make_records("1.pdf", ("食堂很大。",)), Stores(store, LEXICON))
    two = build_index(make_records("2.pdf", ("图书馆很大。",)), Stores(store, LEXICON))
    search = PassageSearch(store.contents())
    assert [search.search(word)[0].document for word in ("食堂", "图书馆")] == [one.id, two.id]


def test_a_heading_finds_what_stands_under_it(store: Store) -> None:
    build_index(make_records(sentences=()), Stores(store, LEXICON))
    assert PassageSearch(store.contents()).search("经费一览")[0].passage.text == "建设经费：24.30 万元"


def test_while_vectors_are_missing_words_find(store: Store, vectors: Vectors, caplog: pytest.LogCaptureFixture) -> None:
    build_index(make_records(), Stores(store, LEXICON))
    with caplog.at_level(logging.WARNING):
        hits = PassageSearch(store.contents(), vectors).search("图书有多少册")
    assert hits[0].passage.text == SENTENCES[1]
    assert "by words only" in caplog.text


def test_the_retriever_gives_documents_with_their_places(store: Store, tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "home", PairEmbeddings(), "pairs")
    stored = build_index(make_records(), Stores(store, LEXICON, vectors))
    search = PassageSearch(store.contents(), vectors)
    retriever = HybridRetriever(passages=search, limit=2)
    documents = retriever.invoke("图书有多少册")
    assert [document.page_content for document in documents] == [
        hit.passage.text for hit in search.search("图书有多少册", 2)
    ]
    assert documents[0].metadata["document"] == stored.id
    assert documents[0].metadata["passage"] == 1
    assert documents[0].metadata["page"] == 1
    assert documents[0].metadata["score"] == pytest.approx(1.0)
    vectors.close()
