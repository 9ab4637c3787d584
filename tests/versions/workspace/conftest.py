"""The workspace that the tests of lakes build."""

import pytest

from tests.versions.workspace.workspaces import write_workspace


@pytest.fixture
def home(tmp_path):
    """Three small portfolios below one workspace."""
    return write_workspace(tmp_path / "work")
