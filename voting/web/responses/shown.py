"""What the templates of an answer are given: places as lines of a list, clauses as runs, points with their replies."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from voting.domain.calendar import instant_in_words
from voting.domain.confidentiality import effective
from voting.domain.labels import label
from voting.domain.responses import Position, is_blank, takes_no_view
from voting.queries.legal_text.documents import slug_of
from voting.queries.responses import OwnPoint, PlaceView, RespondPage, TargetView, TextView
from voting.web.legal_text.shown import ClauseShown, Run

_ABSTRACT = 70


class ListedItem(NamedTuple):
    """A place of the answer, as the component lists it."""

    number: str
    words: str
    href: str
    state: str
    state_words: str


class PointShown(NamedTuple):
    """One point through its life, as the component prints it."""

    target_words: str
    target_href: str
    position: Position | None
    said: str
    reply_words: str
    reply_reason: str
    adopted_wording: str
    decided_by: str
    change_words: str
    change_href: str


def listed_items(page: RespondPage) -> list[ListedItem]:
    """Every place with its state and its address."""
    here = url_for("responses.answer", consultation_id=page.consultation.id, organisation_id=page.organisation_id)
    return [
        ListedItem(
            number=place.target.number or "–",
            words=_short(place.target),
            href=f"{here}?item={place.target.name}",
            state=place.state,
            state_words=state_words(page, place),
        )
        for place in page.places
    ]


def _short(target: TargetView) -> str:
    """What a place is called in the list: its document where several are consulted on, and its own words, cut."""
    words = f"{target.document_code}: {target.title or 'clause'}" if target.document_code else target.title
    return words if len(words) <= _ABSTRACT else words[: _ABSTRACT - 1].rstrip() + "…"


def state_words(page: RespondPage, place: PlaceView) -> str:
    """How far a place is, in words."""
    if place.state == "answered":
        return "No comment" if takes_no_view(place.item) else "Answered"
    if place.state == "draft":
        return f"Not complete, {place.saved_by}"
    return "No comment on the rest" if page.choices.no_comment_on_the_rest else "To do"


def saved_words(page: RespondPage) -> str:
    """When the draft was last saved and by whom, or nothing."""
    if page.saved_at is None:
        return ""
    by = f" by {page.saved_by}" if page.saved_by else ""
    return f"Draft saved {instant_in_words(page.saved_at)}{by}"


def drafted(page: RespondPage) -> tuple[PlaceView, ...]:
    """The places in which something is answered."""
    return tuple(place for place in page.places if not is_blank(place.item))


def next_place(page: RespondPage, name: str) -> PlaceView | None:
    """The place after this one in the list, or None after the last."""
    names = [place.target.name for place in page.places]
    after = names.index(name) + 1 if name in names else len(names)
    return page.places[after] if after < len(page.places) else None


def choices_used(page: RespondPage) -> list[tuple[str, str]]:
    """Each confidentiality that some of the draft has, with its value: what the warnings are about."""
    choice = page.choices.confidentiality
    used = dict.fromkeys([choice, *(effective(choice, place.item.confidentiality) for place in drafted(page))])
    return [(label(one), one.value) for one in used]


def runs_of(text: TextView | None) -> list[Run]:
    """The clauses for the component; their HTML was escaped when their text was imported."""
    if text is None or not text.clauses:
        return []
    return [Run.of(ClauseShown(one.key, Markup(one.html)) for one in text.clauses)]  # noqa: S704 - see above.


def points_shown(page: RespondPage) -> list[PointShown]:
    """Our point, the reply, the text changed."""
    return [_point(page.consultation.modification_number, point) for point in page.points]


def _point(number: str, point: OwnPoint) -> PointShown:
    changed = dict.fromkeys(f"{one.document_code} {one.clause_label or ''}".strip() for one in point.changes)
    first = point.changes[0] if point.changes else None
    return PointShown(
        target_words="; ".join(target.words for target in point.targets),
        target_href=target_address(number, point.targets[0]),
        position=point.item.position,
        said="\n\n".join(_said(point)),
        reply_words=label(point.reply) if point.reply else "",
        reply_reason=point.detail,
        adopted_wording=point.adopted_wording,
        decided_by=f"Decided by: {label(point.decided_by)}" if point.decided_by else "",
        change_words=", ".join(changed),
        change_href=clause_address(number, first.document_code, first.clause_key) if first else "",
    )


def _said(point: OwnPoint) -> Iterable[str]:
    if point.item.comment:
        yield point.item.comment
    if point.item.own_wording:
        yield f"Our wording: {point.item.own_wording}"


def target_address(number: str, target: TargetView) -> str:
    """Where what a point is about can be read."""
    if target.document_code and target.clause_key:
        return clause_address(number, target.document_code, target.clause_key)
    if target.document_code:
        return document_address(number, target.document_code)
    return url_for("modifications.modification", number=number)


def document_address(number: str, document_code: str) -> str:
    """The page of a document's legal text."""
    return url_for("legal_text.document", number=number, slug=slug_of(document_code))


def clause_address(number: str, document_code: str, clause_key: str) -> str:
    """The permalink of a clause."""
    return f"{document_address(number, document_code)}#c-{clause_key}"


def other_targets(page: RespondPage, place: PlaceView) -> Sequence[TargetView]:
    """What else a point on this place can be about: other observations and clauses, answered in the same way."""
    if place.target.question_kind is not None:
        return ()
    return [one.target for one in page.places if one.target.question_kind is None and one is not place]
