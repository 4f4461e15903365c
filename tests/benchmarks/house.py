"""What is measured: a house with a consultation, a vote and 1,000 clauses, and other people's answers beside it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from tests.benchmarks.legal_text import drafts
from tests.benchmarks.measuring import Request
from tests.builders.ballots import FULL_BOARD, OpenBallot, open_ballot
from tests.builders.consultations import OpenedConsultation, TextMade, add_modification, instant, open_consultation
from tests.builders.crowds import add_answers, add_votes
from tests.builders.modifications import add_report_version
from tests.builders.responses import agree, draft, question
from tests.checking_client import SETTINGS, CheckingClient, FormOnPage
from tests.world import HOUSE, LONG_AGO, World, at
from voting.app import create_app
from voting.db import Base, Database
from voting.domain.legal_text import HunkOwner
from voting.domain.modifications.report import ModificationReport
from voting.domain.observations import ObservationKind
from voting.domain.people import Role
from voting.models.legal_text import ClauseRow, HunkRow
from voting.services import legal_text, observations, people
from voting.services.people.sign_in import start_session

CLAUSES = 1_000
OBSERVATIONS = 10
DOCUMENT = "Appendix D"
PARTY = "brightloop"
# Somebody of whom most is asked: a signatory of a Party who has a seat on the Board as well.
VIEWER = "large_1"
# Who has not voted, and who has an answer drafted, before it is measured.
VOTERS = tuple(f"large_{place}" for place in range(2, 14))
ANSWERERS = tuple(f"answerer-{place}" for place in range(1, 7))
PREPARED = "2026-03-01T09:00"
SAID = "2026-03-03T10:00"


@dataclass(frozen=True)
class House:
    """A house at one size of data, and what addresses in it need."""

    world: World
    app: Flask
    others: int
    consultation: OpenedConsultation
    ballot: OpenBallot
    browsers: dict[str, CheckingClient] = field(default_factory=dict)

    @classmethod
    def built(cls, folder: Path, others: int) -> "House":
        """A house on a disk, as it is served, with `others` answers and `others` votes of other people."""
        database = Database(f"sqlite:///{folder / f'others-{others}.db'}")
        Base.metadata.create_all(database.engine)
        with at(PREPARED):
            world = World.begin(database)
            consultation = _consultation(world)
        ballot = open_ballot(world, board=FULL_BOARD)
        with at(PREPARED):
            signatory = {"role": Role.PARTY_SIGNATORY, "organisation_id": world.organisations[PARTY]}
            world.do(people.grant_role, HOUSE, person_id=world.people[VIEWER], valid_from=LONG_AGO, **signatory)
        for party in ANSWERERS:
            draft(world, consultation, party, agree(question(consultation), "Ours, and nobody else's."), when=SAID)
        add_answers(world, consultation, others, received=instant(SAID), prefix="other")
        add_votes(world, ballot, others, cast=instant(SAID), but=(VIEWER, *VOTERS))
        return cls(world, create_app(SETTINGS, database), others, consultation, ballot)

    @property
    def addresses(self) -> dict[str, str]:
        """The pages that are measured."""
        about = self.consultation
        observation = about.texts[0].observation_ids[0]
        return {
            "home": "/",
            "modification": "/modifications/MP801",
            "legal text, 1,000 clauses": "/modifications/MP801/legal-text/appendix-d",
            "observation": f"/modifications/MP801/observations/{observation}",
            "consultation": f"/consultations/{about.id}",
            "own answer": f"/consultations/{about.id}/respond/{self.world.organisations[PARTY]}",
            "ballot": f"/ballots/{self.ballot.id}",
        }

    def browser_of(self, person: str | None) -> CheckingClient:
        """The browser of somebody who is signed in, or of the public, with a form token in its cookie."""
        name = person or ""
        if name not in self.browsers:
            client = self.app.test_client()
            if person is not None:
                with self.world.database.scratch() as (session, now):
                    token = start_session(session, now=now, person_id=self.world.people[person])
                with client.session_transaction() as kept:
                    kept["_user_id"], kept["_fresh"] = token, True
            client.get("/about")
            self.browsers[name] = CheckingClient(self.app, client)
        return self.browsers[name]

    def get(self, path: str, person: str | None = None, **headers: str) -> Request:
        """A page as somebody asks for it; nobody is the public."""
        return Request.get(self.app, path, self._sent_by(person) | headers)

    def form(self, path: str, person: str, action: str) -> FormOnPage:
        """A form on a page, as the person's browser shows it."""
        return self.browser_of(person).get(path).form(action)

    def post(self, path: str, fields: Mapping[str, Any], person: str) -> Request:
        """A form as somebody sends it, as one press of its button."""
        pressed = dict(fields) | {"intent": secrets.token_urlsafe(16)}
        return Request.post(self.app, path, pressed, self._sent_by(person))

    def _sent_by(self, person: str | None) -> dict[str, str]:
        cookie = self.browser_of(person).client.get_cookie("voting")
        return {"Cookie": f"voting={cookie.value}"} if cookie else {}


def _consultation(world: World) -> OpenedConsultation:
    modification = add_modification(world, "MP801")
    add_report_version(world, modification, ModificationReport(title="A test modification"))
    in_force, proposed = drafts(CLAUSES)
    found = tuple(
        world.do(
            observations.add_observation,
            "analyst",
            modification_id=modification,
            document=DOCUMENT,
            document_title="SMKI Registration Authority Policies and Procedures",
            number=str(number),
            title="The register is not published",
            text="The register is kept and not published, so that nobody can check what stands in it. " * 3,
            recommendation="Publish it.",
            kind=ObservationKind.CLARITY,
        )
        for number in range(1, OBSERVATIONS + 1)
    )
    version = world.do(
        legal_text.import_legal_text,
        "analyst",
        modification_id=modification,
        document=DOCUMENT,
        title="",
        sec_version="30.0",
        as_is="\n".join(f"{each.label} {each.text}" for each in in_force),
        to_be="\n".join(f"{each.label} {each.text}" for each in proposed),
    )
    with world.database.reading() as (session, _now):
        mine = HunkRow.legal_text_version_id == version
        hunks = session.scalars(sa.select(HunkRow.key).where(mine).order_by(HunkRow.position)).all()
    for place, observation in enumerate(found):
        world.do(
            legal_text.own_hunks,
            "analyst",
            version_id=version,
            hunk_keys=hunks[place * 5 : place * 5 + 5],
            owner=HunkOwner.OBSERVATION,
            observation_id=observation,
        )
    world.do(legal_text.mark_remaining_as_housekeeping, "analyst", version_id=version)
    world.do(legal_text.publish_legal_text, "approver", version_id=version)
    text = _text_made(world, version, found)
    invited = (PARTY, "northgrid", *ANSWERERS)
    return open_consultation(world, modification_id=modification, texts=(text,), invited=invited)


def _text_made(world: World, version: int, found: tuple[int, ...]) -> TextMade:
    with world.database.reading() as (session, _now):
        mine = ClauseRow.legal_text_version_id == version
        clauses = session.execute(sa.select(ClauseRow.key, ClauseRow.id).where(mine).order_by(ClauseRow.position)).all()
        hunks = session.scalars(sa.select(HunkRow.id).where(HunkRow.legal_text_version_id == version)).all()
    return TextMade(
        version, DOCUMENT, tuple(key for key, _ in clauses), tuple(id_ for _, id_ in clauses), tuple(hunks), found
    )
