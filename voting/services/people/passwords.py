"""Passwords: argon2id, at least fifteen characters, none that everybody tries first."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from voting.domain.errors import RuleBroken

MINIMUM = 15
MAXIMUM = 200

# OWASP's second recommended setting: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified when there is no such account, so that both answers take the same time.
_NOBODY = _HASHER.hash("nobody has this password")

# What lists of leaked passwords have at fifteen characters and above, reduced to what repeats in them.
_COMMON_PARTS = (
    "password", "passw0rd", "p@ssword", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "iloveyou", "letmein",
    "welcome", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "batman",
    "trustno", "administrator", "admin", "login", "master", "shadow", "michael", "jennifer", "1q2w3e4r5t",
    "1qaz2wsx", "abc", "smartenergy", "secas",
)  # fmt: skip


class PasswordTooWeak(RuleBroken):
    """The password is too short, too long, or one of those that are tried first."""


def hash_password(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The argon2id hash, or `PasswordTooWeak`. `about` are the person's own name and address, not to be used."""
    check_password(password, about=about)
    return _HASHER.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for an account that does not exist."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def check_password(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Pass, or raise `PasswordTooWeak`."""
    if len(password) < MINIMUM:
        raise PasswordTooWeak(
            f"Use at least {MINIMUM} characters; three or four unrelated words are easy to keep.", "password"
        )
    if len(password) > MAXIMUM:
        raise PasswordTooWeak(f"Use at most {MAXIMUM} characters.", "password")
    rest = password.lower()
    for part in (
        *_COMMON_PARTS,
        *(word.lower() for text in about for word in text.replace("@", " ").split() if len(word) > 3),
    ):
        rest = rest.replace(part, "")
    # What is left after the well-known parts must still be something: not one letter, not digits in a row.
    if len(set(rest)) < 6 or rest.isdigit():
        raise PasswordTooWeak("This password is one of those that are tried first. Use unrelated words.", "password")
