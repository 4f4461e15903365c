"""Who may do what: organisations, roles, the actor, and one table of permissions. What it does not list is refused."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from voting.domain.errors import NotPermitted
from voting.domain.modifications.lifecycle import ApprovingBody
from voting.domain.periods import holds_on


class OrganisationKind(StrEnum):
    """What an organisation is under the code."""

    PARTY = "party"
    DCC = "dcc"
    CONSUMER_BODY = "consumer_body"
    AUTHORITY = "authority"
    SUB_COMMITTEE = "sub_committee"
    CODE_ADMINISTRATOR = "code_administrator"
    OTHER = "other"


class PartyCategory(StrEnum):
    """The five categories of Parties. The DCC is a Party in none of them."""

    LARGE_SUPPLIERS = "large_suppliers"
    SMALL_SUPPLIERS = "small_suppliers"
    ELECTRICITY_NETWORKS = "electricity_networks"
    GAS_NETWORKS = "gas_networks"
    OTHER_SEC_PARTIES = "other_sec_parties"


class Role(StrEnum):
    """What somebody has been appointed to. Board membership is not here: it follows from seats."""

    ADMINISTRATOR = "administrator"
    SECAS_ANALYST = "secas_analyst"
    SECAS_APPROVER = "secas_approver"
    PARTY_CONTRIBUTOR = "party_contributor"
    PARTY_REVIEWER = "party_reviewer"
    PARTY_SIGNATORY = "party_signatory"
    PANEL_MEMBER = "panel_member"
    CHANGE_SUB_COMMITTEE_MEMBER = "change_sub_committee_member"
    ATTENDEE = "attendee"
    AUDITOR = "auditor"


SECAS_ROLES = frozenset({Role.ADMINISTRATOR, Role.SECAS_ANALYST, Role.SECAS_APPROVER})
# Who sits on the body that approves a modification's report. It is a fact of each modification which body that is; the
# Change Board, which votes on what was approved, is never it.
APPROVING_ROLES: Mapping[ApprovingBody, Role] = {
    ApprovingBody.PANEL: Role.PANEL_MEMBER,
    ApprovingBody.CHANGE_SUB_COMMITTEE: Role.CHANGE_SUB_COMMITTEE_MEMBER,
}
RESPONDENT_ROLES = frozenset({Role.PARTY_CONTRIBUTOR, Role.PARTY_REVIEWER, Role.PARTY_SIGNATORY})


@dataclass(frozen=True, slots=True)
class Actor:
    """The one acting now, with what was true of them then. `person_id` is None for the public and for jobs."""

    person_id: int | None
    name: str
    roles: frozenset[Role] = frozenset()
    # Organisation ids by the respondent role held there: one person may draft for one and sign for another.
    organisations: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    member_of_seats: frozenset[int] = frozenset()
    alternate_for_seats: frozenset[int] = frozenset()
    is_authority: bool = False
    is_chair: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is there, rather than the public."""
        return self.person_id is not None

    @property
    def is_secas(self) -> bool:
        """Whether the actor works for the code administrator."""
        return bool(self.roles & SECAS_ROLES)

    @property
    def is_board(self) -> bool:
        """Whether the actor acts for a seat of the Change Board, as member or alternate."""
        return bool(self.member_of_seats or self.alternate_for_seats)

    @property
    def approves_for(self) -> frozenset[ApprovingBody]:
        """The approving bodies on which the actor sits."""
        return frozenset(body for body, role in APPROVING_ROLES.items() if role in self.roles)

    @property
    def answers_for(self) -> frozenset[int]:
        """The organisations for which the actor may read and draft a response."""
        return frozenset().union(*(self.organisations.get(role, frozenset()) for role in RESPONDENT_ROLES))

    def signs_for(self, organisation_id: int) -> bool:
        """Whether the actor is a signatory of this organisation."""
        return organisation_id in self.organisations.get(Role.PARTY_SIGNATORY, frozenset())


PUBLIC = Actor(person_id=None, name="Public")


class Holder(StrEnum):
    """As what somebody acts. A holder is a role, or follows from a seat, a modification or the thing acted on."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"
    SECAS = "secas"
    ANALYST = "analyst"
    APPROVER = "approver"
    OWN_ORGANISATION = "own_organisation"
    SIGNATORY = "signatory"
    PROPOSER = "proposer"
    APPROVING_BODY = "approving_body"
    SEAT = "seat"
    CHAIR = "chair"
    BOARD = "board"
    AUDITOR = "auditor"


class Action(StrEnum):
    """Everything that a page, the API or a command can ask for."""

    READ_PUBLIC = "read_public"
    READ_OWN_WORK = "read_own_work"
    READ_REPORT_DRAFT = "read_report_draft"
    READ_HISTORY = "read_history"
    ADMINISTER = "administer"
    EDIT_MODIFICATION = "edit_modification"
    IMPORT_REPORT = "import_report"
    EDIT_REPORT = "edit_report"
    PUBLISH_REPORT = "publish_report"
    MOVE_MODIFICATION = "move_modification"
    EDIT_LEGAL_TEXT = "edit_legal_text"
    PUBLISH_LEGAL_TEXT = "publish_legal_text"
    EDIT_OBSERVATIONS = "edit_observations"
    PREPARE_CONSULTATION = "prepare_consultation"
    OPEN_CONSULTATION = "open_consultation"
    REQUEST_EXTENSION = "request_extension"
    CONFIRM_EXTENSION = "confirm_extension"
    RUN_CONSULTATION = "run_consultation"
    READ_RETURNS = "read_returns"
    DRAFT_RESPONSE = "draft_response"
    SUBMIT_RESPONSE = "submit_response"
    READ_OWN_RESPONSE = "read_own_response"
    ENTER_RESPONSE = "enter_response"
    CONFIRM_ENTERED_RESPONSE = "confirm_entered_response"
    RULE_ON_LATE = "rule_on_late"
    DRAFT_REPLY = "draft_reply"
    CONFIRM_REPLY = "confirm_reply"
    PUBLISH_CONSULTATION = "publish_consultation"
    EXPORT_RESPONSES = "export_responses"
    PREPARE_BALLOT = "prepare_ballot"
    OPEN_BALLOT = "open_ballot"
    READ_BALLOT = "read_ballot"
    CAST_VOTE = "cast_vote"
    RECORD_VOTE = "record_vote"
    CONFIRM_RECORDED_VOTE = "confirm_recorded_vote"
    DECLARE_INTEREST = "declare_interest"
    CHAIR_CLOSES_ITEM = "chair_closes_item"
    CLOSE_BALLOT_EARLY = "close_ballot_early"
    END_BALLOT = "end_ballot"
    PUBLISH_RESULT = "publish_result"
    CORRECT_RESULT = "correct_result"
    EXPORT_BALLOT = "export_ballot"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted on, as far as permission needs it: its stage or state, who owns it, and who prepared it."""

    state: str = ""
    organisation_id: int | None = None
    seat_id: int | None = None
    proposer_ids: frozenset[int] = frozenset()
    approving_body: ApprovingBody | None = None
    prepared_by: frozenset[int] = frozenset()


NOTHING = Subject()


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table: who, in which states (empty: any), and whether a second person is needed."""

    holders: frozenset[Holder]
    states: frozenset[str] = frozenset()
    second_person: bool = False


def _row(*holders: Holder, states: tuple[str, ...] = (), second_person: bool = False) -> Permission:
    return Permission(frozenset(holders), frozenset(states), second_person)


_LIVE = ("development", "refinement", "report", "board", "authority")
_NOT_ENDED = (*_LIVE, "pending_implementation")

# The whole access policy, to be read in one sitting. "Four eyes" rows never accept who prepared the thing.
PERMISSIONS: Mapping[Action, Permission] = {
    Action.READ_PUBLIC: _row(Holder.PUBLIC),
    Action.READ_OWN_WORK: _row(Holder.SIGNED_IN),
    Action.READ_REPORT_DRAFT: _row(Holder.SECAS, Holder.PROPOSER, Holder.APPROVING_BODY),
    Action.READ_HISTORY: _row(Holder.SECAS, Holder.AUDITOR),
    Action.ADMINISTER: _row(Holder.ADMINISTRATOR),
    Action.EDIT_MODIFICATION: _row(Holder.ANALYST, states=_NOT_ENDED),
    Action.IMPORT_REPORT: _row(Holder.ANALYST, states=_LIVE),
    Action.EDIT_REPORT: _row(Holder.ANALYST, states=_LIVE),
    Action.PUBLISH_REPORT: _row(Holder.APPROVER, states=_LIVE, second_person=True),
    Action.MOVE_MODIFICATION: _row(Holder.SECAS),
    Action.EDIT_LEGAL_TEXT: _row(Holder.ANALYST, states=_LIVE),
    Action.PUBLISH_LEGAL_TEXT: _row(Holder.APPROVER, states=_LIVE, second_person=True),
    Action.EDIT_OBSERVATIONS: _row(Holder.ANALYST, states=_LIVE),
    Action.PREPARE_CONSULTATION: _row(Holder.ANALYST),
    Action.OPEN_CONSULTATION: _row(Holder.APPROVER, states=("prepared",), second_person=True),
    Action.REQUEST_EXTENSION: _row(Holder.ANALYST, states=("open",)),
    Action.CONFIRM_EXTENSION: _row(Holder.APPROVER, states=("open",), second_person=True),
    Action.RUN_CONSULTATION: _row(Holder.ANALYST),
    Action.READ_RETURNS: _row(Holder.SECAS),
    Action.DRAFT_RESPONSE: _row(Holder.OWN_ORGANISATION),
    Action.SUBMIT_RESPONSE: _row(Holder.SIGNATORY),
    Action.READ_OWN_RESPONSE: _row(Holder.OWN_ORGANISATION),
    Action.ENTER_RESPONSE: _row(Holder.ANALYST),
    Action.CONFIRM_ENTERED_RESPONSE: _row(Holder.SECAS, second_person=True),
    Action.RULE_ON_LATE: _row(Holder.ANALYST, Holder.APPROVER),
    Action.DRAFT_REPLY: _row(Holder.ANALYST, states=("closed",)),
    Action.CONFIRM_REPLY: _row(Holder.PROPOSER, Holder.APPROVER, states=("closed",)),
    Action.PUBLISH_CONSULTATION: _row(Holder.APPROVER, states=("closed",), second_person=True),
    Action.EXPORT_RESPONSES: _row(Holder.PUBLIC),
    Action.PREPARE_BALLOT: _row(Holder.ANALYST),
    Action.OPEN_BALLOT: _row(Holder.APPROVER, states=("prepared",), second_person=True),
    Action.READ_BALLOT: _row(Holder.BOARD, Holder.SECAS, Holder.AUDITOR),
    Action.CAST_VOTE: _row(Holder.SEAT),
    Action.RECORD_VOTE: _row(Holder.ANALYST, states=("open", "closed")),
    Action.CONFIRM_RECORDED_VOTE: _row(Holder.SECAS, states=("open", "closed"), second_person=True),
    Action.DECLARE_INTEREST: _row(Holder.SEAT),
    Action.CHAIR_CLOSES_ITEM: _row(Holder.CHAIR, states=("open",)),
    Action.CLOSE_BALLOT_EARLY: _row(Holder.APPROVER, states=("open",), second_person=True),
    Action.END_BALLOT: _row(Holder.APPROVER, states=("prepared", "open", "closed")),
    Action.PUBLISH_RESULT: _row(Holder.APPROVER, states=("closed",), second_person=True),
    Action.CORRECT_RESULT: _row(Holder.APPROVER, states=("published",), second_person=True),
    Action.EXPORT_BALLOT: _row(Holder.PUBLIC),
}


NOT_APPOINTED = "You are not appointed to do this. Ask the code administrator if you should be."


def check_permitted(actor: Actor, action: Action, subject: Subject = NOTHING) -> None:
    """Pass, or raise `NotPermitted` with the sentence that the person is shown."""
    row = PERMISSIONS.get(action)
    if row is None or not any(acts_as(actor, holder, subject) for holder in row.holders):
        raise NotPermitted(NOT_APPOINTED)
    if row.states and subject.state not in row.states:
        raise NotPermitted("This cannot be done at the stage that things have reached.")
    if row.second_person and actor.person_id in subject.prepared_by:
        raise NotPermitted("You prepared this yourself. A second person has to do it.")


def may(actor: Actor, action: Action, subject: Subject = NOTHING) -> bool:
    """Whether `check_permitted` would pass; pages use it to show only what can be done."""
    try:
        check_permitted(actor, action, subject)
    except NotPermitted:
        return False
    return True


def might(actor: Actor, action: Action) -> bool:
    """Whether there can be something on which the actor may do this: what a route asks before it loads anything."""
    row = PERMISSIONS.get(action)
    if row is None:
        return False
    # Whose Proposer somebody is, or whose report they approve, is known only once there is a modification.
    of_a_modification = {
        Holder.PROPOSER: actor.is_signed_in,
        Holder.APPROVING_BODY: bool(actor.approves_for),
    }
    return any(of_a_modification.get(holder) or acts_as(actor, holder, NOTHING) for holder in row.holders)


def acts_as(actor: Actor, holder: Holder, subject: Subject) -> bool:
    """Whether the actor acts as this holder towards the subject."""
    by_role = {
        Holder.ADMINISTRATOR: Role.ADMINISTRATOR,
        Holder.ANALYST: Role.SECAS_ANALYST,
        Holder.APPROVER: Role.SECAS_APPROVER,
        Holder.AUDITOR: Role.AUDITOR,
    }
    if holder in by_role:
        return by_role[holder] in actor.roles
    by_standing = {
        Holder.PUBLIC: True,
        Holder.SIGNED_IN: actor.is_signed_in,
        Holder.SECAS: actor.is_secas,
        Holder.BOARD: actor.is_board,
        Holder.CHAIR: actor.is_chair,
        Holder.OWN_ORGANISATION: _at_one_of(subject.organisation_id, actor.answers_for),
        Holder.SIGNATORY: _at_one_of(
            subject.organisation_id, actor.organisations.get(Role.PARTY_SIGNATORY, frozenset())
        ),
        Holder.PROPOSER: actor.person_id is not None and actor.person_id in subject.proposer_ids,
        Holder.APPROVING_BODY: subject.approving_body in actor.approves_for,
        Holder.SEAT: _at_one_of(subject.seat_id, actor.member_of_seats | actor.alternate_for_seats),
    }
    return by_standing[holder]


def _at_one_of(wanted: int | None, held: frozenset[int]) -> bool:
    # Without a named organisation or seat the question is "any at all?", which is what a route can ask before it loads.
    return bool(held) if wanted is None else wanted in held


@dataclass(frozen=True, slots=True)
class CategoryPeriod:
    """One stretch of time in one Party Category; `valid_to` is the first day on which it no longer holds."""

    category: PartyCategory
    valid_from: date
    valid_to: date | None = None


def category_on(periods: tuple[CategoryPeriod, ...], day: date) -> PartyCategory | None:
    """The Party Category on a day, or None: the DCC, a non-Party, or a Party before or after its time."""
    for period in periods:
        if holds_on(period, day):
            return period.category
    return None


def token_hash(token: str) -> bytes:
    """What is kept of a sign-in's secret token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()
