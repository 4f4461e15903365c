"""Other people's answers and votes in any number, as rows: what a page must not grow with."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.builders.ballots import OpenBallot
from tests.builders.consultations import OpenedConsultation
from tests.world import LONG_AGO, World
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.votes import VoteChoice
from voting.domain.confidentiality import Confidentiality
from voting.domain.history import Entry, new_receipt
from voting.domain.people import OrganisationKind, PartyCategory, Role
from voting.domain.responses import ResponseRoute
from voting.models.ballots import BallotOption, RosterRow, VoteRow
from voting.models.consultations import Invitation
from voting.models.people import Organisation, PartyCategoryPeriod, Person, RoleGrant
from voting.models.responses import DraftRow, ItemTarget, ResponseItemRow, ResponseRow, ResponseVersion
from voting.services import history

SAID = "The register is kept and published already, so that the sentence says one thing twice. " * 3


def add_answers(world: World, opened: OpenedConsultation, count: int, *, received: datetime, prefix: str) -> None:
    """Answers of `count` further Parties, three points each and a draft beside them, with their history entries."""
    questions = opened.question_ids
    observations = [one for text in opened.texts for one in text.observation_ids]
    clauses = [one for text in opened.texts for one in text.clause_ids]
    with Session(world.database.engine) as session:
        for place in range(count):
            organisation, person = _party(session, f"{prefix}-{place}")
            session.add(Invitation(consultation_id=opened.id, organisation_id=organisation.id))
            session.add(
                DraftRow(
                    consultation_id=opened.id,
                    organisation_id=organisation.id,
                    confidentiality=Confidentiality.PUBLIC,
                    saved_at=received,
                )
            )
            response = ResponseRow(consultation_id=opened.id, organisation_id=organisation.id)
            session.add(response)
            session.flush()
            version = ResponseVersion(
                response_id=response.id,
                number=1,
                is_nil=False,
                confidentiality=Confidentiality.PUBLIC,
                no_comment_on_the_rest=False,
                route=ResponseRoute.PLATFORM,
                received_at=received,
                entered_at=received,
                signed_by_id=person.id,
                is_late=False,
                receipt=new_receipt(),
            )
            session.add(version)
            session.flush()
            points = [
                ResponseItemRow(
                    response_version_id=version.id,
                    key=f"p{number}",
                    position_in_response=number,
                    position="agree",
                    comment=SAID,
                    own_wording="",
                    public_version="",
                )
                for number in range(3)
            ]
            session.add_all(points)
            session.flush()
            abouts = (
                {"question_id": questions[place % len(questions)]},
                {"observation_id": observations[place % len(observations)]} if observations else {},
                {"clause_id": clauses[place % len(clauses)]} if clauses else {},
            )
            session.add_all(
                ItemTarget(response_item_id=point.id, **about)
                for point, about in zip(points, abouts, strict=True)
                if about
            )
            entry = Entry(
                "submit_response",
                person.id,
                (("response_version", version.id),),
                modification_id=opened.modification_id,
                receipt=version.receipt,
            )
            history._write(session, received, entry)
        session.commit()


def add_votes(world: World, ballot: OpenBallot, count: int, *, cast: datetime, but: Collection[str]) -> None:
    """`count` votes cast in turn by all seats `but` these, a second apart; each seat's last one counts."""
    with Session(world.database.engine) as session:
        option_id = session.scalars(sa.select(BallotOption.id).where(BallotOption.ballot_id == ballot.id)).one()
        seats = session.scalars(
            sa.select(RosterRow)
            .where(RosterRow.ballot_id == ballot.id, RosterRow.seat_key.not_in(but), RosterRow.holder_id.is_not(None))
            .order_by(RosterRow.position)
        ).all()
        for place in range(count):
            seat, at = seats[place % len(seats)], cast + timedelta(seconds=place)
            vote = VoteRow(
                ballot_id=ballot.id,
                roster_id=seat.id,
                option_id=option_id,
                choice=VoteChoice.APPROVE,
                objectives="g",
                reason=SAID,
                given_by_id=seat.holder_id,
                given_as=Standing.MEMBER,
                entered_by_id=seat.holder_id,
                cast_at=at,
                received_at=at,
                receipt=new_receipt(),
            )
            session.add(vote)
            session.flush()
            entry = Entry(
                "cast_vote",
                vote.given_by_id,
                (("vote", vote.id),),
                modification_id=ballot.modification_id,
                receipt=vote.receipt,
            )
            history._write(session, at, entry)
        session.commit()


def _party(session: Session, key: str) -> tuple[Organisation, Person]:
    organisation = Organisation(key=key, name=f"{key} (test)", kind=OrganisationKind.PARTY)
    session.add(organisation)
    session.flush()
    person = Person(name=f"Signatory of {key}", email=f"{key}@crowd.example", organisation_id=organisation.id)
    period = PartyCategoryPeriod(
        organisation_id=organisation.id, category=PartyCategory.SMALL_SUPPLIERS, valid_from=LONG_AGO
    )
    session.add_all([person, period])
    session.flush()
    session.add(
        RoleGrant(
            person_id=person.id,
            role=Role.PARTY_SIGNATORY,
            organisation_id=organisation.id,
            valid_from=LONG_AGO,
        )
    )
    return organisation, person
