"""As a condition on rows: that an appointment, a Party Category or a Voting Group holds on a day."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from voting.models.ballots import Alternate, BoardMember
from voting.models.people import PartyCategoryPeriod, RoleGrant, VotingGroupMembership

PeriodTable = type[RoleGrant | PartyCategoryPeriod | VotingGroupMembership | BoardMember | Alternate]


def holds_on_day(
    table: PeriodTable | ReadOnlyColumnCollection[str, Any], day: date | sa.BindParameter[date]
) -> sa.ColumnElement[bool]:
    """That a row of this table holds on the day, as `voting.domain.periods.holds_on` says it.

    A statement that is put together once names its tables by their columns, and the day by a parameter.
    """
    valid_from, valid_to = table.valid_from, table.valid_to
    return sa.and_(valid_from <= day, sa.or_(valid_to.is_(None), valid_to > day))
