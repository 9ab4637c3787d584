"""The timer of an open page gives way to what the page is about to show.

Streamlit drops what a run still has to say once another one has begun. On a busy server the timer
(frame.follow) can come between the end of a run and the delivery of what it drew: then a filter is
set, and the rows stay those of before. Streamlit looks for this where the fragment is gone, not
where it is still there.
"""

from __future__ import annotations

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

_request_rerun = AppSession.request_rerun


def give_way() -> None:
    """Lets timers of all sessions skip a turn while a run goes on, or has not all been sent."""
    AppSession.request_rerun = _request  # type: ignore[assignment, method-assign]


def _request(session: AppSession, client_state: ClientState | None) -> None:
    is_timer = client_state is not None and client_state.is_auto_rerun
    # It is set until the last of what a run has to say is on its way.
    if is_timer and session._scriptrunner is not None:
        return
    _request_rerun(session, client_state)
