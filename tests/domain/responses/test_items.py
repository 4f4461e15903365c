"""One point of a response: positions, targets, words, limits and versions for publication."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.confidentiality import (
    Confidentiality,
    PublicVersion,
    PublicVersionEmpty,
    PublicVersionNotNeeded,
)
from voting.domain.consultations import KIND_RULES, ConsultationKind, QuestionKind
from voting.domain.errors import RuleBroken
from voting.domain.responses import (
    LONGEST_TEXT,
    ApprovalPosition,
    BlankWithVersion,
    CommentMissing,
    DraftingPosition,
    NoTarget,
    ObjectiveNotKnown,
    OptionNotOffered,
    Position,
    PositionDoesNotFit,
    PositionMissing,
    PublicVersionMissing,
    ResponseItem,
    Target,
    TargetKind,
    TargetsDoNotFit,
    TargetTwice,
    TextTooLong,
    WordingOrCommentMissing,
    YesNo,
    check_item,
    is_blank,
    is_complete,
    item_refusals,
    position_kind,
    takes_no_view,
    text_length,
)

PUBLIC, ANONYMOUS, BOARD, SECAS = Confidentiality
D, A = DraftingPosition, ApprovalPosition
OBSERVATION = Target(TargetKind.OBSERVATION, "appendix-d-2")
CLAUSE = Target(TargetKind.CLAUSE, "k7f2")


def question(kind: QuestionKind, *, required: bool = False, options: tuple[str, ...] = ()) -> Target:
    """A question of this kind as a target."""
    return Target(TargetKind.QUESTION, kind.value, kind, options, comment_required=required)


APPROVAL = question(QuestionKind.APPROVAL, required=True)
YES_NO = question(QuestionKind.YES_NO_RATIONALE, required=True)
FREE = question(QuestionKind.FREE_TEXT)
OPTION = question(QuestionKind.PREFERRED_OPTION, options=("proposed", "alternative"))


def item(*targets: Target, **changes: object) -> ResponseItem:
    """An item about these targets, with nothing answered but what is given."""
    return replace(ResponseItem("i1", targets), **changes)  # type: ignore[arg-type]


COMPLETE = [
    item(OBSERVATION, position=D.AGREE),
    item(OBSERVATION, CLAUSE, position=D.AGREE_WITH_CHANGE, own_wording="within ten Working Days"),
    item(CLAUSE, position=D.AGREE_WITH_CHANGE, comment="say when it starts"),
    item(CLAUSE, position=D.DISAGREE, comment="it contradicts 8.3.3"),
    item(CLAUSE, position=D.QUESTION, comment="who is the applicant?"),
    item(CLAUSE, position=D.NO_COMMENT),
    item(APPROVAL, position=A.APPROVE, comment="it helps (g)", objectives=("g",)),
    item(APPROVAL, position=A.REJECT, comment="it harms (f)", objectives=("f", "g")),
    item(APPROVAL, position=A.NO_VIEW),
    item(replace(APPROVAL, comment_required=False), position=A.APPROVE),
    item(YES_NO, position=YesNo.YES, comment="we see it daily"),
    item(replace(YES_NO, comment_required=False), position=YesNo.NO),
    item(FREE, comment="thank you"),
    item(FREE, CLAUSE, position=D.AGREE),
    item(OPTION, chosen="alternative"),
    item(question(QuestionKind.COST), comment="about £5,000"),
    item(question(QuestionKind.LEAD_TIME), comment="six months"),
    item(question(QuestionKind.OBJECTIVES), comment="it helps (b)", objectives=("b",)),
    item(question(QuestionKind.BY_CLAUSE), CLAUSE, position=D.AGREE),
]


@pytest.mark.parametrize("made", COMPLETE)
def test_these_items_are_complete(made: ResponseItem) -> None:
    assert item_refusals(made, PUBLIC) == ()
    assert is_complete(made, PUBLIC)
    check_item(made, PUBLIC)


@pytest.mark.parametrize(
    ("made", "refusal", "field"),
    [
        (item(position=D.AGREE), NoTarget, "targets"),
        (item(CLAUSE, CLAUSE, position=D.AGREE), TargetTwice, "targets"),
        (item(CLAUSE, APPROVAL, position=D.AGREE), TargetsDoNotFit, "targets"),
        (item(YES_NO, APPROVAL, position=YesNo.YES, comment="x"), TargetsDoNotFit, "targets"),
        (item(OBSERVATION, comment="hm"), PositionMissing, "position"),
        (item(APPROVAL, comment="hm"), PositionMissing, "position"),
        (item(OBSERVATION, position=A.APPROVE), PositionDoesNotFit, "position"),
        (item(APPROVAL, position=D.AGREE, comment="x"), PositionDoesNotFit, "position"),
        (item(YES_NO, position=D.AGREE, comment="x"), PositionDoesNotFit, "position"),
        (item(FREE, position=YesNo.YES, comment="x"), PositionDoesNotFit, "position"),
        (item(CLAUSE, position=D.AGREE_WITH_CHANGE), WordingOrCommentMissing, "own_wording"),
        (
            item(CLAUSE, position=D.AGREE_WITH_CHANGE, comment=" \t", own_wording="\n"),
            WordingOrCommentMissing,
            "own_wording",
        ),
        (item(CLAUSE, position=D.DISAGREE), CommentMissing, "comment"),
        (item(CLAUSE, position=D.DISAGREE, own_wording="other words"), CommentMissing, "comment"),
        (item(CLAUSE, position=D.QUESTION, comment="  "), CommentMissing, "comment"),
        (item(APPROVAL, position=A.APPROVE), CommentMissing, "comment"),
        (item(APPROVAL, position=A.REJECT, objectives=("f",)), CommentMissing, "comment"),
        (item(YES_NO, position=YesNo.NO), CommentMissing, "comment"),
        (item(FREE), CommentMissing, "comment"),
        (item(question(QuestionKind.COST)), CommentMissing, "comment"),
        (item(OPTION, comment="the second"), OptionNotOffered, "chosen"),
        (item(OPTION, chosen="a third"), OptionNotOffered, "chosen"),
        (item(CLAUSE, position=D.AGREE, chosen="proposed"), OptionNotOffered, "chosen"),
        (item(APPROVAL, position=A.APPROVE, comment="x", objectives=("h",)), ObjectiveNotKnown, "objectives"),
        (item(APPROVAL, position=A.APPROVE, comment="x", objectives=("F",)), ObjectiveNotKnown, "objectives"),
        (item(FREE, comment="x" * (LONGEST_TEXT + 1)), TextTooLong, "comment"),
        (item(CLAUSE, position=D.AGREE, own_wording="x" * (LONGEST_TEXT + 1)), TextTooLong, "own_wording"),
    ],
)
def test_an_item_is_refused_by_the_name_of_what_is_wrong(
    made: ResponseItem, refusal: type[RuleBroken], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        check_item(made, PUBLIC)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert not is_complete(made, PUBLIC)


def test_a_form_is_told_everything_at_once() -> None:
    made = item(CLAUSE, APPROVAL, objectives=("z",), comment="x" * (LONGEST_TEXT + 1))
    assert [type(one) for one in item_refusals(made, PUBLIC)] == [TargetsDoNotFit, ObjectiveNotKnown, TextTooLong]


def test_every_kind_of_question_is_answered_in_one_way() -> None:
    wanted = {
        QuestionKind.YES_NO_RATIONALE: YesNo,
        QuestionKind.APPROVAL: A,
        QuestionKind.BY_OBSERVATION: D,
        QuestionKind.BY_CLAUSE: D,
    }
    assert {kind: position_kind(question(kind)) for kind in QuestionKind} == {
        kind: wanted.get(kind) for kind in QuestionKind
    }


def test_a_limit_counts_as_excel_counts() -> None:
    assert text_length("a😀") == 3
    assert text_length("\ud800") == 1
    at_limit = item(FREE, comment="😀" * (LONGEST_TEXT // 2))
    assert is_complete(at_limit, PUBLIC)
    (refusal,) = item_refusals(item(FREE, comment="😀" * (LONGEST_TEXT // 2) + "a"), PUBLIC)
    assert str(refusal).startswith("The comment is over the limit of 30,000 characters by 1.")


VERSION = PublicVersion("We worry about cost.", "", shows_position=True)
SAID = item(CLAUSE, position=D.DISAGREE, comment="our cost is £4m")


@pytest.mark.parametrize(
    ("made", "response", "refusal"),
    [
        (SAID, PUBLIC, None),
        (SAID, ANONYMOUS, None),
        (SAID, BOARD, PublicVersionMissing),
        (SAID, SECAS, PublicVersionMissing),
        (replace(SAID, confidentiality=SECAS), PUBLIC, PublicVersionMissing),
        (replace(SAID, confidentiality=PUBLIC), SECAS, None),
        (replace(SAID, declared_blank=True), SECAS, None),
        (replace(SAID, public_version=VERSION), BOARD, None),
        (replace(SAID, public_version=VERSION, declared_blank=True), BOARD, BlankWithVersion),
        (replace(SAID, public_version=VERSION), PUBLIC, PublicVersionNotNeeded),
        (replace(SAID, public_version=replace(VERSION, comment=" ")), BOARD, PublicVersionEmpty),
        (replace(SAID, public_version=replace(VERSION, comment="x" * (LONGEST_TEXT + 1))), BOARD, TextTooLong),
        (item(CLAUSE, position=D.AGREE), SECAS, None),
    ],
)
def test_a_confidential_text_has_a_version_for_publication_or_a_declared_blank(
    made: ResponseItem, response: Confidentiality, refusal: type[RuleBroken] | None
) -> None:
    assert [type(one) for one in item_refusals(made, response)] == ([refusal] if refusal else [])


@pytest.mark.parametrize(
    ("made", "blank", "no_view"),
    [
        (item(CLAUSE), True, False),
        (item(CLAUSE, comment=" \n"), True, False),
        (item(CLAUSE, confidentiality=SECAS), True, False),
        (item(CLAUSE, position=D.NO_COMMENT), False, True),
        (item(APPROVAL, position=A.NO_VIEW), False, True),
        (item(APPROVAL, position=A.NO_VIEW, comment="but note this"), False, False),
        (item(CLAUSE, own_wording="x"), False, False),
        (item(OPTION, chosen="proposed"), False, False),
    ],
)
def test_an_empty_place_is_not_the_same_as_no_comment(made: ResponseItem, blank: bool, no_view: bool) -> None:
    assert is_blank(made) is blank
    assert takes_no_view(made) is no_view


def test_the_default_questions_of_every_kind_can_be_answered() -> None:
    answers: dict[QuestionKind, dict[str, object]] = {
        QuestionKind.YES_NO_RATIONALE: {"position": YesNo.YES},
        QuestionKind.APPROVAL: {"position": A.REJECT},
        QuestionKind.BY_CLAUSE: {"position": D.AGREE},
    }
    for kind in ConsultationKind:
        for asked in KIND_RULES[kind].questions:
            target = Target(TargetKind.QUESTION, asked.key, asked.kind, comment_required=asked.comment_required)
            check_item(item(target, comment="because", **answers.get(asked.kind, {})), PUBLIC)


positions: st.SearchStrategy[Position | None] = st.sampled_from([None, *D, *A, *YesNo])
targets = st.lists(st.sampled_from([OBSERVATION, CLAUSE, APPROVAL, YES_NO, FREE, OPTION]), max_size=3).map(tuple)
texts = st.sampled_from(["", " ", "words"])
items = st.builds(
    ResponseItem,
    st.just("i1"),
    targets,
    positions,
    texts,
    texts,
    st.sampled_from(["", "proposed", "other"]),
    st.sampled_from([(), ("a",), ("h",)]),
    st.sampled_from([None, *Confidentiality]),
    st.sampled_from([None, VERSION]),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(items, st.sampled_from(list(Confidentiality)))
def test_any_item_is_complete_or_told_why_not(made: ResponseItem, response: Confidentiality) -> None:
    refusals = item_refusals(made, response)
    assert is_complete(made, response) is (not refusals)
    if not refusals:
        assert made.targets
        assert not is_blank(made)
        kinds = {position_kind(target) for target in made.targets} - {None}
        assert len(kinds) == (0 if made.position is None else 1)
        assert all(isinstance(made.position, kind) for kind in kinds if kind)
