"""What secrets.toml may say about the login, and whom it then admits."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from depmap.screen.server.login import OPTIONS, Login, LoginProblem, Standing, read

NOW = 1_800_000_000.0
SECRET = "a-secret-of-thirty-two-characters"
AUTH = {
    "redirect_uri": "https://map.example.org/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "depmap",
    "client_secret": "known to the provider",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
PROVIDER = {name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")}
SHARED = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
ANNA = {"is_logged_in": True, "iat": NOW - 60, "email": "Anna@Example.org", "groups": ["map"]}


def test_no_section_is_no_login() -> None:
    """Secrets for something else switch nothing on."""
    assert read({}) is None
    assert read({"other": {"key": "value"}}) is None


def test_every_option_is_read() -> None:
    """Addresses in any case, a domain with or without its @, the place of the dashboard."""
    own = {
        "allowed_emails": ["Guest@Elsewhere.net"],
        "allowed_domains": ["@Example.org"],
        "allowed_groups": ["map"],
        "groups_claim": "roles",
        "sign_in_hours": 8,
        "api_token": SECRET,
    }
    assert read({"auth": AUTH, "depmap": own}) == Login(
        provider="default",
        redirect_uri="https://map.example.org/oauth2callback",
        emails=frozenset(["guest@elsewhere.net"]),
        domains=frozenset(["example.org"]),
        groups=frozenset(["map"]),
        groups_claim="roles",
        hours=8.0,
        api_token=SECRET,
    )


def test_one_named_provider_is_used_by_its_name() -> None:
    """Streamlit also takes [auth.microsoft]; there may be one."""
    found = read({"auth": {**SHARED, "microsoft": PROVIDER}})
    assert found
    assert (found.provider, found.origin) == ("microsoft", "https://map.example.org")


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ({"depmap": {"api_token": SECRET}}, "no [auth]"),
        ({"auth": {}}, "client_id"),
        ({"auth": "yes"}, "section"),
        ({"auth": {**SHARED, "one": PROVIDER, "two": PROVIDER}}, "exactly one"),
        ({"auth": {**AUTH, "client_secret": ""}}, "client_secret"),
        ({"auth": {**AUTH, "cookie_secret": "short"}}, "cookie_secret"),
        ({"auth": {**AUTH, "redirect_uri": "https://map.example.org/"}}, "/oauth2callback"),
        ({"auth": {**AUTH, "redirect_uri": "/oauth2callback"}}, "redirect_uri"),
        ({"auth": AUTH, "depmap": {"allowed_domain": ["example.org"]}}, "allowed_domain"),
        ({"auth": AUTH, "depmap": {"allowed_domains": "example.org"}}, "list of words"),
        ({"auth": AUTH, "depmap": {"allowed_groups": []}}, "is empty"),
        ({"auth": AUTH, "depmap": {"allowed_emails": [""]}}, "list of words"),
        ({"auth": AUTH, "depmap": {"sign_in_hours": 0}}, "sign_in_hours"),
        ({"auth": AUTH, "depmap": {"sign_in_hours": float("nan")}}, "sign_in_hours"),
        ({"auth": AUTH, "depmap": {"api_token": "short"}}, "api_token"),
        ({"auth": AUTH, "depmap": {"api_token": ""}}, "api_token"),
    ],
)
def test_what_cannot_be_meant_is_refused(secrets: dict[str, Any], said: str) -> None:
    """A slip in the settings stops the server, and never opens it."""
    with pytest.raises(LoginProblem, match=r"secrets\.toml|auth|depmap") as problem:
        read(secrets)
    assert said in str(problem.value)


@pytest.mark.parametrize(
    ("claims", "standing"),
    [
        (ANNA, Standing.ADMITTED),
        ({}, Standing.SIGNED_OUT),
        ({**ANNA, "is_logged_in": False}, Standing.SIGNED_OUT),
        ({**ANNA, "is_logged_in": "yes"}, Standing.SIGNED_OUT),
        ({**ANNA, "iat": NOW - 12 * 3600 + 1}, Standing.ADMITTED),
        ({**ANNA, "iat": NOW - 12 * 3600 - 1}, Standing.SIGNED_OUT),
        ({**ANNA, "iat": None}, Standing.SIGNED_OUT),
        ({**ANNA, "email": "guest@elsewhere.net"}, Standing.ADMITTED),
        ({**ANNA, "email": "other@elsewhere.net"}, Standing.REFUSED),
        ({**ANNA, "email": "eve@notexample.org"}, Standing.REFUSED),
        ({**ANNA, "email": "eve@example.org.evil.net"}, Standing.REFUSED),
        ({**ANNA, "email": "example.org"}, Standing.REFUSED),
        ({**ANNA, "email": None}, Standing.REFUSED),
        ({**ANNA, "email_verified": True}, Standing.ADMITTED),
        ({**ANNA, "email_verified": False}, Standing.REFUSED),
        ({**ANNA, "groups": "map"}, Standing.ADMITTED),
        ({**ANNA, "groups": ["sales"]}, Standing.REFUSED),
        ({**ANNA, "groups": []}, Standing.REFUSED),
        ({**ANNA, "groups": None}, Standing.REFUSED),
        ({**ANNA, "groups": [{"name": "map"}]}, Standing.REFUSED),
        ({**ANNA, "groups": {"map": True}}, Standing.REFUSED),
    ],
)
def test_claims_decide_who_is_admitted(claims: dict[str, Any], standing: Standing) -> None:
    """An email or its domain, and besides that a group, out of a sign-in of the last 12 hours."""
    login = Login(
        provider="default",
        redirect_uri=AUTH["redirect_uri"],
        emails=frozenset(["guest@elsewhere.net"]),
        domains=frozenset(["example.org"]),
        groups=frozenset(["map"]),
    )
    assert login.standing(claims, NOW) is standing


def test_without_lists_the_provider_decides() -> None:
    """Who the provider lets in is admitted where nothing more is asked for."""
    login = Login(provider="default", redirect_uri=AUTH["redirect_uri"])
    assert login.standing({"is_logged_in": True, "iat": NOW}, NOW) is Standing.ADMITTED


def test_example_of_the_docs_is_accepted() -> None:
    """docs/login.md shows settings that work, and names every option."""
    words = (Path(__file__).resolve().parents[3] / "docs" / "login.md").read_text(encoding="utf-8")
    example = words.partition("```toml\n")[2].partition("```")[0]
    secrets = tomllib.loads(example.replace("…", SECRET))
    assert read(secrets)
    assert set(secrets["depmap"]) == set(OPTIONS)
    assert [option for option in OPTIONS if f"| `{option}` |" not in words] == []
