"""What the fields of a report are called on its pages, and how their values are said."""

from datetime import date
from decimal import Decimal
from typing import Any

from voting.domain.calendar import date_in_words
from voting.domain.modifications.report import FieldValue

FRONT = "front"
GROUPS = {
    FRONT: "Front of the report",
    "solutions": "Solutions",
    "parts": "Parts",
    "appendices": "Appendices",
    "documents": "Documents",
    "costs": "Costs",
    "implementation_options": "Implementation options",
    "objectives": "Objectives",
    "consumer_areas": "Consumer areas",
    "timetable": "Timetable",
    "glossary": "Glossary",
    "annexes": "Annexes",
    "observations": "Observations cited",
    "footnotes": "Footnotes",
    "furniture": "Page furniture",
    "unread": "Passages without a place",
}
# What one more row of a list is called.
ONE_OF = {
    "solutions": "solution",
    "parts": "part",
    "appendices": "appendix",
    "documents": "document",
    "costs": "cost",
    "implementation_options": "implementation option",
    "objectives": "view on an objective",
    "consumer_areas": "rating of a consumer area",
    "timetable": "timetable row",
    "glossary": "term",
    "annexes": "annex",
    "observations": "observation",
    "footnotes": "footnote",
    "furniture": "line",
    "unread": "passage",
}
_SLOTS = {
    "on_behalf_of": "On behalf of",
    "email": "E-mail",
    "urgent": "Urgent",
    "impacted": "Ticked as impacted",
    "code": "Document",
    "required_by": "Parts that require a change",
    "cited_in": "Parts that cite it",
    "effort_days": "Effort in days",
    "amount_gbp": "Exact amount in pounds",
    "min_gbp": "Least amount in pounds",
    "max_gbp": "Most in pounds",
    "approximate": "Is an estimate",
    "release_on": "Release",
    "decide_by": "Decide by (the day included)",
    "after_decision": "How long after the decision, where no day is named",
    "for_solution": "For which solution",
    "by": "Whose view",
    "starts_on": "Date, or first day",
    "ends_on": "Last day",
    "about": "What it is",
}


def slot_words(name: str) -> str:
    """What a field is called in its row."""
    return _SLOTS.get(name) or name.replace("_", " ").capitalize()


def key_words(key: str) -> str:
    """The name of a row as a person reads it, out of the name that stands in its path."""
    return key.replace("~2", "#").replace("~1", "/").replace("~0", "~").replace("_", " ")


def row_words(path: str) -> str:
    """What a row, a record or a single field is called: "Part 2", "Appendix D", "Contact"."""
    name, _, key = path.partition("/")
    if not key:
        return slot_words(name)
    if name in ("parts", "appendices", "annexes", "footnotes", "implementation_options", "unread", "furniture"):
        return f"{ONE_OF[name].capitalize()} {key_words(key)}"
    called = key_words(key)
    if name == "objectives":
        letter, _, whose = called.partition(" ")
        return f"({letter}), {whose}"
    return called[:1].upper() + called[1:]


def path_words(path: str) -> str:
    """What a field is called in a list of all fields: "Part 2: Text", "Contact: Name"."""
    parts = path.split("/")
    if len(parts) == 1:
        return slot_words(path)
    if len(parts) == 2 and parts[0] in ("contact", "proposer"):
        return f"{slot_words(parts[0])}: {slot_words(parts[1])}"
    row = row_words("/".join(parts[:2]))
    group = "" if row.startswith(ONE_OF.get(parts[0], "").capitalize()) else f"{GROUPS.get(parts[0], '')}, "
    return f"{group}{row}" + (f": {slot_words(parts[2])}" if len(parts) > 2 else "")


def value_words(value: FieldValue | dict[str, Any] | float | list[str]) -> str:
    """A value as a page says it; empty where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return date_in_words(value)
        case Decimal() | int() | float():
            return f"{value:,}"
        case tuple() | list():
            return ", ".join(value)
        case dict():
            return "\n".join(f"{slot_words(name)}: {value_words(each)}" for name, each in value.items() if each)
        case _:
            return str(value)


def choice_words(value: str) -> str:
    """A choice as a form offers it."""
    return value.replace("_", " ").capitalize()


def row_path(path: str) -> str:
    """The path of the row or record that a field is in; a single field is its own row."""
    name, _, rest = path.partition("/")
    return name if name in ("contact", "proposer") or not rest else "/".join(path.split("/")[:2])
