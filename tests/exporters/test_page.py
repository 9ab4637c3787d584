"""A file on somebody's disk runs its own scripts and loads nothing."""

import base64
import hashlib

import pytest

from depmap.exporters.page import sealed


def test_policy_names_each_script_of_the_page_by_its_hash():
    """The first thing in the head, so that it holds for all that follows."""
    scripts = ["let a = '<b>' && 1", ' {"x": "\\u003c"} ']
    page = sealed(
        f"<html><head><title>T</title></head><body><script>{scripts[0]}</script><p>t</p>"
        f'<script type="application/json">{scripts[1]}</script></body></html>'
    ).decode()
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
    assert page.startswith(
        '<html><head>\n<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; script-src 'sha256-{hashes[0]}' 'sha256-{hashes[1]}'; style-src"
    )
    assert "unsafe-eval" not in page


def test_page_without_a_head_is_no_page():
    """It could not carry a policy."""
    with pytest.raises(ValueError, match="no head"):
        sealed("<p>x</p>")
