"""What the points of an answer can be about: questions, observations and clauses as consulted, with their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.consultations import QuestionKind
from voting.domain.legal_text import ClauseState
from voting.domain.responses import Target, TargetKind, TargetRef, not_consulted, target_ref
from voting.models.consultations import ConsultationDocument, ConsultationRow, QuestionRow
from voting.models.legal_text import ClauseRow, CodeDocument, LegalTextVersion
from voting.models.observations import ObservationRow
from voting.models.responses import ItemTarget

_CHANGED = tuple(state for state in ClauseState if state not in {ClauseState.UNCHANGED, ClauseState.RENUMBERED})


@dataclass(frozen=True, slots=True)
class TargetView:
    """One thing that a point can be about. `name` is what forms call it, `words` is how people read it."""

    name: str
    kind: TargetKind
    id: int
    number: str
    words: str
    title: str = ""
    hint: str = ""
    document_code: str | None = None
    clause_label: str | None = None
    clause_key: str | None = None
    question_kind: QuestionKind | None = None
    options: tuple[str, ...] = ()
    comment_required: bool = False

    @property
    def target(self) -> Target:
        """The target as the rules see it."""
        return Target(self.kind, self.name, self.question_kind, self.options, self.comment_required)


def question_target(row: QuestionRow) -> TargetView:
    """A question as a target."""
    return TargetView(
        name=str(TargetRef(TargetKind.QUESTION, row.id)),
        kind=TargetKind.QUESTION,
        id=row.id,
        number=str(row.position),
        words=f"Question {row.position}",
        title=row.text,
        hint=row.hint,
        question_kind=row.kind,
        options=tuple(str(option) for option in row.options),
        comment_required=row.comment_required,
    )


def _observation_target(observation_id: int, number: str, title: str, code: str) -> TargetView:
    return TargetView(
        name=str(TargetRef(TargetKind.OBSERVATION, observation_id)),
        kind=TargetKind.OBSERVATION,
        id=observation_id,
        number=number,
        words=f"{code}, observation {number}",
        title=title,
        document_code=code,
    )


def _clause_target(clause_id: int, version_id: int, key: str, label: str | None, code: str) -> TargetView:
    place = label or "without a number"
    return TargetView(
        name=str(TargetRef(TargetKind.CLAUSE, version_id, key)),
        kind=TargetKind.CLAUSE,
        id=clause_id,
        number=label or "",
        words=f"{code}, clause {place}",
        document_code=code,
        clause_label=label,
        clause_key=key,
    )


def places_consulted_on(
    session: Session, *, consultation_id: int, modification_id: int, named: Iterable[str] = ()
) -> tuple[TargetView, ...]:
    """The observations on the documents consulted on, and each clause that changes of a document without any.

    Besides, the clauses in `named` (names of targets) whatever they are. In the order of documents. One statement.
    """
    wanted = [(ref.id, ref.clause_key) for ref in map(target_ref, named) if ref.kind is TargetKind.CLAUSE]
    rows = fetched(session, _places(), consultation=consultation_id, modification=modification_id, mentioned=wanted)
    return tuple(
        _observation_target(row.id, row.number, row.title, row.code)
        if row.kind == TargetKind.OBSERVATION
        else _clause_target(row.id, row.version_id, row.key, row.number, row.code)
        for row in rows
    )


@cache
def _places() -> sa.Select[*tuple[Any, ...]]:
    consultation: sa.BindParameter[int] = sa.bindparam("consultation", type_=sa.Integer())
    modification: sa.BindParameter[int] = sa.bindparam("modification", type_=sa.Integer())
    registered = (
        sa.select(ObservationRow.id)
        .join(LegalTextVersion, LegalTextVersion.code_document_id == ObservationRow.code_document_id)
        .join(ConsultationDocument, ConsultationDocument.legal_text_version_id == LegalTextVersion.id)
        .where(ConsultationDocument.consultation_id == consultation)
        .where(ObservationRow.modification_id == modification)
    )
    observations = (
        sa.select(
            sa.literal("observation").label("kind"),
            ObservationRow.id.label("id"),
            sa.literal(0).label("version_id"),
            sa.literal("").label("key"),
            ObservationRow.number.label("number"),
            ObservationRow.title.label("title"),
            CodeDocument.code.label("code"),
            CodeDocument.id.label("document_id"),
            ObservationRow.position.label("position"),
        )
        .join(CodeDocument, CodeDocument.id == ObservationRow.code_document_id)
        .where(ObservationRow.id.in_(registered))
    )
    mentioned = sa.tuple_(ClauseRow.legal_text_version_id, ClauseRow.key).in_(sa.bindparam("mentioned", expanding=True))
    observed = sa.exists().where(
        ObservationRow.modification_id == modification, ObservationRow.code_document_id == CodeDocument.id
    )
    changes = sa.and_(ClauseRow.state.in_(_CHANGED), ~observed)
    clauses = (
        sa.select(
            sa.literal("clause"),
            ClauseRow.id,
            ClauseRow.legal_text_version_id,
            ClauseRow.key,
            sa.func.coalesce(ClauseRow.label_to_be, ClauseRow.label_as_is),
            sa.literal(""),
            CodeDocument.code,
            CodeDocument.id,
            ClauseRow.position,
        )
        .join(LegalTextVersion, LegalTextVersion.id == ClauseRow.legal_text_version_id)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .join(ConsultationDocument, ConsultationDocument.legal_text_version_id == LegalTextVersion.id)
        .where(ConsultationDocument.consultation_id == consultation)
        .where(sa.or_(mentioned, changes))
    )
    both = sa.union_all(observations, clauses).subquery()
    return sa.select(both).order_by(both.c.document_id, both.c.kind.desc(), both.c.position)


def targets_by_name(session: Session, *, consultation: ConsultationRow, names: Iterable[str]) -> dict[str, TargetView]:
    """Each named target of this consultation. Raises `TargetNotConsulted`. At most two statements."""
    wanted = {target_ref(name) for name in names}
    found: dict[str, TargetView] = {}
    if any(ref.kind is TargetKind.QUESTION for ref in wanted):
        for row in session.scalars(sa.select(QuestionRow).where(QuestionRow.consultation_id == consultation.id)):
            view = question_target(row)
            found[view.name] = view
    if any(ref.kind is not TargetKind.QUESTION for ref in wanted):
        places = places_consulted_on(
            session,
            consultation_id=consultation.id,
            modification_id=consultation.modification_id,
            named=map(str, wanted),
        )
        found |= {view.name: view for view in places}
    missing = {str(ref) for ref in wanted} - set(found)
    if missing:
        raise not_consulted()
    return found


def targets_of_items(session: Session, item_ids: Iterable[int]) -> Mapping[int, tuple[TargetView, ...]]:
    """The targets of submitted items, by the item's id, the main one first. One statement."""
    rows = session.execute(
        sa.select(
            ItemTarget,
            QuestionRow,
            ObservationRow.id,
            ObservationRow.number,
            ObservationRow.title,
            ClauseRow.id,
            ClauseRow.legal_text_version_id,
            ClauseRow.key,
            sa.func.coalesce(ClauseRow.label_to_be, ClauseRow.label_as_is),
            CodeDocument.code,
        )
        .outerjoin(QuestionRow, QuestionRow.id == ItemTarget.question_id)
        .outerjoin(ObservationRow, ObservationRow.id == ItemTarget.observation_id)
        .outerjoin(ClauseRow, ClauseRow.id == ItemTarget.clause_id)
        .outerjoin(LegalTextVersion, LegalTextVersion.id == ClauseRow.legal_text_version_id)
        .outerjoin(
            CodeDocument,
            CodeDocument.id == sa.func.coalesce(LegalTextVersion.code_document_id, ObservationRow.code_document_id),
        )
        .where(ItemTarget.response_item_id.in_(list(item_ids)))
        .order_by(ItemTarget.id)
    )
    found: dict[int, list[TargetView]] = {}
    for target, question, observation_id, number, title, clause_id, version_id, key, label, code in rows:
        if target.question_id is not None:
            view = question_target(question)
        elif target.observation_id is not None:
            view = _observation_target(observation_id, number, title, code)
        else:
            view = _clause_target(clause_id, version_id, key, label, code)
        found.setdefault(target.response_item_id, []).append(view)
    return {item_id: tuple(views) for item_id, views in found.items()}
