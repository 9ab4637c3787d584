"""The door: which addresses answer to whom. Signing in itself is tested in tests/browser."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from depmap.screen.server import guard, login
from depmap.screen.server.guard import LoginGuard, LoopbackGuard
from depmap.screen.server.login import Login, LoginProblem
from depmap.screen.server.wanted_page import WantedPage

SECRET = "a-secret-of-thirty-two-characters"
TOKEN = "another-one-of-thirty-two-letters"
LOGIN = Login(
    provider="default",
    redirect_uri="https://map.example.org/oauth2callback",
    domains=frozenset(["example.org"]),
    api_token=TOKEN,
)
ANNA = {"is_logged_in": True, "email": "anna@example.org", "origin": "https://map.example.org"}

SHELL = [
    "",
    "index.html",
    "favicon.png",
    "static/js/index.js",
    "app/static/icon.png",
    "plan",
    "item",
    "assets/graph.js",
    "healthz",
    "_stcore/health",
    "_stcore/host-config",
    "plan/_stcore/health",
    "auth/login",
    "auth/logout",
    "oauth2callback",
]
CLOSED = [
    "media/0123.csv",
    "plan/media/0123.csv",
    "media%2f0123.csv",
    "../media/0123.csv",
    "statics/../media/0123.csv",
    "_stcore/metrics",
    "_stcore/script-health-check",
    "_stcore/stream",
    "_stcore/agent/interact",
    "_stcore/agent/mcp",
    "_stcore/upload_file/session/file",
    "_stcore/bidi-components/a/b.js",
    "component/a/b.js",
    "api/",
    "api/items.csv",
    "api/plan.csv/",
    "calendar.ics",
    "no-such-page",
    "Plan",
    "/plan",
]


async def inside(scope: Scope, _: Receive, send: Send) -> None:
    """What stands behind the door: answers anything with 200 and a cookie."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    headers = [(b"cache-control", b"public"), (b"set-cookie", b"a=b"), (b"location", b"/")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"data"})


def asked(app: ASGIApp, path: str, **scope: Any) -> Message:
    """The first message that comes back; header names and values as text."""
    headers = {"host": "localhost", **scope.pop("headers", {})}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 8501),
        **scope,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    # Nothing here waits, so one step is the whole way; the browser tests hold the event loop.
    with contextlib.suppress(StopIteration):
        app(scope, receive, send).__await__().send(None)
    return sent[0]


def status(app: ASGIApp, path: str, **scope: Any) -> int:
    """The status an address answers with."""
    found: int = asked(app, path, **scope)["status"]
    return found


def header(message: Message, name: str) -> list[str]:
    """All values of a header."""
    return [value.decode() for key, value in message["headers"] if key.decode() == name]


@pytest.fixture(autouse=True)
def _cookie_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "get_cookie_secret", lambda: SECRET)


def cookie(secret: str = SECRET, name: str = "_streamlit_user", **changes: Any) -> dict[str, str]:
    """A header with Anna's cookie, as Streamlit signs it."""
    claims = json.dumps({**ANNA, "iat": time.time() - 60, **changes})
    return {"cookie": f"_streamlit_user={create_signed_value(secret, name, claims).decode()}"}


@pytest.mark.parametrize("base", ["", "map"])
def test_shell_answers_to_everyone(base: str) -> None:
    """What a browser needs to show the sign-in page and to come back from the provider."""
    door = LoginGuard(inside, LOGIN, base)
    prefix = f"/{base}/" if base else "/"
    for path in SHELL:
        assert status(door, prefix + path) == 200, path
    stream = asked(door, f"{prefix}_stcore/stream", type="websocket")
    assert stream["type"] == "websocket.accept"


@pytest.mark.parametrize("base", ["", "map"])
def test_everything_else_asks_for_a_user(base: str) -> None:
    """Files, uploads, numbers, components, the agent, and whatever a later version may add."""
    door = LoginGuard(inside, LOGIN, base)
    prefix = f"/{base}/" if base else "/"
    for path in CLOSED:
        assert status(door, prefix + path) == 401, path
        assert status(door, prefix + path, headers=cookie()) == 200, path
        ended = asked(door, f"{prefix}{path}x", type="websocket")
        assert ended["type"] == "websocket.close"
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert status(door, prefix, method=method) == 401
    if base:
        assert status(door, "/media/0123.csv") == 401
        assert status(door, "/") == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "_streamlit_user="},
        {"cookie": "_streamlit_user=e30.aSfSdg.xxxx"},
        {"cookie": '_streamlit_user={"is_logged_in":true}'},
        {"cookie": "_streamlit_user=\\377\\000"},
        cookie(secret="another"),
        cookie(name="_streamlit_user_tokens"),
        cookie(iat=time.time() - 13 * 3600),
        cookie(iat=None),
        cookie(is_logged_in=False),
        cookie(origin="https://other.example.org"),
        cookie(origin=None),
    ],
)
def test_cookie_that_is_not_ours_is_no_user(headers: dict[str, str]) -> None:
    """Missing, forged, altered, of another place, of another purpose, too old: signed out."""
    answer = asked(LoginGuard(inside, LOGIN, ""), "/media/0123.csv", headers=headers)
    assert answer["status"] == 401
    assert header(answer, "cache-control") == ["no-store"]


def test_any_altered_character_is_noticed() -> None:
    """No character of the cookie's signature or content can be another one."""
    door = LoginGuard(inside, LOGIN, "")
    good = cookie()["cookie"]
    start = good.index("=") + 1
    # The last one is left out: base64 does not use all of its bits.
    for place in range(start, len(good) - 1):
        other = "A" if good[place] != "A" else "B"
        altered = {"cookie": good[:place] + other + good[place + 1 :]}
        assert status(door, "/media/0123.csv", headers=altered) == 401, place
    assert status(door, "/media/0123.csv", headers={"cookie": good}) == 200


def test_user_outside_the_lists_is_forbidden() -> None:
    """Signed in, but not one of ours."""
    door = LoginGuard(inside, LOGIN, "")
    assert status(door, "/media/0123.csv", headers=cookie(email="eve@elsewhere.net")) == 403


def test_large_cookie_comes_in_parts() -> None:
    """Streamlit splits a cookie with many groups; all parts are needed."""
    claims = json.dumps({**ANNA, "iat": time.time(), "groups": ["x" * 3000]})
    parts = {"_streamlit_user": "chunks-2"}
    parts |= {"_streamlit_user_1": claims[:2000], "_streamlit_user_2": claims[2000:]}
    signed = [f"{n}={create_signed_value(SECRET, n, v).decode()}" for n, v in parts.items()]
    door = LoginGuard(inside, LOGIN, "")
    assert status(door, "/media/0123.csv", headers={"cookie": "; ".join(signed)}) == 200
    assert status(door, "/media/0123.csv", headers={"cookie": "; ".join(signed[:2])}) == 401


def test_nothing_behind_the_door_stays_in_a_cache() -> None:
    """A proxy or the next person at this browser must not get it without a sign-in."""
    answer = asked(LoginGuard(inside, LOGIN, ""), "/media/0123.csv", headers=cookie())
    assert header(answer, "cache-control") == ["no-store"]


def test_cookies_of_an_https_dashboard_are_secure() -> None:
    """Streamlit sets them without; plain http, as on one's own machine, stays as it is."""
    assert header(asked(LoginGuard(inside, LOGIN, ""), "/"), "set-cookie") == ["a=b; Secure"]
    here = Login(provider="default", redirect_uri="http://127.0.0.1:8501/oauth2callback")
    assert header(asked(LoginGuard(inside, here, ""), "/"), "set-cookie") == ["a=b"]


def test_plan_for_programs_takes_the_token_and_nothing_else() -> None:
    """A user's cookie opens no program's route; without a token it does not exist."""
    door = LoginGuard(inside, LOGIN, "")
    for headers in ({}, cookie(), {"authorization": "Bearer "}, {"authorization": TOKEN}):
        answer = asked(door, "/api/plan.csv", headers=headers)
        assert answer["status"] == 401
        assert header(answer, "www-authenticate") == ["Bearer"]
    assert status(door, "/api/plan.csv", headers={"authorization": f"Bearer {TOKEN}x"}) == 401
    assert status(door, "/api/plan.csv", headers={"authorization": "Bearer ü"}) == 401
    assert status(door, "/api/plan.csv", headers={"authorization": f"Bearer {TOKEN}"}) == 200
    closed = LoginGuard(inside, Login(provider="default", redirect_uri=LOGIN.redirect_uri), "")
    for headers in ({}, {"authorization": "Bearer "}, cookie()):
        assert status(closed, "/api/plan.csv", headers=headers) == 404


@pytest.mark.parametrize(
    ("server", "host", "wanted"),
    [
        ("127.0.0.1", "127.0.0.1:8501", 200),
        ("127.0.0.1", "localhost", 200),
        ("::1", "[::1]:8501", 200),
        ("192.168.0.7", "192.168.0.7:8501", 403),
        ("192.168.0.7", "localhost", 403),
        ("127.0.0.1", "rebound.example.net", 403),
        ("127.0.0.1", "localhost.example.net", 403),
        ("127.0.0.1", "127.0.0.1.example.net", 403),
        ("127.0.0.1", "", 403),
        ("127.0.0.1", "[", 403),
    ],
)
def test_without_a_login_only_this_machine_is_answered(server: str, host: str, wanted: int) -> None:
    """By the address that was reached and by the name that was asked for, websockets too."""
    door = LoopbackGuard(inside)
    assert status(door, "/", server=(server, 8501), headers={"host": host}) == wanted
    opened = asked(
        door, "/_stcore/stream", type="websocket", server=(server, 1), headers={"host": host}
    )
    assert opened["type"] == ("websocket.accept" if wanted == 200 else "websocket.close")


@pytest.mark.parametrize(
    ("address", "allowed", "starts"),
    [
        ("127.0.0.1", "", True),
        ("localhost", "", True),
        ("::1", "", True),
        (None, "", False),
        ("0.0.0.0", "", False),
        ("::", "", False),
        ("192.168.0.7", "", False),
        ("map.example.org", "", False),
        ("0.0.0.0", "1", True),
        ("0.0.0.0", "0", False),
    ],
)
def test_without_a_login_the_server_starts_on_loopback_alone(
    monkeypatch: pytest.MonkeyPatch, address: str | None, allowed: str, starts: bool
) -> None:
    """Any other address needs a login, or to be told that everyone may see it."""
    options = {"server.address": address, "server.trustedUserHeaders": {}}
    monkeypatch.setattr(login, "settings", lambda: None)
    monkeypatch.setattr(config, "get_option", options.get)
    monkeypatch.setenv("DEPMAP_ALLOW_OPEN", allowed)
    if starts:
        assert len(guard.middleware()) == (0 if allowed == "1" else 1)
        return
    with pytest.raises(SystemExit, match=r"depmap does not start: .*everyone who reaches"):
        guard.middleware()


HERE = {"DEPMAP_EDIT": "1", "server.address": "127.0.0.1", "server.enableCORS": True}


@pytest.mark.parametrize(
    ("other", "offered"),
    [
        ({}, True),
        ({"server.address": "::1"}, True),
        ({"DEPMAP_EDIT": ""}, False),
        ({"DEPMAP_EDIT": "yes"}, False),
        ({"login": LOGIN}, False),
        ({"DEPMAP_ALLOW_OPEN": "1"}, False),
        ({"server.address": None}, False),
        ({"server.address": "0.0.0.0"}, False),
        ({"server.address": "192.168.0.7"}, False),
        ({"server.enableCORS": False}, False),
        ({"shown": "plan.duckdb"}, False),
        ({"shown": "gone"}, False),
    ],
)
def test_writing_is_offered_on_this_machine_alone_and_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, other: dict[str, Any], offered: bool
) -> None:
    """One condition that does not hold is enough: nobody can write from a page."""
    (tmp_path / "plan.duckdb").write_bytes(b"")
    found = {"DEPMAP_ALLOW_OPEN": "", "login": None, "shown": ".", **HERE, **other}
    for name in ("DEPMAP_EDIT", "DEPMAP_ALLOW_OPEN"):
        monkeypatch.setenv(name, found[name])
    monkeypatch.setattr(login, "settings", lambda: found["login"])
    monkeypatch.setattr(config, "get_option", found.get)
    assert guard.may_write(tmp_path / found["shown"]) is offered


@pytest.mark.parametrize(
    ("other", "offered"),
    [
        ({}, True),
        ({"login": LOGIN, "server.address": "0.0.0.0"}, True),
        ({"server.address": "0.0.0.0"}, False),
        ({"DEPMAP_ALLOW_OPEN": "1"}, False),
    ],
)
def test_a_file_is_taken_behind_the_login_or_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, other: dict[str, Any], offered: bool
) -> None:
    """A server that answers strangers reads nothing of theirs."""
    found = {"DEPMAP_ALLOW_OPEN": "", "login": None, **HERE, **other}
    monkeypatch.setenv("DEPMAP_ALLOW_OPEN", found["DEPMAP_ALLOW_OPEN"])
    monkeypatch.setattr(login, "settings", lambda: found["login"])
    monkeypatch.setattr(config, "get_option", found.get)
    assert guard.may_bring() is offered


def test_settings_that_undo_the_login_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers that any client can send must not name the user; broken secrets are no login."""
    monkeypatch.setattr(login, "settings", lambda: LOGIN)
    monkeypatch.setattr(config, "get_option", {"server.trustedUserHeaders": {"X": "email"}}.get)
    with pytest.raises(SystemExit, match="trustedUserHeaders"):
        guard.middleware()

    def broken() -> None:
        raise LoginProblem("secrets.toml does not parse")

    monkeypatch.setattr(login, "settings", broken)
    with pytest.raises(SystemExit, match="does not parse"):
        guard.middleware()


def test_login_without_its_packages_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file to install from."""
    monkeypatch.setattr(login, "settings", lambda: LOGIN)
    monkeypatch.setattr(config, "get_option", {}.get)
    monkeypatch.setattr(guard.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"authlib and httpx.*requirements-login.txt"):
        guard.middleware()


@pytest.mark.parametrize(
    ("kept", "leads_to"),
    [
        ("plan%3Ftheme%3DDesign", "/map/plan?theme=Design"),
        ("plan%3F", "/map/plan"),
        ("%3Ftheme%3DDesign", "/map/?theme=Design"),
        ("", "/map/"),
        ("%2F%2Fevil.example.net%3F", "/"),
        ("https%3A%2F%2Fevil.example.net", "/"),
        ("media%2F0123.csv%3F", "/"),
        ("plan%3Fa%0D%0AX%3A%20y", "/"),
        ("plan%3F%C3%BC", "/"),
    ],
)
def test_sign_in_leads_to_the_wanted_page_and_nowhere_else(kept: str, leads_to: str) -> None:
    """A cookie cannot send anyone to another place or write into the headers."""

    async def signing_in(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"set-cookie", b"_streamlit_user=x; Path=/map"), (b"location", b"/")]
        await send({"type": "http.response.start", "status": 302, "headers": headers})

    back = asked(
        WantedPage(signing_in, ["plan"], "map"),
        "/map/oauth2callback",
        headers={"cookie": f"depmap_wanted={kept}"},
    )
    assert header(back, "location") == [leads_to]


def test_wanted_page_is_kept_for_the_sign_in() -> None:
    """The page of a link is remembered, other addresses and failed sign-ins are not."""
    door = WantedPage(inside, ["plan"], "")
    page = asked(door, "/plan", query_string=b"theme=Data%2Fcontracts")
    assert header(page, "set-cookie")[1:] == [
        "depmap_wanted=plan%3Ftheme%3DData%252Fcontracts; Path=/oauth2callback; Max-Age=600; "
        "HttpOnly; SameSite=Lax"
    ]
    assert len(header(asked(door, "/media/0123.csv"), "set-cookie")) == 1
    failed = asked(door, "/oauth2callback", headers={"cookie": "depmap_wanted=plan%3F"})
    assert header(failed, "location") == ["/"]
