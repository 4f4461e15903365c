"""Which state of an observation a register's words mean: said outright, guessed for a person to settle, or none."""

import re
from dataclasses import dataclass

from voting.domain.observations.register import (
    TRANSITIONS,
    ObservationFacts,
    ObservationState,
    StateChange,
    TransitionRefused,
    change_state,
)

_CHANGED = (
    r"(?:amend|chang|updat|revis|reword|re-?draft|correct|replac|add|insert|delet|remov|clarifi|extend|align"
    r"|renumber)ed"
)
_HANDLED = r"(?:resolved|addressed|dealt with|corrected|fixed|taken forward|progressed|picked up|raised|moved|handled)"
_COMMENT = r"(?:comments?|responses?|feedback|consultation)"


_STATE_NAMES = frozenset(state.value.replace("_", " ") for state in ObservationState)
_STATE_FIRST = re.compile(rf"(?:{'|'.join(sorted(_STATE_NAMES))})\s*[.:;,–—-]\s*", re.IGNORECASE)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.DOTALL)


# What a cell says of an observation, in the order in which several are believed.
_MEANT: tuple[tuple[ObservationState, re.Pattern[str]], ...] = (
    (
        ObservationState.WITHDRAWN,
        _pattern(r"\bwithdrawn\b|\bdropped\b|\bretracted\b|\bno longer (?:pursued|needed|required|relevant)\b"),
    ),
    (
        ObservationState.RESOLVED_ELSEWHERE,
        _pattern(
            rf"\b{_HANDLED}\b.{{0,40}}(?:\belsewhere\b|\bseparate(?:ly)?\b|\banother\b|\boutside\b"
            r"|\b(?:by|under|via|in|through|as)\s[MD]P\s?\d)"
        ),
    ),
    (
        ObservationState.CARRIED_UNRESOLVED,
        _pattern(
            r"\b(?:not|yet to)\s(?:yet\s)?(?:been\s|be\s)?(?:addressed|resolved|agreed|drafted|concluded|settled)\b"
            r"|\bunresolved\b|\boutstanding\b|\bfurther (?:investigation|work|discussion|consideration)\b"
            r"|\bremains? open\b|\bcarried (?:forward|over|unresolved)\b|\bdeferred\b|\bon hold\b|\bparked\b"
            r"|\bcould not be (?:resolved|addressed)\b"
        ),
    ),
    (
        ObservationState.CHANGED_AFTER_COMMENT,
        _pattern(
            rf"\b(?:{_CHANGED}|cancel(?:l?ed))\b.{{0,60}}\b(?:after|following|in response to|as a result of|because of)"
            rf"\b.{{0,60}}\b{_COMMENT}\b"
            rf"|\b(?:after|following|in response to|as a result of)\b.{{0,60}}\b{_COMMENT}\b.{{0,200}}"
            rf"\b(?:{_CHANGED}|cancel(?:l?ed)|kept|reinstated)\b"
        ),
    ),
    (
        ObservationState.ADDRESSED,
        _pattern(
            rf"\baddressed\b|\bresolved\b|\b{_CHANGED}\b|\bno change (?:is |was )?(?:needed|required|made)\b"
            r"|\baccepted\b|\bimplemented\b|\bdone\b|\bcompleted?\b|\bclosed\b|\bfixed\b"
        ),
    ),
    (
        ObservationState.DRAFTED,
        _pattern(r"\b(?:to be )?drafted\b|\bdrafting (?:in progress|under way|underway)\b|\bin (?:draft|progress)\b"),
    ),
)
# A cell that begins with the state's own word says it outright; what these words follow is not so plain.
_OUTRIGHT: dict[ObservationState, re.Pattern[str]] = {
    ObservationState.WITHDRAWN: _pattern(r"withdrawn\b"),
    ObservationState.RESOLVED_ELSEWHERE: _pattern(r"(?:resolved|addressed) elsewhere\b"),
    ObservationState.CARRIED_UNRESOLVED: _pattern(r"(?:carried (?:forward )?unresolved|unresolved)\b"),
    ObservationState.CHANGED_AFTER_COMMENT: _pattern(r"changed (?:after|following) comments?\b"),
    ObservationState.ADDRESSED: _pattern(r"(?:addressed|resolved)\b"),
    ObservationState.DRAFTED: _pattern(r"drafted\b"),
}
_HEDGED = _pattern(r"\bpart(?:ly|ially)?\b|\bnot\b|\b(?:to|will|should|would|could|may) be\b|\bexcept\b|\bbut\b|\?")


@dataclass(frozen=True, slots=True)
class StateSaid:
    """The state that words mean; `is_certain` where they say it outright. None where they say nothing we know."""

    state: ObservationState | None = None
    is_certain: bool = False


def state_said(words: str) -> StateSaid:
    """The state that the words of "what was done" mean. Whatever is not certain is for a person to settle."""
    plain = " ".join(words.split()).strip(" .,;:")
    meant = [state for state, pattern in _MEANT if pattern.search(plain)]
    outright = next((state for state, pattern in _OUTRIGHT.items() if pattern.match(plain)), None)
    if outright is None:
        return StateSaid(meant[0] if meant else None)
    # "Drafted" and "addressed" stand in what the others say too: only a stronger state beside them leaves a doubt.
    stronger = meant[: meant.index(outright)] if outright in meant else meant
    if stronger or _HEDGED.search(plain):
        return StateSaid(meant[0] if meant else outright)
    return StateSaid(outright, is_certain=True)


def more_than_the_state(words: str) -> str:
    """The words where they say more than a state's name; empty where they are nothing but that."""
    plain = " ".join(words.split()).strip(" .,;:").casefold()
    return "" if plain in _STATE_NAMES else words.strip()


def besides_the_state(words: str) -> str:
    """The words without a state's name at their beginning: "Addressed: in clause 4" says "in clause 4" besides it."""
    return _STATE_FIRST.sub("", more_than_the_state(words), count=1)


def steps_to(before: ObservationState, after: ObservationState) -> tuple[ObservationState, ...] | None:
    """The states to go through, `after` last: none where nothing changes, one in between at most, None for no way.

    Annex A tells only what became of an observation; that what was changed was addressed first goes without saying.
    """
    allowed = {(row.before, row.after) for row in TRANSITIONS}
    if before is after:
        return ()
    if (before, after) in allowed:
        return (after,)
    between = ObservationState.ADDRESSED
    is_told_in_one = after is ObservationState.CHANGED_AFTER_COMMENT and (before, between) in allowed
    return (between, after) if is_told_in_one else None


def state_as_told(
    observation: ObservationFacts, to: ObservationState, words: str, source: str
) -> tuple[tuple[ObservationState, str], ...]:
    """Each step to the state that a register tells of, with its reason: its words, or `source` where it has none.

    Raises `TransitionRefused` where there is no way to that state, or what the state has to say was not said.
    """
    steps = steps_to(observation.state, to)
    if steps is None:
        raise TransitionRefused(f"{observation.key} cannot go to this state from the one it is in.", "state")
    said = more_than_the_state(words)
    for step in steps:
        observation = change_state(observation, StateChange(step, said or source, comment=said, place=said))
    return tuple((step, said or source) for step in steps)
