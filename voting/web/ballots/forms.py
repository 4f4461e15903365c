"""The forms of a vote: one set of fields for each solution, and what the acts around it share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from voting.domain.ballots.votes import OBJECTIVES, VoteChoice
from voting.domain.errors import RuleBroken
from voting.domain.typed_text import storable
from voting.queries.ballots import SeatInBallot
from voting.queries.ballots.views import BallotView, OptionView
from voting.services.ballots import Choice
from voting.web.edge import Checkboxes, Form, offered, offered_members, words_in

LONGEST_REASON = 10_000
_TOO_LONG = f"Keep the reason under {LONGEST_REASON:,} characters."


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one solution on a form."""

    option: OptionView
    choice: Any
    objectives: Any
    reason: Any


def _kept(text: str | None) -> str | None:
    """What was typed as it will be kept, so that the page between pressing and doing shows nothing else."""
    return None if text is None else storable(text)


def vote_form(view: BallotView | SeatInBallot, base: type[Form] = Form) -> Form:
    """A form with a choice, objectives and a reason for each solution of the ballot, filled with what was sent."""
    fields: dict[str, Any] = {}
    for place, option in enumerate(view.options):
        alone = len(view.options) == 1
        about = "" if alone else f" ({option.title})"
        # Of several solutions one may be left out, so only a single one has to be answered.
        fields[f"choice_{place}"] = RadioField(
            view.question if alone else option.title,
            choices=offered_members(VoteChoice),
            validators=[InputRequired("Choose Approve, Reject or Abstain.") if alone else Optional()],
        )
        fields[f"objectives_{place}"] = Checkboxes(
            f"General SEC Objectives your reason rests on{about}",
            choices=offered((letter, f"({letter})") for letter in OBJECTIVES),
        )
        fields[f"reason_{place}"] = TextAreaField(
            f"Reason{about}", [Length(max=LONGEST_REASON, message=_TOO_LONG)], filters=[_kept]
        )
    form: Form = type("VoteForm", (base,), fields)()
    return form


def parts_of(form: Form, view: BallotView | SeatInBallot) -> tuple[Part, ...]:
    """The fields of the form, solution by solution."""
    return tuple(
        Part(option, form[f"choice_{place}"], form[f"objectives_{place}"], form[f"reason_{place}"])
        for place, option in enumerate(view.options)
    )


def said_in(parts: Iterable[Part]) -> dict[str, Choice]:
    """What was said, by option key; solutions on which nothing was chosen are left out."""
    return {
        part.option.key: Choice(
            VoteChoice(part.choice.data),
            tuple(letter for letter in OBJECTIVES if letter in (part.objectives.data or ())),
            words_in(part.reason),
        )
        for part in parts
        if part.choice.data
    }


def refuse_part(form: Form, parts: tuple[Part, ...], place: int, refused: RuleBroken) -> None:
    """Put a refusal beside the field of its solution, or on top where it belongs to none."""
    names = {"choice": parts[place].choice, "objectives": parts[place].objectives, "reason": parts[place].reason}
    field = names.get(refused.field)
    form.refuse(RuleBroken(refused.sentence, field.name if field is not None else refused.field))
