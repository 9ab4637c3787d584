"""A small commented portfolio to start one's own from: example_files/ with the dates filled in.

Dates stand there as $names, so that the targets of a new portfolio always lie ahead.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Template

from depmap.portfolio.documentation import markdown

FILES = Path(__file__).parent / "example_files"


def write_example(folder: Path, today: date | None = None) -> list[Path]:
    """Write an example portfolio with targets after today; the written files, sorted.

    The folder is created when it is missing. Raises FileExistsError, and writes nothing, when
    one of the files is already there.
    """
    dates = _dates(today or date.today())
    contents = {
        path.name: Template(path.read_text(encoding="utf-8")).substitute(dates)
        for path in FILES.iterdir()
    }
    contents["README.md"] = markdown()
    folder.mkdir(parents=True, exist_ok=True)
    for name in contents:
        if (folder / name).exists():
            raise FileExistsError(f"{folder / name} is already there")
    for name, text in contents.items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return sorted(folder / name for name in contents)


def _dates(today: date) -> dict[str, str]:
    return {
        "in_three_quarters": _quarter(today, 3),
        "in_five_quarters": _quarter(today, 5),
        "next_summer": date(today.year + 1, 6, 30).isoformat(),
    }


def _quarter(today: date, ahead: int) -> str:
    number = today.year * 4 + (today.month - 1) // 3 + ahead
    return f"{number // 4}-Q{number % 4 + 1}"
