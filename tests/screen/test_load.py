"""Several viewers at once, as the benchmark has them but few and for a short time."""

from __future__ import annotations

from tests.benchmark import bench_load
from tests.thorough import slow

VIEWERS, SECONDS = 4, 12.0


@slow
def test_viewers_get_right_answers_while_caches_are_emptied_and_data_reloads() -> None:
    """Promise 18 without its times: every filter shows its own rows, no error, health is 200."""
    (result,) = bench_load.results([VIEWERS], calm=0.0, attack=SECONDS)
    assert result.errors == []
    assert result.unhealthy == 0
    assert len(result.first) == VIEWERS
    assert len(result.changes) >= VIEWERS
    assert result.versions >= 1
