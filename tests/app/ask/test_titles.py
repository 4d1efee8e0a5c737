"""Papers that a question asks for by what they are: all of the project or year that it names, each once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer
from app.ask.engine import answer_question
from app.ask.knowledge import contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

REPORT = """# 乡村医疗站建设中期自评报告

# 一、总体情况

共三个项目。

# 二、分项目情况

## 1. 站点建设

### 1.1 基本情况

《村级医疗站建设规范》2022年3月印发。站点达到45个。

### 1.2 下一步安排

继续推进。

## 2. 药品保障

### 2.1 基本情况

2022年制定《基本药物配送管理办法》和《药品效期管理制度》；2023年5月修订《基本药物配送管理办法》。

### 2.2 下一步安排

继续推进。

## 3. 人员培训

### 3.1 基本情况

《乡村医生培训实施细则》2023年6月出台。《健康报》作了报道。

### 3.2 下一步安排

继续推进。
"""


@pytest.fixture(scope="module")
def stations(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    folder = tmp_path_factory.mktemp("stations")
    path = folder / "stations.md"
    path.write_text(REPORT, encoding="utf-8")
    with Store.open(folder / "home") as store:
        build_index(ingest_document(path, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question: answer_question(question, knowledge)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("这几年出台或修订了哪些制度和办法", ["建设规范", "配送管理办法", "效期管理制度", "实施细则"]),
        ("药品保障那块制定了哪些制度", ["配送管理办法", "效期管理制度"]),
    ],
)
def test_all_papers_of_the_scope_are_named_once(
    stations: Callable[[str], Answer], question: str, titles: list[str]
) -> None:
    answer = stations(question)
    listed = [line for line in answer.answer.splitlines() if line.startswith("- ")]
    assert len(listed) == len(titles)
    assert all(any(title in line for line in listed) for title in titles)
    assert any(f.computed and f.value == len(titles) for f in answer.figures)
    assert answer.citations


def test_what_is_no_paper_of_the_body_is_not_listed(stations: Callable[[str], Answer]) -> None:
    assert "- 《健康报》" not in stations("这几年出台或修订了哪些制度和办法").answer
