"""What the web server adds to Streamlit: headers, read-only routes, a warm start, a quiet error.

Nothing here draws a page. The routes answer GET only and read the published data.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import re
import secrets
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from depmap.answers import filters, relations
from depmap.exporters import csv, page
from depmap.exporters.extract import Extract
from depmap.exporters.forms import ics
from depmap.portfolio.problem import InvalidPortfolio
from depmap.screen.pieces import links
from depmap.screen.server import guard, login, timers
from depmap.screen.state import chosen, published
from depmap.versions.live import Version
from depmap.versions.workspace.live import NotInLake
from depmap.versions.workspace.opened import columns_of_this_release
from depmap.words.exchange import portfolios as words

LOG = logging.getLogger(__name__)
# A week: the address of an asset carries no version, so a browser must ask again in time.
ASSET_CACHE = "public, max-age=604800"
# Imported before the first visitor comes; together they cost several seconds.
HEAVY_MODULES = (
    "plotly.graph_objects",
    "plotly.io",
    "pyvis.network",
    "depmap.screen.pieces.ui",
    "depmap.screen.pieces.graph_component",
)


def content_security_policy() -> str:
    """The policy of every response: everything from our own host, no inline script but one.

    Streamlit's index.html holds one inline script; it is allowed by its hash, computed from the
    installed file. Components of version 2 and chart exports load from blob:.
    """
    index = Path(st.__file__).parent / "static" / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), re.DOTALL)
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' blob:", *map(page.hash_of, inline)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


class SecurityHeaders:
    """ASGI middleware that sets the security headers on every response."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def middleware() -> list[Middleware]:
    """The middleware around all of Streamlit's own; a refusal at the door has the headers too."""
    return [Middleware(SecurityHeaders, policy=content_security_policy()), *guard.middleware()]


def routes() -> list[Route]:
    """Our read-only addresses, under server.baseUrlPath, which Streamlit adds to its own only."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base}" if base else ""
    return [
        Route(f"{prefix}/assets/{{name}}", asset),
        Route(f"{prefix}/api/plan.csv", plan_csv),
        Route(f"{prefix}/calendar.ics", calendar_ics),
        Route(f"{prefix}/healthz", health),
        # The first page has no name in the address; who types the name of its file gets there too.
        Route(f"{prefix}/{links.home()}", lambda request: _first_page(request, f"{prefix}/")),
    ]


def _first_page(request: Request, place: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{place}{query}")


def _assets() -> dict[str, Path]:
    from depmap.graph import scripts

    return {path.name: path for path in (scripts.VIS_NETWORK, *scripts.GRAPH)}


async def asset(request: Request) -> Response:
    """One of the scripts of the graph; 404 for any other name."""
    path = _assets().get(request.path_params["name"])
    if path is None or not path.is_file():
        return Response("Not found", status_code=404)
    return FileResponse(path, media_type="text/javascript", headers={"Cache-Control": ASSET_CACHE})


def _asked(request: Request) -> tuple[str, dict[str, list[str]]]:
    """The portfolio of a lake that an address asks for, empty without, and the rest of it."""
    given = {key: request.query_params.getlist(key) for key in request.query_params}
    names = given.pop(chosen.KEY, []) if published.lake() else []
    return next(iter(names), ""), given


def _of_a_portfolio(asked: str) -> Version | str:
    """The data of a portfolio, or a sentence when the lake does not have it."""
    if published.lake() and not asked:
        return "Name a portfolio: ?portfolio=ID"
    try:
        return published.current(asked)
    except NotInLake as error:
        return " ".join(words.not_in_lake(error.name, error.why))


async def plan_csv(request: Request) -> Response:
    """The plan as CSV, narrowed by the same filters as a page's address; 400 names a bad value."""
    asked, given = _asked(request)

    def read() -> tuple[date, bytes] | str:
        data = _of_a_portfolio(asked)
        if isinstance(data, str):
            return data
        connection = data.connection()
        found = filters.read(filters.options(connection), given)
        if found.ignored:
            return filters.say_ignored(found.ignored)
        return data.as_of, csv.csv_bytes(relations.plan(connection, found.filters))

    # Off the event loop: a query must not hold up the websockets of all viewers.
    result = await to_thread.run_sync(read)
    if isinstance(result, str):
        return Response(result, status_code=400, media_type="text/plain; charset=utf-8")
    as_of, content = result
    name = f"plan-{as_of:%Y-%m-%d}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


async def calendar_ics(request: Request) -> Response:
    """The calendar of today's plan, narrowed by the filters of a page's address, ids too.

    What it does not know is 404: an empty calendar would delete every entry of a subscriber.
    """
    asked, given = _asked(request)

    def read() -> bytes | str:
        data = _of_a_portfolio(asked)
        if isinstance(data, str):
            return data
        connection = data.connection()
        offered = filters.options(connection)
        found = filters.read(offered, filters.labelled(offered, given))
        if found.ignored:
            return filters.say_ignored(found.ignored)
        return ics.write(Extract(connection, published.name(data.portfolio), found.filters))

    result = await to_thread.run_sync(read)
    if isinstance(result, str):
        return Response(result, status_code=404, media_type="text/plain; charset=utf-8")
    return Response(
        result, media_type="text/calendar; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


async def health(_: Request) -> Response:
    """200 while good data is served, whatever the newest state of the folder; else 503.

    Open to everyone also under a login, and then without a word about the data.
    """
    try:
        data = await to_thread.run_sync(published.current)
        answer = {"status": "ok", "as_of": f"{data.as_of:%Y-%m-%d}", "problems": len(data.problems)}
        status_code = 200
    except InvalidPortfolio as error:
        answer, status_code = {"status": "no data", "problems": error.total}, 503
    if login.settings() is not None:
        answer = {"status": answer["status"]}
    return JSONResponse(answer, status_code)


@contextlib.asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Loads heavy modules and the portfolio first, so that the first page of the day is quick."""
    timers.give_way()
    await to_thread.run_sync(_warm_up)
    yield


def _warm_up() -> None:
    for module in HEAVY_MODULES:
        importlib.import_module(module)
    # Without any good data the pages say what is wrong; the server stands nevertheless.
    with contextlib.suppress(InvalidPortfolio):
        published.current()
        if published.lake():
            columns_of_this_release()


def show_reference(error: Exception) -> bool:
    """Says that a page failed, with a number that stands in the log beside the whole error.

    Streamlit logs the traceback itself; the browser sees neither it nor a path.
    """
    reference = secrets.token_hex(4).upper()
    LOG.error("Page failed, reference %s: %s", reference, type(error).__name__)
    st.error(
        f"This page could not be drawn. Nothing was changed. Please reload it; if it fails again, "
        f"tell the people who run this server the reference {reference}."
    )
    return True
