"""A person at the dashboard: opens pages, clicks, and keeps what the browser complained about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

PROBES = ("_stcore/health", "_stcore/host-config")
SLOWEST = 30_000
PAUSE = 500


@dataclass
class Visitor:
    """One browser window over one server. `complaints` are console errors and page errors."""

    context: BrowserContext
    server: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(SLOWEST)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("websocket", lambda socket: self._note(socket.url))

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob"):
            self.hosts.add(urlsplit(url).netloc)

    def _hear(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        # Streamlit looks for its own routes below the page of a deep link, once per visit.
        is_probe = "404" in message.text and url.endswith(PROBES)
        if message.type == "error" and not is_probe:
            self.complaints.append(f"{message.text} {url}")

    def open(self, path: str = "") -> Visitor:
        """Loads an address anew, as a copied link does, and waits until the page stands."""
        self.page.goto(f"{self.server}/{path}")
        return self.wait()

    def wait(self, title: str = "") -> Visitor:
        """Waits for the title (a certain one, if given) and until nothing runs any more."""
        head = self.page.locator("h1", has_text=title) if title else self.page.locator("h1")
        expect(head.first).to_be_visible(timeout=SLOWEST)
        quiet = self.page.locator('[data-test-script-state="notRunning"]')
        expect(quiet).to_be_attached(timeout=SLOWEST)
        expect(self.page.locator('[data-stale="true"]')).to_have_count(0, timeout=SLOWEST)
        return self

    @property
    def place(self) -> str:
        """The page the address names: "" for the first one."""
        path = urlsplit(self.page.url).path
        return path[len(urlsplit(self.server).path) :].strip("/")

    @property
    def query(self) -> dict[str, list[str]]:
        """What the address asks for."""
        return parse_qs(urlsplit(self.page.url).query)

    def chosen(self, key: str) -> list[str]:
        """The labels a list filter shows as chosen; waits for them where the address has some."""
        tags = self.page.locator(f".st-key-{key} [data-baseweb='tag'], .st-key-{key} [data-tag]")
        if key in self.query:
            expect(tags.first).to_be_visible(timeout=SLOWEST)
        return [text.strip() for text in tags.all_inner_texts()]

    def choose(self, key: str, label: str) -> None:
        """Picks one more option of a list filter."""
        self.page.locator(f".st-key-{key} input").click()
        self.page.get_by_role("option", name=label, exact=True).click()
        self.page.keyboard.press("Escape")
        self.wait()

    def menu(self, *names: str) -> None:
        """Goes to a page by the menu: its group first, where it has one."""
        for name in names:
            self.page.locator('[data-testid="stHeader"], [data-testid="stTopNavSection"]')
            self.page.get_by_text(name, exact=True).first.click()
        self.wait(names[-1])

    def link(self, name: str) -> Locator:
        """A link of ours by its exact words."""
        return self.page.get_by_role("link", name=name, exact=True).first

    def shows_the_same(self, other: Visitor) -> bool:
        """Whether both windows come to show the same words; charts draw in their own time."""
        block = '[data-testid="stMainBlockContainer"]'
        for _ in range(SLOWEST // PAUSE):
            mine, theirs = (window.page.locator(block).inner_text() for window in (self, other))
            if mine == theirs:
                return True
            self.page.wait_for_timeout(PAUSE)
        return False

    def measure(self, script: str) -> Any:
        """The value of a script function in the page."""
        return self.page.evaluate(script)
