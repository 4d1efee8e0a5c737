"""Windows embedded in the background while other work on their document goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from index.windows import Window

BATCH = 64
"""Windows that are embedded at once: after each, the progress can be told."""

Embed = Callable[[list[str]], list[list[float]]]


class EmbeddingAhead:
    """The vectors of one document's windows, begun before anybody asks for them.

    `vectors` gives them for the windows that it was begun with. What embedding raises is raised there.
    """

    def __init__(self, windows: Sequence[Window], embed: Embed) -> None:
        self._texts = [window.text for window in windows]
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embed-ahead")
        self._batches = [self._pool.submit(embed, batch) for batch in _batches(self._texts)]

    def fits(self, windows: Sequence[Window]) -> bool:
        """Whether these are the windows that it was begun with."""
        return self._texts == [window.text for window in windows]

    def vectors(self) -> Iterator[list[list[float]]]:
        """Batch after batch, in the order of the windows; waits for what is not ready."""
        yield from map(Future.result, self._batches)

    def drop(self) -> None:
        """What has not been begun is left."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def embed_now(windows: Sequence[Window], embed: Embed) -> Iterator[list[list[float]]]:
    """The same without any start: each batch when it is asked for."""
    return map(embed, _batches([window.text for window in windows]))


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), BATCH):
        yield texts[start : start + BATCH]
