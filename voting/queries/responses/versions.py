"""A submitted version in full: for the organisation whose it is, and an entered one for SECAS who has to confirm it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from voting.domain.confidentiality import Confidentiality
from voting.domain.errors import NotFound
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.responses import ResponseItem, ResponseRoute
from voting.models.modifications import UploadedFile
from voting.models.people import Organisation, Person
from voting.models.responses import ResponseItemRow, ResponseRow, ResponseVersion
from voting.queries.responses.consulted import (
    ConsultationView,
    consultation_view,
    opened_consultation,
)
from voting.queries.responses.drafts import submitted_item
from voting.queries.responses.own import own_versions, version_view
from voting.queries.responses.own_values import VersionView
from voting.queries.responses.targets import TargetView, targets_of_items

_NO_SUCH = "There is no such answer."


@dataclass(frozen=True, slots=True)
class SubmittedPoint:
    """One point as submitted."""

    targets: tuple[TargetView, ...]
    item: ResponseItem


@dataclass(frozen=True, slots=True)
class FullVersion:
    """A submitted version with every word of it."""

    consultation: ConsultationView
    organisation_id: int | None
    organisation: str
    version: VersionView
    confidentiality: Confidentiality
    no_comment_on_the_rest: bool
    also_for: str
    points: tuple[SubmittedPoint, ...]


@dataclass(frozen=True, slots=True)
class EnteredVersion:
    """An answer that SECAS entered, beside its evidence, for the second person. `organisations` can be linked to."""

    full: FullVersion
    sender: str
    evidence_name: str
    evidence_size: int
    confirmed_by: str
    confirmed_at: datetime | None
    is_linked: bool
    may_confirm: bool
    organisations: tuple[tuple[int, str], ...]


def own_version(
    session: Session, *, viewer: Actor, now: datetime, consultation_id: int, organisation_id: int, number: int
) -> FullVersion:
    """One version of one's own answer. At most five statements. Raises `NotPermitted` and `NotFound`."""
    check_permitted(viewer, Action.READ_OWN_RESPONSE, Subject(organisation_id=organisation_id))
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id)
    about = consultation_view(consultation, modification, now)
    view = next((one for one in own_versions(session, about, organisation_id) if one.number == number), None)
    if view is None:
        raise NotFound(_NO_SUCH)
    row, response, organisation = session.execute(
        sa.select(ResponseVersion, ResponseRow, Organisation)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .outerjoin(Organisation, Organisation.id == ResponseRow.organisation_id)
        .where(ResponseVersion.id == view.id)
    ).one()
    return _full(session, about, row, response, organisation, view)


def entered_version(
    session: Session, *, viewer: Actor, now: datetime, consultation_id: int, version_id: int
) -> EnteredVersion:
    """An answer that SECAS entered. Raises `NotFound` for any other, and `NotPermitted` for anybody but SECAS."""
    check_permitted(viewer, Action.READ_RETURNS)
    consultation, modification = opened_consultation(session, now=now, consultation_id=consultation_id, for_secas=True)
    found = session.execute(
        sa.select(ResponseVersion, ResponseRow, Organisation, Person.name, UploadedFile.name, UploadedFile.size)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .outerjoin(Organisation, Organisation.id == ResponseRow.organisation_id)
        .join(Person, Person.id == ResponseVersion.signed_by_id)
        .join(UploadedFile, UploadedFile.id == ResponseVersion.evidence_id)
        .where(ResponseVersion.id == version_id, ResponseVersion.route != ResponseRoute.PLATFORM)
        .where(ResponseRow.consultation_id == consultation_id)
    ).first()
    if found is None:
        raise NotFound(_NO_SUCH)
    row, response, organisation, entered_by, name, size = found
    view = version_view(row, entered_by, counts=False)
    full = _full(session, consultation_view(consultation, modification, now), row, response, organisation, view)
    hands = {row.signed_by_id, row.linked_by_id}
    is_linked = response.organisation_id is not None
    return EnteredVersion(
        full=full,
        sender=response.sender,
        evidence_name=name,
        evidence_size=size,
        confirmed_by=_name(session, row.confirmed_by_id),
        confirmed_at=row.confirmed_at,
        is_linked=is_linked,
        may_confirm=viewer.is_secas and is_linked and row.confirmed_at is None and viewer.person_id not in hands,
        organisations=() if is_linked else organisation_choices(session),
    )


def evidence_file(
    session: Session, *, viewer: Actor, now: datetime, consultation_id: int, version_id: int
) -> tuple[str, bytes]:
    """The message behind an entered answer: its name and its bytes. For SECAS."""
    check_permitted(viewer, Action.READ_RETURNS)
    opened_consultation(session, now=now, consultation_id=consultation_id, for_secas=True)
    file = session.scalar(
        sa.select(UploadedFile)
        .options(undefer(UploadedFile.content))
        .join(ResponseVersion, ResponseVersion.evidence_id == UploadedFile.id)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .where(ResponseVersion.id == version_id, ResponseRow.consultation_id == consultation_id)
    )
    if file is None:
        raise NotFound(_NO_SUCH)
    return file.name, file.content


def organisation_choices(session: Session) -> tuple[tuple[int, str], ...]:
    """Every organisation whose answer it could be, by name."""
    rows = session.execute(
        sa.select(Organisation.id, Organisation.name)
        .where(Organisation.ceased_on.is_(None))
        .order_by(Organisation.name)
    )
    return tuple((row.id, row.name) for row in rows)


def _name(session: Session, person_id: int | None) -> str:
    if person_id is None:
        return ""
    return session.scalar(sa.select(Person.name).where(Person.id == person_id)) or ""


def _full(
    session: Session,
    about: ConsultationView,
    row: ResponseVersion,
    response: ResponseRow,
    organisation: Organisation | None,
    view: VersionView,
) -> FullVersion:
    items = session.scalars(
        sa.select(ResponseItemRow)
        .where(ResponseItemRow.response_version_id == row.id)
        .order_by(ResponseItemRow.position_in_response)
    ).all()
    targets = targets_of_items(session, [item.id for item in items]) if items else {}
    return FullVersion(
        consultation=about,
        organisation_id=response.organisation_id,
        organisation=organisation.name if organisation else response.sender,
        version=view,
        confidentiality=row.confidentiality,
        no_comment_on_the_rest=row.no_comment_on_the_rest,
        also_for=row.also_for,
        points=tuple(
            SubmittedPoint(targets[item.id], submitted_item(item, (view.target for view in targets[item.id])))
            for item in items
        ),
    )
