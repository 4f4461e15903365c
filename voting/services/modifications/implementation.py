"""The implementation approach: ordered options, each a release date and the day by which it must be decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import date_in_words
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import Stage
from voting.domain.modifications.report import ReportOption
from voting.domain.people import Action, Actor, check_permitted
from voting.models.modifications import ImplementationOptionRow
from voting.queries.modifications.loading import subject_of
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.modifications.loading import modification_row
from voting.services.modifications.moving import implementation_of

MOST_OPTIONS = 10


class OptionIncomplete(RuleBroken):
    """An option without its release date, or without the day by which it must be decided."""


class OptionCannotBeMet(RuleBroken):
    """An option whose release comes before the day by which it must be decided."""


class OptionsOutOfOrder(RuleBroken):
    """An option that a decision can never reach, because an earlier one applies on every day on which it would."""


class TooManyOptions(RuleBroken):
    """More options than anybody can follow."""


def set_implementation_options(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    options: tuple[ReportOption, ...],
) -> None:
    """Set the implementation approach; the first option whose decide-by date is not passed will apply.

    While it is pending implementation the implementation date follows at once from the new options. Raises
    `SeenVersionStale`, `OptionIncomplete`, `OptionCannotBeMet`, `OptionsOutOfOrder` and `TooManyOptions`.
    """
    row = modification_row(session, modification_id)
    check_permitted(actor, Action.EDIT_MODIFICATION, subject_of(row))
    check_seen_version(seen_version, row.version)
    new = _checked(row.id, options)
    session.execute(sa.delete(ImplementationOptionRow).where(ImplementationOptionRow.modification_id == row.id))
    session.add_all(new)
    session.flush()
    if row.stage is Stage.PENDING_IMPLEMENTATION:
        result = implementation_of(session, row)
        row.implements_on = result.release_on if result else None
    row.version += 1
    facts = {
        "number": row.number,
        "options": [{"release_on": one.release_on.isoformat(), "decide_by": one.decide_by.isoformat()} for one in new],
        "implements_on": row.implements_on.isoformat() if row.implements_on else None,
    }
    changed = (("modification", row.id), *(("implementation_option", one.id) for one in new))
    record(
        session,
        now,
        Entry("set_implementation_options", actor.person_id, changed, facts=facts, modification_id=row.id),
    )


def _checked(modification_id: int, options: tuple[ReportOption, ...]) -> list[ImplementationOptionRow]:
    if len(options) > MOST_OPTIONS:
        raise TooManyOptions(f"An implementation approach has at most {MOST_OPTIONS} options.")
    rows: list[ImplementationOptionRow] = []
    for position, option in enumerate(options, start=1):
        if option.release_on is None or option.decide_by is None:
            raise OptionIncomplete(
                "Give each option its release date and the day by which it must be decided.", "options"
            )
        if option.release_on < option.decide_by:
            raise OptionCannotBeMet(
                f"The release of {date_in_words(option.release_on)} comes before the day by which it must be decided, "
                f"{date_in_words(option.decide_by)}. Put the two dates in order.",
                "options",
            )
        if rows and option.decide_by <= rows[-1].decide_by:
            raise OptionsOutOfOrder(
                f"The option to be decided by {date_in_words(option.decide_by)} can never apply, because one before it "
                "is open at least as long. Put the options in the order of their decide-by dates.",
                "options",
            )
        rows.append(
            ImplementationOptionRow(
                modification_id=modification_id,
                position=position,
                release_on=option.release_on,
                decide_by=option.decide_by,
            )
        )
    return rows
