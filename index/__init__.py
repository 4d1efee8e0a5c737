"""Stores records and finds them: the indicator table and passages (SQL), their vectors (Chroma), conflicts.

stores = Stores(Store.open(home), lexicon, vectors)
build_index(ingest_document(path, lexicon), stores)
stores.store.contents()                                  everything, as of one version
PassageSearch(stores.store.contents(), vectors).search("…")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.build import Stores, build_index, renew_vectors
    from index.contents import Contents, StoredDocument
    from index.errors import StoreError, VectorsError
    from index.search import PassageSearch
    from index.store import Store
    from index.vectors import Vectors

__all__ = [
    "Contents",
    "PassageSearch",
    "Store",
    "StoreError",
    "StoredDocument",
    "Stores",
    "Vectors",
    "VectorsError",
    "build_index",
    "renew_vectors",
]

_MODULES = {
    "Contents": "contents",
    "PassageSearch": "search",
    "Store": "store",
    "StoreError": "errors",
    "StoredDocument": "contents",
    "Stores": "build",
    "Vectors": "vectors",
    "VectorsError": "errors",
    "build_index": "build",
    "renew_vectors": "build",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when first used: the database costs the command line's start a fifth of a second."""
    import importlib

    if name not in _MODULES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(importlib.import_module(f"index.{_MODULES[name]}"), name)
