"""`depmap build`: a DuckDB file that holds every answer, or a lake of many portfolios."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario


@click.command()
@click.argument("folder", metavar="[DIR]", type=shared.FOLDER, required=False)
@click.option(
    "--out", required=True, type=shared.FOLDER, help="The DuckDB file, or the lake, to write."
)
@shared.as_of_option
@scenario.option()
@click.option(
    "--workspace",
    type=shared.FOLDER,
    help="A folder with a workspace.yaml: builds all its portfolios into a lake of Parquet files.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that build portfolios of a workspace.",
)
@click.option(
    "--cluster",
    metavar="URI",
    help="The scheduler of a Dask cluster that builds them instead: tcp://127.0.0.1:8786.",
)
@click.option(
    "--publish",
    metavar="URI",
    help="A PostgreSQL database to publish the lake in: postgresql://user@host/database.",
)
@click.option(
    "--keep",
    type=click.IntRange(1, 1000),
    help="Write a version of its own beside OUT, a link that then names it, and keep so many.",
)
def build(
    folder: Path | None,
    out: Path,
    as_of: datetime | None,
    what_if: tuple[str, ...],
    workspace: Path | None,
    workers: int,
    cluster: str | None,
    publish: str | None,
    keep: int | None,
) -> None:
    """Write a DuckDB file that holds every answer in the schema report.

    The file appears whole or not at all: when anything fails, an existing one stays as it was. Only
    an older file of this command is replaced. With --keep it is what replicas of the dashboard
    follow: nothing is built where nothing has changed. With --workspace it is a lake: a Parquet
    file per relation and portfolio, of which readers see one whole build or the next.
    """
    if (folder is None) == (workspace is None):
        raise click.UsageError("Name the folder of a portfolio, or a --workspace.")
    if workspace is not None:
        if what_if:
            raise click.UsageError("A scenario is of one portfolio: --what-if needs its folder.")
        if keep is not None:
            raise click.UsageError("A lake keeps its last two builds: --keep is for one portfolio.")
        if cluster is not None and workers > 1:
            raise click.UsageError("--workers are of this machine, --cluster of others: name one.")
        _build_lake(workspace, out, as_of, cluster or workers, publish)
        return
    if cluster is not None or publish is not None:
        raise click.UsageError("--cluster and --publish are about lakes: name a --workspace.")
    if keep is not None and what_if:
        raise click.UsageError("Replicas show today's plan: --keep takes no --what-if.")
    assert folder is not None
    portfolio = scenario.portfolio_under(folder, what_if, as_of)
    import duckdb

    from depmap.versions.publish import publish as put
    from depmap.versions.publish import publish_version

    said = f"Wrote {out}"
    try:
        with shared.progress("Building"):
            if keep is None:
                put(portfolio, out, shared.day(as_of))
            else:
                named, is_new = publish_version(portfolio, out, keep, shared.day(as_of))
                what = f"Wrote {named.name}" if is_new else "Nothing has changed"
                said = f"{what}: {out} names {named.name}"
    except FileExistsError as error:
        raise click.UsageError(f"{error}. Choose another name.") from error
    except (OSError, duckdb.Error) as error:
        raise click.ClickException(f"{out} could not be written: {error}") from error
    click.echo(said, err=True)


def _build_lake(
    folder: Path, out: Path, as_of: datetime | None, workers: int | str, uri: str | None
) -> None:
    """Ends with 1 when a portfolio could not be loaded, or nothing could be written.

    workers: how many processes of this machine, or the address of a scheduler.
    """
    from dataclasses import replace
    from functools import partial

    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.versions.workspace import postgresql
    from depmap.versions.workspace.build import build_lake
    from depmap.versions.workspace.cluster import ClusterFailed, on_cluster
    from depmap.versions.workspace.job import KEPT, MISSING, OtherCode
    from depmap.versions.workspace.read import read_workspace
    from depmap.versions.workspace.workers import on_this_machine
    from depmap.words.exchange import workspace as words

    try:
        workspace = read_workspace(folder)
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder, err=True)
        sys.exit(1)
    if as_of:
        workspace = replace(workspace, as_of=shared.day(as_of))
    try:
        outcomes = build_lake(
            workspace,
            out,
            partial(on_cluster, workers)
            if isinstance(workers, str)
            else partial(on_this_machine, workers),
            lambda one: click.echo(words.line(one), err=True),
        )
    except OSError as error:
        raise click.ClickException(f"{out} could not be written: {error}") from error
    except (ClusterFailed, OtherCode) as error:
        raise click.ClickException(f"{error} {out} is as it was.") from error
    click.echo(words.summary(outcomes))
    if uri is not None:
        try:
            click.echo(words.published(postgresql.publish(out, uri)), err=True)
        except postgresql.NotPublished as error:
            told = f"{out} is written, but not published; the tables are as they were"
            raise click.ClickException(f"{told}: {error}") from error
    if any(one.state in (KEPT, MISSING) for one in outcomes):
        sys.exit(1)
