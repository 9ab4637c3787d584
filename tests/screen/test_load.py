"""Several viewers at once, as the benchmark has them but few and for a short time."""

from __future__ import annotations

from statistics import median

from tests.benchmark import bench_load, bench_scenarios
from tests.thorough import slow

VIEWERS, SECONDS = 4, 20.0


@slow
def test_viewers_get_right_answers_while_caches_are_emptied_and_data_reloads() -> None:
    """Promise 18 without its times: every filter shows its own rows, no error, health is 200."""
    (result,) = bench_load.results([VIEWERS], calm=0.0, attack=SECONDS)
    assert result.errors == []
    assert result.unhealthy == 0
    assert len(result.first) == VIEWERS
    assert len(result.changes) >= VIEWERS
    assert result.versions >= 1


@slow
def test_who_reads_todays_plan_does_not_wait_for_scenarios() -> None:
    """Beside viewers under a scenario of their own no longer than beside as many of today's plan.

    More scenarios than are kept take the place of the first, so memory stays. The benchmark has 25
    viewers, who take minutes beside other tests.
    """
    found = bench_scenarios.reader_beside(10)
    # A tenth of a second for what else the machine does.
    assert median(found.among_scenarios) <= median(found.quiet) + 0.1
    before, first, second = found.memory
    assert second - first <= (first - before) / 2
