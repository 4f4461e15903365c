"""The answers as one reader may read them: by question and place, filtered, with replies and rulings on late ones."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.confidentiality import Classification
from voting.domain.consultations import ConsultationState, ReturnState
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.queries.consultations.matrix import FEW_ENOUGH_FOR_NAMES, Matrix, names_matrix, target_order
from voting.queries.responses.consulted import ConsultationView
from voting.queries.responses.readable import readable_answers
from voting.queries.responses.readable_values import ReadableAnswers, ReadableItem, ReadableRespondent, ReadableTarget


@dataclass(frozen=True, slots=True)
class AnswersOnTarget:
    """The points whose first target is this one."""

    target: ReadableTarget
    items: tuple[ReadableItem, ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The page of answers."""

    about: ConsultationView
    summary: str
    groups: tuple[AnswersOnTarget, ...]
    shown: int
    total: int
    respondents: tuple[ReadableRespondent, ...]
    declined: tuple[ReadableRespondent, ...]
    late: tuple[ReadableRespondent, ...]
    documents: tuple[str, ...]
    organisations: tuple[str, ...]
    matrix: Matrix | None
    is_published: bool
    classification: Classification


def answers_page(
    session: Session,
    *,
    viewer: Actor,
    now: datetime,
    consultation_id: int,
    document: str = "",
    organisation: str = "",
) -> AnswersPage:
    """What this reader reads of the answers; six statements, however many answered.

    Raises `NotFound` until they are published; for SECAS alone until the consultation has closed.
    """
    answers = shown_answers(session, viewer=viewer, now=now, consultation_id=consultation_id)
    state = answers.consultation.state
    counting = tuple(item for item in answers.items if item.counts)
    wanted = [item for item in counting if _fits(item, document, organisation)]
    few = sum(one.counts for one in answers.respondents) < FEW_ENOUGH_FOR_NAMES
    return AnswersPage(
        about=answers.consultation,
        summary=answers.consultation.summary,
        groups=_grouped(wanted),
        shown=len(wanted),
        total=len(counting),
        respondents=tuple(one for one in answers.respondents if one.counts and one.state is ReturnState.SUBMITTED),
        declined=tuple(one for one in answers.respondents if one.counts and one.state is ReturnState.WILL_NOT_RESPOND),
        late=tuple(one for one in answers.respondents if one.is_late and one.admitted is not None),
        documents=tuple(sorted({code for item in counting for code in _documents(item)})),
        organisations=tuple(dict.fromkeys(item.organisation for item in counting if item.organisation)),
        matrix=names_matrix(answers) if counting and few else None,
        is_published=state is ConsultationState.PUBLISHED,
        classification=_classification(viewer),
    )


def shown_answers(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ReadableAnswers:
    """The answers as the page and the workbook show them, in five statements; raises `NotFound` as `answers_page`."""
    answers = readable_answers(session, viewer=viewer, now=now, consultation_id=consultation_id)
    state = answers.consultation.state
    if not (state is ConsultationState.PUBLISHED or (viewer.is_secas and state is ConsultationState.CLOSED)):
        raise NotFound("The responses to this consultation are not published.")
    return answers


def _classification(viewer: Actor) -> Classification:
    """The page of the public is White; whoever reads more than the public reads what is for named bodies."""
    if viewer.is_secas or viewer.is_authority:
        return Classification.RED
    if viewer.is_board:
        return Classification.AMBER
    return Classification.GREEN if viewer.answers_for else Classification.WHITE


def _fits(item: ReadableItem, document: str, organisation: str) -> bool:
    return (not document or document in _documents(item)) and (not organisation or item.organisation == organisation)


def _documents(item: ReadableItem) -> frozenset[str]:
    return frozenset(target.document_code for target in item.targets if target.document_code)


def _grouped(items: list[ReadableItem]) -> tuple[AnswersOnTarget, ...]:
    """Each point once, under its first target."""
    by_target: dict[ReadableTarget, list[ReadableItem]] = {}
    for item in items:
        by_target.setdefault(item.targets[0], []).append(item)
    return tuple(AnswersOnTarget(target, tuple(by_target[target])) for target in sorted(by_target, key=target_order))
