"""A published result as JSON and back: exact inverses, so that what was published is what is shown for ever."""

from dataclasses import fields

from voting.domain.ballots.exact_json import Json, Reading, to_json
from voting.domain.ballots.result import Result
from voting.domain.errors import RuleBroken


class ResultUnreadable(RuleBroken):
    """What should be a published result has a key, a value or a shape that no result has; `field` says where."""


_READING = Reading("a result", ResultUnreadable)


def result_to_json(result: Result) -> dict[str, Json]:
    """The result as a JSON object of words, whole numbers and ISO dates."""
    return {field.name: to_json(getattr(result, field.name)) for field in fields(result)}


def result_from_json(raw: object) -> Result:
    """The result that `result_to_json` gave this object for. Raises `ResultUnreadable`, and skips nothing."""
    result: Result = _READING.value(Result, raw)
    return result
