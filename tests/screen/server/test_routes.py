"""Our own addresses, asked without a browser: what they hold and what they refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.types import ASGIApp

from depmap.screen.server import guard, login, web
from depmap.screen.server.login import Login
from depmap.screen.state import published
from tests.exporters.forms.rfc5545 import faults
from tests.screen import portfolios_on_disk as portfolios

LOGIN = Login(
    provider="default",
    redirect_uri="https://map.example.org/oauth2callback",
    domains=frozenset(["example.org"]),
)


class Client:
    """Asks an application in this process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, address: str, **given: Any) -> httpx.Response:
        """The answer to one request on this machine."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as one:
                return await one.get(address, **given)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The routes over the real portfolio, in a folder with a name that files cannot have."""
    home = tmp_path_factory.mktemp("routes")
    folder = home / "our map"
    folder.symlink_to(portfolios.REAL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPMAP_DATA", str(folder))
        patch.setenv("DEPMAP_CACHE", str(home / "cache"))
        published.portfolio.cache_clear()
        yield Client(Starlette(routes=web.routes()))
    published.portfolio.cache_clear()


def uids(content: bytes) -> set[str]:
    """The UIDs of a calendar without the portfolio's name."""
    events = Calendar.from_ical(content).walk("VEVENT")
    return {str(event["uid"]).rpartition("@")[0] for event in events}


def test_the_calendar_is_narrowed_to_an_owner_by_id_or_name(client: Client) -> None:
    """The same entries either way, fewer than in the whole one, with what the owner decides."""
    whole, by_id = client.get("/calendar.ics"), client.get("/calendar.ics?owner=SEC")
    assert whole.headers["content-type"] == "text/calendar; charset=utf-8"
    assert whole.headers["cache-control"] == "no-store"
    assert {"start.soc2-auditor", "decide-decision.DP-SOC2"} <= uids(by_id.content)
    assert uids(by_id.content) < uids(whole.content)
    assert faults(whole.content) == []
    by_name = client.get("/calendar.ics", params={"owner": "Security & Compliance Lead"})
    assert by_name.content == by_id.content


@pytest.mark.parametrize("query", ["owner=NOBODY", "owners=SEC", "what_if=soc2-window:lead_days:1"])
def test_what_the_calendar_does_not_know_is_no_empty_calendar(client: Client, query: str) -> None:
    """An empty one would delete every entry of a subscriber; a scenario is nobody's diary."""
    answer = client.get(f"/calendar.ics?{query}")
    assert answer.status_code == 404
    assert "does not have" in answer.text
    assert "BEGIN" not in answer.text


def test_with_a_login_the_calendar_asks_for_a_user(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one there is no byte of it; the token for the plan opens nothing else."""
    monkeypatch.setattr(login, "settings", lambda: LOGIN)
    monkeypatch.setattr(guard, "get_cookie_secret", lambda: "a-secret-of-thirty-two-characters")
    guarded = Client(guard.LoginGuard(client.app, LOGIN, ""))
    for headers in ({}, {"authorization": "Bearer x"}, {"cookie": "_streamlit_user=e30"}):
        answer = guarded.get("/calendar.ics?owner=SEC", headers=headers)
        assert answer.status_code == 401
        assert "SOC" not in answer.text


def test_with_a_login_every_route_that_holds_data_is_closed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that is added later: open are scripts, the pulse and the way to the first page."""
    monkeypatch.setattr(guard, "get_cookie_secret", lambda: "a-secret-of-thirty-two-characters")
    guarded = Client(guard.LoginGuard(client.app, LOGIN, ""))
    answers = {
        route.path: guarded.get(route.path.replace("{name}", "graph.js")) for route in web.routes()
    }
    closed = {path for path, answer in answers.items() if answer.status_code in (401, 404)}
    assert answers.keys() - closed == {"/assets/{name}", "/healthz", "/overview"}
    assert answers["/overview"].next_request is not None
    assert "SOC" not in answers["/healthz"].text
    for path in closed:
        assert len(answers[path].content) < 100


def test_uids_carry_the_name_of_the_folder(client: Client) -> None:
    """As `depmap export` writes them, so a file and a subscription are one calendar."""
    assert "UID:start.soc2-auditor@our%20map" in client.get("/calendar.ics").text
