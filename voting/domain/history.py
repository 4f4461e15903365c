"""What a history entry is: its leaf, its salted text hashes, and the receipt a person is given."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

RECEIPT_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one use case did: its name, whom it was done by, every id it changed, its facts, and its texts.

    `changed` lists (table, id). `facts` holds words, numbers and ISO times that must stay readable for ever; text that
    may lawfully have to go (a comment, a rationale, a name) belongs in `texts`, of which the leaf holds salted hashes.
    """

    use_case: str
    person_id: int | None
    changed: tuple[tuple[str, int], ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    modification_id: int | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class SaltedText:
    """A text with the salt under which its digest stands in the leaf."""

    text: str
    salt: bytes
    digest: bytes


def salted(text: str, salt: bytes) -> SaltedText:
    """The text with its digest: SHA-256 of the 128-bit salt followed by the UTF-8 text."""
    return SaltedText(text, salt, hashlib.sha256(salt + text.encode()).digest())


def leaf_value(
    entry: Entry, *, index: int, at: datetime, salt: bytes, digests: Mapping[str, bytes]
) -> dict[str, object]:
    """The JSON value of a leaf, ready to be made canonical (RFC 8785). The salt keeps its hash from being guessed."""
    return {
        "format": 1,
        "index": index,
        "at": instant(at),
        "use_case": entry.use_case,
        "person": entry.person_id,
        "changed": [[table, row] for table, row in entry.changed],
        "facts": dict(entry.facts),
        "texts": {name: digest.hex() for name, digest in sorted(digests.items())},
        "receipt": entry.receipt,
        "salt": salt.hex(),
    }


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf), the leaf hash of RFC 9162 section 2.1.1."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def instant(at: datetime) -> str:
    """An instant as it stands in the record: UTC, microseconds, `Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_receipt() -> str:
    """A fresh receipt code such as `7K2H-9QXM-4TRW`: 60 random bits, without letters that look alike."""
    bits = secrets.randbits(60)
    letters = "".join(RECEIPT_ALPHABET[bits >> 5 * place & 31] for place in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
