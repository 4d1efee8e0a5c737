"""The embedding model: vectors that depend on the text alone, and models that a user names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import DEFAULT_MODEL, ModelMissing, load_embeddings
from index.onnx_embeddings import OnnxEmbeddings
from index.sentence_embeddings import SentenceEmbeddings

TEXTS = [
    "截至2023年底，到位资金13013万元，预算执行率98.19%。",
    "建设期内共完成任务365项，尚未完成的任务有3项，均已列入下一年度计划。",
    "完成率",
    "教师 Python 培训 (2022-2023)",
    "",
    "很长的一段话，" * 200,
]


@pytest.fixture(scope="module")
def onnx(embedding_model: Path) -> OnnxEmbeddings:
    return OnnxEmbeddings(embedding_model)


def cosine(a: list[float], b: list[float]) -> float:
    return float(np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b)))


class TestDefaultModel:
    def test_runs_on_onnxruntime_from_the_cache(self, embedding_model: Path) -> None:
        embeddings = load_embeddings(DEFAULT_MODEL, embedding_model.parent)
        assert isinstance(embeddings, OnnxEmbeddings)
        assert len(embeddings.embed_query("完成率")) == 512

    def test_vectors_have_length_one(self, onnx: OnnxEmbeddings) -> None:
        lengths = [float(np.linalg.norm(vector)) for vector in onnx.embed_documents(TEXTS)]
        assert lengths == pytest.approx([1.0] * len(TEXTS), abs=1e-5)

    def test_vectors_come_in_the_order_of_the_texts(self, onnx: OnnxEmbeddings) -> None:
        assert onnx.embed_documents(TEXTS[::-1]) == onnx.embed_documents(TEXTS)[::-1]

    def test_no_texts_give_no_vectors(self, onnx: OnnxEmbeddings) -> None:
        assert onnx.embed_documents([]) == []

    def test_a_text_is_cut_after_512_tokens(self, onnx: OnnxEmbeddings) -> None:
        start = "字" * 510
        assert onnx.embed_query(start + "尾" * 90) == onnx.embed_query(start)
        assert onnx.embed_query(start[:-1] + "尾") != onnx.embed_query(start)

    @pytest.mark.parametrize(
        ("question", "near", "far"),
        [
            ("钱花了多少？", "2023年实际支出资金9981万元。", "本章介绍专业群的建设背景。"),
            ("哪些任务还没做完", "尚未完成的任务共3项。", "学校占地面积1200亩。"),
        ],
    )
    def test_what_means_the_same_is_nearer(self, onnx: OnnxEmbeddings, question: str, near: str, far: str) -> None:
        asked = onnx.embed_query(question)
        assert cosine(asked, onnx.embed_query(near)) > cosine(asked, onnx.embed_query(far))

    def test_threads_do_not_change_each_others_vectors(self, onnx: OnnxEmbeddings) -> None:
        alone = [onnx.embed_query(text) for text in TEXTS]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(onnx.embed_query, TEXTS * 5)) == alone * 5

    def test_leaves_no_trace_in_the_home_folder_and_needs_no_pytorch(
        self, embedding_model: Path, tmp_path: Path
    ) -> None:
        """onnxruntime would leave a device number in the user's cache and report its use to its maker."""
        script = (
            "import sys; from pathlib import Path; from index.onnx_embeddings import OnnxEmbeddings\n"
            f"OnnxEmbeddings(Path({str(embedding_model)!r})).embed_query('完成率')\n"
            "print('torch' in sys.modules)"
        )
        environment = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
        environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == "False"
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@given(text=st.text(max_size=40), other=st.text(max_size=400))
def test_a_vector_depends_on_nothing_but_the_text(onnx: OnnxEmbeddings, text: str, other: str) -> None:
    assert onnx.embed_documents([other, text])[1] == onnx.embed_query(text)


def test_half_a_surrogate_pair_is_embedded_as_an_unknown_character(onnx: OnnxEmbeddings) -> None:
    assert onnx.embed_query("完成\ud83d率") == onnx.embed_query("完成?率")


def test_vectors_are_those_of_sentence_transformers(embedding_model: Path, onnx: OnnxEmbeddings) -> None:
    """The same network, run by sentence-transformers' own steps, gives the same vectors.

    sentence-transformers runs ONNX files only with the library optimum, which this project does without. So its first
    step, from text to the vectors of tokens, is given here as a module of its own kind: the tokenizer is that of
    transformers, the network the same file. Batching, pooling (first token) and scaling are sentence-transformers'.
    Batches hold one text, since this network gives a text another vector in other company; see `OnnxEmbeddings`.
    """
    ours = onnx.embed_documents(TEXTS)
    theirs = sentence_transformers_with_onnx(embedding_model).encode(TEXTS, batch_size=1, show_progress_bar=False)
    assert min(cosine(our, their.tolist()) for our, their in zip(ours, theirs, strict=True)) >= 0.9999


def sentence_transformers_with_onnx(folder: Path) -> Any:
    import onnxruntime
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import InputModule, Normalize, Pooling
    from transformers import PreTrainedTokenizerFast

    class OnnxTransformer(InputModule):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            special = {f"{name}_token": f"[{name.upper()}]" for name in ("cls", "sep", "pad", "unk", "mask")}
            self.tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), **special)
            self.session = onnxruntime.InferenceSession(str(folder / "onnx/model_quantized.onnx"))

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
            how = {"padding": True, "truncation": True, "max_length": 512, "return_token_type_ids": True}
            return dict(self.tokenizer(list(inputs), return_tensors="pt", **how))

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            given = {entry.name: features[entry.name].numpy() for entry in self.session.get_inputs()}
            features["token_embeddings"] = torch.from_numpy(self.session.run(None, given)[0])
            return features

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError

    return SentenceTransformer(modules=[OnnxTransformer(), Pooling(512, "cls"), Normalize()], device="cpu")


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of a few thousand random weights, as sentence-transformers saves it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    bert = small_bert(tmp_path_factory.mktemp("bert"))
    folder = tmp_path_factory.mktemp("models") / "small"
    transformer = Transformer(str(bert))
    SentenceTransformer(modules=[transformer, Pooling(32, "cls"), Normalize()], device="cpu").save(str(folder))
    return folder


class TestNamedModel:
    def test_a_folder_of_sentence_transformers_is_loaded_by_it(self, small_model: Path, tmp_path: Path) -> None:
        from sentence_transformers import SentenceTransformer

        embeddings = load_embeddings(str(small_model), tmp_path)
        assert isinstance(embeddings, SentenceEmbeddings)
        vectors = embeddings.embed_documents(["完成率", "项目"])
        expected = SentenceTransformer(str(small_model), device="cpu").encode(["完成率", "项目"])
        assert np.allclose(vectors, expected, atol=1e-5)
        assert embeddings.embed_query("完成率") == pytest.approx(vectors[0], abs=1e-5)

    def test_a_folder_of_transformers_is_loaded_by_sentence_transformers(self, tmp_path: Path) -> None:
        embeddings = load_embeddings(str(small_bert(tmp_path / "bert")), tmp_path)
        assert len(embeddings.embed_query("完成率")) == 32

    def test_prompts_of_the_model_go_before_questions(self, small_model: Path, tmp_path: Path) -> None:
        from sentence_transformers import SentenceTransformer

        folder = tmp_path / "with-prompts"
        model = SentenceTransformer(str(small_model), device="cpu", prompts={"query": "问", "document": ""})
        model.save(str(folder))
        embeddings = load_embeddings(str(folder), tmp_path)
        assert embeddings.embed_query("完成率") == pytest.approx(embeddings.embed_documents(["问完成率"])[0], abs=1e-5)

    def test_a_folder_laid_out_as_the_default_model_is_run_by_onnxruntime(
        self, embedding_model: Path, tmp_path: Path, onnx: OnnxEmbeddings
    ) -> None:
        embeddings = load_embeddings(str(embedding_model), tmp_path)
        assert isinstance(embeddings, OnnxEmbeddings)
        assert embeddings.embed_query("完成率") == onnx.embed_query("完成率")


def small_bert(folder: Path) -> Path:
    import torch
    from transformers import BertConfig, BertModel, BertTokenizer

    folder.mkdir(exist_ok=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"完成率项目问"]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(str(folder))
    torch.manual_seed(7)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), **sizes)).save_pretrained(str(folder))
    return folder


class TestMissing:
    @pytest.mark.parametrize(
        ("make", "code"),
        [
            (lambda _: DEFAULT_MODEL, "absent"),
            (lambda folder: str(folder), "folder"),
            (lambda folder: str(folder / "not-there"), "folder"),
            (lambda _: "nobody/no-such-model", "offline"),
        ],
        ids=["not fetched", "empty folder", "no folder", "name not on this machine"],
    )
    def test_says_what_is_missing(self, make: Callable[[Path], str], code: str, tmp_path: Path) -> None:
        model = make(tmp_path)
        with pytest.raises(ModelMissing) as missing:
            load_embeddings(model, tmp_path / "cache", offline=True)
        assert (missing.value.code, missing.value.model) == (code, model)
        assert str(tmp_path) in missing.value.tried[0]

    def test_a_hub_out_of_reach_is_said_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import huggingface_hub.constants

        # Nothing listens on port 9 of this machine.
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
        template = "http://127.0.0.1:9/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        with pytest.raises(ModelMissing) as missing:
            load_embeddings("nobody/no-such-model", tmp_path)
        assert missing.value.code == "unreachable"
        assert "refused" in missing.value.cause.lower()

    @pytest.mark.parametrize("spoilt", ["onnx/model_quantized.onnx", "tokenizer.json"])
    def test_files_that_cannot_be_loaded_are_said_when_first_used(self, spoilt: str, tmp_path: Path) -> None:
        for name in ("onnx/model_quantized.onnx", "tokenizer.json"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"no model")
        embeddings = load_embeddings(str(tmp_path), tmp_path)
        with pytest.raises(ModelMissing) as missing:
            embeddings.embed_query("完成率")
        assert missing.value.code == "damaged"
        assert missing.value.tried == (str(tmp_path),)

    def test_a_sentence_transformers_folder_without_weights_is_damaged(self, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_text("{}", encoding="utf-8")
        with pytest.raises(ModelMissing) as missing:
            load_embeddings(str(tmp_path), tmp_path).embed_query("完成率")
        assert missing.value.code == "damaged"
