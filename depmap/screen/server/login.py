"""Who may see the dashboard: the login settings of secrets.toml, the sign-in page, the sign-out.

Streamlit speaks OpenID Connect (st.login) and keeps who signed in in a signed cookie. What it
leaves to us is here and in guard.py: nothing of the portfolio goes to anyone who is not signed in
and allowed, and a sign-in ends. docs/login.md says how to configure it.
"""

from __future__ import annotations

import enum
import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError

from depmap.screen.pieces.markup import tag, text
from depmap.screen.state.places import STATIC

# Our own section of secrets.toml, beside Streamlit's [auth].
SECTION = "depmap"
LISTS = ("allowed_emails", "allowed_domains", "allowed_groups")
OPTIONS = (*LISTS, "groups_claim", "sign_in_hours", "api_token")
PROVIDER_OPTIONS = ("client_id", "client_secret", "server_metadata_url")
# Characters of cookie_secret and api_token. Who guesses the first can sign in as anybody.
LEAST_SECRET = 32
# Streamlit's cookie lives 30 days; a working day is enough for us.
SIGN_IN_HOURS = 12.0
MOST_HOURS = 30 * 24.0
CALLBACK = "/oauth2callback"
STYLESHEET = STATIC / "login.css"


class LoginProblem(Exception):
    """The login settings cannot be used; says what was found and what to do."""


class Standing(enum.Enum):
    """What the dashboard makes of a visitor."""

    ADMITTED = enum.auto()
    SIGNED_OUT = enum.auto()
    REFUSED = enum.auto()


@dataclass(frozen=True)
class Login:
    """The login of one server. Emails and domains in lower case; an empty list asks for nothing."""

    provider: str
    redirect_uri: str
    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    groups_claim: str = "groups"
    hours: float = SIGN_IN_HOURS
    api_token: str = ""

    @property
    def origin(self) -> str:
        """The scheme and host that people open the dashboard at."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    def standing(self, claims: Mapping[str, Any], now: float) -> Standing:
        """What the claims of an identity token, as Streamlit keeps them, allow at `now` (Unix s).

        An email or domain in the lists is enough for the two of them; a group is asked for in
        addition. A sign-in older than `hours`, or of unknown age, is none.
        """
        issued = claims.get("iat")
        if claims.get("is_logged_in") is not True or not isinstance(issued, int | float):
            return Standing.SIGNED_OUT
        if now - issued > self.hours * 3600:
            return Standing.SIGNED_OUT
        is_allowed = self._knows(claims) and self._has_a_group(claims)
        return Standing.ADMITTED if is_allowed else Standing.REFUSED

    def _knows(self, claims: Mapping[str, Any]) -> bool:
        if not (self.emails or self.domains):
            return True
        # A provider that does not vouch for the address says so; one that always does may not.
        if claims.get("email_verified", True) not in (True, "true"):
            return False
        email = str(claims.get("email") or "").lower()
        _, at, domain = email.rpartition("@")
        return email in self.emails or (bool(at) and domain in self.domains)

    def _has_a_group(self, claims: Mapping[str, Any]) -> bool:
        found = claims.get(self.groups_claim)
        held = [found] if isinstance(found, str) else found if isinstance(found, list) else []
        return not self.groups or any(group in held for group in self.groups)


def read(secrets: Mapping[str, Any]) -> Login | None:
    """The login that secrets.toml asks for; None when it asks for none. Raises LoginProblem."""
    own = _section(secrets, SECTION)
    if "auth" not in secrets:
        if own:
            raise LoginProblem(f"[{SECTION}] is set, but there is no [auth]. See docs/login.md.")
        return None
    auth = _section(secrets, "auth")
    provider = _provider(auth)
    if len(str(auth.get("cookie_secret", ""))) < LEAST_SECRET:
        raise LoginProblem(f"[auth] cookie_secret needs {LEAST_SECRET} random characters or more.")
    redirect_uri = str(auth.get("redirect_uri", ""))
    if not redirect_uri.startswith(("https://", "http://")) or not redirect_uri.endswith(CALLBACK):
        raise LoginProblem(
            f'[auth] redirect_uri is "{redirect_uri}"; expected the address of the dashboard '
            f"with {CALLBACK} at its end."
        )
    unknown = sorted(set(own) - set(OPTIONS))
    if unknown:
        raise LoginProblem(
            f'[{SECTION}] does not know "{unknown[0]}"; it knows {", ".join(OPTIONS)}.'
        )
    emails, domains, groups = (_words(own, name) for name in LISTS)
    return Login(
        provider=provider,
        redirect_uri=redirect_uri.replace("{port}", str(config.get_option("server.port"))),
        emails=frozenset(email.lower() for email in emails),
        domains=frozenset(domain.lower().removeprefix("@") for domain in domains),
        groups=groups,
        groups_claim=str(own.get("groups_claim", "groups")),
        hours=_hours(own),
        api_token=_api_token(own),
    )


def _section(secrets: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = secrets.get(name, {})
    if not isinstance(found, Mapping):
        raise LoginProblem(f"{name} in secrets.toml has to be a section, [{name}].")
    return found


def _provider(auth: Mapping[str, Any]) -> str:
    """The name st.login knows the one provider by."""
    named = [name for name, value in auth.items() if isinstance(value, Mapping)]
    if "client_id" in auth:
        provider, options = "default", auth
    elif len(named) == 1:
        provider, options = named[0], auth[named[0]]
    else:
        raise LoginProblem("[auth] needs client_id, or exactly one section [auth.<name>] with it.")
    missing = [name for name in PROVIDER_OPTIONS if not options.get(name)]
    if missing:
        raise LoginProblem(f"[auth] lacks {', '.join(missing)} for its provider.")
    return provider


def _words(own: Mapping[str, Any], name: str) -> frozenset[str]:
    found = own.get(name)
    if found is None:
        return frozenset()
    # An empty list is refused: it could mean everybody or nobody.
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise LoginProblem(f'[{SECTION}] {name} has to be a list of words, such as ["one"].')
    if not found:
        raise LoginProblem(f"[{SECTION}] {name} is empty. Name somebody, or leave it out.")
    return frozenset(found)


def _hours(own: Mapping[str, Any]) -> float:
    hours = own.get("sign_in_hours", SIGN_IN_HOURS)
    if not isinstance(hours, int | float) or not 0 < hours <= MOST_HOURS:
        raise LoginProblem(f"[{SECTION}] sign_in_hours has to be over 0 and at most {MOST_HOURS}.")
    return float(hours)


def _api_token(own: Mapping[str, Any]) -> str:
    token = str(own.get("api_token", ""))
    if "api_token" in own and (len(token) < LEAST_SECRET or not token.isascii()):
        raise LoginProblem(
            f"[{SECTION}] api_token needs {LEAST_SECRET} random ASCII characters or more."
        )
    return token


@functools.cache
def settings() -> Login | None:
    """The login of this server; None when it has none. Raises LoginProblem.

    Read once: later edits of secrets.toml wait for a restart, so no edit can open the doors of a
    running server.
    """
    try:
        return read(st.secrets.to_dict())
    except StreamlitSecretNotFoundError as error:
        # Also what Streamlit raises for a file that does not parse. Only no file at all is no
        # login; a file that was named or is there was meant to say something.
        files = config.get_option("secrets.files")
        if config.is_manually_set("secrets.files") or any(Path(file).exists() for file in files):
            raise LoginProblem(str(error)) from error
        return None
    except (OSError, ValueError) as error:
        raise LoginProblem(f"secrets.toml cannot be read: {error}") from error


def _standing() -> Standing:
    login = settings()
    if login is None:
        return Standing.ADMITTED
    return login.standing(st.user.to_dict(), time.time())


def is_admitted() -> bool:
    """Whether the visitor of this run may see the portfolio."""
    return _standing() is Standing.ADMITTED


def draw_door() -> None:
    """The whole page for a visitor who is not admitted: a way in, or why there is none."""
    login = settings()
    if login is None:
        return
    if _standing() is Standing.SIGNED_OUT:
        st.html(tag("header", "dm-head", tag("h1", "", text("Sign in to depmap"))))
        st.button("Sign in", type="primary", on_click=st.login, args=(login.provider,))
        return
    sentence = (
        f"You are signed in as {_who()}, but this dashboard is not open to that account. Ask the "
        "people who run it, or sign out and choose another account."
    )
    head = tag("header", "dm-head", tag("h1", "", text("Not open to this account")))
    st.html(head + tag("p", "", text(sentence)))
    st.button("Sign out", on_click=st.logout)


def draw_sign_out() -> None:
    """Who is signed in and the way out, in the header; nothing without a login."""
    if settings() is None:
        return
    st.html(f"<style>{STYLESHEET.read_text(encoding='utf-8')}</style>")
    with st.container(key="signed_in"):
        st.button("Sign out", type="tertiary", on_click=st.logout, help=f"Signed in as {_who()}")


def _who() -> str:
    return str(st.user.get("email") or st.user.get("name") or st.user.get("sub"))
