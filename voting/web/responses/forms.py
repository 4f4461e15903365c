"""The forms of an answer: the fields of one point as its target asks for them, and what holds for the whole."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from voting.domain.confidentiality import WARNINGS, Confidentiality, PublicVersion
from voting.domain.consultations import QuestionKind
from voting.domain.errors import RuleBroken
from voting.domain.responses import (
    LONGEST_TEXT,
    OBJECTIVE_LETTERS,
    DraftingPosition,
    ItemRefused,
    ResponseItem,
    ResponseRoute,
    TypedItem,
    position_kind,
    position_named,
)
from voting.queries.responses import TargetView
from voting.web.edge import (
    NOT_THEIRS,
    Checkboxes,
    Choices,
    Form,
    TypedForm,
    offered,
    offered_members,
)

AS_THE_WHOLE = "as_the_whole"
CHOICES = offered_members(Confidentiality)
WARNING_LINES = {choice.value: warning for choice, warning in WARNINGS.items()}
_WITH_OBJECTIVES = frozenset({QuestionKind.APPROVAL, QuestionKind.OBJECTIVES})


class ConfidentialityNotKnown(ItemRefused):
    """A word that is none of the four choices."""


class PointForm(TypedForm):
    """One point. What its target does not ask for is taken out of it; the form around it carries the CSRF token."""

    class Meta:
        """Several of these stand inside one form."""

        csrf = False

    position = RadioField("Your position", validate_choice=False)
    chosen = RadioField("Your choice", validate_choice=False)
    objectives = Checkboxes(
        "General SEC Objectives your reason rests on",
        choices=offered((letter, f"({letter})") for letter in OBJECTIVE_LETTERS),
        description=(
            "(a) smart metering systems, (b) the DCC's licence, (c) consumers' use, (d) competition, (e) innovation in "
            "networks, (f) data and security, (g) administration of the Code."
        ),
        validate_choice=False,
    )
    comment = TextAreaField("Comment")
    own_wording = TextAreaField("Your own wording", description="The words you would have in the text instead.")
    also = Checkboxes("This point is also about", validate_choice=False)
    confidentiality = RadioField(
        "Who may read this point",
        choices=[*offered([(AS_THE_WHOLE, "As the whole answer")]), *CHOICES],
        # What is not offered is refused by the rules, not by the field, here and above.
        validate_choice=False,
    )
    public_comment = TextAreaField(
        "Comment for publication", description="What the public reads instead of your comment."
    )
    public_wording = TextAreaField("Wording for publication")
    public_shows_position = BooleanField("Show my position to the public")
    declared_blank = BooleanField("Leave it blank for the public", description="The public reads that it is withheld.")

    def refuse(self, refused: RuleBroken) -> None:
        """Put the sentence of a broken rule beside its field."""
        name = _FIELDS.get(refused.field, refused.field)
        field = self._fields.get(self._prefix + name) or self._fields.get(name) or self.comment
        field.errors = [*field.errors, str(refused)]

    def typed(self, target: str) -> TypedItem:
        """What was typed, on the target of this name. Raises `PositionNotKnown`, `ConfidentialityNotKnown`."""
        public = PublicVersion(
            _raw(self, "public_comment"), _raw(self, "public_wording"), bool(_data(self, "public_shows_position"))
        )
        return TypedItem(
            target=target,
            also_targets=tuple(dict.fromkeys(name for name in _data(self, "also") or () if name != target)),
            position=position_named(_data(self, "position")),
            chosen=_raw(self, "chosen"),
            comment=_raw(self, "comment"),
            own_wording=_raw(self, "own_wording"),
            objectives=tuple(letter for letter in OBJECTIVE_LETTERS if letter in (_data(self, "objectives") or ())),
            confidentiality=_exception(_data(self, "confidentiality")),
            public_version=public if public.comment.strip() or public.own_wording.strip() else None,
            declared_blank=bool(_data(self, "declared_blank")),
        )


# Where a rule calls a field by another name than the form.
_FIELDS = {"public_version": "public_comment", "target": "also", "targets": "also"}


def _data(form: PointForm, name: str) -> Any:
    return form[name].data if name in form else None


def _raw(form: PointForm, name: str) -> str:
    return str(_data(form, name) or "")


def _exception(value: str | None) -> Confidentiality | None:
    return None if value in (None, "", AS_THE_WHOLE) else confidentiality_named(value)


def confidentiality_named(value: str | None) -> Confidentiality:
    """The choice of this name; raises `ConfidentialityNotKnown`."""
    if value is None or value not in set(Confidentiality):
        raise ConfidentialityNotKnown("Choose who may read it from the list.", "confidentiality")
    return Confidentiality(value)


def point_form(target: TargetView, item: ResponseItem, prefix: str, *, others: Sequence[TargetView] = ()) -> PointForm:
    """The form of one point, with the fields that its target asks for; `item` is what stands in the draft.

    `others` are the targets that the point can be about besides.
    """
    form = PointForm(prefix=prefix, data=_shown(item))
    kind = position_kind(target.target)
    if kind is None:
        del form.position
    else:
        form.position.choices = offered_members(kind)
    if target.options:
        form.chosen.choices = offered((option, option) for option in target.options)
    else:
        del form.chosen
    if target.question_kind not in _WITH_OBJECTIVES:
        del form.objectives
    if kind is not DraftingPosition:
        del form.own_wording, form.public_wording
    if others:
        form.also.choices = _offered(others)
    else:
        del form.also
    form.comment.label.text = _comment_words(target)
    form.comment.flags.maxlength = LONGEST_TEXT
    return form


def _offered(targets: Iterable[TargetView], *, nothing: str = "") -> Choices:
    return offered(((one.name, f"{one.words} {one.title}".strip()) for one in targets), nothing=nothing)


def _comment_words(target: TargetView) -> str:
    if target.question_kind is QuestionKind.APPROVAL:
        return "Why, against the General SEC Objectives"
    if position_kind(target.target) is None:
        return "Your answer"
    return "Reasons for your view"


def _shown(item: ResponseItem) -> dict[str, Any]:
    version = item.public_version
    return {
        "position": item.position.value if item.position else None,
        "chosen": item.chosen,
        "objectives": list(item.objectives),
        "comment": item.comment,
        "own_wording": item.own_wording,
        "also": [target.key for target in item.targets[1:]],
        "confidentiality": item.confidentiality.value if item.confidentiality else AS_THE_WHOLE,
        "public_comment": version.comment if version else "",
        "public_wording": version.own_wording if version else "",
        "public_shows_position": bool(version and version.shows_position),
        "declared_blank": item.declared_blank,
    }


class DraftForm(Form):
    """What stands around the points of a draft: what the form had seen, and which point of several it shows."""

    version = HiddenField()
    target = HiddenField()


class ChoicesForm(Form):
    """What holds for the whole answer."""

    passed_on = NOT_THEIRS

    version = HiddenField()
    confidentiality = RadioField("Who may read your answer", choices=CHOICES, validate_choice=False)
    also_for = StringField(
        "On whose behalf besides",
        [Length(max=500, message="Keep this under 500 characters.")],
        description="Other Parties of your group for which you answer, by name.",
    )


class WholeForm(ChoicesForm):
    """A short consultation on one page: its choices stand under its questions, in one form."""


class PressForm(Form):
    """An act that needs nothing but the press of its button."""

    passed_on = NOT_THEIRS


class RemoveForm(Form):
    """Which point is taken out, as it was seen."""

    target = HiddenField()
    seen = HiddenField()


class SubmitForm(Form):
    """The signature: under which state of the draft, and what is declared with it."""

    passed_on = NOT_THEIRS

    seen_version = IntegerField(widget=HiddenInput())
    blank_the_rest = BooleanField(
        "Leave blank for the public what I have written no version for publication of",
        description="Applies to every text that the public may not read.",
    )


class EnterForm(Form):
    """An answer that came by another way: whose, how, when, and the message itself."""

    called = (("evidence", "evidence_file"), ("received_at", "received_time"))
    passed_on = NOT_THEIRS

    organisation_id = SelectField("Whose answer it is", validate_choice=False)
    sender = StringField(
        "What is known of an unknown sender", [Length(max=300, message="Keep this under 300 characters.")]
    )
    route = RadioField(
        "How it came",
        [InputRequired("Say how it came.")],
        choices=offered_members(route for route in ResponseRoute if route is not ResponseRoute.PLATFORM),
    )
    received_on = DateField("Day it was received", [InputRequired("Give the day on which it was received.")])
    received_time = TimeField(
        "UK time it was received",
        [InputRequired("Give the time at which it was received.")],
        description="Whether it was in time is judged on this. Take it from the message itself.",
    )
    evidence_file = FileField("The message as a file")
    evidence_text = TextAreaField(
        "Or the message, or your note of the call, as text", description="Kept as evidence beside the answer."
    )
    confidentiality = RadioField(
        "Who may read the answer", choices=CHOICES, default=Confidentiality.PUBLIC.value, validate_choice=False
    )
    also_for = StringField("On whose behalf besides", [Length(max=500, message="Keep this under 500 characters.")])
    is_nil = BooleanField("They send no response")
    no_comment_on_the_rest = BooleanField("They say that they have no comment on the rest")
    blank_the_rest = BooleanField("They want withheld texts left blank for the public")
    blocks = IntegerField(widget=HiddenInput(), default=0)
    more = SubmitField("More points")


class OtherPoint(PointForm):
    """A point of an entered answer on the drafting of something that is chosen from a list."""

    target = SelectField("What it is about", validate_choice=False)


def other_point(prefix: str, places: Sequence[TargetView]) -> OtherPoint:
    """The form of a point on one of these places."""
    form = OtherPoint(prefix=prefix, data={"confidentiality": AS_THE_WHOLE})
    form.target.choices = _offered(places, nothing="Choose")
    form.position.choices = offered_members(DraftingPosition)
    form.comment.flags.maxlength = LONGEST_TEXT
    del form.chosen, form.objectives, form.also
    return form


class LinkForm(Form):
    """Whose answer it is."""

    passed_on = NOT_THEIRS

    organisation_id = SelectField("Whose answer it is", validate_choice=False)
