"""What every act on replies begins and ends with: the points of a closed consultation, and one entry in the record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor
from voting.models.consultations import ConsultationRow
from voting.queries.dispositions import Point, Points, Reply, points_of
from voting.services.consultations.loading import permitted_consultation
from voting.services.history import record


class NothingChosen(RuleBroken):
    """An act on several points that names none."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What became of an act on several points: those done, and for each other one the sentence that refused it."""

    done: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def closed_consultation(
    session: Session, actor: Actor, now: datetime, consultation_id: int, action: Action
) -> tuple[ConsultationRow, Points]:
    """The consultation, if the actor may do this to it now, with its points. Raises `NotFound` and `NotPermitted`."""
    row = permitted_consultation(session, actor=actor, now=now, action=action, consultation_id=consultation_id)
    return row, points_of(session, consultation_id=consultation_id, published_at=row.published_at)


def point_of(points: Points, item_id: int) -> Point:
    """The point of this id. Raises `NotFound`."""
    point = points.by_id.get(item_id)
    if point is None:
        raise NotFound("There is no such point in the responses that count.")
    return point


def reply_of(point: Point) -> Reply:
    """The reply to a point. Raises `NotFound` where none has been drafted."""
    if point.reply is None:
        raise NotFound("No reply to this point has been drafted yet.")
    return point.reply


def each_point(points: Points, item_ids: Iterable[int], act: Callable[[Point], int]) -> tuple[Grouped, tuple[int, ...]]:
    """Do it to each point; gives what became of each, and the ids of the replies that were changed.

    Where every point is refused, the first refusal is raised; `NothingChosen` where none is named.
    """
    done: list[int] = []
    changed: list[int] = []
    refused: list[tuple[int, RuleBroken]] = []
    for item_id in dict.fromkeys(item_ids):
        try:
            changed.append(act(point_of(points, item_id)))
        except RuleBroken as broken:
            refused.append((item_id, broken))
        else:
            done.append(item_id)
    if not done:
        raise refused[0][1] if refused else NothingChosen("Choose at least one point.", "items")
    return Grouped(tuple(done), tuple((item_id, str(broken)) for item_id, broken in refused)), tuple(changed)


def record_replies(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    row: ConsultationRow,
    dispositions: tuple[int, ...],
    facts: Mapping[str, object],
    texts: dict[str, str],
) -> None:
    """Write the one entry of an act on these replies."""
    entry = Entry(
        use_case,
        actor.person_id,
        tuple(("disposition", disposition_id) for disposition_id in dispositions),
        facts={**facts, "consultation": row.id},
        texts=texts,
        modification_id=row.modification_id,
    )
    record(session, now, entry)
