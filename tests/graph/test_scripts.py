"""The scripts of the graph that need no canvas, under node's own test runner."""

import subprocess
from pathlib import Path

import playwright

# Playwright brings the node that drives the browser; nothing else has to be installed for it.
NODE = next((Path(playwright.__file__).parent / "driver").glob("node*"))
TESTS = Path(__file__).parent / "scripts"


def test_scripts() -> None:
    """Every test of tests/graph/scripts passes, and there are some."""
    files = sorted(TESTS.glob("*.test.js"))
    assert files
    run = subprocess.run([NODE, "--test", *files], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
