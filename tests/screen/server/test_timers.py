"""The timer of a page takes nothing away from what the page is about to show."""

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState

from depmap.screen.server import timers

TIMER = ClientState(fragment_id="follow", is_auto_rerun=True)
PERSON = ClientState(query_string="theme=Design")


class Ended:
    """A run that has ended and whose last words Streamlit has not sent yet."""

    def request_rerun(self, _):
        return False

    def request_stop(self):
        pass


class Session(AppSession):
    """Streamlit's session as far as it decides whether a request begins a run of its own."""

    def __init__(self, runner):
        self._scriptrunner, self._state = runner, AppSessionState.APP_IS_RUNNING
        self.begun = []

    def __del__(self):
        """Nothing was begun that has to end."""

    def has_fragment(self, _):
        return True

    def _create_scriptrunner(self, initial_rerun_data):
        self.begun.append(initial_rerun_data.query_string)


@pytest.fixture(autouse=True)
def _as_served(monkeypatch):
    monkeypatch.setattr(AppSession, "request_rerun", AppSession.request_rerun)
    timers.give_way()


def asked(runner, request):
    session = Session(runner)
    session.request_rerun(request)
    return session.begun


def test_timer_waits_for_what_a_run_still_has_to_say():
    """A run that begins now would make Streamlit drop it; the timer comes again by itself."""
    assert asked(Ended(), TIMER) == []


def test_timer_of_a_page_at_rest_runs():
    """Otherwise no page would follow new data."""
    assert asked(None, TIMER) == [""]


def test_what_a_person_asks_for_is_never_left_out():
    """Whatever runs."""
    assert asked(Ended(), PERSON) == ["theme=Design"]
    assert asked(None, PERSON) == ["theme=Design"]
