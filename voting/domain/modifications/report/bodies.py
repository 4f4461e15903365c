"""The boxes of a report's form: the categories of Parties, the DCC, and the types that a form may break down."""

import re

# The boxes that every form has, in its order, and the further types below them; each with other wordings of the label.
_WORDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Large Suppliers", ("large supplier", "large supplier parties", "large supplier party")),
    ("Small Suppliers", ("small supplier", "small supplier parties", "small supplier party")),
    (
        "Electricity Network Operators",
        (
            "electricity networks",
            "electricity network parties",
            "electricity network party",
            "electricity network operator",
            "electricity distributors",
            "electricity network",
        ),
    ),
    (
        "Gas Network Operators",
        (
            "gas networks",
            "gas network parties",
            "gas network party",
            "gas network operator",
            "gas transporters",
            "gas network",
        ),
    ),
    ("Other SEC Parties", ("other sec party", "other parties", "other sec parties (osps)")),
    (
        "DCC",
        (
            "the dcc",
            "data communications company",
            "data communications company (dcc)",
            "dcc (data communications company)",
        ),
    ),
    ("Shared Resource Providers", ("shared resource provider",)),
    ("Meter Installers", ("meter installer",)),
    ("Device Manufacturers", ("device manufacturer", "manufacturers")),
    ("Flexibility Providers", ("flexibility provider",)),
    ("Supplier Nominated Agents", ("supplier nominated agent",)),
    ("Meter Asset Providers", ("meter asset provider", "maps")),
    ("Meter Operators", ("meter operator",)),
    ("Registration Data Providers", ("registration data provider", "rdps")),
    ("Other Users", ("other user", "other dcc users")),
)
BOXES: tuple[str, ...] = tuple(box for box, _ in _WORDINGS)
# The boxes without which a form is not one of this code: five categories and the DCC.
USUAL_BOXES: tuple[str, ...] = BOXES[:6]
_NAMED = {wording: box for box, others in _WORDINGS for wording in (box.casefold(), *others)}
# A quick test before any label is looked for: every wording begins with one of these words.
MAY_NAME_A_BOX = re.compile(
    rf"\b(?:{'|'.join(sorted({re.escape(wording.split()[0]) for wording in _NAMED}))})\b", re.IGNORECASE
)


def box_named(words: str) -> str | None:
    """The box that these words name, in any of its wordings, or None."""
    plain = " ".join(words.casefold().split())
    return _NAMED.get(plain) or _NAMED.get(plain.removeprefix("the ").strip(" .,;:"))
