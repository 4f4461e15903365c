"""Importing legal text: two pasted texts become a draft version, with keys, owners and places carried over."""

from datetime import datetime

from sqlalchemy.orm import Session

from voting.documents.legal_text.comparison import redline_from_texts
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.observations import parse_document
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.queries.modifications.loading import modification_known
from voting.services.history import record
from voting.services.legal_text.code_documents import document_of_code
from voting.services.legal_text.drafting import facts_of, put_draft, sec_version_named

LONGEST_TEXT = 5_000_000


class NothingPasted(RuleBroken):
    """Both texts are empty."""


class TextTooLong(RuleBroken):
    """A text is longer than any document of the code."""


def import_legal_text(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    document: str,
    title: str,
    sec_version: str,
    as_is: str,
    to_be: str,
) -> int:
    """Make (or, while it is a draft, make anew) the next version of a document's legal text, and give its id.

    Clause and hunk keys of the version before are carried over and with them the hunks' owners; what found no place is
    kept in `unplaced`. Raises `DocumentNotRecognised`, `NothingPasted`, `NothingChanges`, `SecVersionMissing`,
    `TextTooLong` and `RedlineInconsistent`.
    """
    modification = modification_known(session, modification_id)
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    document_row = document_of_code(session, parse_document(document), title)
    _check_texts(as_is, to_be)
    version = sec_version_named(sec_version)
    redline = redline_from_texts(as_is, to_be, document=document_row.code, sec_version=version)
    draft = put_draft(
        session,
        actor=actor,
        now=now,
        modification_id=modification_id,
        code_document=document_row,
        redline=redline,
        texts=(as_is, to_be),
    )
    record(
        session,
        now,
        Entry(
            "import_legal_text",
            actor.person_id,
            (("legal_text_version", draft.id), ("code_document", document_row.id)),
            facts=facts_of(session, draft),
            modification_id=modification_id,
        ),
    )
    return draft.id


def _check_texts(as_is: str, to_be: str) -> None:
    if not (as_is.strip() or to_be.strip()):
        raise NothingPasted("Paste the text in force, the proposed text, or both.", "to_be")
    if max(len(as_is), len(to_be)) > LONGEST_TEXT:
        raise TextTooLong(
            "A text has more than 5,000,000 characters. Paste one document of the code at a time.", "to_be"
        )
