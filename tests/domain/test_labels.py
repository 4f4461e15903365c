"""The words that people read: every member of every enum that has words has its own."""

from enum import StrEnum
from types import ModuleType

import pytest

from voting.domain import confidentiality, consultations, dispositions, labels, observations, responses
from voting.domain.modifications import lifecycle, timetable

PROCESS = (lifecycle, timetable, observations, consultations, responses, confidentiality, dispositions)


@pytest.mark.parametrize("enum", list(labels.LABELS), ids=lambda enum: enum.__name__)
def test_every_member_has_words_of_its_own(enum: type[StrEnum]) -> None:
    words = [labels.label(member) for member in enum]
    assert all(word.strip() and "_" not in word for word in words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("module", PROCESS, ids=lambda module: module.__name__)
def test_every_word_of_the_process_has_its_label(module: ModuleType) -> None:
    enums = {thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, StrEnum)}
    assert enums - {StrEnum} <= set(labels.LABELS)
