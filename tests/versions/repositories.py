"""Git repositories made in a test."""

import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

from tests.inputs.corpus.base import BASE


def git(place, *arguments, day="2026-11-02"):
    """Runs git as somebody who has no settings; what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {"GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
           "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
           "GIT_AUTHOR_DATE": f"{day}T12:00:00+0100", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0100",
           "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # fmt: skip
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments],
        cwd=place, env=kept | who, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def repository(place: Path, **files: str) -> Path:
    """A repository whose first commit, of 2 November 2026, holds the small portfolio in maps/ours.

    files: other content by name, with _ for the dot.
    """
    folder = place / "maps" / "ours"
    folder.mkdir(parents=True)
    for name, data in BASE.items():
        (folder / name).write_bytes(data)
    # Each state counts from its own day.
    (folder / "settings.yaml").write_text("review_days: 90\n")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    git(place, "init", "--quiet")
    commit(place)
    return folder


def with_a_past(data: Path, place: Path) -> Path:
    """A copy of the real portfolio in a repository of two commits, between which one lead grew.

    The whole past of data/ takes a minute to compute, in each process that shows it.
    """
    folder = Path(shutil.copytree(data, place / "data"))
    now, before = "SEC,not_started,14,32,60,", "SEC,not_started,14,20,40,"
    edit(folder, "prerequisites.csv", now, before)
    git(place, "init", "--quiet")
    commit(place, day=f"{date.today() - timedelta(days=40)}")
    edit(folder, "prerequisites.csv", before, now)
    commit(place, day=f"{date.today() - timedelta(days=1)}")
    return folder


def commit(place, day="2026-11-02"):
    """Commits everything; the name of the commit."""
    git(place, "add", "--all", day=day)
    git(place, "commit", "--quiet", "--allow-empty", "-m", "State", day=day)
    return git(place, "rev-parse", "HEAD")


def edit(folder, name, before, after):
    """Replaces a text that stands once in a file."""
    path = folder / name
    text = path.read_text()
    assert text.count(before) == 1, (before, text)
    path.write_text(text.replace(before, after))
