"""Change Board votes for tests: a Board of any size, a ballot on a modification at the Board, and votes by letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.remembering import remembered
from tests.world import HOUSE, LONG_AGO, World, at
from voting.db import Lock
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, Parameter, RuleSet, parameters
from voting.domain.ballots.state import BallotKind
from voting.domain.ballots.votes import VoteChoice
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import ApprovingBody, Path, Stage
from voting.domain.modifications.report import ModificationReport, report_to_json
from voting.domain.people import OrganisationKind
from voting.models.ballots import BallotOption, BoardMember, RuleSetVersion, SeatRow
from voting.models.modifications import ImplementationOptionRow, Modification, ReportVersion, UploadedFile
from voting.models.people import Organisation, Person
from voting.services import ballots
from voting.services.ballots import Choice
from voting.services.history import record

OPENED = datetime(2026, 3, 2, 10, tzinfo=UTC)
CLOSES = datetime(2026, 3, 10, 17, tzinfo=UTC)
DURING = "2026-03-04T12:00"
AFTER = "2026-03-11T09:00"
SMALL_BOARD = {"large": 3, "small": 1, "networks": 2, "other": 1, "consumer": 1}
FULL_BOARD = {"large": 13, "small": 3, "networks": 3, "other": 3, "consumer": 1}
PROPOSED = {"proposed": "Proposed Solution"}
# (release, decide by): the first Release applies if the Board votes by the closing day of the vote.
RELEASES = ((date(2026, 6, 25), date(2026, 3, 10)), (date(2026, 11, 5), date(2026, 7, 20)))
_CATEGORIES = {
    "large": VotingCategory.LARGE_SUPPLIERS,
    "small": VotingCategory.SMALL_SUPPLIERS,
    "networks": VotingCategory.NETWORKS,
    "other": VotingCategory.OTHER_SEC_PARTIES,
    "consumer": VotingCategory.CONSUMER,
}
_LETTERS = {"a": VoteChoice.APPROVE, "r": VoteChoice.REJECT, "b": VoteChoice.ABSTAIN}


@dataclass(frozen=True)
class OpenBallot:
    """A ballot and the seats that count in it, by key (`large_1`); members are people of the world by the same name."""

    id: int
    modification_id: int
    seats: Mapping[str, int]

    @property
    def lock(self) -> Lock:
        """The row whose deadline decides."""
        return Lock("ballot", self.id)


def rules_with(**values: Any) -> RuleSet:
    """The shipped default with other values, under a version of its own."""
    given = dict(parameters(SHIPPED_DEFAULT))
    changed = {name: Parameter(value) for name, value in values.items()}
    assert changed.keys() <= given.keys()
    fields = {**given, **changed}
    return RuleSet(version="-".join(["test", *sorted(values)]), name="Test rules", **fields)


def confirmed_rules(**values: Any) -> RuleSet:
    """Rules of which somebody confirmed every clause."""
    fields = {
        name: Parameter(parameter.value, f"D{place}", "A Lawyer", date(2026, 1, 5), "30.0")
        for place, (name, parameter) in enumerate(parameters(rules_with(**values)), start=1)
    }
    return RuleSet(version="-".join(["confirmed", *sorted(values)]), name="Confirmed rules", **fields)


@remembered
def seat_board(world: World, board: Mapping[str, int] = SMALL_BOARD, *, vacant: Iterable[str] = ()) -> dict[str, int]:
    """Seats with a member each, by key; the first Large Supplier's member has the chair. One transaction."""
    keys = [(kind, f"{kind}_{place}") for kind, number in board.items() for place in range(1, number + 1)]
    with world.database.transaction() as (session, now):
        seats = {
            key: SeatRow(key=key, name=_name(key), category=_CATEGORIES[kind], position=position)
            for position, (kind, key) in enumerate(keys)
        }
        organisations = {
            key: Organisation(key=key, name=f"Company of {_name(key)} (test)", kind=OrganisationKind.PARTY)
            for key in seats
        }
        people = {key: Person(name=f"Member {_name(key)}", email=f"{key}@board.example") for key in seats}
        session.add_all([*seats.values(), *organisations.values(), *people.values()])
        session.flush()
        for key, person in people.items():
            person.organisation_id = organisations[key].id
        session.add_all(
            BoardMember(
                seat_id=seats[key].id,
                person_id=people[key].id,
                organisation_id=organisations[key].id,
                is_chair=key == "large_1",
                valid_from=LONG_AGO,
            )
            for key in seats
            if key not in vacant
        )
        session.flush()
        record(session, now, Entry("test_board", None, (("seat", 0),)))
        world.people.update({key: person.id for key, person in people.items()})
        world.organisations.update({key: organisation.id for key, organisation in organisations.items()})
        return {key: seat.id for key, seat in seats.items()}


def add_alternate(world: World, seat_id: int, name: str, *, occasion: str = "") -> None:
    """A person of this name who stands in for a seat, always or on one occasion."""
    if name not in world.people:
        world.add_person(name, None)
    world.do(
        ballots.appoint_alternate,
        HOUSE,
        seat_id=seat_id,
        person_id=world.people[name],
        valid_from=LONG_AGO,
        evidence="Form of 3 January (test)",
        occasion=occasion,
    )


def keep_rules(world: World, rules: RuleSet = SHIPPED_DEFAULT) -> int:
    """The id of this version of the rules, added where it is missing."""
    with world.database.reading() as (session, _now):
        found = session.scalar(sa.select(RuleSetVersion.id).where(RuleSetVersion.version == rules.version))
    return found if found is not None else world.do(ballots.add_rule_set, HOUSE, rule_set=rules)


def modification_at_board(
    world: World, number: str = "MP901", *, path: Path = Path.SELF_GOVERNANCE, proposer: str | None = None
) -> int:
    """A modification with the Change Board and a published report; as rows, because many tests begin so."""
    with world.database.transaction() as (session, now):
        row = Modification(
            number=number,
            title="Clearer messages from meters (test)",
            stage=Stage.BOARD,
            path=path,
            approving_body=ApprovingBody.CHANGE_SUB_COMMITTEE,
            proposer_id=world.people[proposer] if proposer else None,
            raised_on=date(2026, 1, 5),
            report_approved_on=date(2026, 2, 20),
            board_meeting="Change Board (test)",
            board_meeting_on=date(2026, 3, 10),
        )
        content = b"A report (test)."
        file = UploadedFile(name="report.txt", sha256=b"t" * 32, size=len(content), content=content, uploaded_at=now)
        session.add_all([row, file])
        session.flush()
        report = ReportVersion(
            modification_id=row.id,
            number=1,
            report=report_to_json(ModificationReport(title=row.title)),
            sources={},
            file_id=file.id,
            prepared_by_id=world.people["analyst"],
            created_at=now,
            published_at=now,
            published_by_id=world.people["approver"],
        )
        options = [
            ImplementationOptionRow(modification_id=row.id, position=place, release_on=release_on, decide_by=decide_by)
            for place, (release_on, decide_by) in enumerate(RELEASES, start=1)
        ]
        session.add_all([report, *options])
        session.flush()
        record(session, now, Entry("test_modification", None, (("modification", row.id),), modification_id=row.id))
        return row.id


@remembered
def prepare_ballot(
    world: World,
    *,
    number: str = "MP901",
    modification_id: int | None = None,
    rules: RuleSet = SHIPPED_DEFAULT,
    options: Mapping[str, str] = PROPOSED,
    kind: BallotKind = BallotKind.EX_COMMITTEE,
    path: Path = Path.SELF_GOVERNANCE,
    proposer: str | None = None,
    closes_at: datetime = CLOSES,
    occasion: str = "",
    by: str = "analyst",
) -> tuple[int, int]:
    """A prepared ballot on a modification at the Board; the ids of the ballot and of the modification."""
    if modification_id is None:
        modification_id = modification_at_board(world, number, path=path, proposer=proposer)
    made = world.do(
        ballots.prepare_ballot,
        by,
        modification_id=modification_id,
        question="Shall it be approved?",
        options=options,
        rule_set_version_id=keep_rules(world, rules),
        closes_at=closes_at,
        kind=kind,
        occasion=occasion,
    )
    return made, modification_id


@remembered
def open_ballot(
    world: World,
    *,
    board: Mapping[str, int] = SMALL_BOARD,
    vacant: Iterable[str] = (),
    seats: Mapping[str, int] | None = None,
    **prepared: Any,
) -> OpenBallot:
    """A ballot open from 2 March 2026 10:00 to 10 March 17:00 UK time, on a new Board unless `seats` are given."""
    with at(OPENED - timedelta(hours=1)):
        held = dict(seats) if seats is not None else seat_board(world, board, vacant=vacant)
        made, modification_id = prepare_ballot(world, **prepared)
    with at(OPENED):
        world.do(ballots.open_ballot, "approver", Lock("ballot", made), ballot_id=made)
    return OpenBallot(made, modification_id, held)


def choice(letter: str, reason: str = "It makes the Code clearer.", objectives: str = "g") -> Choice:
    """A choice by letter: a approves, r rejects, b abstains (without a reason)."""
    chosen = _LETTERS[letter]
    if chosen is VoteChoice.ABSTAIN:
        return Choice(chosen, (), "")
    return Choice(chosen, tuple(objectives), reason)


def vote(
    world: World, ballot: OpenBallot, seat: str, letters: str = "a", *, by: str | None = None, **arguments: Any
) -> str:
    """Cast a seat's vote, one letter a solution in their order, by its member or `by` somebody else; the receipt."""
    with world.database.reading() as (session, _now):
        options = session.scalars(
            sa.select(BallotOption.key).where(BallotOption.ballot_id == ballot.id).order_by(BallotOption.position)
        ).all()
    choices = {key: choice(letter) for key, letter in zip(options, letters, strict=False)}
    receipt = world.do(
        ballots.cast_vote,
        by or seat,
        ballot.lock,
        ballot_id=ballot.id,
        seat_id=ballot.seats[seat],
        choices=arguments.pop("choices", choices),
        **arguments,
    )
    return str(receipt.receipt)


@remembered
def vote_all(world: World, ballot: OpenBallot, when: str = DURING, **letters: str) -> None:
    """Votes of whole categories: `large="ar.", networks="ab"`; a dot says nothing."""
    with at(when):
        for kind, said in letters.items():
            for place, letter in enumerate(said, start=1):
                if letter != ".":
                    vote(world, ballot, f"{kind}_{place}", letter)


@remembered
def publish(world: World, ballot: OpenBallot, *, by: str = "approver", when: str = AFTER, **arguments: Any) -> str:
    """Publish the result after the close; the receipt."""
    with at(when):
        return world.do(
            ballots.publish_result,
            by,
            ballot.lock,
            ballot_id=ballot.id,
            **{"is_demonstration": True, **arguments},
        )


def _name(key: str) -> str:
    kind, place = key.rsplit("_", 1)
    return f"{kind.title()} {place}"
