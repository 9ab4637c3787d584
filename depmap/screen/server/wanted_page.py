"""Brings people who sign in to the page their link asked for; Streamlit always opens the first."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

COOKIE = "depmap_wanted"
CALLBACK = "oauth2callback"
# Seconds that signing in may take.
LIFETIME = 600
LONGEST_QUERY = 2000


class WantedPage:
    """ASGI middleware: keeps the page last asked for in a cookie that only the sign-in reads.

    pages: the names of pages in pages/. base: server.baseUrlPath without slashes at its ends.
    """

    def __init__(self, app: ASGIApp, pages: list[str], base: str) -> None:
        self.app = app
        self.pages = frozenset(["", *pages])
        self.prefix = f"/{base}/" if base else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(self.prefix)
        is_page = scope["type"] == "http" and path in self.pages and scope["method"] == "GET"
        query = scope.get("query_string", b"").decode("latin-1")
        target = self._target(scope) if path == CALLBACK and scope["type"] == "http" else ""

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if is_page:
                    headers.append("Set-Cookie", self._cookie(f"{path}?{query}"))
                if target and _signs_in(headers):
                    headers["Location"] = target
            await send(message)

        await self.app(scope, receive, send_on if is_page or target else send)

    def _cookie(self, wanted: str) -> str:
        kept = quote(wanted, safe="") if len(wanted) <= LONGEST_QUERY else ""
        return (
            f"{COOKIE}={kept}; Path={self.prefix}{CALLBACK}; Max-Age={LIFETIME}; "
            "HttpOnly; SameSite=Lax"
        )

    def _target(self, scope: Scope) -> str:
        """Where the cookie leads: always one of our own pages, else nowhere."""
        wanted = unquote(HTTPConnection(scope).cookies.get(COOKIE, ""))
        path, _, query = wanted.partition("?")
        if path not in self.pages or not (query.isascii() and query.isprintable()):
            return ""
        return f"{self.prefix}{path}?{query}" if query else f"{self.prefix}{path}"


def _signs_in(headers: MutableHeaders) -> bool:
    return any(
        cookie.startswith(f"{USER_COOKIE_NAME}=") and "Max-Age=0" not in cookie
        for cookie in headers.getlist("set-cookie")
    )
