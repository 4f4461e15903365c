"""Who may do what: the table of permissions against expectations that were written down on their own."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from voting.domain.errors import NotPermitted
from voting.domain.modifications.lifecycle import ApprovingBody
from voting.domain.people import (
    APPROVING_ROLES,
    NOTHING,
    PERMISSIONS,
    PUBLIC,
    Action,
    Actor,
    CategoryPeriod,
    Holder,
    PartyCategory,
    Role,
    Subject,
    acts_as,
    category_on,
    check_permitted,
    may,
    might,
    token_hash,
)

OURS, THEIRS = 70, 71
SEAT, OTHER_SEAT = 80, 81
ME, SOMEBODY = 1, 2
# The product itself at work: nobody signed in, and not the public either.
JOB = Actor(person_id=None, name="nightly")


def in_role(role: Role) -> Actor:
    """Somebody with one role, at our organisation where the role is held at one."""
    at = {role: frozenset({OURS})} if role.value.startswith("party_") else {}
    return Actor(ME, role.value, frozenset({role}), organisations=at)


ACTORS = {
    "public": PUBLIC,
    "job": JOB,
    "signed_in": Actor(ME, "nobody special"),
    "administrator": in_role(Role.ADMINISTRATOR),
    "analyst": in_role(Role.SECAS_ANALYST),
    "approver": in_role(Role.SECAS_APPROVER),
    "contributor": in_role(Role.PARTY_CONTRIBUTOR),
    "reviewer": in_role(Role.PARTY_REVIEWER),
    "signatory": in_role(Role.PARTY_SIGNATORY),
    "panel_member": in_role(Role.PANEL_MEMBER),
    "csc_member": in_role(Role.CHANGE_SUB_COMMITTEE_MEMBER),
    "attendee": in_role(Role.ATTENDEE),
    "auditor": in_role(Role.AUDITOR),
    "member": Actor(ME, "member", member_of_seats=frozenset({SEAT})),
    "alternate": Actor(ME, "alternate", alternate_for_seats=frozenset({SEAT})),
    "authority": Actor(ME, "authority", is_authority=True),
    "chair": Actor(ME, "chair", is_chair=True),
}
STATES = (
    "",
    *("development", "refinement", "report", "board", "authority", "pending_implementation"),
    *("implemented", "rejected", "withdrawn", "prepared", "open", "closed", "published"),
)
EVERYBODY = "*"
SECAS = "administrator analyst approver"
DRAFTERS = "contributor reviewer signatory"
SEATED = "member alternate"
LIVE = "development refinement report board authority"

# The policy written out a second time, so that no change of it goes unseen: the action, who may (to a thing of their
# own), in which states ("": any), and whether a second person is needed. The proposer is added to the actors in a test
# of its own.
EXPECTED: dict[str, tuple[str, str, bool]] = {
    "read_public": (EVERYBODY, "", False),
    "export_responses": (EVERYBODY, "", False),
    "export_ballot": (EVERYBODY, "", False),
    "read_own_work": (" ".join(set(ACTORS) - {"public", "job"}), "", False),
    "read_report_draft": (SECAS, "", False),
    "read_history": (f"{SECAS} auditor", "", False),
    "administer": ("administrator", "", False),
    "edit_modification": ("analyst", f"{LIVE} pending_implementation", False),
    "import_report": ("analyst", LIVE, False),
    "edit_report": ("analyst", LIVE, False),
    "publish_report": ("approver", LIVE, True),
    "move_modification": (SECAS, "", False),
    "edit_legal_text": ("analyst", LIVE, False),
    "publish_legal_text": ("approver", LIVE, True),
    "edit_observations": ("analyst", LIVE, False),
    "prepare_consultation": ("analyst", "", False),
    "open_consultation": ("approver", "prepared", True),
    "request_extension": ("analyst", "open", False),
    "confirm_extension": ("approver", "open", True),
    "run_consultation": ("analyst", "", False),
    "read_returns": (SECAS, "", False),
    "draft_response": (DRAFTERS, "", False),
    "submit_response": ("signatory", "", False),
    "read_own_response": (DRAFTERS, "", False),
    "enter_response": ("analyst", "", False),
    "confirm_entered_response": (SECAS, "", True),
    "rule_on_late": ("analyst approver", "", False),
    "draft_reply": ("analyst", "closed", False),
    "confirm_reply": ("approver", "closed", False),
    "publish_consultation": ("approver", "closed", True),
    "prepare_ballot": ("analyst", "", False),
    "open_ballot": ("approver", "prepared", True),
    "read_ballot": (f"{SEATED} {SECAS} auditor", "", False),
    "cast_vote": (SEATED, "", False),
    "record_vote": ("analyst", "open closed", False),
    "confirm_recorded_vote": (SECAS, "open closed", True),
    "declare_interest": (SEATED, "", False),
    "chair_closes_item": ("chair", "open", False),
    "close_ballot_early": ("approver", "open", True),
    "end_ballot": ("approver", "prepared open closed", False),
    "publish_result": ("approver", "closed", True),
    "correct_result": ("approver", "published", True),
}
FOUR_EYES = sorted(name for name, (_, _, second) in EXPECTED.items() if second)


def named(words: str) -> set[str]:
    """The actors that an expectation names."""
    return set(ACTORS) if words == EVERYBODY else set(words.split())


def own(state: str = "", prepared_by: frozenset[int] = frozenset()) -> Subject:
    """A thing of the actor's own organisation and seat."""
    return Subject(state=state, organisation_id=OURS, seat_id=SEAT, prepared_by=prepared_by)


def test_every_action_is_in_the_table_and_has_an_expectation() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert set(EXPECTED) == {action.value for action in Action}
    assert all(row.holders for row in PERMISSIONS.values())


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_for_whom_and_when_it_was_meant(action: Action) -> None:
    who, states, _ = EXPECTED[action.value]
    for (name, actor), state in product(ACTORS.items(), STATES):
        expected = name in named(who) and (not states or state in states.split())
        assert may(actor, action, own(state)) is expected, f"{name} in {state or 'no state'}"


@pytest.mark.parametrize("action", list(Action))
def test_who_prepared_a_thing_is_refused_only_where_four_eyes_are_needed(action: Action) -> None:
    who, states, second_person = EXPECTED[action.value]
    state = states.split()[0] if states else ""
    for name in named(who) - {"public", "job"}:
        assert may(ACTORS[name], action, own(state, frozenset({SOMEBODY})))
        assert may(ACTORS[name], action, own(state, frozenset({ME, SOMEBODY}))) is not second_person


def test_opening_extending_closing_early_publishing_and_confirming_need_four_eyes() -> None:
    assert FOUR_EYES == [
        "close_ballot_early",
        "confirm_entered_response",
        "confirm_extension",
        "confirm_recorded_vote",
        "correct_result",
        "open_ballot",
        "open_consultation",
        "publish_consultation",
        "publish_legal_text",
        "publish_report",
        "publish_result",
    ]


@pytest.mark.parametrize("action", FOUR_EYES)
def test_two_roles_do_not_make_two_persons(action: str) -> None:
    both = Actor(ME, "both", frozenset({Role.SECAS_ANALYST, Role.SECAS_APPROVER, Role.ADMINISTRATOR}))
    states = EXPECTED[action][1]
    with pytest.raises(NotPermitted, match="second person"):
        check_permitted(both, Action(action), own(states.split()[0] if states else "", frozenset({ME})))


def test_what_the_table_does_not_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {action: row for action, row in PERMISSIONS.items() if action is not Action.READ_PUBLIC}
    monkeypatch.setattr("voting.domain.people.PERMISSIONS", without)
    for actor in ACTORS.values():
        assert not may(actor, Action.READ_PUBLIC)
        assert not might(actor, Action.READ_PUBLIC)


@pytest.mark.parametrize("action", [Action.DRAFT_RESPONSE, Action.SUBMIT_RESPONSE, Action.READ_OWN_RESPONSE])
def test_nobody_answers_for_another_organisation(action: Action) -> None:
    assert may(ACTORS["signatory"], action, Subject(organisation_id=OURS))
    assert not may(ACTORS["signatory"], action, Subject(organisation_id=THEIRS))


def test_who_drafts_for_one_and_signs_for_another_signs_for_that_one_only() -> None:
    roles = {Role.PARTY_CONTRIBUTOR: frozenset({OURS}), Role.PARTY_SIGNATORY: frozenset({THEIRS})}
    actor = Actor(ME, "two jobs", frozenset(roles), organisations=roles)
    assert actor.answers_for == {OURS, THEIRS}
    assert not may(actor, Action.SUBMIT_RESPONSE, Subject(organisation_id=OURS))
    assert may(actor, Action.SUBMIT_RESPONSE, Subject(organisation_id=THEIRS))
    assert (actor.signs_for(OURS), actor.signs_for(THEIRS)) == (False, True)


@pytest.mark.parametrize("action", [Action.CAST_VOTE, Action.DECLARE_INTEREST])
@pytest.mark.parametrize("name", ["member", "alternate"])
def test_nobody_acts_for_another_seat(action: Action, name: str) -> None:
    assert may(ACTORS[name], action, Subject(seat_id=SEAT))
    assert not may(ACTORS[name], action, Subject(seat_id=OTHER_SEAT))


@pytest.mark.parametrize("action", [Action.READ_REPORT_DRAFT, Action.CONFIRM_REPLY])
def test_the_proposer_is_asked_about_their_own_modification_only(action: Action) -> None:
    actor = ACTORS["signed_in"]
    assert may(actor, action, Subject(state="closed", proposer_ids=frozenset({ME})))
    assert not may(actor, action, Subject(state="closed", proposer_ids=frozenset({SOMEBODY})))
    assert not may(actor, action, Subject(state="closed"))
    assert not may(PUBLIC, action, Subject(state="closed", proposer_ids=frozenset({ME})))


@pytest.mark.parametrize("body", list(ApprovingBody))
def test_drafts_are_read_by_the_body_that_approves_the_report_and_by_no_other_body(body: ApprovingBody) -> None:
    sits = {ApprovingBody.PANEL: "panel_member", ApprovingBody.CHANGE_SUB_COMMITTEE: "csc_member"}[body]
    for (name, actor), action in product(ACTORS.items(), Action):
        if name not in {*SECAS.split(), sits}:
            assert not may(actor, Action.READ_REPORT_DRAFT, Subject(state="report", approving_body=body)), name
        if name == sits:
            # It is told of its own business, and of nothing else that others are not told.
            reads = action is Action.READ_REPORT_DRAFT or may(ACTORS["signed_in"], action, own("report"))
            assert may(actor, action, replace(own("report"), approving_body=body)) is reads, action
    assert ACTORS[sits].approves_for == {body}
    assert not may(ACTORS[sits], Action.READ_REPORT_DRAFT, Subject(state="report"))


def test_every_approving_body_has_a_role_of_its_own() -> None:
    assert set(APPROVING_ROLES) == set(ApprovingBody)
    assert len(set(APPROVING_ROLES.values())) == len(ApprovingBody)


def test_a_route_lets_through_whoever_could_do_it_to_something() -> None:
    # What `might` refuses, `may` refuses for everything; otherwise a page would hide what somebody is entitled to.
    subjects = [
        Subject(state, OURS, SEAT, proposer, body, prepared)
        for state in STATES
        for proposer in (frozenset[int](), frozenset({ME}))
        for body in (None, *ApprovingBody)
        for prepared in (frozenset[int](), frozenset({SOMEBODY}))
    ]
    for actor, action in product(ACTORS.values(), Action):
        if not might(actor, action):
            assert not any(may(actor, action, subject) for subject in subjects), f"{actor.name}: {action}"


def test_a_route_turns_away_who_can_do_it_to_nothing() -> None:
    for (name, actor), action in product(ACTORS.items(), Action):
        is_proposers = action in {Action.READ_REPORT_DRAFT, Action.CONFIRM_REPLY} and actor.is_signed_in
        assert might(actor, action) is (name in named(EXPECTED[action.value][0]) or is_proposers), f"{name}: {action}"


def test_every_holder_is_known_and_the_public_is_only_the_public() -> None:
    assert {holder for holder in Holder if acts_as(PUBLIC, holder, NOTHING)} == {Holder.PUBLIC}
    assert {holder for holder in Holder if acts_as(JOB, holder, NOTHING)} == {Holder.PUBLIC}


@pytest.mark.parametrize(
    ("actor", "is_secas", "is_board"),
    [
        ("administrator", True, False),
        ("analyst", True, False),
        ("approver", True, False),
        ("auditor", False, False),
        ("signatory", False, False),
        ("attendee", False, False),
        ("member", False, True),
        ("alternate", False, True),
        ("public", False, False),
    ],
)
def test_standing_follows_from_roles_and_seats(actor: str, is_secas: bool, is_board: bool) -> None:
    assert (ACTORS[actor].is_secas, ACTORS[actor].is_board) == (is_secas, is_board)


LARGE, SMALL = PartyCategory.LARGE_SUPPLIERS, PartyCategory.SMALL_SUPPLIERS
PERIODS = (
    CategoryPeriod(SMALL, date(2020, 1, 1), date(2026, 4, 1)),
    CategoryPeriod(LARGE, date(2026, 4, 1), date(2027, 1, 1)),
    CategoryPeriod(SMALL, date(2028, 2, 29)),
)


@pytest.mark.parametrize(
    ("day", "category"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), SMALL),
        (date(2026, 3, 31), SMALL),
        (date(2026, 4, 1), LARGE),
        (date(2026, 12, 31), LARGE),
        (date(2027, 1, 1), None),
        (date(2028, 2, 28), None),
        (date(2028, 2, 29), SMALL),
        (date.max, SMALL),
    ],
)
def test_a_category_holds_from_its_first_day_to_the_day_before_its_end(
    day: date, category: PartyCategory | None
) -> None:
    assert category_on(PERIODS, day) is category


def test_an_organisation_without_periods_has_no_category() -> None:
    assert category_on((), date(2026, 3, 2)) is None


def test_a_token_is_kept_as_its_hash() -> None:
    assert token_hash("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
