"""Short random keys for clauses and hunks: what permalinks hold, whatever happens to the numbers."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial

# No vowels, so that no key spells a word, and nothing that is read as another sign.
_SIGNS = b"23456789bcdfghjkmnpqrstvwxz"
# Some signs come a little more often than others, which matters to nobody: keys are names, not secrets.
_SIGN_OF_BYTE = bytes(_SIGNS[byte % len(_SIGNS)] for byte in range(256))
_LENGTH = 6
_TRIES = 1_000
_AT_ONCE = 256


class KeysRanOut(RuntimeError):
    """The source of keys keeps giving keys that are in use."""


def short_key() -> str:
    """A random key of six signs (about 28 bits), safe in an address and in an HTML id."""
    return os.urandom(_LENGTH).translate(_SIGN_OF_BYTE).decode("ascii")


def _short_keys() -> Iterator[str]:
    """Keys as `short_key` makes them, many from one call of the system: a long document takes ten thousand."""
    while True:
        signs = os.urandom(_LENGTH * _AT_ONCE).translate(_SIGN_OF_BYTE).decode("ascii")
        yield from (signs[at : at + _LENGTH] for at in range(0, len(signs), _LENGTH))


def unused_keys(new_key: Callable[[], str], taken: Iterable[str] = ()) -> Callable[[], str]:
    """A source that gives each key once and none of `taken`. It raises `KeysRanOut` where `new_key` has no other."""
    given = set(taken)
    if new_key is short_key:
        new_key = partial(next, _short_keys())

    def next_key() -> str:
        for _ in range(_TRIES):
            key = new_key()
            if key and key not in given:
                given.add(key)
                return key
        raise KeysRanOut(f"{_TRIES} keys in a row were in use already.")

    return next_key
