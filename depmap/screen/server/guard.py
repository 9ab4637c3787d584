"""The door of the server: what it answers to whom, before any page or route is reached.

With a login (login.py) everything but the empty shell asks for a signed-in, allowed user. Without
one the server answers on its own machine only. Unknown addresses are closed, not open.
"""

from __future__ import annotations

import hmac
import importlib.util
import ipaddress
import json
import logging
import os
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from depmap.screen.server import login
from depmap.screen.server.login import Login, LoginProblem, Standing
from depmap.screen.server.wanted_page import WantedPage
from depmap.screen.state.places import page_files

LOG = logging.getLogger(__name__)
# Set to 1: serve the portfolio, without a login, to everyone who reaches the server.
ALLOW_OPEN = "DEPMAP_ALLOW_OPEN"
# Set to 1: whoever works on this machine may write scenarios into the files from the page.
EDIT = "DEPMAP_EDIT"
STREAM = "_stcore/stream"
PLAN = "api/plan.csv"
# What anybody gets under a login: no file of these holds a word of a portfolio.
OPEN_PATHS = {"", "healthz", "_stcore/health", "_stcore/host-config"}
SIGNING_IN = {"auth/login", "auth/logout", "oauth2callback"}
OPEN_FOLDERS = ("static/", "app/static/", "assets/")
# Streamlit looks for these below the page of a deep link, and answers 404 there.
PROBES = ("", "/_stcore/health", "/_stcore/host-config")
PAGES = list(page_files())
SHELL = Path(st.__file__).parent / "static"


def middleware() -> list[Middleware]:
    """The door as configured. Ends the program with a message when the server would be open."""
    try:
        found = login.settings()
        _check(found)
    except LoginProblem as problem:
        sys.exit(f"depmap does not start: {problem}")
    if found is not None:
        base = str(config.get_option("server.baseUrlPath") or "").strip("/")
        return [
            Middleware(LoginGuard, login=found, base=base),
            Middleware(WantedPage, pages=PAGES, base=base),
        ]
    if _told_to_be_open():
        LOG.warning("No login, and %s is set: open to everyone who reaches it.", ALLOW_OPEN)
        return []
    LOG.warning("No login: bound to this machine alone, and open to everyone on it.")
    return [Middleware(LoopbackGuard)]


def _check(found: Login | None) -> None:
    """Raises LoginProblem when the settings leave a way around the login, or around having one."""
    if found is None:
        address = str(config.get_option("server.address") or "")
        if not _is_loopback(address) and not _told_to_be_open():
            where = address or "every address of this machine"
            raise LoginProblem(
                f"it would show the portfolio to everyone who reaches {where}.\n"
                "    Configure a login (docs/login.md), or set server.address to 127.0.0.1, or set "
                f"{ALLOW_OPEN}=1 if everyone may see it."
            )
        return
    missing = [name for name in ("authlib", "httpx") if importlib.util.find_spec(name) is None]
    if missing:
        raise LoginProblem(
            f"the login needs {' and '.join(missing)}: pip install -r requirements-login.txt"
        )
    if config.get_option("server.trustedUserHeaders"):
        raise LoginProblem(
            "server.trustedUserHeaders lets whoever sends such a header be anybody. Leave it out, "
            "or let the proxy do the login alone (docs/login.md)."
        )


def _told_to_be_open() -> bool:
    return os.environ.get(ALLOW_OPEN) == "1"


def may_write(shown: Path) -> bool:
    """Whether pages may offer to write into what is shown: told so, and never for other machines.

    Not with a login, not on another address than loopback, not where pages of other hosts may open
    our websocket, and only into a folder: a published file is nobody's input.
    """
    return (
        os.environ.get(EDIT) == "1"
        and login.settings() is None
        and not _told_to_be_open()
        and _is_loopback(str(config.get_option("server.address") or ""))
        and bool(config.get_option("server.enableCORS"))
        and shown.is_dir()
    )


def may_bring() -> bool:
    """Whether viewers may bring files: whom a login lets in, else who works on this machine."""
    if login.settings() is not None:
        return True
    address = str(config.get_option("server.address") or "")
    return not _told_to_be_open() and _is_loopback(address)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _refusal(scope: Scope, status: HTTPStatus, words: str, **headers: str) -> ASGIApp:
    """Ends a request with a sentence, and a websocket before it is accepted."""
    if scope["type"] == "websocket":
        return WebSocketClose(code=1008)
    return PlainTextResponse(words + "\n", status, {"Cache-Control": "no-store"} | headers)


class LoopbackGuard:
    """ASGI middleware of a server without a login: answers on this machine, under its own name.

    The name in the Host header counts too: a web page elsewhere can point a name of its own at
    127.0.0.1 and would read the portfolio through the browser of someone who works here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] != "lifespan" and not self._is_here(scope):
            words = "Without a login this server answers on its own machine only."
            answer = _refusal(scope, HTTPStatus.FORBIDDEN, words)
        await answer(scope, receive, send)

    def _is_here(self, scope: Scope) -> bool:
        reached_at, _ = scope.get("server") or ("", 0)
        asked_for = HTTPConnection(scope).headers.get("host", "")
        try:
            return _is_loopback(reached_at) and _is_loopback(urlsplit(f"//{asked_for}").hostname)
        except ValueError:
            return False


class LoginGuard:
    """ASGI middleware of a server with a login: the shell for all, the rest for allowed users.

    The shell is index.html under the address of a page, its bundles and fonts, the scripts of
    the graph, and the routes of signing in. The websocket is open too, since the sign-in page
    comes through it; frame.py sends nothing else before somebody is admitted. The plan's address
    is for programs: it takes a bearer token, and does not exist where none is configured.
    """

    def __init__(self, app: ASGIApp, login: Login, base: str) -> None:
        self.app = app
        self.login = login
        self.prefix = f"/{base}/" if base else "/"
        files = {file.name for file in SHELL.iterdir() if file.is_file()}
        pages = {page + probe for page in PAGES for probe in PROBES}
        self.open_paths = OPEN_PATHS | SIGNING_IN | files | pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app if scope["type"] == "lifespan" else self._answer(scope)
        is_secure = self.login.origin.startswith("https:")
        await answer(scope, receive, _secured(send) if is_secure else send)

    def _answer(self, scope: Scope) -> ASGIApp:
        path = self._path(scope["path"])
        if scope["type"] == "http" and path == PLAN:
            return self._for_program(scope)
        return self.app if self._is_shell(scope, path) else self._for_person(scope)

    def _path(self, path: str) -> str | None:
        """The path below server.baseUrlPath; None outside it."""
        if path == self.prefix.rstrip("/"):
            return ""
        return path[len(self.prefix) :] if path.startswith(self.prefix) else None

    def _is_shell(self, scope: Scope, path: str | None) -> bool:
        if scope["type"] == "websocket":
            return path == STREAM
        if path is None or scope["method"] not in ("GET", "HEAD"):
            return False
        return path in self.open_paths or path.startswith(OPEN_FOLDERS)

    def _for_program(self, scope: Scope) -> ASGIApp:
        if not self.login.api_token:
            return _refusal(scope, HTTPStatus.NOT_FOUND, "Not found")
        given = HTTPConnection(scope).headers.get("authorization", "")
        wanted = f"Bearer {self.login.api_token}"
        # Takes as long for a token that is almost right as for any other.
        if hmac.compare_digest(given.encode(), wanted.encode()):
            return self.app
        headers = {"WWW-Authenticate": "Bearer"}
        words = "This address takes a bearer token; yours is missing or wrong."
        return _refusal(scope, HTTPStatus.UNAUTHORIZED, words, **headers)

    def _for_person(self, scope: Scope) -> ASGIApp:
        standing = self._standing(HTTPConnection(scope))
        if standing is Standing.ADMITTED:
            return _uncached(self.app)
        if standing is Standing.REFUSED:
            words = "This dashboard is not open to your account."
            return _refusal(scope, HTTPStatus.FORBIDDEN, words)
        words = "Sign in on the first page of this dashboard."
        return _refusal(scope, HTTPStatus.UNAUTHORIZED, words)

    def _standing(self, connection: HTTPConnection) -> Standing:
        claims = signed_in(connection.cookies)
        # The same rule as Streamlit's for its websocket: a cookie counts at the address it is of.
        if claims.get("origin") != self.login.origin:
            return Standing.SIGNED_OUT
        return self.login.standing(claims, time.time())


def signed_in(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """The claims in Streamlit's signed cookie; none when it is missing, altered or outdated."""
    secret = get_cookie_secret()

    def read(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, "").encode("latin-1"))

    try:
        claims = json.loads(get_cookie_with_chunks(read, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _uncached(app: ASGIApp) -> ASGIApp:
    """Nothing behind the door stays in a cache, from which it would go to others."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        await app(scope, receive, send_uncached)

    return answer


def _secured(send: Send) -> Send:
    """Cookies of a dashboard behind https never travel without it; Streamlit leaves that open."""

    async def send_secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, value + b"; Secure" if name.lower() == b"set-cookie" else value)
                for name, value in message["headers"]
            ]
        await send(message)

    return send_secured
