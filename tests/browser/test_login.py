"""The login against a real OpenID provider: who gets data, who gets none, and how it ends.

The provider runs in a thread of this process; server, websocket and Chromium are the real ones.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import BrowserContext, Page, Response, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.browser.conftest import Visit
from tests.browser.server import ROOT, SLOWEST_START, free_port, running
from tests.browser.visitor import Visitor
from tests.thorough import slow

SECRET = "a-secret-of-thirty-two-characters"
HOUR = 3600
TOKEN = "another-one-of-thirty-two-letters"
ANNA = User(sub="anna", claims={"email": "anna@example.org", "groups": ["readers"]})
EVE = User(sub="eve", claims={"email": "eve@elsewhere.net", "groups": ["readers"]})
BORIS = User(sub="boris", claims={"email": "boris@example.org", "groups": ["sales"]})
PAGES = sorted(page.stem for page in (ROOT / "pages").rglob("*.py"))
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}{base}/oauth2callback"
cookie_secret = "{secret}"
client_id = "depmap"
client_secret = "known to the provider"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"

[depmap]
{own}
"""
# The provider of the tests uses calls of Authlib that are on their way out; the login does not.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def words_of_the_portfolio() -> list[bytes]:
    """Every id and name of the real portfolio that is no ordinary word."""
    with (ROOT / "data" / "prerequisites.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [row[column] for row in rows for column in ("name", "short_name")]
    ids = [row["id"] for row in rows if "-" in row["id"]]
    return [word.encode() for word in (*names, *ids) if len(word) > 8]


WORDS = words_of_the_portfolio()


def told(content: bytes) -> list[bytes]:
    """The words of the portfolio in it."""
    return [word for word in WORDS if word in content]


@dataclass
class Ear:
    """Everything the server says to a window: websocket messages and what its addresses hold."""

    page: Page
    heard: list[bytes] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("response", self._note)
        self.page.on("websocket", self._hear)

    def _note(self, answer: Response) -> None:
        if answer.ok and answer.url.startswith("http://127.0.0.1:"):
            self.urls.add(answer.url)

    def _hear(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda data: self.heard.append(data if isinstance(data, bytes) else data.encode()),
        )

    def everything(self) -> bytes:
        # Asked for once more, with the cookies of the window: a browser forgets what it left.
        bodies = [self.page.context.request.get(url).body() for url in sorted(self.urls)]
        return b"\n".join(self.heard + bodies)


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    """The port of an OpenID provider that knows Anna, Eve and Boris."""
    with run_server_in_thread(user_claims=[ANNA, EVE, BORIS]) as server:
        yield server.server_port


def write_secrets(folder: Path, provider: int, own: str, base: str = "") -> Path:
    """A secrets.toml with our own section as given."""
    file = folder / "secrets.toml"
    file.write_text(SECRETS.format(base=base, secret=SECRET, provider=provider, own=own))
    return file


@pytest.fixture(scope="module")
def guarded(provider: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that is open to example.org, and to programs by token."""
    home = tmp_path_factory.mktemp("login")
    own = f'allowed_domains = ["example.org"]\napi_token = "{TOKEN}"'
    file = write_secrets(home, provider, own)
    with running(ROOT / "data", home / "cache", f"--secrets.files={file}") as address:
        yield address


@pytest.fixture(scope="module")
def grouped(provider: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server below /map that is open to a group, and to no program."""
    home = tmp_path_factory.mktemp("groups")
    file = write_secrets(home, provider, 'allowed_groups = ["readers"]', base="/map")
    options = (f"--secrets.files={file}",)
    with running(ROOT / "data", home / "cache", *options, base="map") as address:
        yield address


def fetched(
    address: str, cookies: str = "", method: str = "GET", **headers: str
) -> tuple[int, bytes]:
    """Status and body of an address."""
    sent = {"Cookie": cookies, **headers} if cookies else headers
    request = urllib.request.Request(address, headers=sent, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def cookies_of(context: BrowserContext) -> str:
    """The cookies of a browser profile, as one header."""
    return "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())


def sign_in(window: Visitor, who: User) -> Visitor:
    """Presses the button, chooses an account at the provider, and waits for the way back."""
    # The provider's page asks for a style sheet of the internet, which is not needed.
    window.context.route("**/*.min.css", lambda route: route.abort())
    window.page.get_by_role("button", name="Sign in").click()
    window.page.get_by_role("button", name=who.sub, exact=True).click()
    window.page.wait_for_url(f"{window.server}/**")
    return window.wait()


def stream(address: str, cookies: str = "", page: str = "plan") -> bytes:
    """What a bare websocket client is told that asks for a page; it knows no browser's rules."""
    headers = {"Cookie": cookies, "Origin": address} if cookies else {}
    token = re.search(r"_streamlit_xsrf=([^;]*)", cookies)
    protocols = ["streamlit", *([token[1]] if token else [])]
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    said = b""
    wanted = [Subprotocol(name) for name in protocols]
    with connect(url, additional_headers=headers, subprotocols=wanted, max_size=None) as socket:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = "item=tenant-model"
        socket.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            frame = socket.recv(timeout=SLOWEST_START, decode=False)
            message.ParseFromString(frame)
            said += frame
    return said


@slow
def test_unknown_browser_is_told_nothing(visit: Visit, guarded: str) -> None:
    """Every page shows the sign-in page: one button, no filter, and not a word of the portfolio."""
    window = visit(is_new=True, address=guarded)
    ear = Ear(window.page)
    for place in ("", "plan?theme=Design&owner=No+owner", "item?item=tenant-model", "data"):
        window.open(place)
        assert window.page.locator("h1").all_inner_texts() == ["Sign in to depmap"]
        assert window.page.get_by_role("main").get_by_role("button").count() == 1
        assert window.page.locator("input, .dm-as-of").count() == 0
    window.page.wait_for_timeout(3500)  # longer than the page waits before it looks for new data
    assert told(ear.everything()) == []
    assert len(ear.heard) > 10
    assert window.complaints == []


def test_unknown_program_is_told_nothing(guarded: str) -> None:
    """Without a cookie a request gets the empty shell or a refusal, by any route and method."""
    shell = [*PAGES, "", "index.html", "assets/graph.js", "app/static/screen.css", "healthz"]
    for place in shell:
        status, body = fetched(f"{guarded}/{place}")
        assert (status, told(body)) == (200, []), place
    assert json.loads(fetched(f"{guarded}/healthz")[1]) == {"status": "ok"}
    places = ("media/x.csv", "_stcore/metrics", "api/plan.csv", "calendar.ics")
    for place in (*places, "nowhere", "component/a/b"):
        status, body = fetched(f"{guarded}/{place}")
        assert (status, told(body)) == (401, []), place
    assert fetched(f"{guarded}/_stcore/upload_file/a/b", method="PUT")[0] == 401
    for page in ("", "plan", "graph"):
        assert told(stream(guarded, page=page)) == []
    with pytest.raises(InvalidStatus):
        stream(f"{guarded}/plan")


@slow
def test_person_signs_in_sees_the_page_and_leaves(visit: Visit, guarded: str) -> None:
    """From a link to the page it names; afterwards neither browser nor file gives anything."""
    window = visit(is_new=True, address=guarded).open("plan?theme=Operations")
    ear = Ear(window.page)
    sign_in(window, ANNA)
    assert window.place == "plan"
    assert window.chosen("theme") == ["Operations"]
    window.open("").wait("Overview")
    assert len(told(ear.everything())) > 20  # the same search that finds nothing before

    window.open("plan")
    with window.page.expect_download() as waiting:
        window.page.get_by_role("button", name="Download whole plan").click()
    address = waiting.value.url
    assert address.startswith(f"{guarded}/media/")
    assert len(told(Path(waiting.value.path()).read_bytes())) > 20
    cookies = cookies_of(window.context)
    assert len(told(fetched(address, cookies)[1])) > 20
    assert len(told(stream(guarded, cookies))) > 5
    assert fetched(address)[0] == 401
    assert fetched(f"{guarded}/api/plan.csv", cookies)[0] == 401

    user = next(c for c in window.context.cookies() if c["name"] == "_streamlit_user")["value"]
    middle = len(user) // 2
    altered = user[:middle] + ("a" if user[middle] != "a" else "b") + user[middle + 1 :]
    guessed = signed_for(guarded, time.time(), secret="guessed")
    outdated = signed_for(guarded, time.time() - 13 * HOUR)
    for forged in (altered, user[:-5], guessed, outdated):
        wrong = cookies.replace(user, forged)
        assert fetched(address, wrong)[0] == 401
        assert told(stream(guarded, wrong)) == []

    window.page.get_by_role("button", name="Sign out").click()
    window.page.get_by_role("button", name="End session").click()
    window.page.wait_for_url(f"{guarded}/**")
    window.wait("Sign in to depmap")
    assert not [c for c in window.context.cookies() if c["name"] == "_streamlit_user"]
    assert fetched(address, cookies_of(window.context))[0] == 401
    window.open("plan").wait("Sign in to depmap")


def signed_for(address: str, signed_in_at: float, secret: str = SECRET) -> str:
    """Anna's cookie as the server signs it, from a sign-in of any time."""
    claims = {**ANNA.claims, "is_logged_in": True, "origin": address, "iat": signed_in_at}
    return create_signed_value(secret, "_streamlit_user", json.dumps(claims)).decode()


@slow
def test_sign_in_ends_by_itself(visit: Visit, guarded: str) -> None:
    """After twelve hours an open page takes its data away, though nobody touches it."""
    window = visit(is_new=True, address=guarded)
    cookie = signed_for(guarded, time.time() - 12 * HOUR + 15)
    window.context.add_cookies([{"name": "_streamlit_user", "value": cookie, "url": guarded}])
    window.open("data").wait("Data")
    window.wait("Sign in to depmap")
    assert window.page.locator("input, .dm-as-of, table").count() == 0


@slow
def test_person_of_another_domain_is_refused(visit: Visit, guarded: str) -> None:
    """Eve has an account with the provider, but not with us: a sentence and the way out."""
    window = visit(is_new=True, address=guarded).open("")
    ear = Ear(window.page)
    sign_in(window, EVE).wait("Not open to this account")
    assert window.page.get_by_text("You are signed in as eve@elsewhere.net").is_visible()
    assert window.page.get_by_role("button", name="Sign out").is_visible()
    window.open("plan").wait("Not open to this account")
    assert told(ear.everything()) == []
    status, body = fetched(f"{guarded}/media/x.csv", cookies_of(window.context))
    assert (status, body) == (403, b"This dashboard is not open to your account.\n")


@slow
def test_group_is_asked_for_under_a_base_path(visit: Visit, grouped: str) -> None:
    """Anna is one of the readers, Boris is not; the doors are the same below /map."""
    reader = sign_in(visit(is_new=True, address=grouped).open("plan?theme=Design"), ANNA)
    assert (reader.place, reader.chosen("theme")) == ("plan", ["Design"])
    outsider = visit(is_new=True, address=grouped).open("")
    ear = Ear(outsider.page)
    sign_in(outsider, BORIS).wait("Not open to this account")
    assert told(ear.everything()) == []
    for place in ("media/x.csv", "api/items", "_stcore/metrics"):
        assert fetched(f"{grouped}/{place}")[0] == 401
        assert fetched(grouped.replace("/map", f"/{place}"))[0] == 401


def test_programs_bring_a_token(guarded: str, grouped: str) -> None:
    """The plan's address takes the right token, and does not exist where none is configured."""
    plan = f"{guarded}/api/plan.csv?theme=Design"
    status, body = fetched(plan, Authorization=f"Bearer {TOKEN}")
    assert (status, len(told(body)) > 5) == (200, True)
    for wrong in (f"Bearer {TOKEN[:-1]}", "Bearer ", TOKEN, f"Basic {TOKEN}"):
        assert fetched(plan, Authorization=wrong)[0] == 401
    assert fetched(f"{grouped}/api/plan.csv", Authorization=f"Bearer {TOKEN}")[0] == 404
    assert fetched(f"{guarded}/healthz", Authorization=f"Bearer {TOKEN}")[1] == b'{"status":"ok"}'


def start(*options: str) -> subprocess.CompletedProcess[str]:
    """Starts a server that is expected to give up."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = (f"--server.port={free_port()}", *options)
    return subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@slow
def test_open_server_does_not_start_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a login an address that others reach needs the word of whoever starts it."""
    monkeypatch.delenv("DEPMAP_ALLOW_OPEN", raising=False)
    ended = start("--server.address=0.0.0.0")
    assert ended.returncode == 1
    assert "depmap does not start: it would show the portfolio to everyone" in ended.stderr
    assert "DEPMAP_ALLOW_OPEN=1" in ended.stderr
    assert "Traceback" not in ended.stderr
    monkeypatch.setitem(os.environ, "DEPMAP_ALLOW_OPEN", "1")
    with running(ROOT / "data", tmp_path / "cache", "--server.address=0.0.0.0") as address:
        assert fetched(f"{address}/api/plan.csv")[0] == 200
    assert "open to everyone who reaches it" in (tmp_path / "cache" / "server.log").read_text()


@slow
def test_secrets_that_do_not_load_are_no_open_door(tmp_path: Path) -> None:
    """A slip in secrets.toml, or a file that is not there, stops the start."""
    file = tmp_path / "secrets.toml"
    for written in (None, "[auth"):
        if written:
            file.write_text(written)
        ended = start(f"--secrets.files={file}")
        assert ended.returncode == 1
        assert "depmap does not start" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_without_a_login_strange_names_are_refused(server: str) -> None:
    """A web page that points its own name at this machine reads nothing from it."""
    port = urlsplit(server).port
    for place in ("", "api/plan.csv", "healthz"):
        status, body = fetched(f"{server}/{place}", Host=f"rebound.example.net:{port}")
        assert (status, told(body)) == (403, [])
        assert fetched(f"{server}/{place}", Host=f"localhost:{port}")[0] == 200
