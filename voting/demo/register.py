"""The demonstration's registers: organisations over time, people and their roles, seats, Releases, the rule set."""

from datetime import UTC, date, datetime
from functools import partial

from voting.demo.content import Table, read, scheduled_releases
from voting.demo.replay import Story
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT
from voting.domain.people import RESPONDENT_ROLES, OrganisationKind, PartyCategory, Role
from voting.services import ballots, calendar, people

# Everything in the registers was there before the first modification of the demonstration was raised.
BEGINNING = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
LONG_AGO = date(2015, 1, 1)

# Everybody in the demonstration has this password; the demonstration is served on this machine alone.
PASSWORD = "demonstration password 2026"  # noqa: S105 - it is printed on the terminal, and protects invented people.


def load(story: Story) -> None:
    """Fill the registers at once: later acts look people and organisations up."""
    story.act(calendar.fill_bank_holidays, None, BEGINNING)
    for year in range(BEGINNING.year + 1, story.today.year + 1):
        january = BEGINNING.replace(year=year)
        story.at(january, partial(story.act, calendar.fill_bank_holidays, None, january))
    _organisations(story)
    _people(story)
    _seats(story)
    _releases(story)
    story.made["rule_set", "default"] = story.act(ballots.add_rule_set, None, BEGINNING, rule_set=SHIPPED_DEFAULT)


def _organisations(story: Story) -> None:
    content = read("organisations.toml")
    groups = {group["key"]: group for group in content["voting_group"]}
    for row in content["organisation"]:
        made = story.act(
            people.add_organisation,
            None,
            BEGINNING,
            name=row["name"],
            kind=OrganisationKind(row["kind"]),
            key=row["key"],
        )
        story.organisations[row["key"]] = made
        for period in row.get("categories", ()):
            story.act(
                people.begin_party_category,
                None,
                BEGINNING,
                organisation_id=made,
                category=PartyCategory(period["category"]),
                valid_from=date.fromisoformat(period["valid_from"]),
            )
        if "voting_group" in row:
            group = groups[row["voting_group"]]
            story.act(
                people.begin_voting_group,
                None,
                BEGINNING,
                organisation_id=made,
                group_key=group["key"],
                group_name=group["name"],
                category=PartyCategory(group["category"]),
                valid_from=date.fromisoformat(row["categories"][0]["valid_from"]),
            )
        if "ceased_on" in row:
            _cease(story, row, made)


def _cease(story: Story, row: Table, made: int) -> None:
    story.act(
        people.cease_organisation,
        None,
        BEGINNING,
        organisation_id=made,
        seen_version=1,
        ceased_on=date.fromisoformat(row["ceased_on"]),
    )


def _people(story: Story) -> None:
    for row in read("people.toml")["person"]:
        organisation = story.organisations[row["organisation"]] if row.get("organisation") else None
        made = story.act(
            people.add_person,
            None,
            BEGINNING,
            name=row["name"],
            email=row["email"],
            organisation_id=organisation,
        )
        story.people[row["key"]] = made
        for role in map(Role, row.get("roles", ())):
            places = [organisation, *(story.organisations[key] for key in row.get("also_at", ()))]
            for place in places if role in RESPONDENT_ROLES else [None]:
                story.act(
                    people.grant_role,
                    None,
                    BEGINNING,
                    person_id=made,
                    role=role,
                    organisation_id=place,
                    valid_from=LONG_AGO,
                )
        story.act(people.set_password, None, BEGINNING, person_id=made, password=PASSWORD)


def _seats(story: Story) -> None:
    content = read("seats.toml")
    organisation_of = {row["key"]: row.get("organisation", "") for row in read("people.toml")["person"]}
    for position, row in enumerate(content["seat"], start=1):
        seat = story.act(
            ballots.add_seat,
            None,
            BEGINNING,
            key=row["key"],
            name=row["name"],
            category=VotingCategory(row["voting_category"]),
            position=position,
        )
        story.seats[row["key"]] = seat
        holders = [*row.get("earlier", ()), *([row] if row["member"] else ())]
        for holder in holders:
            member = story.act(
                ballots.appoint_member,
                None,
                BEGINNING,
                seat_id=seat,
                person_id=story.people[holder["member"]],
                organisation_id=story.organisations[organisation_of[holder["member"]]],
                valid_from=story.dates.day(holder["appointed_on"]),
                is_chair=holder["member"] == content["board"]["chair"],
            )
            if "ended_on" in holder:
                story.act(
                    ballots.end_membership,
                    None,
                    BEGINNING,
                    member_id=member,
                    valid_to=story.dates.day(holder["ended_on"]),
                )
    for row in content["alternate"]:
        _alternate(story, row)


def _alternate(story: Story, row: Table) -> None:
    story.act(
        ballots.appoint_alternate,
        None,
        BEGINNING,
        seat_id=story.seats[row["seat"]],
        person_id=story.people[row["person"]],
        valid_from=story.dates.day(row["appointed_on"]),
        valid_to=story.dates.day(row["ended_on"]) if "ended_on" in row else None,
        evidence=row["evidence"],
        occasion=row.get("occasion", "") if row["kind"] == "one_meeting" else "",
    )


def _releases(story: Story) -> None:
    for day in scheduled_releases(range(2021, story.today.year + 4)):
        made = story.act(calendar.add_release, None, BEGINNING, name=f"{day:%B %Y}", release_on=day)
        story.made["release", day.isoformat()] = made
