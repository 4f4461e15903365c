"""The words that people read for the enums of confidentiality."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.confidentiality import Audience, Classification, Confidentiality, ItemKind, LeakKind, Reader, Reading

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    Confidentiality: {
        Confidentiality.PUBLIC: "Public",
        Confidentiality.ANONYMOUS: "Anonymous",
        Confidentiality.BOARD_AND_AUTHORITY: "Change Board and Authority only",
        Confidentiality.SECAS_AND_AUTHORITY: "SECAS and Authority only",
    },
    Reader: {
        Reader.ANYBODY: "everybody",
        Reader.BOARD: "Change Board",
        Reader.AUTHORITY: "Authority",
        Reader.SECAS: "SECAS",
    },
    Reading: {
        Reading.FULL: "in full",
        Reading.WITHOUT_NAME: "without the name",
        Reading.PUBLIC_VERSION: "version for publication",
        Reading.DECLARED_BLANK: "withheld by the respondent",
        Reading.HIDDEN: "hidden",
    },
    ItemKind: {
        ItemKind.DRAFT: "draft",
        ItemKind.NOTE: "internal note",
        ItemKind.SUBMITTED: "submitted",
    },
    Audience: {
        Audience.PUBLIC: "the public",
        Audience.BOARD: "the Change Board",
        Audience.AUTHORITY: "the Authority",
        Audience.SECAS: "SECAS",
    },
    LeakKind: {
        LeakKind.CONFIDENTIAL_WORDS: "words of a confidential text",
        LeakKind.ORGANISATION_NAME: "name of an organisation that is withheld",
        LeakKind.PERSON_NAME: "name of a person that is withheld",
        LeakKind.EMAIL_ADDRESS: "e-mail address",
        LeakKind.PHONE_NUMBER: "telephone number",
    },
    Classification: {
        Classification.WHITE: "White",
        Classification.GREEN: "Green",
        Classification.AMBER: "Amber",
        Classification.RED: "Red",
    },
}
