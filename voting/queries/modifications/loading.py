"""One modification as queries and services begin with it, and its implementation approach, read from their rows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.modifications.implementation import ImplementationOption
from voting.domain.people import Actor, Subject
from voting.models.calendar import Release
from voting.models.modifications import ImplementationOptionRow, Modification

NO_SUCH_MODIFICATION = "There is no such modification."
NOT_IN_CALENDAR = "release not in the calendar"


def modification_numbered(session: Session, number: str) -> Modification:
    """The modification of this number ("MP171"). One statement. Raises `NotFound`."""
    return _found(session.scalar(sa.select(Modification).where(Modification.number == number)))


def modification_known(session: Session, modification_id: int) -> Modification:
    """The modification of this id. One statement at the most. Raises `NotFound`."""
    return _found(session.get(Modification, modification_id))


def subject_of(row: Modification) -> Subject:
    """The modification as permission sees it: who proposed it, and which body approves its report."""
    return Subject(
        state=row.stage.value,
        proposer_ids=frozenset[int]() if row.proposer_id is None else frozenset({row.proposer_id}),
        approving_body=row.approving_body,
    )


def drafts_read_by(viewer: Actor) -> sa.ColumnElement[bool]:
    """Of which modifications the viewer reads drafts: as `may(viewer, Action.READ_REPORT_DRAFT, …)` has it, in SQL."""
    if viewer.is_secas:
        return sa.true()
    proposes = sa.false() if viewer.person_id is None else Modification.proposer_id == viewer.person_id
    return sa.or_(proposes, Modification.approving_body.in_(sorted(viewer.approves_for)))


def options_of(session: Session, modification_id: int) -> tuple[ImplementationOption, ...]:
    """The implementation approach in its order, each option with the name of the Release on its date."""
    rows = session.execute(
        sa.select(ImplementationOptionRow.release_on, ImplementationOptionRow.decide_by, Release.name)
        .outerjoin(Release, Release.release_on == ImplementationOptionRow.release_on)
        .where(ImplementationOptionRow.modification_id == modification_id)
        .order_by(ImplementationOptionRow.position, Release.id)
    ).all()
    # Two Releases may share a day; the option is still one.
    named = {(release_on, decide_by): name for release_on, decide_by, name in reversed(rows)}
    return tuple(
        ImplementationOption(release_on, decide_by, release_words(named[release_on, decide_by]))
        for release_on, decide_by in dict.fromkeys((row[0], row[1]) for row in rows)
    )


def release_words(name: str | None) -> str:
    """A Release as sentences name it: "November 2027 release"; that none has this date is said, not guessed."""
    return f"{name} release" if name else NOT_IN_CALENDAR


def _found(row: Modification | None) -> Modification:
    if row is None:
        raise NotFound(NO_SUCH_MODIFICATION)
    return row
