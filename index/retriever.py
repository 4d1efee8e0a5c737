"""The search for passages as LangChain knows it: what a chain with a language model takes its context from."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import Hit, PassageSearch


class HybridRetriever(BaseRetriever):
    """Gives the best passages as documents, best first.

    A document's metadata: `document` (id in the store), `passage` (its key there), `kind`, `page`, and the scores of
    `Hit`: `score`, `lexical`, `cosine`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    passages: PassageSearch
    limit: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_hit_to_document(hit) for hit in self.passages.search(query, self.limit)]


def _hit_to_document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        page_content=passage.text,
        metadata={
            "document": hit.document,
            "passage": passage.key,
            "kind": passage.kind.value,
            "page": passage.place.page,
            "score": hit.score,
            "lexical": hit.lexical,
            "cosine": hit.cosine,
        },
    )
