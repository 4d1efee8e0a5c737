"""What vectors keep to, whatever Chroma they are in, and that damage to its files costs time only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.chroma_files import DATABASE
from index.embedding_ahead import BATCH
from index.errors import VectorsError
from index.vectors import Vectors
from index.windows import Window
from tests.index.sample_records import SENTENCES, PairEmbeddings

WINDOWS = [Window(key, text) for key, text in enumerate(SENTENCES)]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path, PairEmbeddings(), "pairs")
    yield opened
    opened.close()


def reopened(vectors: Vectors, model: str = "pairs", dimensions: int = 512) -> Vectors:
    """The same vectors as another process would find them."""
    vectors.close()
    return Vectors(vectors.folder.parent, PairEmbeddings(dimensions), model)


def segment_folders(vectors: Vectors) -> list[Path]:
    return [path for path in vectors.folder.iterdir() if path.is_dir()]


class CountingEmbeddings(PairEmbeddings):
    """Counts the passages that it embeds, after it has failed so many times."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.texts, self._failures = 0, failures

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self._failures:
            self._failures -= 1
            raise RuntimeError("model gone")
        self.texts += len(texts)
        return super().embed_documents(texts)


class TestContract:
    def test_nothing_is_there_before_something_is_added(self, vectors: Vectors) -> None:
        assert vectors.missing(["r1"]) == ["r1"]
        assert not vectors.folder.exists()

    @pytest.mark.parametrize("key", range(len(SENTENCES)))
    def test_the_passage_most_like_the_question_is_nearest(self, vectors: Vectors, key: int) -> None:
        vectors.add("r1", WINDOWS)
        nearest = vectors.search(SENTENCES[key], ["r1"], 3)[0]
        assert (nearest.revision, nearest.passage) == ("r1", key)
        assert nearest.cosine == pytest.approx(1.0, abs=1e-5)

    def test_a_passage_is_as_near_as_its_nearest_window(self, vectors: Vectors) -> None:
        vectors.add("r1", [Window(0, SENTENCES[0]), Window(0, SENTENCES[1]), Window(1, SENTENCES[2])])
        found = vectors.search(SENTENCES[1], ["r1"], 10)
        assert [near.passage for near in found] == [0, 1]
        assert found[0].cosine == pytest.approx(1.0, abs=1e-5)

    def test_the_best_come_first_and_no_more_than_asked(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS)
        found = vectors.search("图书", ["r1"], 2)
        assert len(found) == 2 and found[0].cosine >= found[1].cosine

    def test_only_the_named_revisions_are_searched(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS[:2])
        vectors.add("r2", WINDOWS[2:])
        assert {near.revision for near in vectors.search("食堂", ["r2"], 10)} == {"r2"}
        assert {near.revision for near in vectors.search("食堂", ["r1", "r2"], 10)} == {"r1", "r2"}

    def test_a_revision_without_vectors_is_an_error(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS)
        with pytest.raises(VectorsError) as raised:
            vectors.search("食堂", ["r1", "r2"], 10)
        assert raised.value.code == "vectors-missing"

    def test_what_a_search_misses_is_remembered_until_it_is_made(self, vectors: Vectors) -> None:
        with pytest.raises(VectorsError):
            vectors.search("食堂", ["r1"], 10)
        assert vectors.wanting
        vectors.add("r1", WINDOWS)
        assert not vectors.wanting

    def test_a_revision_without_passages_has_its_vectors(self, vectors: Vectors) -> None:
        vectors.add("r1", [])
        assert vectors.missing(["r1"]) == []
        assert vectors.search("食堂", ["r1"], 10) == []

    def test_a_revision_added_again_has_the_new_ones(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS)
        vectors.add("r1", WINDOWS[:1])
        assert [near.passage for near in vectors.search("图书", ["r1"], 10)] == [0]

    def test_what_is_not_kept_is_gone(self, vectors: Vectors) -> None:
        for revision in ("r1", "r2", "r3"):
            vectors.add(revision, WINDOWS)
        vectors.keep_only({"r2"})
        assert vectors.missing(["r1", "r2", "r3"]) == ["r1", "r3"]
        assert len(segment_folders(vectors)) == 1

    def test_many_windows_are_embedded_in_batches_and_told(self, vectors: Vectors) -> None:
        told: list[tuple[int, int]] = []
        count = BATCH * 2 + 1
        vectors.add("r1", [Window(key, f"第{key}句") for key in range(count)], lambda *step: told.append(step))
        assert told == [(BATCH, count), (2 * BATCH, count), (count, count)]
        assert vectors.search(f"第{count - 1}句", ["r1"], 1)[0].passage == count - 1

    def test_what_was_begun_ahead_is_not_embedded_again(self, tmp_path: Path) -> None:
        counting = CountingEmbeddings()
        vectors = Vectors(tmp_path, counting, "pairs")
        vectors.begin(WINDOWS)
        vectors.add("r1", WINDOWS)
        assert counting.texts == len(WINDOWS)
        assert vectors.search(SENTENCES[0], ["r1"], 1)[0].passage == 0
        vectors.close()

    def test_what_was_begun_for_other_windows_is_left(self, vectors: Vectors) -> None:
        vectors.begin(WINDOWS[:2])
        vectors.add("r1", WINDOWS)
        assert len(vectors.search("食堂", ["r1"], 10)) == len(WINDOWS)

    def test_a_model_that_failed_ahead_is_tried_again(self, tmp_path: Path) -> None:
        vectors = Vectors(tmp_path, CountingEmbeddings(failures=1), "pairs")
        vectors.begin(WINDOWS)
        with pytest.raises(RuntimeError, match="model gone"):
            vectors.add("r1", WINDOWS)
        vectors.add("r1", WINDOWS)
        assert vectors.missing(["r1"]) == []
        vectors.close()

    def test_all_of_it_is_there_for_who_opens_it_later(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS)
        later = reopened(vectors)
        assert later.missing(["r1"]) == []
        assert len(later.search("食堂", ["r1"], 10)) == len(WINDOWS)
        later.close()

    def test_vectors_of_another_model_are_not_used(self, vectors: Vectors) -> None:
        vectors.add("r1", WINDOWS)
        other = reopened(vectors, "other", dimensions=32)
        assert other.missing(["r1"]) == ["r1"]
        other.add("r1", WINDOWS)
        other.keep_only({"r1"})
        assert other.search(SENTENCES[0], ["r1"], 1)[0].passage == 0
        other.close()

    def test_what_was_not_finished_is_missing(self, vectors: Vectors) -> None:
        class Failing(PairEmbeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                if "最后一句" in texts:
                    raise RuntimeError("model gone")
                return super().embed_documents(texts)

        failing = Vectors(vectors.folder.parent, Failing(), "pairs")
        with pytest.raises(RuntimeError, match="model gone"):
            failing.add("r1", [*(Window(key, f"{key}") for key in range(BATCH)), Window(BATCH, "最后一句")])
        failing.close()
        assert vectors.missing(["r1"]) == ["r1"]


DAMAGE = {
    "files gone": lambda segment: shutil.rmtree(segment),
    "vectors overwritten": lambda segment: (segment / "data_level0.bin").write_bytes(b"\xaa" * 300_000),
    "vectors cut off": lambda segment: (segment / "data_level0.bin").write_bytes(b"\x00"),
    "header empty": lambda segment: (segment / "header.bin").write_bytes(b""),
    "numbering empty": lambda segment: (segment / "index_metadata.pickle").write_bytes(b""),
    "database gone": lambda segment: (segment.parent / DATABASE).unlink(),
    "database empty": lambda segment: (segment.parent / DATABASE).write_bytes(b""),
    "database overwritten": lambda segment: (segment.parent / DATABASE).write_bytes(b"\xaa" * 100_000),
    "all gone": lambda segment: shutil.rmtree(segment.parent),
    "a file in the folder's place": lambda segment: (shutil.rmtree(segment.parent), segment.parent.write_text("x")),
}


class TestDamage:
    """Damaged vectors are noticed before they are used, and can be made anew where they are."""

    @pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
    def test_damage_is_noticed_and_mended(self, vectors: Vectors, damage: object) -> None:
        vectors.add("r1", WINDOWS)
        found = reopened(vectors)
        (segment,) = segment_folders(found)
        assert callable(damage)
        damage(segment)
        assert found.missing(["r1"]) == ["r1"]
        with pytest.raises(VectorsError) as raised:
            found.search("食堂", ["r1"], 1)
        assert raised.value.code == "vectors-missing"
        found.add("r1", WINDOWS)
        found.keep_only({"r1"})
        assert found.search(SENTENCES[0], ["r1"], 1)[0].passage == 0
        assert len(segment_folders(found)) == 1
        found.close()


REPLACES = """
import sys
from pathlib import Path
from index.vectors import Vectors
from index.windows import Window
from tests.index.sample_records import SENTENCES, PairEmbeddings

vectors = Vectors(Path(sys.argv[1]), PairEmbeddings(), "pairs")
vectors.add("r2", [Window(key, text) for key, text in enumerate(SENTENCES)])
vectors.keep_only({"r2"})
vectors.close()
"""


def test_a_reader_goes_on_while_another_process_replaces_what_it_reads(vectors: Vectors) -> None:
    vectors.add("r1", WINDOWS)
    assert vectors.search("食堂", ["r1"], 10)
    subprocess.run([sys.executable, "-c", REPLACES, str(vectors.folder.parent)], cwd=ROOT, check=True, timeout=120)
    assert vectors.search(SENTENCES[2], ["r2"], 1)[0].passage == 2
    with pytest.raises(VectorsError):
        vectors.search("食堂", ["r1"], 10)
    assert vectors.search(SENTENCES[3], ["r2"], 1)[0].passage == 3
