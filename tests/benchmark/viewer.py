"""A person at the dashboard, as the server sees one: Streamlit's websocket without a browser.

It opens a page, sets filters as the widgets do, and answers the page's timers, so that the server
does all the work it does for a browser. What comes back is read as far as it says whether the
script finished, how many prerequisites it shows, and whether anything failed. One that returns
keeps cookies, and connects anew when its connection ends, as a browser does.
"""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import suppress
from http.cookies import SimpleCookie
from types import TracebackType
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

STREAM, HEALTH = "_stcore/stream", "_stcore/health"
COUNT = re.compile(r'class="dm-count">([\d,]+) of ')
TITLE = re.compile(r"<h1>(.*?)</h1>")
# What a page is called where that is not its address.
TITLES = {"owner_gaps": "owners"}
# A change that is asked for in the address, and what stands on every page under one.
WHAT_IF, BAND = "what_if", '<aside class="dm-what-if">'
ENDINGS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
# Longer than any run may take that waits for nobody else.
PATIENCE = 30.0
# Between two tries to connect anew, as the browser's first ones.
PAUSE = 0.5


class Failed(Exception):
    """The server gave an error, a wrong answer, or none in time."""


class Viewer:
    """One open page. An async context manager: it connects on entry and leaves on exit.

    patience: seconds after which a run that is not there is an error.
    returns: whether it comes back when its connection ends, which is an error otherwise.
    `absences` are the seconds from each end of the connection to the page as it was; `cookies` what
    it was given.
    """

    def __init__(
        self, address: str, page: str, patience: float = PATIENCE, returns: bool = False
    ) -> None:
        self.page, self._patience, self._returns = page, patience, returns
        self.absences: list[float] = []
        self.cookies: dict[str, str] = {}
        self._health = f"{address}/{HEALTH}"
        self._expected = 0
        self._gone_since: float | None = None
        self._url = f"{address.replace('http', 'ws', 1)}/{STREAM}"
        self._socket: ClientConnection | None = None
        self._widgets: dict[str, str] = {}
        self._chosen: dict[str, list[str]] = {}
        self._page_hash = ""
        self._shown: int | None = None
        self._title = ""
        self._has_band = self._is_whole = False
        self._failures: list[str] = []
        self._finished = asyncio.Condition()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Viewer:
        socket = await self._connected()
        self._tasks["reader"] = asyncio.create_task(self._live(socket))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    async def open(self, expected: int) -> float:
        """Loads the page; seconds until its script finished and showed `expected` rows."""
        return await self._run_to(expected)

    async def choose(self, chosen: Mapping[str, list[str]], expected: int) -> float:
        """Sets list filters (key -> labels); seconds until the page shows `expected` rows.

        Under WHAT_IF the changes of a scenario, with whose band the page must then come.
        """
        self._chosen = dict(chosen)
        return await self._run_to(expected)

    async def clear_cache(self) -> None:
        """What any client may send, and what empties all of Streamlit's caches."""
        await self._send(BackMsg(clear_cache=True))

    async def back(self) -> None:
        """Waits until the page stands again, as it was, where its connection has ended."""
        try:
            async with self._finished, asyncio.timeout(self._patience):
                await self._finished.wait_for(lambda: self._failures or self._gone_since is None)
        except TimeoutError:
            raise Failed(f"{self.page}: it did not come back with {self._chosen}") from None
        self._check()

    async def _run_to(self, expected: int) -> float:
        self._expected = expected
        began = time.perf_counter()
        await self._run()
        try:
            async with self._finished, asyncio.timeout(self._patience):
                await self._finished.wait_for(lambda: self._failures or self._stands())
        except TimeoutError:
            raise Failed(
                f"{self.page}: {self._shown} prerequisites instead of {expected},"
                f" {self._patience:.0f} s after {self._chosen or 'it was opened'}"
            ) from None
        self._check()
        return time.perf_counter() - began

    async def _run(self) -> None:
        self._forget()
        await self._send(BackMsg(rerun_script=self._state()))

    def _forget(self) -> None:
        self._shown, self._has_band, self._is_whole = None, False, False

    def _stands(self) -> bool:
        """Whether the last run has ended and showed what was asked for."""
        has_band = self._has_band == (WHAT_IF in self._chosen)
        return self._is_whole and has_band and self._shown == self._expected

    def _check(self) -> None:
        if self._failures:
            raise Failed(f"{self.page}: {self._failures.pop()}")
        if self._title.lower() != TITLES.get(self.page, self.page.replace("_", " ")):
            raise Failed(f"{self.page}: the page {self._title} came instead")

    async def _connected(self) -> ClientConnection:
        if self._returns:
            # What a browser asks for first; the page itself is on the way to it.
            await asyncio.to_thread(self._ask_for_health)
        self._socket = await connect(
            self._url,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": self._cookie()} if self.cookies else {},
            compression=None,
            max_size=None,
            open_timeout=30,
        )
        if self._socket.response is not None:
            self._keep(self._socket.response.headers.get_all("Set-Cookie"))
        return self._socket

    def _ask_for_health(self) -> None:
        request = urllib.request.Request(self._health, headers={"Cookie": self._cookie()})
        with urllib.request.urlopen(request, timeout=self._patience) as answer:
            self._keep(answer.headers.get_all("Set-Cookie") or [])

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, given: Iterable[str]) -> None:
        for text in given:
            self.cookies |= {name: found.value for name, found in SimpleCookie(text).items()}

    async def _live(self, socket: ClientConnection) -> None:
        """Reads what comes, and over again after each end of the connection."""
        while True:
            with suppress(ConnectionClosed):
                await self._read(socket)
            self._gone_since = time.perf_counter()
            self._forget()
            if not self._returns:
                self._failures.append("the connection ended")
                async with self._finished:
                    self._finished.notify_all()
                return
            while True:
                try:
                    socket = await self._connected()
                    await self._run()
                    break
                except (OSError, WebSocketException):
                    await asyncio.sleep(PAUSE)

    async def _send(self, message: BackMsg) -> None:
        if self._socket is None:
            raise Failed("not connected")
        await self._socket.send(message.SerializeToString())

    def _state(self, fragment: str = "") -> ClientState:
        """What a browser sends along with every request to run the script."""
        state = ClientState(
            query_string=urlencode(self._chosen, doseq=True),
            page_script_hash=self._page_hash,
            page_name="" if self._page_hash else self.page,
            fragment_id=fragment,
            is_auto_rerun=bool(fragment),
        )
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-GB"
        state.context_info.color_scheme = "light"
        for key, widget in self._widgets.items():
            value = WidgetState(id=widget)
            value.string_array_value.data.extend(self._chosen.get(key, []))
            state.widget_states.widgets.append(value)
        return state

    async def _read(self, socket: ClientConnection) -> None:
        async for data in socket:
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "delta":
                self._look_at(message.delta.new_element)
            elif kind == "auto_rerun":
                self._follow(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            elif kind == "script_finished":
                await self._finish(message.script_finished)

    def _look_at(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind == "multiselect" and element.multiselect.query_param_key:
            self._widgets[element.multiselect.query_param_key] = element.multiselect.id
        elif kind == "html":
            if found := COUNT.search(element.html.body):
                self._shown = int(found[1].replace(",", ""))
            self._has_band |= BAND in element.html.body
            if found := TITLE.search(element.html.body):
                self._title = found[1]
        elif kind == "exception":
            self._failures.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "alert" and "could not be drawn" in element.alert.body:
            self._failures.append(element.alert.body)

    def _follow(self, fragment: str, interval: float) -> None:
        """Starts the timer of a fragment over, as a browser does after each run of the script."""
        if fragment in self._tasks:
            self._tasks[fragment].cancel()
        self._tasks[fragment] = asyncio.create_task(self._tick(fragment, interval))

    async def _tick(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            # While it is gone nothing is asked for.
            with suppress(ConnectionClosed):
                await self._send(BackMsg(rerun_script=self._state(fragment)))

    async def _finish(self, status: ForwardMsg.ScriptFinishedStatus.ValueType) -> None:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._failures.append("the script does not compile")
        async with self._finished:
            # A run that a timer's request has joined ends as a fragment's, which draws no count.
            self._is_whole |= status in ENDINGS and self._shown is not None
            if self._gone_since is not None and self._stands():
                self.absences.append(time.perf_counter() - self._gone_since)
                self._gone_since = None
            self._finished.notify_all()
