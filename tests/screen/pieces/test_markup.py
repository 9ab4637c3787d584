"""Values inside the HTML that pages are made of."""

import pytest

from depmap.screen.pieces import markup

PAYLOAD = "<img src=x onerror='alert(1)'> & \""
ESCAPED = "&lt;img src=x onerror=&#x27;alert(1)&#x27;&gt; &amp; &quot;"


def test_values_become_text():
    """No value can open a tag or leave an attribute."""
    assert markup.text(PAYLOAD) == ESCAPED
    assert ESCAPED in markup.muted(PAYLOAD)
    assert ESCAPED in markup.link(PAYLOAD, "plan")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//host", ""])
def test_only_web_addresses_become_links(address):
    """Anything else stays the words it was given."""
    assert markup.outside_link("words", address) == "words"


def test_missing_values_are_nothing():
    """No page shows None or nan."""
    assert markup.text(None) == ""
    assert markup.text(float("nan")) == ""
