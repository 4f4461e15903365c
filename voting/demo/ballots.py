"""The demonstration's votes of the Change Board: opened with a frozen roster, cast, closed by the clock, published."""

from datetime import datetime, time, timedelta

from voting.demo.content import Table, has, read
from voting.demo.modifications import moved_at
from voting.demo.replay import Story
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.state import BallotKind
from voting.domain.ballots.votes import VoteChoice
from voting.services import ballots

CLOSE = time(17)


def tell(story: Story, folder: str) -> None:
    """Tell of every ballot of a modification."""
    for name in ("ballots.toml", "ballot.toml"):
        if has(f"{folder}/{name}"):
            for row in read(f"{folder}/{name}")["ballot"]:
                _ballot(story, folder, row)


def _ballot(story: Story, folder: str, row: Table) -> None:
    prepared, opened = story.dates.instant(row["prepared_at"]), story.dates.instant(row["opens"])
    number = read(f"{folder}/modification.toml")["number"]
    key = ("ballot", f"{folder}/{row['key']}")
    # A vote is prepared once the papers have gone to the Board.
    moves = read(f"{folder}/modification.toml")["move"]
    sent = max(moved_at(story, move) for move in moves if move["move"] == "send_to_board")
    prepared = max(prepared, sent + timedelta(minutes=15))

    def prepare() -> None:
        story.made[key] = story.act(
            ballots.prepare_ballot,
            row["prepared_by"],
            prepared,
            modification_id=story.made["modification", number],
            question=row["question"],
            options={option["key"]: option["title"] for option in row["options"]},
            rule_set_version_id=story.made["rule_set", "default"],
            closes_at=story.dates.instant(row["closes"], CLOSE),
            kind=BallotKind(row["kind"]),
            occasion=row["occasion"],
        )

    story.at(prepared, prepare)
    story.at(opened, lambda: story.act(ballots.open_ballot, row["opened_by"], opened, ballot_id=story.made[key]))
    for interest in row.get("interests", ()):
        _interest(story, key, interest, row)
    for vote in _by_seat_and_time(row["vote"]):
        _vote(story, key, vote)
    if "published_at" in row:
        published = story.dates.instant(row["published_at"])
        story.at(
            published,
            lambda: story.act(
                ballots.publish_result,
                row["published_by"],
                published,
                ballot_id=story.made[key],
                is_demonstration=True,
            ),
        )


def _by_seat_and_time(votes: list[Table]) -> list[list[Table]]:
    """Votes that one seat cast at one time, on one solution or on several, are one act."""
    acts: dict[tuple[str, str], list[Table]] = {}
    for vote in votes:
        acts.setdefault((vote["seat"], vote["cast"]), []).append(vote)
    return list(acts.values())


def _interest(story: Story, key: tuple[str, str], interest: Table, row: Table) -> None:
    when = story.dates.instant(interest["declared"])
    person = next(vote["person"] for vote in row["vote"] if vote["seat"] == interest["seat"])
    story.at(
        when,
        lambda: story.act(
            ballots.declare_interest,
            person,
            when,
            ballot_id=story.made[key],
            seat_id=story.seats[interest["seat"]],
            interest=interest["interest"],
        ),
    )


def _vote(story: Story, key: tuple[str, str], votes: list[Table]) -> None:
    first = votes[0]
    when = story.dates.instant(first["cast"])
    choices = {
        vote["option"]: ballots.Choice(
            VoteChoice(vote["choice"]), tuple(vote.get("objectives", ())), vote.get("reason", "")
        )
        for vote in votes
    }
    if first["capacity"] == "secretary":
        story.at(when, lambda: _recorded(story, key, first, choices, when))
        return
    story.at(
        when,
        lambda: story.act(
            ballots.cast_vote,
            first["person"],
            when,
            ballot_id=story.made[key],
            seat_id=story.seats[first["seat"]],
            choices=choices,
        ),
    )


def _recorded(
    story: Story, key: tuple[str, str], vote: Table, choices: dict[str, ballots.Choice], when: datetime
) -> None:
    receipt = story.act(
        ballots.record_vote,
        vote["recorded_by"],
        when,
        ballot_id=story.made[key],
        seat_id=story.seats[vote["seat"]],
        given_by_id=story.people[vote["person"]],
        given_as=Standing(vote["given_as"]),
        received_at=story.dates.instant(vote["received"]),
        evidence=vote["evidence"],
        choices=choices,
    ).receipt
    confirmed = story.dates.instant(vote["confirmed_at"])
    story.act(ballots.confirm_recorded_vote, vote["confirmed_by"], confirmed, receipt=receipt)
