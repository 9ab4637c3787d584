"""Many viewers from a thread of their own, so that a test goes on beside them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from tests.benchmark.bench_load import PAGES, Wish
from tests.benchmark.viewer import WHAT_IF, Viewer

T = TypeVar("T")
# So many of the viewers ask for a scenario in place of filters.
EVERY_SCENARIO = 5


class Crowd:
    """Viewers of one address, all of which come back when their connection ends.

    Their work is spread evenly over the seconds that each call is given.
    """

    def __init__(self, address: str, count: int, patience: float) -> None:
        self.viewers = [
            Viewer(address, PAGES[number % len(PAGES)], patience, returns=True)
            for number in range(count)
        ]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def open(self, everything: Wish, seconds: float) -> list[float]:
        """Opens every page; seconds each took to stand."""

        async def one(viewer: Viewer, _: int) -> float:
            await viewer.__aenter__()
            return await viewer.open(everything.expected)

        return self._all(one, seconds)

    def change(self, wishes: Sequence[Wish], scenario: str, seconds: float) -> list[float]:
        """Each sets a filter of its own, every fifth asks for the scenario; seconds each took."""

        async def one(viewer: Viewer, number: int) -> float:
            if number % EVERY_SCENARIO == 0:
                return await viewer.choose({WHAT_IF: [scenario]}, wishes[0].expected)
            wish = wishes[1 + number % (len(wishes) - 1)]
            return await viewer.choose(wish.chosen, wish.expected)

        return self._all(one, seconds)

    def enter(self) -> None:
        """Connects, without asking for a page yet."""

        async def one(viewer: Viewer, _: int) -> None:
            await viewer.__aenter__()

        self._all(one, 0.0)

    def clear_caches(self) -> None:
        """What any client may send, and what empties all of Streamlit's caches."""

        async def one(viewer: Viewer, _: int) -> None:
            await viewer.clear_cache()

        self._all(one, 0.0)

    def come_back(self) -> None:
        """Waits until every page stands again as it was."""

        async def one(viewer: Viewer, _: int) -> None:
            await viewer.back()

        self._all(one, 0.0)

    def leave(self) -> None:
        """Closes every page."""

        async def one(viewer: Viewer, _: int) -> None:
            await viewer.__aexit__(None, None, None)

        self._all(one, 0.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _all(self, act: Callable[[Viewer, int], Coroutine[Any, Any, T]], seconds: float) -> list[T]:
        async def at_its_turn(number: int, viewer: Viewer) -> T:
            await asyncio.sleep(seconds * number / len(self.viewers))
            return await act(viewer, number)

        async def together() -> list[T | BaseException]:
            turns = (at_its_turn(*turn) for turn in enumerate(self.viewers))
            return await asyncio.gather(*turns, return_exceptions=True)

        ended = asyncio.run_coroutine_threadsafe(together(), self._loop).result()
        failed = [one for one in ended if isinstance(one, BaseException)]
        if failed:
            told = f"{len(failed)} of {len(ended)} viewers failed"
            raise BaseExceptionGroup(told, failed)
        return [one for one in ended if not isinstance(one, BaseException)]


@contextmanager
def crowd(address: str, count: int, patience: float) -> Iterator[Crowd]:
    """A crowd that leaves with the block."""
    found = Crowd(address, count, patience)
    try:
        yield found
    finally:
        found.leave()
