"""Signing in: the password, the server-side session, the limits. Known and unknown addresses get the same answer."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import RuleBroken
from voting.domain.people import token_hash
from voting.models.people import Person, SignInAttempt, SignInSession
from voting.services.people.passwords import verify_password

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 60
# How often a session's last use is written down: often enough for the idle limit, too seldom to cost a write a page.
TOUCH_EVERY = timedelta(minutes=5)


class TooManyTries(RuleBroken):
    """Too many failed tries for this account or from this address."""


def sign_in(session: Session, *, now: datetime, email: str, password: str, address: str) -> str | None:
    """Begin a session and give its secret token, or None where address and password do not belong together.

    A refusal is an answer and not an error, because the failed try has to be committed. Raises `TooManyTries`.
    """
    email = email.strip().lower()
    keys = {_key("account", email): TRIES_PER_ACCOUNT, _key("address", address): TRIES_PER_ADDRESS}
    for key, limit in keys.items():
        if _failures(session, key, now) >= limit:
            raise TooManyTries("Too many tries. Wait a quarter of an hour and try again.", "email")
    person = session.scalar(sa.select(Person).where(Person.email == email))
    is_right = verify_password(person.password_hash if person else None, password)
    session.add_all(SignInAttempt(key_hash=key, at=now, succeeded=is_right) for key in keys)
    if not (is_right and person and person.left_on is None):
        return None
    return start_session(session, now=now, person_id=person.id)


def start_session(session: Session, *, now: datetime, person_id: int) -> str:
    """Begin a session for somebody who has proved who they are, and give its secret token."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(token_hash=token_hash(token), person_id=person_id, created_at=now, seen_at=now, proved_at=now)
    )
    return token


def prove_again(session: Session, *, now: datetime, token: str, password: str, address: str) -> bool:
    """Whether it is still the same person, asked before something weighty. Raises `TooManyTries`."""
    live = session.scalar(sa.select(SignInSession).where(SignInSession.token_hash == token_hash(token)))
    person = session.get(Person, live.person_id) if live else None
    if live is None or person is None:
        return False
    key = _key("account", person.email)
    if _failures(session, key, now) >= TRIES_PER_ACCOUNT:
        raise TooManyTries("Too many tries. Wait a quarter of an hour and try again.", "password")
    is_right = verify_password(person.password_hash, password)
    session.add_all(
        SignInAttempt(key_hash=each, at=now, succeeded=is_right) for each in (key, _key("address", address))
    )
    if is_right:
        live.proved_at = now
    return is_right


def touch_session(session: Session, *, now: datetime, token: str) -> None:
    """Note that a session is in use."""
    mine = SignInSession.token_hash == token_hash(token)
    session.execute(sa.update(SignInSession).where(mine, SignInSession.ended_at.is_(None)).values(seen_at=now))


def end_session(session: Session, *, now: datetime, token: str) -> None:
    """Sign out."""
    mine = SignInSession.token_hash == token_hash(token)
    session.execute(sa.update(SignInSession).where(mine, SignInSession.ended_at.is_(None)).values(ended_at=now))


def _key(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode()).digest()


def _failures(session: Session, key: bytes, now: datetime) -> int:
    failed = (SignInAttempt.key_hash == key) & (SignInAttempt.at > now - WINDOW) & SignInAttempt.succeeded.is_(False)
    return session.scalar(sa.select(sa.func.count()).where(failed)) or 0
