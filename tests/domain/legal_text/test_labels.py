"""Every member that a page may show has words of its own."""

from enum import StrEnum

import pytest

from voting.domain.labels import label
from voting.domain.legal_text import ClauseKind, ClauseState, HunkOwner, HunkState, KeyOf, SpanKind, View


@pytest.mark.parametrize("enum", [ClauseKind, ClauseState, HunkOwner, HunkState, KeyOf, SpanKind, View])
def test_every_member_has_words(enum: type[StrEnum]) -> None:
    assert all(label(member) for member in enum)
